"""A checked fence as a kind of chart is given it: the tests of kinds share it."""

from __future__ import annotations

from typing import Any

from builder.blocks.charts.chart_fence import ChartFence, KeyLocation
from builder.blocks.charts.chart_kind import ChartRequest
from builder.model import Directory, Instrument, Mark
from builder.numbers import measures_by_name
from builder.slot_params.charts import StandardChartParams

FUND = Instrument(id="fund:990001", code="990001", name="甲")
INDEX = Instrument(id="index:980001", code="980001", name="乙")


def request(*instruments: Instrument, **keys: Any) -> ChartRequest:
    """A fence with these keys, its instruments looked up."""
    series = [instrument.code for instrument in instruments]
    return ChartRequest(
        fence=ChartFence.model_validate({"series": series, **keys}),
        location=KeyLocation("x.md", Mark(block="chart", params={}, line=3, column=1)),
        instruments=instruments,
        measures=measures_by_name(),
        directory=Directory(instruments={instrument.id: instrument for instrument in instruments}),
    )


def shared_params(checked: ChartRequest) -> StandardChartParams:
    """The parameters of a fence before its kind completes them."""
    series = tuple(instrument.id for instrument in checked.instruments)
    fence = checked.fence
    return StandardChartParams(
        type=fence.type, series=series, measure="", window=fence.window, rebase=fence.rebase, as_of="2024-02-19"
    )
