"""Tables: no cell is lost, and what was meant as one is told."""

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
    ],
)
def test_a_table_is_a_table(text: str) -> None:
    assert html(text).count("<table") == 1


@pytest.mark.parametrize(
    ("text", "wrong", "words"),
    [
        ("| a | b |\n|---|---|\n| 1 | 2 |\n| 1 | 2 | 三 |", "三", "3 cells"),
        ("甲\n\n> |a|b|\n> |-|-|\n> |1|2|三|", "三", "3 cells"),
        ("| a | b |\n| 1 | 2 |", "| a | b |", "missing"),
        ("| a | b |\n|---|\n| 1 | 2 |", "| a | b |", "not as many"),
        ("段\n| a | b |\n| 1 | 2 |", "| a | b |", "missing"),
        ("> 段\n> | a | b |\n> | 1 | 2 |", "| a | b |", "missing"),
        ("甲 | 乙\n1 | 2", "甲 | 乙", "missing"),
        ("｜ a ｜ b ｜\n｜ 1 ｜ 2 ｜", "｜ a ｜ b ｜", "full-width"),
    ],
)
def test_lost_cells_are_told(text: str, wrong: str, words: str) -> None:
    reported = problem(text)
    assert (reported.id, text_at(FRONT + text, reported)) == ("bad-table", wrong)
    assert words in reported.message


def test_a_table_with_a_caption_before_it_is_told_at_its_own_line() -> None:
    text = "甲\n\n表:一\n\n| a | b |\n|---|---|\n| 1 | 2 | 三 |\n\n乙"
    assert problem(text).line == FRONT.count("\n") + 7


def test_a_heading_without_a_blank_is_told() -> None:
    text = "甲\n##标题"
    reported = problem(text)
    assert (reported.id, text_at(FRONT + text, reported), reported.hint) == ("bad-markdown", "##标题", "write ## 标题")
    assert html("#话题 1 ### 2") == "<p>#话题 1 ### 2</p>\n"


def test_bars_of_words_stay() -> None:
    for text in ("|x| 与\n|y| 之和", "周报 | 一", "甲 | 乙\n丙"):
        assert "|" in html(text)


@pytest.mark.parametrize("signs", ["#", "##", "######"])
def test_a_heading_with_a_full_width_blank_is_told(signs: str) -> None:
    assert problem(f"{signs}\u3000标题").hint == f"write {signs} 标题"
