"""Where holes, images, links, tables and blocks stand in a page's body."""

from __future__ import annotations

import pytest

from tests.words.parsed_text import html, problem

TABLE = "| a | b |\n|---|---|\n| 1 | 2 |"


def test_a_hole_in_code_is_what_the_author_wrote() -> None:
    assert "<code>$甲(OTCFUND|012733)$ &lt;b&gt;" in html("- 一\n\n      $甲(OTCFUND|012733)$ <b>\n")
    assert "<code>{{ 012733 nav }}</code>" in html("<code>{{ 012733 nav }}</code>")


def test_lines_of_chinese_join_without_a_blank() -> None:
    assert html("中文\n中文\nand\nenglish") == "<p>中文中文and\nenglish</p>\n"
    assert "甲\n乙" in html("```\n甲\n乙\n```")


def test_cells_say_their_side_by_class() -> None:
    assert '<td class="align-right">1</td>' in html("| a |\n|--:|\n| 1 |")


def test_blocks_inside_a_sentence_part_it() -> None:
    shown_html = html("一\n```chart\ntype: line\n```\n二")
    assert "<p><figure" not in shown_html and "<strong><figure" not in shown_html


@pytest.mark.parametrize("before", ["[**看", "见["])
def test_a_claim_in_a_link_is_told_at_its_place_since_its_words_are_a_link(before: str) -> None:
    claim = "[上涨]{X90713 return 1y > 0%}"
    after = "**](https://a.com)" if before.startswith("[") else "](https://a.com)"
    told = problem(f"{before}{claim}{after}")
    assert (told.id, told.line, told.column) == ("slot-in-heading", 5, len(before) + 1)


def test_a_table_that_nothing_can_label_scrolls_by_itself_and_says_what_it_is() -> None:
    spanning = "<table><tr><th colspan='2'>甲</th></tr><tr><td>1</td><td>2</td></tr></table>"
    assert '<div class="table-scroll" tabindex="0" role="region" aria-label="表格"><table>' in html(spanning)
    assert 'role="region"' not in html(TABLE)
    assert html(f"表:一\n\n{TABLE}").count('<div class="table-box"><table class="written">') == 1


def test_an_image_is_shown_from_the_sites_media() -> None:
    assert html("看 ![甲](../图.png)").count(
        '<img src="../../media/briefings/%E5%9B%BE.png" alt="甲" loading="lazy" decoding="async">'
    )


def test_a_topic_is_a_link_to_its_page() -> None:
    assert html("看#人工智能#") == ('<p>看<a class="topic" href="../../topics/ren-gong-zhi-neng/">#人工智能#</a></p>\n')
    assert 'href="../topics/a/"' in html("#a#", path="pages/about.md")


def test_a_topic_in_a_link_or_in_code_stays_words() -> None:
    assert html("[看#话题#](https://a.com)") == '<p><a href="https://a.com" rel="noopener">看#话题#</a></p>\n'
    assert "<pre><code>#话题#" in html("- a\n\n      #话题#\n")


def test_links_and_images_in_a_heading_are_those_of_the_text() -> None:
    shown_html = html("## 见[上篇](../2023/x.md)和[外站](https://a.com)\n\n## 图 ![甲](../a.png)")
    assert '<a href="<<0>>">上篇</a>' in shown_html
    assert 'rel="noopener">外站</a>' in shown_html
    assert '<img src="../../media/briefings/a.png" alt="甲" loading="lazy" decoding="async"></h2>' in shown_html
    assert "<h2" in html("# 一") and "</h2>" in html("# 一")
    assert "<code>{{ 012733 nav }}</code></h2>" in html("## 看 `{{ 012733 nav }}`")


def test_a_caption_in_a_quotation_stays_with_its_picture() -> None:
    shown_html = html("> 一\n>\n> ![a](a.png)\n> 图：甲\n>\n> 二")
    assert shown_html.count("<blockquote>") == 1
    assert shown_html.index("一") < shown_html.index('<figure id="tu-1"><img') < shown_html.index("二")


def test_no_head_of_a_table_is_empty_and_an_empty_corner_makes_the_first_cells_heads() -> None:
    text = html("| | 数 | |\n|---|---:|---|\n| 甲 | 1 | 2 |\n| 乙 | 3 | 4 |\n")
    assert "<td></td>\n" in text and "<td></td>" in text and "<th></th>" not in text
    assert text.count('<th scope="row">') == 2 and '<th scope="row">乙</th>' in text
    assert "scope" not in html("| 列 | 数 |\n|---|---:|\n| 甲 | 1 |\n")


def test_what_resembles_a_pictures_tag_and_is_none_stays_words() -> None:
    assert html("看 <img src=图.png alt=a=1>。") == "<p>看 &lt;img src=图.png alt=a=1&gt;。</p>\n"
