"""What stands in a line: addresses, tasks, line breaks, and signs of other programs."""

from __future__ import annotations

import pytest

from tests.words.parsed_text import FRONT, html, problem, text_at


@pytest.mark.parametrize(
    ("text", "address", "after"),
    [
        ("见https://a.com/b，后", "https://a.com/b", "，后"),
        ("(https://a.com/b(c)).", "https://a.com/b(c)", ")."),
        ("http://a.com/?x=1&y=2 后", "http://a.com/?x=1&amp;y=2", " 后"),
        ("https://a.com/b基金", "https://a.com/b", "基金"),
        ("https://a.com/ 基金", "https://a.com/", " 基金"),
        ("https://a.com/item/人工智能/9180，后", "https://a.com/item/人工智能/9180", "，后"),
        ("https://a.com/?q=茅台&amp;x=1。", "https://a.com/?q=茅台&amp;x=1", "。"),
        ("https://a.com/?a=1&amp;b=2 后", "https://a.com/?a=1&amp;b=2", " 后"),
    ],
)
def test_a_bare_address_is_a_link_up_to_the_words_behind_it(text: str, address: str, after: str) -> None:
    assert f'<a href="{address}" rel="noopener">{address}</a>{after}' in html(text)


def test_an_address_in_code_or_in_a_link_is_none_of_its_own() -> None:
    assert html("`https://a.com` [https://a.com](https://b.com)").count("<a ") == 1


def test_tasks_are_boxes() -> None:
    assert html("- [ ] 待办\n- [x] 完成\n- [y]") == "<ul>\n<li>☐ 待办</li>\n<li>☑ 完成</li>\n<li>[y]</li>\n</ul>\n"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("的\n“引号”", "的“引号”"),
        ("“引号”\n的", "“引号”的"),
        ("ETF\n的", "ETF的"),
        ("50%\n的", "50%的"),
        ("**粗**\n的", "<strong>粗</strong>的"),
        ("的\n[链接](https://a.com)", '的<a href="https://a.com" rel="noopener">链接</a>'),
        ("。\nETF", "。ETF"),
        ("{{ 012733 nav }}\n的", "<<0>>的"),
        ("`代码`\nx", "<code>代码</code>x"),
        ("hello\nworld", "hello\nworld"),
        ("said\n“hello”", "said\n“hello”"),
        ("1\n2", "1\n2"),
        ("{{ 012733 nav }}\nETF", "<<0>>\nETF"),
        ("**a**\n*b*", "<strong>a</strong>\n<em>b</em>"),
        ("的  \n甲", "的<br>\n甲"),
    ],
)
def test_a_line_break_beside_chinese_shows_no_blank(text: str, shown: str) -> None:
    assert html(text) == f"<p>{shown}</p>\n"


@pytest.mark.parametrize(
    "text",
    [
        "1、甲\n2、乙\n3、丙",
        "1.甲\n2.乙",
        "1）甲\n2）乙",
        "（一）甲\n（二）**乙**",
        "一、甲\n**二、乙**",
        "①甲\n② 乙",
        "• 甲\n• 乙",
        "-甲\n-乙",
        "—— 甲\n—— 乙",
    ],
)
def test_lines_of_a_list_that_is_none_for_markdown_stay_lines(text: str) -> None:
    assert html(text).count("<br>\n") == text.count("\n")
    words = html(f"原因如下：\n{text}\n接着")
    assert words.count("<br>") == text.count("\n") + 1
    assert "接着" in words and "<br>\n接着" not in words


@pytest.mark.parametrize("text", ["1、甲\n乙", "• 甲\n– 乙", "-5% 甲\n-6% 乙", "10.5 甲\n11.5 乙", "他说\n——某人"])
def test_lines_that_do_not_begin_alike_are_one_run(text: str) -> None:
    assert "<br>" not in html(text)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("甲\n乙 ![[图.png]]", "![[图.png]]"),
        ("`a`{.cls}", "{.cls}"),
        ("段 {width=300}", "{width=300}"),
        ("甲 [[乙页]] 丙", "[[乙页]]"),
        ("[甲](https://a.com){target=_blank}", "{target=_blank}"),
    ],
)
def test_signs_of_other_programs_are_told(text: str, wrong: str) -> None:
    reported = problem(text)
    assert (reported.id, text_at(FRONT + text, reported)) == ("bad-markdown", wrong)


def test_brackets_and_braces_of_words_stay() -> None:
    assert html("见 [[1]] 与 {x=1}") == "<p>见 [[1]] 与 {x=1}</p>\n"
    assert html("[[甲]](https://a.com)").count("<a ") == 1
    assert html("[[甲]]\n\n[甲]: https://a.com").count("<a ") == 1


@pytest.mark.parametrize("text", ["见https://a.com/基金", "https://a.com/item/人工智能", "https://a.com/?q=茅台 后"])
def test_an_address_that_may_go_on_in_chinese_is_told(text: str) -> None:
    assert problem(text).id == "bad-link"
    assert html(f"<{text[text.index('http') :].split(maxsplit=1)[0]}>").count("<a ") == 1


@pytest.mark.parametrize("sign", ["==", "**", "~~"])
def test_signs_around_an_address_are_no_part_of_it(sign: str) -> None:
    assert 'href="https://a.com/y"' in html(f"{sign}https://a.com/y{sign}后")
    assert 'href="https://a.com/y"' in html(f"{sign}见 https://a.com/y{sign}")
