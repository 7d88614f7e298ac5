"""HTML among an author's words: tags that a page can hold stay, all other signs are words, and nothing is lost unsaid."""

from __future__ import annotations

import pytest

from tests.words.parsed_text import FRONT, html, problem, problems, text_at


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("筛选条件：当 PE<PB 且 ROE>15% 时买入。", "PE&lt;PB 且 ROE&gt;15%"),
        ("若 A<B，C>D", "A&lt;B，C&gt;D"),
        ("若 A<B 且 C>D", "A&lt;B 且 C&gt;D"),
        ("<NVDA> 与 <foo-bar x=1>", "&lt;NVDA&gt; 与 &lt;foo-bar x=1&gt;"),
        ("1 < 2 > 0, x<y", "1 &lt; 2 &gt; 0, x&lt;y"),
        (r"\<b> 与 &lt;b>", "&lt;b&gt; 与 &lt;b&gt;"),
        ("<!DOCTYPE html> <?php ?>", "&lt;!DOCTYPE html&gt; &lt;?php ?&gt;"),
        ("<div>PE<PB\n</div>", "PE&lt;PB"),
    ],
)
def test_a_sign_that_begins_no_tag_is_the_authors_word(text: str, words: str) -> None:
    assert words in html(text)


@pytest.mark.parametrize(
    "text",
    [
        "甲<br>乙<BR/>丙",
        "H<sub>2</sub>O",
        "<details open><summary>题</summary>\n\n文\n\n</details>",
        "<div>\n甲\n</div>",
    ],
)
def test_tags_that_a_page_can_hold_stay(text: str) -> None:
    assert "&lt;" not in html(text)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("甲<b>乙", "<b>"),
        ("甲</b>乙", "</b>"),
        ("若 A<B C>D", "<B C>"),
        ("甲\n<b onclick='x'>乙</b>", "<b onclick='x'>"),
        ('<div style="color:red">\n甲\n</div>', '<div style="color:red">'),
        ("<div>\n\n甲", "<div>"),
        ('<a href="b.md">甲</a>', '<a href="b.md">'),
        ("甲 <!-- 乙", "<!--"),
        ("<!-- 甲\n\n乙", "<!--"),
        ("<b>" * 30 + "</b>" * 30, "<b>"),
        ("{{ 012733 nav }} <iframe>", "<iframe>"),
    ],
)
def test_what_would_be_taken_out_is_told_at_its_place(text: str, wrong: str) -> None:
    reported = problems(text)[0]
    assert (reported.id, text_at(FRONT + text, reported)) == ("bad-html", wrong)


def test_a_pair_of_tags_is_told_once_where_it_opens() -> None:
    assert [reported.column for reported in problems("甲<button>乙</button>丙</button>")] == [2, 21]


def test_what_only_the_sanitiser_sees_is_told_too() -> None:
    # A table cell outside a table: the tags are known and closed, but no page can hold them there.
    assert problem("<div>\n<td>甲</td>\n</div>").id == "bad-html"


def test_a_comment_is_for_authors_only() -> None:
    assert html("甲<!-- 注 -->乙\n\n<!-- 多\n\n行 -->丙") == "<p>甲乙</p>\n丙\n"
    assert html("甲 <!--> 乙 --&gt; <!---> 丙") == "<p>甲  乙 --&gt;  丙</p>\n"


def test_no_more_is_told_than_anyone_reads() -> None:
    *reported, last = problems("<b>" * 500)
    assert len(reported) == 50 and last.message == "after 50 problems the rest of the file was not looked at"
