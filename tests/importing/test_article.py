"""An article is taken apart: headline, column, time and author, its own passages, and what is the platform's."""

from __future__ import annotations

import pytest

from builder.importing import copied_text, saved_file, web_page
from builder.importing.article import Article, take_apart
from tests.importing.saved_pages import PLATFORM, WECHAT, WORD, word_file

COPIED = """\
• 最近访问:
发表于 2024-02-20 14:50:20 天天基金网页版 发布于 广东
【热点追踪】示例行业怎么了

一、这是什么?
第一段。
(一)细节
风险提示:基金有风险。

郑重声明:用户在社区发表的所有信息仅代表作者个人观点。
楼主暂未评论!
扫一扫下载APP
"""


def copied(text: str) -> Article:
    return take_apart(copied_text.read(text))


def test_copied_text_says_title_column_time_and_place() -> None:
    article = copied(COPIED)
    assert (article.title, article.column, article.time) == ("示例行业怎么了", "热点追踪", "2024-02-20 14:50:20")
    assert article.origin == "天天基金网页版, 广东"


def test_numbered_lines_are_headings_and_the_rest_stays() -> None:
    assert [(row.kind, row.level, row.text) for row in copied(COPIED).passages] == [
        ("heading", 2, "一、这是什么?"),
        ("paragraph", 0, "第一段。"),
        ("heading", 3, "(一)细节"),
        ("paragraph", 0, "风险提示:基金有风险。"),
    ]


def test_every_line_is_the_articles_or_listed_as_taken_out() -> None:
    article = copied(COPIED)
    lines = {row.line for row in (*article.passages, *article.removed)} | {3}  # the headline
    assert lines == {number for number, line in enumerate(COPIED.split("\n"), 1) if line.strip()}


def test_a_notice_in_the_middle_does_not_cut_the_article() -> None:
    article = copied("标题\n一、甲\n郑重声明:我们不荐股。\n二、乙\n正文。")
    assert [row.text for row in article.passages] == ["一、甲", "二、乙", "正文。"]


def test_a_date_that_no_calendar_has_is_none() -> None:
    assert copied("【甲】乙\n2024-13-45\n正文。").time == ""
    assert copied("【甲】乙\n发表于 2024-02-20 99:99\n正文。").time == ""


@pytest.mark.parametrize(
    ("content", "title", "column", "time", "authors"),
    [
        (WECHAT.encode(), "示例行业有了新变化", "热点", "2024-02-20 08:30", ("甲示例",)),
        (PLATFORM.encode("gb18030"), "示例红利一周回顾", "周报", "2024-02-23 17:05:09", ("乙示例",)),
        (word_file(*WORD), "示例基金调整费率", "公告", "2024-02-20", ("丙示例",)),
    ],
    ids=["wechat", "platform", "word"],
)
def test_each_kind_of_file_says_who_wrote_what_when(
    content: bytes, title: str, column: str, time: str, authors: tuple[str, ...]
) -> None:
    article = take_apart(saved_file.read(content, "saved"))
    assert (article.title, article.column, article.time, article.authors) == (title, column, time, authors)


def test_what_stands_around_the_text_of_a_page_is_listed() -> None:
    removed = " ".join(row.words for row in take_apart(web_page.read(PLATFORM, "a.html")).removed)
    assert all(words in removed for words in ("郑重声明", "全部评论", "说得好", "ICP备"))
    wechat = take_apart(web_page.read(WECHAT, "a.html"))
    assert "长按识别下方二维码,关注我们" in [row.words for row in wechat.removed]
