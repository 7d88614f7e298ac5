"""Markdown of this site: what it reads, what an excerpt holds, and that its shortcuts change nothing."""

from __future__ import annotations

from builder.words.markdown_html import MarkdownRenderer
from tests.words.parsed_text import body, html, page


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
