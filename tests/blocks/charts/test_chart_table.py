"""The CSV beside a chart."""

import csv
from io import StringIO

import pytest

from builder.blocks.charts.chart_table import as_csv


@pytest.mark.parametrize("name", ["=1+1", "+甲", "-甲", "@甲", "\t甲", "＝1", "－甲", " =1", '=HYPERLINK("http://x")'])
def test_no_text_cell_starts_a_formula(name: str) -> None:
    rows = list(csv.reader(StringIO(as_csv(["名称", name], [(name, (-1.5,))]).removeprefix("\ufeff"))))
    assert rows == [["名称", f"'{name}"], [f"'{name}", "-1.5"]]


def test_values_are_unrounded_and_missing_ones_empty() -> None:
    text = as_csv(["日期", "甲", "乙"], [("2024-02-19", (98.6123456789, None))])
    assert text == "\ufeff日期,甲,乙\n2024-02-19,98.6123456789,\n"
