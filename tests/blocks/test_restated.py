"""The note at a briefing's head shows old and new values; a row that came late is told apart."""

from __future__ import annotations

from dataclasses import replace

from builder.model import Ask, Slot
from builder.slot_params.generated import RestatedParams, RestatedRow
from tests.blocks.block_examples import html, tree

ROW = RestatedRow(
    ask=Ask(series="fund:012733", measure="return", window="1y", as_of="2024-02-19"),
    name="示例<基金>",
    label="收益率",
    unit="ratio",
    old=0.05,
    new=0.06,
    late=False,
    on="",
    start="2023-02-20",
    end="2024-02-19",
    synthetic=False,
    signed=True,
)


def note(*rows: RestatedRow) -> str:
    return html(Slot(params=RestatedParams(slug="sora", corrected=False, rows=rows)))


def test_nothing_restated_is_no_note() -> None:
    assert note() == ""


def test_a_number_is_shown_as_it_was_and_as_it_is() -> None:
    (item,) = tree(note(ROW)).findall(".//li")
    assert "".join(item.itertext()) == "示例<基金> 近1年收益率（2023-02-20 至 2024-02-19）：原为 +5.00%，现为 +6.00%"
    assert item.find("./ins/data").get("value") == "0.06"


def test_a_line_is_shown_at_the_day_that_moved_most() -> None:
    line = replace(ROW, unit="nav", on="2023-06-01", old=1.02, new=None)
    assert "（截至 2024-02-19，2023-06-01，以起点为 100）：原为 <del>102.00</del>，现为 <ins>--</ins>" in note(line)


def test_numbers_that_moved_by_a_late_row_have_a_list_of_their_own() -> None:
    root = tree(note(ROW, replace(ROW, late=True)))
    assert [len(list_.findall("li")) for list_ in root.findall(".//ul")] == [1, 1]
    assert "补录了截止日以前的数据" in "".join(root.itertext())
