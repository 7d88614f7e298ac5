"""Windows, risk levels and headings in Chinese."""

from __future__ import annotations

import pytest

from builder.blocks.wording import chinese_terms


@pytest.mark.parametrize(("name", "words"), [("1y", "近1年"), ("ytd", "今年来"), ("2023", "2023年"), ("7y", "7y")])
def test_a_window_has_its_words(name: str, words: str) -> None:
    assert chinese_terms.window(name) == words


@pytest.mark.parametrize(
    ("level", "grade_and_word"),
    [
        ("R4", ("R4", "中高风险")),
        ("r4", ("R4", "中高风险")),
        ("中高", ("R4", "中高风险")),
        ("中高风险", ("R4", "中高风险")),
        ("R2 稳健", ("R2", "中低风险")),
        ("激进", ("", "激进")),
        ("", ("", "")),
    ],
)
def test_a_risk_level_has_its_grade_and_its_word(level: str, grade_and_word: tuple[str, str]) -> None:
    assert chinese_terms.risk(level) == grade_and_word


@pytest.mark.parametrize(
    ("measure", "window", "heading"),
    [
        ("return", "1y", "近1年"),
        ("drawdown", "1y", "近1年最大回撤"),
        ("size", "", "规模"),
        ("sharpe", "3y", "近3年夏普比率"),
    ],
)
def test_a_heading_is_the_window_and_the_word_of_the_measure(measure: str, window: str, heading: str) -> None:
    assert chinese_terms.heading(measure, window) == heading
