"""The time that a text takes: Chinese characters, and other words and numbers as one each."""

from __future__ import annotations

from builder.model import hole
from builder.pages.reading_time import characters, minutes


def test_chinese_is_counted_by_character_and_other_scripts_by_word() -> None:
    assert characters(f'<p title="标题">自 ChatGPT 发布以来，涨 1,399.5 点{hole(12)}&amp;。</p>') == 9


def test_a_minute_is_400_characters_and_the_least() -> None:
    assert [minutes("<p>" + "字" * count + "</p>") for count in (0, 399, 620, 2400)] == [1, 1, 2, 6]
