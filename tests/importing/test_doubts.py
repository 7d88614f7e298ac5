"""Characters that look lost are pointed out at their place; sound sentences are left alone."""

from __future__ import annotations

import pytest

from builder.importing.doubts import doubts


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("216日凌晨发布。", (1, 1), "216日"),
        ("分别上涨超300%130%。", (1, 6), "300%1"),
        ("模型SoraSora不仅好。", (1, 3), "SoraSora"),
        ("上涨超60%Sora作为模型。", (1, 5), "0%S"),
        ("科学家Jim Fan“这是视频生成的时刻”。", (1, 11), "“"),
        ("“一个时刻”360董事长说。", (1, 6), "”3"),
        ("当前AAI指数回调。", (1, 3), "AAI"),
        ("好的。\n\n这一段话说到一半的时候后面的字就没有了而且", (3, 18), "了而且"[-4:]),
        ("坏字\ufffd。", (1, 3), "\ufffd"),
    ],
)
def test_each_kind_of_loss_has_its_place(text: str, place: tuple[int, int], words: str) -> None:
    (doubt,) = doubts(text, 0)
    assert (doubt.line, doubt.column) == place and words in doubt.words


def test_the_days_that_digits_may_mean_are_named() -> None:
    assert "2月16日 or" not in doubts("216日。", 0)[0].message and "2月16日" in doubts("216日。", 0)[0].message
    assert "1月12日 or 11月2日" in doubts("112日。", 0)[0].message


def test_sound_sentences_have_no_doubt() -> None:
    text = """\
2月16日,涨300%和130%,下跌5%。Sora 称“这是一个很好的时刻”,360 指出 A股AI指数走高。

图:这是一个很长很长很长很长很长很长很长很长的图注

$示例人工智能主题联接基金A(OTCFUND|990101)$

#一个很长很长很长很长很长很长很长很长的话题,是吗#

| 一个很长很长很长很长很长很长很长很长的格子 | 乙 |
|---|---|
"""
    assert doubts(text, 0) == []
