"""Which lines belong together, and what they are."""

from __future__ import annotations

import pytest

from builder.words.marks.code_mask import CASHTAG, FENCE, IMAGE
from builder.words.marks.text_blocks import split_blocks


@pytest.mark.parametrize(
    ("mask", "kinds"),
    [
        ("一\n二\n\n三", ["text", "text"]),
        ("# 题\n一", ["heading", "text"]),
        ("一\n" + FENCE * 3 + "\n二", ["text", "fence", "text"]),
        (f"{IMAGE * 3}\n图:一", ["images", "caption"]),
        (f"图:一\n{IMAGE}\n{IMAGE}", ["caption", "images"]),
        ("表:一\n| a |\n|---|\n| 1 |\n图:二", ["caption", "table", "caption"]),
        (f"- {CASHTAG}\n- {CASHTAG}、{CASHTAG}", ["cashtags"]),
        (f"看好:\n{CASHTAG}", ["text", "cashtags"]),
        (f"看好\n{CASHTAG}", ["text"]),
        ("图:一\n二", ["caption"]),
        ("\n\n", []),
    ],
)
def test_lines_without_a_blank_one_between_are_a_block_unless_they_differ(mask: str, kinds: list[str]) -> None:
    assert [block.kind for block in split_blocks(mask, 0)] == kinds


def test_a_block_is_whole_lines_and_knows_its_margin() -> None:
    mask = "---\n\n  > 一\n  > 二\n"
    (block,) = split_blocks(mask, 4)
    assert (mask[block.start : block.end], block.prefix) == ("  > 一\n  > 二", "  > ")


@pytest.mark.parametrize(
    ("line", "lead"),
    [("核心标的：", True), ("**核心**:", True), ("核心标的", False), ("- 核心:", False), ("长" * 90 + ":", False)],
)
def test_a_short_line_that_ends_in_a_colon_may_head_cards(line: str, lead: bool) -> None:
    assert [block.lead for block in split_blocks(line, 0)] == [lead]
