"""What a reader need not type exactly."""

from __future__ import annotations

import pytest

from builder.search.fold import GAP, fold, is_in_gb2312, simplified_characters, tidy


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("ＡＩ產業", "ai产业"),  # full width, capitals, traditional
        ("文生 視頻", "文生视频"),
        ("Sora 的 7 %", "sora的7 %"),  # a blank counts only between what is not Chinese
        ("Open AI", "open ai"),
        ("S&P 500", "s&p500"),
        ("上证 50 ETF", "上证50etf"),
        ("ChatGPT-4o", "chatgpt4o"),
        ("e‑commerce", "ecommerce"),  # with a hyphen that does not break
        ("光模块·CPO", "光模块cpo"),
        ("马克・扎克伯格", "马克扎克伯格"),
        ("2024-02-20 跌-7%", "2024-02-20跌-7%"),  # numbers stay as they are
        ("3·15 a - b a--b -a", "3·15a - b a--b -a"),
        ("一\u200b二\ufeff", "一二"),  # what nobody sees
        ("½ ﬁ", "1⁄2fi"),
        ("涨了\ufffc，跌了", "涨了\x1f,跌了"),
    ],
)
def test_what_differs_only_in_form_is_equal(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_a_gap_is_no_text_and_blocks_are_tidy() -> None:
    assert GAP not in fold(f"a{GAP}b")
    assert tidy(" e\u0301 \n x ") == "é x"


def test_traditional_characters_that_browsers_count_as_simplified_are_few() -> None:
    assert 5 < sum(is_in_gb2312(char) for char in simplified_characters()) < 40
    assert simplified_characters()["龍"] == "龙"
