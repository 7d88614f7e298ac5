"""Marks leave the text and point at where they were; all else stays as it was."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.model import SourceFile
from builder.problem import Failed
from builder.words.markdown_html import MarkdownRenderer
from builder.words.parse import understand
from tests.words.parsed_text import FRONT, PATH, ZONE, page, problems, text_at

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
        parsed = page(text, front=front)
        html = MarkdownRenderer().body(parsed).html
    except Failed as failed:
        lines = (front + text).split("\n")
        assert failed.problems
        for wrong in failed.problems:
            assert wrong.path == PATH and wrong.message
            assert 1 <= wrong.line <= len(lines) and 1 <= wrong.column <= len(lines[wrong.line - 1]) + 1
        return
    lines = (FRONT + text).split("\n")
    for mark in parsed.marks:
        rest = "\n".join([lines[mark.line - 1][mark.column - 1 :], *lines[mark.line :]])
        assert rest[: mark.length] == mark.text
    holes = [name.partition("\ue001")[0] for name in html.split("\ue000")[1:]]
    assert all(name.isdigit() and int(name) < len(parsed.marks) for name in holes)


def test_all_that_is_wrong_is_told_at_once_in_order() -> None:
    text = "{{ x }}\n\n$甲()$\n\n![](https://a.com/x.png)\n\n```chart\n"
    assert [wrong.id for wrong in problems(text)] == [
        "bad-expression",
        "bad-cashtag",
        "image-outside",
        "unclosed-fence",
    ]


def test_a_page_mentions_the_funds_of_its_tags_and_front_matter() -> None:
    front = FRONT.replace("---\n", "---\nfunds: [000001, '012733']\n", 1)
    parsed = page("$甲(OTCFUND|012733)$ $茅台(SH600519)$ $苹果(AAPL)$ $乙(012734)$", front=front)
    assert parsed.mentions == ("012733", "012734", "000001")


@pytest.mark.parametrize(
    "text",
    ["&#xE000;0&#xE001;", "&#57344;", "`&#XE000`", "&#x000000000e000;", "&#57344a", "&#0;", "甲 &#x10; 乙", "&#xFFFF;"],
)
def test_entities_of_characters_that_no_text_may_hold_are_told(text: str) -> None:
    reported = problems(text)[0]
    assert reported.id in ("reserved-character", "not-text")
    assert text_at(FRONT + text, reported).startswith("&#")


def test_other_entities_are_text() -> None:
    text = "&#8217; &#x4e2d; &amp; &#99999999; &#" + "9" * 9000
    assert page(text).markdown == text


def test_what_is_right_of_a_page_with_problems_is_there_all_the_same() -> None:
    front = "---\ntitle: t\ndate: soon\n---\n"
    parsed, wrong = understand(
        SourceFile(path=PATH, text=front + "$甲()$ {{ 012733 nav }} [看](b.md)"), zone=ZONE, reserved_names=()
    )
    assert [problem.id for problem in wrong] == ["bad-date", "bad-cashtag"]
    assert [mark.block for mark in parsed.marks] == ["number", "address"]
