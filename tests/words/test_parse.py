"""Marks leave the text and point at where they were; all else stays as it was."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.model import SourceFile
from builder.problem import Failed
from builder.words.markdown_html import MarkdownRenderer
from builder.words.parse import parse
from tests.words.parsed_text import FRONT, PATH, ZONE, page, problems, shown

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


def test_reserved_characters_never_become_holes() -> None:
    with pytest.raises(Failed) as failed:
        parse(SourceFile(path=PATH, text=f"{FRONT}\ue0000\ue001"), zone=ZONE)
    assert {wrong.id for wrong in failed.value.problems} == {"reserved-character"}
    assert "<<" not in shown(page("一").markdown)
