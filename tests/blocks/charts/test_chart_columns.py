"""What a chart's measures are called, and which years a chart of calendar years shows."""

from __future__ import annotations

from typing import Any

import pytest

from builder.blocks.charts import chart_columns
from builder.blocks.charts.chart_fence import ChartFence, KeyLocation
from builder.model import Directory, Instrument, Mark
from builder.numbers import measures_by_name

PLACE = KeyLocation("x.md", Mark(block="chart", params={}, line=3, column=1))
FUND = Instrument(id="fund:990001", code="990001", name="甲", facts={"effective_date": "2021-06-01"})
INDEX = Instrument(id="index:980001", code="980001", name="乙")


def fence(**more: Any) -> ChartFence:
    return ChartFence.model_validate({"type": "bar", "series": "990001", "measure": "return 1y", **more})


@pytest.mark.parametrize(
    ("written", "more", "label"),
    [
        ("return 1y", {}, "近1年收益率"),
        ("calendar-year 2023", {}, "2023年收益率"),
        ("return", {"from": "2023-01-01"}, "2023年1月1日以来收益率"),
        ("return", {"from": "2023-01-01", "to": "2023-02-01"}, "2023年1月1日至2023年2月1日收益率"),
        ("nav", {}, "单位净值"),
    ],
)
def test_a_measure_is_called_with_its_stretch_of_time(written: str, more: dict[str, str], label: str) -> None:
    column, wrong = chart_columns.column(written, fence(measure=written, **more), [FUND], measures_by_name(), PLACE)
    assert (column.label, wrong) == (label, [])


@pytest.mark.parametrize(
    ("instruments", "as_of", "years", "shown"),
    [
        ([INDEX], "2024-02-19", "", ["2019", "2020", "2021", "2022", "2023"]),
        ([FUND], "2024-02-19", "", ["2022", "2023"]),
        ([FUND, INDEX], "2024-12-31", "", ["2019", "2020", "2021", "2022", "2023"]),
        ([FUND], "2024-02-19", "2020-2022", ["2020", "2021", "2022"]),
        ([FUND], "", "", ["2022"]),
    ],
)
def test_the_last_whole_years_are_shown_unless_others_are_named(
    instruments: list[Instrument], as_of: str, years: str, shown: list[str]
) -> None:
    spec = fence(type="calendar-years", measure=[], **({"years": years} if years else {}))
    directory = Directory(instruments={}, data_as_of={"nav": "2023-05-05"})
    columns, wrong = chart_columns.of_years(spec, instruments, directory, as_of, PLACE)
    assert ([one.window for one in columns], wrong) == (shown, [])


def test_a_year_that_is_not_over_is_a_problem() -> None:
    spec = fence(type="calendar-years", measure=[], years="2023-2024")
    columns, (problem,) = chart_columns.of_years(spec, [FUND], Directory(instruments={}), "2024-02-19", PLACE)
    assert columns == [] and "2024 is not over" in problem.message and "2023" in problem.hint
