"""Signs around words, also beside Chinese ones, and signs that are left over."""

from __future__ import annotations

import pytest

from tests.words.parsed_text import FRONT, html, problems, text_at


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("**注意：**后文", "<strong>注意：</strong>后文"),
        ("前文**“引号”**后文", "前文<strong>“引号”</strong>后文"),
        ("前**50%**后", "前<strong>50%</strong>后"),
        ("*斜***粗**", "<em>斜</em><strong>粗</strong>"),
        ("__粗__ _斜_", "<strong>粗</strong> <em>斜</em>"),
        ("snake_case_word", "snake_case_word"),
        ("甲~~作废~~乙", "甲<s>作废</s>乙"),
        ("甲==重点==乙", "甲<mark>重点</mark>乙"),
        ("**甲==乙==**", "<strong>甲<mark>乙</mark></strong>"),
        ("2**10, a == b, 3 ** 4", "2**10, a == b, 3 ** 4"),
        (r"收益率\*\*", "收益率**"),
        ("甲 ~~~~ 与 =====", "甲 ~~~~ 与 ====="),
        ("*甲**", "<em>甲</em>*"),
    ],
)
def test_signs_around_words_are_read(text: str, words: str) -> None:
    assert html(text) == f"<p>{words}</p>\n"


@pytest.mark.parametrize(
    ("text", "wrong"), [("甲**乙", "**"), ("甲\n** 乙 **", "**"), ("~~甲", "~~"), ("甲==", "=="), ("__甲", "__")]
)
def test_signs_that_are_left_over_are_told(text: str, wrong: str) -> None:
    reported = problems(text)[0]
    assert (reported.id, text_at(FRONT + text, reported)) == ("bad-markdown", wrong)
