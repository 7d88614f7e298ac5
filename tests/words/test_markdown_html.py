"""What readers see of an author's words: sanitised HTML, with holes only where what fills them may stand."""

from __future__ import annotations

import pytest

from tests.words.parsed_text import body, html

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=a.png alt=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    '<a href="jAvAsCrIpT:alert(1)">x</a>',
    '<a href="&#106;avascript:alert(1)">x</a>',
    "<svg><script>alert(1)</script></svg>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    '<iframe src="https://a.com"></iframe>',
    "<style>*{display:none}</style>",
    '<p style="background:url(javascript:alert(1))">x</p>',
    "<form action=x><input name=y onfocus=alert(1) autofocus></form>",
    "<object data=x></object><embed src=x>",
    '<details ontoggle="alert(1)" open>x</details>',
    "<noscript><p title='</noscript><img src=x alt=y onerror=alert(1)>'>",
    "[x](data:text/html,<script>alert(1)</script>)",
    "<!--><script>alert(1)</script>-->",
    "[x]: javascript:alert(1)\n\n[x]",
    '`<script>`{: onclick="alert(1)" }',
    '<div onclick="alert(1)" class="md-overlay" id="__search">x</div>',
    "<base href=//a.com><meta http-equiv=refresh content=0>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_runs_or_loads_gets_through(text: str) -> None:
    import html5lib

    tree = html5lib.parseFragment(html(text), namespaceHTMLElements=False)
    for element in tree.iter():
        assert element.tag not in (
            "script",
            "style",
            "iframe",
            "object",
            "embed",
            "form",
            "input",
            "svg",
            "base",
            "meta",
        )
        for name, value in element.attrib.items():
            assert not name.startswith("on") and name not in ("style", "id")
            assert "script:" not in value.lower() and not value.lower().startswith("data:")
            assert value != "md-overlay"


def test_a_hole_in_code_is_what_the_author_wrote() -> None:
    assert "<code>$甲(OTCFUND|012733)$ &lt;b&gt;" in html("- 一\n\n        $甲(OTCFUND|012733)$ <b>\n")
    assert "<code>{{ 012733 nav }}</code>" in html("<code>{{ 012733 nav }}</code>")


def test_a_hole_in_an_attribute_is_what_the_author_wrote() -> None:
    assert 'title="{{ 012733 nav }}"' in html('[x](https://a.com "{{ 012733 nav }}")')
    assert 'href="https://a.com/%7B%7B' in html("[x](<https://a.com/{{ 012733 nav }}>)") or "{{ 012733 nav }}" in html(
        "[x](<https://a.com/{{ 012733 nav }}>)"
    )


def test_a_tag_in_a_link_is_its_words() -> None:
    assert "<<" not in html("[看 $甲(SH600519)$](https://a.com)")


def test_headings_are_in_the_contents_with_ids_that_can_be_read() -> None:
    found = body("# 前言\n\n## 一、Sora是什么?\n\n### (一) 小结\n\n## 二、影响 {#ying}\n\n### 小结\n")
    assert [(one.level, one.id, one.title) for one in found.headings] == [
        (2, "qian-yan", "前言"),
        (2, "sora-shi-shen-me", "一、Sora是什么?"),
        (3, "sora-shi-shen-me-xiao-jie", "(一) 小结"),
        (2, "ying", "二、影响"),
        (3, "ying-xiao-jie", "小结"),
    ]
    assert '<h2 id="ying">二、影响</h2>' in found.html


def test_footnotes_definitions_and_boxes_are_known() -> None:
    found = html('字[^1]\n\n[^1]: 注\n\n词\n:   义\n\n!!! warning\n    文\n\n!!! tip "题"\n    文\n')
    for part in ('id="fn:1"', 'href="#fn:1"', "<dt>词</dt>", 'class="admonition-title">注意<', ">题</p>", "脚注 1"):
        assert part in found


def test_footnotes_of_one_page_do_not_reach_the_next() -> None:
    from builder.words.markdown_html import MarkdownRenderer
    from tests.words.parsed_text import page

    prose = MarkdownRenderer()
    first = prose.body(page("字[^1]\n\n[^1]: 注"))
    assert "注" not in prose.body(page("二")).html
    assert prose.body(page("字[^1]\n\n[^1]: 注")) == first


def test_lines_of_chinese_join_without_a_blank() -> None:
    assert html("中文\n中文\nand\nenglish") == "<p>中文中文\nand\nenglish</p>\n"
    assert "甲\n乙" in html("```\n甲\n乙\n```")


def test_dollar_signs_are_money() -> None:
    assert html("$5 and $6, $x_1$") == "<p>$5 and $6, $x_1$</p>\n"


def test_cells_say_their_side_by_class() -> None:
    assert '<td class="align-right">1</td>' in html("| a |\n|--:|\n| 1 |")


def test_the_excerpt_is_the_first_paragraph_without_data() -> None:
    text = "## 题\n\n$甲(SH600519)$\n\n自发布以来[涨 **超** 300%]{NVDA nav > 1},{{ 012733 nav }} <b>A & B</b>。"
    assert body(text).excerpt == "自发布以来涨 超 300%。"
    assert len(body("长" * 300).excerpt) == 120
    assert body("# 题").excerpt == ""


def test_blocks_inside_a_sentence_part_it() -> None:
    found = html("**一\n```chart\ntype: line\n```\n二**")
    assert "<p><figure" not in found and "<strong><figure" not in found


def test_an_address_without_end_leaves_no_torn_hole() -> None:
    assert "<<" not in html("[x](<a href='{{ 012733 nav }}'>[a](b.md)")
