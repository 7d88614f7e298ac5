"""Markdown of this site: what it reads, what an excerpt holds, and that its shortcuts change nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.words.markdown_html import MarkdownRenderer
from tests.words.parsed_text import body, html, page

# Texts that the shortcuts of our Markdown might read otherwise than Python-Markdown's own way.
SHORTCUTS = ("plain-paragraph", "plain-text")
PIECES = [
    *(
        "中文",
        "word",
        "图:一",
        "\n",
        "  \n",
        "\n\n",
        " ",
        "\n    ",
        "\t",
        "- ",
        "1. ",
        "\n> ",
        "\n# 题\n",
        "\n: ",
        "\n==",
    ),
    *("**", "*", "_", "__", "`", "``", "\\", "\\*", "&", "&amp;", "&#35;", "<", "<b>", "</b>", "<br>", "<div>x</div>"),
    *("[a](b)", "[a][b]", "[b]", "\n[b]: http://e.com 't'\n", "![x](y.png)", "![x][b]", "[", "]", "(", ")", "!", "|"),
    *("<http://x.y>", "<a@b.c>", "[^1]", "\n[^1]: 注\n", "\n!!! note\n    ", "\n| a | b |\n|---|---|\n| 1 | `2` |\n"),
    *("\ue0003\ue001", "\x02", "\x03", "\u2028", "klzzwxh:0001", "wzxhzdk:0", "<!-- c -->", "\n---\n"),
]
FAST, SLOW = MarkdownRenderer()._markdown, MarkdownRenderer()._markdown
SLOW.parser.blockprocessors.deregister(SHORTCUTS[0])
SLOW.treeprocessors.deregister(SHORTCUTS[1])


def test_footnotes_definitions_and_boxes_are_known() -> None:
    shown_html = html('字[^1]\n\n[^1]: 注\n\n词\n:   义\n\n!!! warning\n    文\n\n!!! tip "题"\n    文\n')
    for part in ('id="fn:1"', 'href="#fn:1"', "<dt>词</dt>", 'class="admonition-title">注意<', ">题</p>", "脚注 1"):
        assert part in shown_html


def test_footnotes_of_one_page_do_not_reach_the_next() -> None:
    renderer = MarkdownRenderer()
    first = renderer.body(page("字[^1]\n\n[^1]: 注"))
    assert "注" not in renderer.body(page("二")).html
    assert renderer.body(page("字[^1]\n\n[^1]: 注")) == first


def test_dollar_signs_are_money() -> None:
    assert html("$5 and $6, $x_1$") == "<p>$5 and $6, $x_1$</p>\n"


def test_the_excerpt_is_the_first_paragraph_without_data() -> None:
    text = "## 题\n\n$甲(SH600519)$\n\n自发布以来[涨 **超** 300%]{NVDA nav > 1},{{ 012733 nav }} <b>A & B</b>。"
    assert body(text).excerpt == "自发布以来涨 超 300%。"
    assert len(body("长" * 300).excerpt) == 120
    assert body("# 题").excerpt == ""


@pytest.mark.parametrize("piece", PIECES)
def test_every_piece_of_markup_is_still_seen(piece: str) -> None:
    for other in PIECES:
        text = f"中文 {piece}word{other} 文{piece} {other}\n\n中{piece}"
        assert FAST.reset().convert(text) == SLOW.reset().convert(text), text


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_mixture_of_markup_reads_the_same(text: str) -> None:
    assert FAST.reset().convert(text) == SLOW.reset().convert(text)


def test_every_pattern_begins_with_a_sign_that_the_shortcut_knows() -> None:
    # One that is new here must be looked at: what it matches has to be in `_PlainText.RE`, or plain texts lose it.
    known = {"backtick", "escape", "entity", "linebreak", "html", "autolink", "automail", "em_strong", "footnote"}
    links = {"reference", "link", "image_link", "image_reference", "short_reference", "short_image_ref"}
    assert {entry.name for entry in FAST.inlinePatterns._priority} == known | links
