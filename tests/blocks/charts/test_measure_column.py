"""What a measure that an author writes asks, and what readers call it."""

from __future__ import annotations

import pytest

from builder.blocks.charts import measure_column
from builder.blocks.charts.chart_fence import KeyLocation
from builder.model import Instrument, Mark
from builder.numbers import measures_by_name

LOCATION = KeyLocation("x.md", Mark(block="chart", params={}, line=3, column=1))
FUND = Instrument(id="fund:990001", code="990001", name="甲", facts={"effective_date": "2021-06-01"})


@pytest.mark.parametrize(
    ("written", "dates", "label"),
    [
        ("return 1y", {}, "近1年收益率"),
        ("calendar-year 2023", {}, "2023年收益率"),
        ("return", {"start": "2023-01-01"}, "2023年1月1日以来收益率"),
        ("return", {"start": "2023-01-01", "end": "2023-02-01"}, "2023年1月1日至2023年2月1日收益率"),
        ("nav", {}, "单位净值"),
    ],
)
def test_a_measure_is_called_with_its_period(written: str, dates: dict[str, str], label: str) -> None:
    column, problems = measure_column.column(written, [FUND], measures_by_name(), LOCATION, **dates)
    assert (column.label, problems) == (label, [])


def test_a_measure_names_its_window_itself_or_has_the_charts() -> None:
    own, _ = measure_column.column("return 1y", [FUND], measures_by_name(), LOCATION, window="3m")
    charts, _ = measure_column.column("return", [FUND], measures_by_name(), LOCATION, window="3m")
    assert (own.window, charts.window) == ("1y", "3m")
