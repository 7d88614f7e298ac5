"""The chart kind `compare`: two or more histories, all 100 on the day on which the last of them starts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from builder.blocks.charts.chart_fence import ChartFence
from builder.blocks.charts.chart_kind import ChartKind, ChartRequest
from builder.blocks.charts.kinds import line
from builder.problem import Problem
from builder.slot_params.charts import StandardChartParams


def clashes(fence: ChartFence) -> Iterator[tuple[str, str]]:
    """One line compares with nothing."""
    if len(fence.series) + bool(fence.benchmark) < 2:
        yield "series", "type compare needs two series, or one and a benchmark"


def params(shared: StandardChartParams, request: ChartRequest) -> tuple[StandardChartParams, list[Problem]]:
    """Histories that are rebased, to 100 unless the author says otherwise."""
    return line.params(replace(shared, rebase=shared.rebase or "100"), request)


KIND = ChartKind(
    name="compare", keys=line.KEYS, least=2, most=6, clashes=clashes, params=params, figure=line.rebased_figure
)
