"""Tables: no cell is lost."""

from __future__ import annotations

import pytest

from tests.words.parsed_text import FRONT, html, problem, text_at


@pytest.mark.parametrize(
    "text",
    [
        "文\n| a | b |\n|---|---|\n| 1 | 2 |",
        "| a | b |\n|---|:-:|\n| 1 |",
        "|a\\|x|b|\n|-|-|\n|1|2|",
        "a|b\n-|-\n1|2",
        "|a|\n|-|\n|1| |",
        "- | a | b |\n  |---|---|\n  | 1 | 2 |",
        "字[^1]\n\n[^1]: | a | b |\n    |---|---|\n    | 1 | 2 |",
    ],
)
def test_a_table_is_a_table(text: str) -> None:
    assert html(text).count("<table") == 1


@pytest.mark.parametrize(
    ("text", "wrong", "words"),
    [
        ("| a | b |\n|---|---|\n| 1 | 2 |\n| 1 | 2 | 三 |", "三", "3 cells"),
        ("- | a | b |\n  |---|---|\n  | 1 | 2 | 三 |", "三", "3 cells"),
        ("甲\n\n> |a|b|\n> |-|-|\n> |1|2|三|", "三", "3 cells"),
    ],
)
def test_lost_cells_are_told(text: str, wrong: str, words: str) -> None:
    reported = problem(text)
    assert (reported.id, text_at(FRONT + text, reported)) == ("bad-table", wrong)
    assert words in reported.message


def test_a_table_with_a_caption_before_it_is_told_at_its_own_line() -> None:
    text = "甲\n\n表:一\n\n| a | b |\n|---|---|\n| 1 | 2 | 三 |\n\n乙"
    assert problem(text).line == FRONT.count("\n") + 7


def test_bars_and_signs_of_words_stay() -> None:
    assert html("#话题 1 ### 2") == "<p>#话题 1 ### 2</p>\n"
    for text in ("|x| 与\n|y| 之和", "周报 | 一", "甲 | 乙\n丙"):
        assert "|" in html(text)
