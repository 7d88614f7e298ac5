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
        ("2*3", "2*3"),
        ("2*净值", "2*净值"),
        ("(1+r)*净值", "(1+r)*净值"),
        ("a * b, 5*", "a * b, 5*"),
        ("收益=净值*份额", "收益=净值*份额"),
        ("{{ 012733 nav }}*份额", "<<0>>*份额"),
        ("净值*份额*费率 = 1000*1.05*0.8 元", "净值*份额*费率 = 1000*1.05*0.8 元"),
        ("2*3*4 与*重点*内容", "2*3*4 与<em>重点</em>内容"),
        ("业绩*、规模*。", "业绩*、规模*。"),
        ("*注：过往业绩", "*注：过往业绩"),
        ("3~5 天，a~b", "3~5 天，a~b"),
        (r"甲\*乙 \`", "甲*乙 `"),
        ("`` a`b ``", "<code>a`b</code>"),
    ],
)
def test_signs_around_words_are_read(text: str, words: str) -> None:
    assert html(text) == f"<p>{words}</p>\n"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("甲**乙", "**"),
        ("甲\n** 乙 **", "**"),
        ("~~甲", "~~"),
        ("x~~y", "~~"),
        ("甲==", "=="),
        ("__甲", "__"),
        ("*斜体", "*"),
        ("这是*斜体", "*"),
        ("甲，*斜体\n后", "*"),
        ("*甲* *乙\n\n丙*", "*"),
        ("[*甲](https://a.com)", "*"),
        ("| a |\n|---|\n| *b |", "*"),
        ("*{{ 012733 nav }} 元", "*"),
        ("一个`代码", "`"),
        ("甲``乙`丙``丁`", "`"),
        ("| a |\n|---|\n| `c |", "`"),
    ],
)
def test_signs_that_are_left_over_are_told(text: str, wrong: str) -> None:
    reported = problems(text)[0]
    assert (reported.id, text_at(FRONT + text, reported)) == ("bad-markdown", wrong)


def test_a_star_behind_words_and_one_before_a_note_are_a_footnote() -> None:
    assert html("收益率*为 5%。\n\n*数据截至 2 月") == "<p>收益率*为 5%。</p>\n<p>*数据截至 2 月</p>\n"
    assert len(problems("收益率*为 5%。\n\n甲，*数据截至 2 月")) == 2


@pytest.mark.parametrize("text", ["简报_2024_终稿.pdf", "净值_单位_元", "a_b_c"])
def test_underscores_within_words_stay(text: str) -> None:
    assert html(text) == f"<p>{text}</p>\n"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("，_重_。", "，<em>重</em>。"), ("（__重__）", "（<strong>重</strong>）"), ("_重_ 后", "<em>重</em> 后")],
)
def test_underscores_around_words_emphasise_them(text: str, shown: str) -> None:
    assert html(text) == f"<p>{shown}</p>\n"


def test_bold_signs_within_words_are_told() -> None:
    assert {wrong.id for wrong in problems("沪深__300__指数")} == {"bad-markdown"}
