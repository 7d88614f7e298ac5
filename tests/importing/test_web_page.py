"""Pages are read in order: words, headings, lists, tables and pictures, and nothing that runs."""

from __future__ import annotations

import pytest

from builder.importing import web_page
from builder.importing.passage import SavedArticle
from builder.problem import Failed
from tests.importing.saved_pages import WECHAT


def read(body: str) -> SavedArticle:
    return web_page.read(f"<html><body>{body}", "a.html")


def texts(body: str) -> list[str]:
    return [passage.text for passage in read(body).passages]


def test_a_wechat_article_says_where_title_author_and_text_stand() -> None:
    article = web_page.read(WECHAT, "a.html")
    assert article.time == "2024-02-20 08:30" and article.title == "【热点】示例行业有了新变化"
    roles = {role: [row.words.strip() for row in article.passages if row.role == role] for role in ("title", "author")}
    assert roles == {"title": ["【热点】示例行业有了新变化"], "author": ["甲示例"]}
    assert not any("不该出现" in row.text or "alert" in row.text for row in article.passages)


def test_scripts_styles_and_forms_leave_nothing() -> None:
    assert texts(
        "<p>甲<script>x()</script><style>p{}</style><select><option>乙</select>丙</p><svg><text>丁</text></svg>"
    ) == ["甲丙"]


def test_bold_words_stay_bold_beside_chinese_punctuation() -> None:
    assert texts("<p>甲<b>“上涨10%。”</b>乙</p>") == ["甲“**上涨10%。**”乙"]
    assert texts("<p>甲<b>乙</b><strong>丙</strong></p>") == ["甲**乙丙**"]
    assert texts("<p><b>全部</b></p>") == ["全部"]


def test_signs_of_markdown_in_words_stay_signs() -> None:
    assert texts("<p># 2*3 {{x}} [a](b) &lt;b&gt;</p>") == ["\\# 2\\*3 \\{\\{x\\}\\} \\[a](b) \\<b>"]


def test_links_keep_their_address_but_not_the_platforms_or_what_could_run() -> None:
    assert texts('<p><a href="https://example.com/a">甲</a></p>') == ["[甲](https://example.com/a)"]
    assert texts('<p><a href="http://guba.eastmoney.com/a">乙</a><a href="javascript:x()">丙</a></p>') == ["乙丙"]


def test_a_link_to_a_funds_page_is_a_cashtag() -> None:
    link = '<a href="http://fund.eastmoney.com/990201.html">示例红利低波A</a>'
    assert texts(f"<p>{link}</p>") == ["$示例红利低波A(OTCFUND|990201)$"]


def test_merged_cells_leave_empty_ones_and_bars_are_escaped() -> None:
    rows = "<tr><th>年</th><th>a|b</th></tr><tr><td rowspan=2>2023</td><td>1</td></tr><tr><td>2</td></tr>"
    assert texts(f"<table>{rows}</table>") == ["| 年 | a\\|b |\n|---|---|\n| 2023 | 1 |\n|  | 2 |"]
    assert texts("<table><tr><td><p>只为排版</p></td></tr></table>") == ["只为排版"]


def test_pictures_are_named_as_the_page_names_them() -> None:
    pictures = read(
        '<img data-src="https://a/1.png" src="data:,"><img src="p_files/2.png" alt="走势"><img width="1" src="x">'
    )
    assert [(row.text, row.alt) for row in pictures.passages] == [("https://a/1.png", ""), ("p_files/2.png", "走势")]


def test_a_page_that_ends_in_the_middle_gives_what_there_is() -> None:
    assert texts("<div><p>一段。</p><p>又一") == ["一段。", "又一"]


def test_elements_within_each_other_without_end_are_told() -> None:
    with pytest.raises(Failed) as failed:
        read("<div>" * 5_000 + "x")
    assert failed.value.problems[0].id == "not-an-article"
