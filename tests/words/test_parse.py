"""Marks leave the text and point at where they were; all else stays as it was."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.model import SourceFile, canonical_json, hole
from builder.problem import Failed
from builder.words.markdown_html import MarkdownRenderer
from builder.words.parse import parse
from tests.words.parsed_text import FRONT, PATH, ZONE, at, page, problem, problems, shown

PLAIN = st.text(alphabet="中文 abc,。*_>-+1.\n|()&'\"é", max_size=200)
PIECES = st.lists(
    st.sampled_from(
        [
            *("$甲(OTCFUND|012733)$", "$", "(OTCFUND|", ")$", "{{ 012733 nav }}", "{{", "}}", "[涨]{NVDA nav > 1}"),
            *(
                "[",
                "]{",
                "}",
                "](",
                ")",
                "!",
                "#",
                "#题#",
                "# ",
                "图:",
                "表：",
                "(上)(下)",
                "|",
                "|---|---|",
                "- ",
                "> ",
            ),
            *("```", "~~~", "```chart", "type: line", "`", "``", "<!--", "-->", "<p>", "</p>", "<img src=a.png>"),
            *(
                "![a](a.png)",
                "[a](b.md)",
                "[^1]",
                "[^1]: x",
                "!!! note",
                "    ",
                "\t",
                "\n",
                "\n\n",
                ":",
                "：",
                "字",
                "a",
            ),
            *("<pre>", "\x02", "\x03", "\x00", "\x01", "wzxhzdk:0", "\u2028", "\\", "*", "_", "&amp;", "===", "---"),
        ]
    ),
    max_size=25,
).map("".join)


@settings(max_examples=100, deadline=None)
@given(PLAIN)
def test_text_without_marks_is_unchanged(text: str) -> None:
    assert page(text).markdown == text


@settings(max_examples=250, deadline=None)
@given(PIECES, st.sampled_from([FRONT, ""]))
def test_whatever_the_text_there_is_a_page_or_problems_in_it(text: str, front: str) -> None:
    try:
        found = page(text, front=front)
    except Failed as failed:
        lines = (front + text).split("\n")
        assert failed.problems
        for one in failed.problems:
            assert one.path == PATH and one.message
            assert 1 <= one.line <= len(lines) and 1 <= one.column <= len(lines[one.line - 1]) + 1
        return
    lines = (FRONT + text).split("\n")
    for mark in found.marks:
        rest = "\n".join([lines[mark.line - 1][mark.column - 1 :], *lines[mark.line :]])
        assert rest[: mark.length] == mark.text
    html = MarkdownRenderer().body(found).html
    holes = [name.partition("\ue001")[0] for name in html.split("\ue000")[1:]]
    assert all(name.isdigit() and int(name) < len(found.marks) for name in holes)


def test_marks_are_numbered_as_they_come_and_leave_their_holes() -> None:
    found = page("{{ 012733 nav }} [涨]{NVDA return 1y > 3%} $甲(SH600519)$ {{ 012733 date }}")
    assert [mark.block for mark in found.marks] == ["number", "claim", "cashtag", "number"]
    assert found.markdown == " ".join(hole(index) for index in range(4))


def test_a_claim_keeps_its_words_and_says_what_must_hold() -> None:
    (mark,) = page("英伟达[上涨**超 300%**]{NVDA return from 2022-11-30 to 2024-02-16 > 300%}").marks
    assert mark.params["words"] == "上涨超 300%"
    assert (mark.params["op"], mark.params["value"]) == (">", 3.0)
    assert mark.params["left"]["start"] == "2022-11-30"
    assert mark.column == 4


@pytest.mark.parametrize(
    "text",
    ["[词](a.html){: .x }", "[词]{: .x }", "[词]{#id}", "[词]{.x}", "[^1]{x}", r"\[词]{x}", r"\{{ x }}", "`{{ x }}`"],
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
    found = problem(text)
    assert found.id == "bad-expression"
    assert at(FRONT + text, found) == wrong


@pytest.mark.parametrize(
    "text", ["## {{ 012733 nav }}", "[涨]{NVDA nav > 1}\n===", "# $甲(SH600519)$", "> # {{ 012733 nav }}"]
)
def test_headings_are_words(text: str) -> None:
    assert problem(text).id == "slot-in-heading"


def test_all_that_is_wrong_is_told_at_once_in_order() -> None:
    text = "{{ x }}\n\n$甲()$\n\n![](https://a.com/x.png)\n\n```chart\n"
    assert [one.id for one in problems(text)] == ["bad-expression", "bad-cashtag", "image-outside", "unclosed-fence"]


def test_a_page_mentions_the_funds_of_its_tags_and_front_matter() -> None:
    front = FRONT.replace("---\n", "---\nfunds: [000001, '012733']\n", 1)
    found = page("$甲(OTCFUND|012733)$ $茅台(SH600519)$ $苹果(AAPL)$ $乙(012734)$", front=front)
    assert found.mentions == ("012733", "012734", "000001")


def test_a_number_in_an_images_text_is_text() -> None:
    found = page("看 ![{{ x }} {{ 012733 nav }}](a.png)".replace("{{ x }} ", ""))
    assert [mark.block for mark in found.marks] == ["image"]


def test_what_marks_ask_for_is_plain_json() -> None:
    found = page("{{ 012733 nav }}\n\n```chart\ntype: line\n```")
    assert [json.loads(canonical_json(mark.params)) for mark in found.marks] == [mark.params for mark in found.marks]


def test_reserved_characters_never_become_holes() -> None:
    with pytest.raises(Failed) as failed:
        parse(SourceFile(path=PATH, text=f"{FRONT}\ue0000\ue001"), zone=ZONE)
    assert {one.id for one in failed.value.problems} == {"reserved-character"}
    assert "<<" not in shown(page("一").markdown)
