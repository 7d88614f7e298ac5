"""A chart's table: thinned on the page, whole in the CSV file."""

import csv
from datetime import date, timedelta
from io import StringIO

import pytest

from builder.blocks.charts.chart_table import as_csv, month_ends


@pytest.mark.parametrize("name", ["=1+1", "+甲", "-甲", "@甲", "\t甲", "＝1", "－甲", " =1", '=HYPERLINK("http://x")'])
def test_no_text_cell_starts_a_formula(name: str) -> None:
    rows = list(csv.reader(StringIO(as_csv(["名称", name], [(name, (-1.5,))]).removeprefix("\ufeff"))))
    assert rows == [["名称", f"'{name}"], [f"'{name}", "-1.5"]]


def test_values_are_unrounded_and_missing_ones_empty() -> None:
    text = as_csv(["日期", "甲", "乙"], [("2024-02-19", (98.6123456789, None))])
    assert text == "\ufeff日期,甲,乙\n2024-02-19,98.6123456789,\n"


def test_a_long_table_shows_month_ends_on_which_every_line_has_a_value() -> None:
    days = [(date(2023, 1, 5) + timedelta(days=number)).isoformat() for number in range(90)]
    rows = tuple((day, (1.0, None if day.endswith("-31") else 2.0)) for day in days)
    assert [day for day, _ in month_ends(rows)] == [
        "2023-01-05",
        "2023-01-30",
        "2023-02-28",
        "2023-03-30",
        "2023-04-04",
    ]
    assert month_ends(rows[:40]) == rows[:40]
