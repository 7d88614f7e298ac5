"""Numbers and claims in a line of text."""

from __future__ import annotations

import pytest

from tests.words.parsed_text import FRONT, page, problem, problems, text_at


def test_a_claim_keeps_its_words_and_says_what_must_hold() -> None:
    (mark,) = page("英伟达[上涨**超 300%**]{NVDA return from 2022-11-30 to 2024-02-16 > 300%}").marks
    assert mark.params["words"] == "上涨超 300%"
    assert (mark.params["op"], mark.params["value"]) == (">", 3.0)
    assert mark.params["left"]["start"] == "2022-11-30"
    assert mark.column == 4


@pytest.mark.parametrize(
    ("written", "text", "shown"),
    [
        ("利润=净值*份额*2", "利润=净值*份额*2", ""),
        ("*净值*份额", "净值份额", "<em>净值</em>份额"),
        ("https://a.com/a*b", "https://a.com/a*b", ""),
        ("<https://a.com>", "https://a.com", ""),
        ("A&amp;B", "A&B", "A&amp;B"),
        ("<b>粗</b>", "粗", "<b>粗</b>"),
        ("==重==", "重", "<mark>重</mark>"),
        ("重<!-- 注 -->大", "重大", ""),
        (r"\*甲\_乙", "*甲_乙", ""),
        (r"a\|b", "a|b", ""),
        ("`a*b*c`", "a*b*c", "<code>a*b*c</code>"),
        ("很\n好", "很好", ""),
        ("very\ngood", "very good", "very\ngood"),
        ("大<br>涨", "大 涨", "大<br>涨"),
        ("A&lt;i&gt;", "A<i>", "A&lt;i&gt;"),
        ("S&P", "S&P", "S&amp;P"),
    ],
)
def test_the_words_of_a_claim_are_read_as_other_words(written: str, text: str, shown: str) -> None:
    (mark,) = page(f"前[{written}]{{NVDA return 1y > 3}}后").marks
    assert (mark.params["words"], mark.params["html"]) == (text, shown or text)


@pytest.mark.parametrize("prefix", ["> ", ">> ", "> > ", "- > ", "> - ", "[^1]: > "])
def test_the_signs_of_a_quotation_are_no_words_of_a_claim(prefix: str) -> None:
    later = prefix.replace("-", " ").replace("[^1]:", "    ")
    (mark,) = page(f"{prefix}前[>很\n{later}>> 好]{{NVDA return 1y > 3}}后").marks
    assert mark.params["words"] == ">很>> 好"


def test_what_is_wrong_in_the_words_of_a_claim_is_told_at_its_place() -> None:
    text = "> 前[甲\n> 乙**丙<b>丁]{NVDA return 1y > 3}"
    assert {(wrong.id, text_at(FRONT + text, wrong)) for wrong in problems(text)} == {
        ("bad-markdown", "**"),
        ("bad-html", "<b>"),
    }
    assert problem("[<!-- 注 -->]{NVDA return 1y > 3}").message == "this claim has no words that readers could see"


@pytest.mark.parametrize(
    "text",
    [
        "[词](https://a.com){: .x }",
        "[词]{: .x }",
        "[词]{#id}",
        "[词]{.x}",
        "[^1]{x}",
        r"\[词]{x}",
        r"\{{ x }}",
        "`{{ x }}`",
    ],
)
def test_attributes_footnotes_and_escapes_are_no_claims(text: str) -> None:
    assert page(text).marks == ()


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("一 {{ 012733 return 9x }}", "9x"),
        ("一 {{ 012733", "{{"),
        ("一 {{ }}", " "),
        ("一 [涨]{NVDA return 1y > much}", "much"),
        ("一 [涨]{}", "}"),
        ("一 [涨 {{ 012733 nav }}]{NVDA return 1y > 1}", "[涨 {{ 012733 nav }}]{NVDA return 1y > 1}"),
    ],
)
def test_a_bad_expression_is_named_at_its_column(text: str, wrong: str) -> None:
    reported = problem(text)
    assert reported.id == "bad-expression"
    assert text_at(FRONT + text, reported) == wrong
