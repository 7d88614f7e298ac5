"""A table is collected cell by cell."""

from __future__ import annotations

from builder.importing.page_table import PageTable


def text(*cells: tuple[str, str, dict[str, str]]) -> str:
    table = PageTable(line=1)
    for tag, words, values in cells:
        table.start(tag, values)
        if words:
            table.add(words)
    return "\n".join(passage.text for passage in table.passages())


def test_a_cell_that_spans_columns_leaves_the_others_empty() -> None:
    row = ("tr", "", {})
    cells = (row, ("td", "甲", {"colspan": "2"}), ("td", "乙", {}), row, ("td", "1", {}), ("td", "2", {}))
    assert text(*cells) == "| 甲 |  | 乙 |\n|---|---|---|\n| 1 | 2 |  |"


def test_a_cashtag_in_a_cell_keeps_its_bar() -> None:
    row = ("tr", "", {})
    cells = (row, ("td", "基金", {}), ("td", "a|b", {}), row, ("td", "$甲(OTCFUND|990101)$", {}), ("td", "2", {}))
    assert text(*cells).endswith("| $甲(OTCFUND|990101)$ | 2 |") and "a\\|b" in text(*cells)


def test_spans_that_no_page_means_are_bounded() -> None:
    row = ("tr", "", {})
    assert text(row, ("td", "甲", {"colspan": "99999999"}), ("td", "乙", {"colspan": "x"})).count("|---") == 51
