"""Topics between two signs, and what only looks like them."""

from __future__ import annotations

import pytest

from tests.words.parsed_text import FRONT, html, meta_page, page, problem, text_at


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("#Sora横空出世,哪些板块受益?#", ("Sora横空出世,哪些板块受益?",)),
        ("欢迎参与#人工智能#讨论,以及 #芯片# 。", ("人工智能", "芯片")),
        ("＃全角＃", ("全角",)),
        ("- #列表#", ("列表",)),
        ("#一##二#", ()),
        ("# 标题 #", ()),
        ("## 一、标题 ##", ()),
        ("C#和F#之间", ()),
        ("&#8217;引号&#8217;", ()),
        ("`#代码#`", ()),
        ("[a](#x) 与 [b](#y)", ()),
        ("见 https://a.com/#x 与 https://a.com/#y 。", ()),
        ("见 https://a.com/-#x-# 。", ()),
        (r"\#不是#", ()),
        ("第#1和2#位", ("1和2",)),
        ("#1#", ()),
        ("## 标题里的#话题#", ()),
        ("(#括号#)与（#全角#）", ("括号", "全角")),
        ("\"#直引号#\"与“#弯引号#”与'#单#'", ("直引号", "弯引号", "单")),
        ("#《书名》#与#“引”文#", ("《书名》", "“引”文")),
        ('"#"与"#"，“#”与“#”，(#)与(#)', ()),
        ("[见](#一) 与 [见](#一)\n\n## 一", ()),
        (r"\\#话题#", ("话题",)),
    ],
)
def test_a_topic_is_closed_on_both_sides(text: str, topics: tuple[str, ...]) -> None:
    assert page(text).meta.topics == topics


def test_front_matters_topics_come_first_and_each_counts_once() -> None:
    front = FRONT.replace("---\n", "---\ntopics: [芯片, '#算力#']\n", 1)
    assert page("#算力# #人工智能#", front=front).meta.topics == ("芯片", "算力", "人工智能")


def test_a_topics_text_is_text() -> None:
    assert "#a*b c&lt;d &amp;#</a>" in html("#a*b c<d &#")


def test_a_single_sign_makes_no_heading() -> None:
    assert html("#话题") == "<p>#话题</p>\n"


@pytest.mark.parametrize(
    ("written", "topic"),
    [
        ("#A&amp;B#", "A&B"),
        ("#**重点**话题#", "重点话题"),
        ("#<b>重点</b>#", "重点"),
        ("#~~旧~~话题#", "旧话题"),
        (r"#a\_b#", "a_b"),
    ],
)
def test_a_topic_is_written_without_signs_of_markdown(written: str, topic: str) -> None:
    text = f"讨论 {written} 与 #C&D#"
    wrong = problem(text)
    assert (wrong.id, text_at(FRONT + text, wrong), wrong.hint) == ("bad-markdown", written, f"write #{topic}#")


@pytest.mark.parametrize("topic", ["'！！！'", "'---'", "'#'", "'/ ·'"])
def test_a_topic_of_signs_alone_is_told(topic: str) -> None:
    front = f"---\ntitle: t\ndate: 2024-02-20\ntopics:\n- {topic}\n- 🚀\n---\n"
    wrong = problem("字", front=front)
    assert (wrong.id, wrong.line, wrong.column) == ("bad-value", 5, 3)
    assert meta_page("title: t", "date: 2024-02-20", "topics: [🚀, C++, '5']").meta.topics == ("🚀", "C++", "5")
