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
        ("一\u200b二\ufeff", "一二"),  # what nobody sees
        ("½ ﬁ", "1⁄2 fi"),
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
