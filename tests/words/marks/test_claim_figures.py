"""Figures in a claim's words: what they say, and how exactly."""

from __future__ import annotations

import pytest

from builder.words.marks.claim_figures import figures


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("上涨超 300%", [("300", "more")]),
        ("百分之二十三点五", [("23.5", "exact")]),
        ("百分之一百零五", [("105", "exact")]),
        ("约十二个百分点", [("12", "about")]),
        ("逾三成", [("30", "more")]),
        ("3 成半", [("35", "exact")]),
        ("不足三成五", [("35", "less")]),
        ("翻了三倍", [("300", "about"), ("200", "about")]),
        ("翻三番", [("700", "about"), ("300", "about"), ("200", "about")]),
        ("未超过三成", [("30", "less")]),
        ("三四成", []),
        ("三至四成", []),
        ("一成不变", []),
        ("三成仓位", []),
        ("三十倍", []),
        ("三万点", []),
    ],
)
def test_percentages_in_words(words: str, said: list[tuple[str, str]]) -> None:
    assert [(f"{figure.size.normalize():f}", figure.limit) for figure in figures(words, percent=True)] == said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("8000 点上方", [("8000", "more")]),
        ("跌破一万两千点", [("12000", "less")]),
        ("三千五百点", [("3500", "exact")]),
        ("超过 10 亿元", [("1000000000", "more")]),
        ("下午三点", []),
        ("30%", []),
    ],
)
def test_amounts_in_words(words: str, said: list[tuple[str, str]]) -> None:
    assert [(f"{figure.size.normalize():f}", figure.limit) for figure in figures(words, percent=False)] == said


def test_words_of_a_rise_that_go_on_and_on_are_read_in_time() -> None:
    assert figures("翻" + "超过" * 4000, percent=True) == []  # would take for ever, were 超过 read in two ways
