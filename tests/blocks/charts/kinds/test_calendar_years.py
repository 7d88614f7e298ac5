"""The chart of calendar years: which years it shows, and what stands beside a fund's own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from builder.blocks.charts import chart_block, chart_fence
from builder.blocks.charts.chart_fence import ChartFence, KeyLocation
from builder.blocks.charts.chart_kind import ChartRequest
from builder.blocks.charts.kinds import KINDS
from builder.blocks.charts.kinds.calendar_years import years
from builder.model import Answer, Directory, Instrument, Mark
from builder.numbers import measures_by_name
from builder.slot_params.charts import ChartColumn, StandardChartParams
from tests.blocks.charts.kinds.gallery_chart import GalleryChart

LOCATION = KeyLocation("x.md", Mark(block="chart", params={}, line=3, column=1))
FUND = Instrument(id="fund:990001", code="990001", name="甲", facts={"effective_date": "2021-06-01"})
INDEX = Instrument(id="index:980001", code="980001", name="乙")


def request(instruments: list[Instrument], directory: Directory, **keys: Any) -> ChartRequest:
    fence = ChartFence.model_validate({"type": "calendar-years", "series": "990001", **keys})
    return ChartRequest(
        fence=fence, location=LOCATION, instruments=instruments, measures=measures_by_name(), directory=directory
    )


@pytest.mark.parametrize(
    ("instruments", "as_of", "written", "shown"),
    [
        ([INDEX], "2024-02-19", "", ["2019", "2020", "2021", "2022", "2023"]),
        ([FUND], "2024-02-19", "", ["2022", "2023"]),
        ([FUND, INDEX], "2024-12-31", "", ["2019", "2020", "2021", "2022", "2023"]),
        ([FUND], "2024-02-19", "2020-2022", ["2020", "2021", "2022"]),
        ([FUND], "", "", ["2022"]),
    ],
)
def test_the_last_whole_years_are_shown_unless_others_are_named(
    instruments: list[Instrument], as_of: str, written: str, shown: list[str]
) -> None:
    directory = Directory(instruments={}, data_as_of={"nav": "2023-05-05"})
    columns, problems = years(request(instruments, directory, **({"years": written} if written else {})), as_of)
    assert ([column.window for column in columns], problems) == (shown, [])


def test_a_year_that_is_not_over_is_a_problem() -> None:
    columns, (problem,) = years(request([FUND], Directory(instruments={}), years="2023-2024"), "2024-02-19")
    assert columns == [] and "2024 is not over" in problem.message and "2023" in problem.hint


def test_a_contracts_benchmark_stands_beside_whole_years_of_its_fund_only(charts: dict[str, GalleryChart]) -> None:
    spec = {"type": "calendar-years", "series": "990101", "benchmark": "contract", "years": "2022-2023"}
    fence = chart_fence.ChartFence.model_validate(spec)
    assert (fence.years, fence.benchmark) == (("2022", "2023"), "contract")
    own = charts["calendar-years"].params
    assert isinstance(own, StandardChartParams)
    columns = tuple(
        ChartColumn(
            measure="calendar-year",
            window=year,
            start=f"{int(year) - 1}-12-31",
            end=f"{year}-12-31",
            label=f"{year}年",
        )
        for year in ("2022", "2023")
    )
    params = replace(own, benchmark="contract:fund:990101", columns=columns)
    values = {"2022": None, "2023": 0.05}
    answers = {
        ask: Answer(value=0.02, unit="ratio", end=ask.end)
        if ask.measure == "benchmark-return"
        else Answer(value=values.get(ask.window), unit="ratio", end="2023-12-31")
        if ask.measure == "calendar-year"
        else Answer(value="甲", unit="text")
        for ask in chart_block.asks(params)
    }
    assert {(ask.start, ask.end) for ask in answers if ask.measure == "benchmark-return"} == {
        ("2021-12-31", "2022-12-31"),
        ("2022-12-31", "2023-12-31"),
    }
    figure = KINDS["calendar-years"].figure(params, answers)
    assert (figure.head, figure.rows) == (("年度", "甲", "业绩比较基准"), (("2023年", (0.05, 0.02)),))
