"""Front matter is strict: every fault at its line and column, all at once, and nothing guessed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.words.parsed_text import meta_page, problem, problems, text_at


def wrong(*lines: str) -> tuple[str, str, int, str]:
    front = "\n".join(["---", *lines, "---", ""])
    wrong = problem("", front=front)
    return wrong.id, text_at(front, wrong), wrong.line, wrong.hint


def test_everything_that_front_matter_may_say_arrives() -> None:
    meta = meta_page(
        "title: 一文看懂文生视频",
        "date: 2024-02-20T14:50:20+08:00",
        "as_of: 2024-02-19",
        "summary: 摘要",
        "authors: [甲, 乙]",
        "series: 热点追踪",
        "topics: ['#人工智能#', 芯片]",
        "funds: [012733, 012734]",
        "profile: market-data",
        "draft: true",
        "publish_at: 2024-02-21 09:00",
        "slug: sora",
        "corrections: ['2024-02-21 更正']",
        "risk: |",
        "  第一行",
        "  第二行",
    ).meta
    assert (meta.date, meta.as_of) == ("2024-02-20T14:50:20+08:00", "2024-02-19")
    assert (meta.authors, meta.topics, meta.funds) == (("甲", "乙"), ("人工智能", "芯片"), ("012733", "012734"))
    assert (meta.draft, meta.publish_at, meta.slug) == (True, "2024-02-21T09:00:00+08:00", "sora")
    assert meta.risk == "第一行\n第二行"
    assert meta.corrections == ("2024-02-21 更正",)


def test_a_code_keeps_its_leading_zero() -> None:
    assert meta_page("title: t", "date: 2024-02-20", "funds: [012733]").meta.funds == ("012733",)


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2024-02-20", "2024-02-20"),
        ("2024-02-20 14:50", "2024-02-20T14:50:00+08:00"),
        ("'2024-02-20 14:50:20'", "2024-02-20T14:50:20+08:00"),
        ("2024-02-20T14:50:20Z", "2024-02-20T22:50:20+08:00"),
        ("2024-02-19T18:50:20-05:00", "2024-02-20T07:50:20+08:00"),
        ("2024-02-19T20:00:00Z", "2024-02-20T04:00:00+08:00"),
    ],
)
def test_a_time_is_an_instant_of_the_sites_zone(written: str, date: str) -> None:
    meta = meta_page("title: t", f"date: {written}").meta
    assert meta.date == date
    assert meta.as_of == "2024-02-19"


@pytest.mark.parametrize(
    ("lines", "id_", "text", "line", "hint"),
    [
        (["title: t", "date: 2024-02-20", "authos: [甲]"], "unknown-key", "authos", 4, "did you mean authors?"),
        (["title: t", "date: 2024/2/20"], "bad-date", "2024/2/20", 3, "did you mean 2024-02-20?"),
        (["title: t", "date: 2024年2月20日"], "bad-date", "2024年2月20日", 3, "did you mean 2024-02-20?"),
        (["title: t", "date: 2024-02-30"], "bad-date", "2024-02-30", 3, "write 2024-02-20"),
        (["title: t", "date: 2024-02-20 25:00"], "bad-date", "2024-02-20 25:00", 3, "write 2024-02-20"),
        (["title: [a]", "date: 2024-02-20"], "bad-value", "[", 2, "quotation marks"),
        (["title: t", "date: 2024-02-20", "topics: AI"], "bad-value", "AI", 4, "topics: [first"),
        (["title: t", "date: 2024-02-20", "draft: yes"], "bad-value", "yes", 4, "draft: true"),
        (["title: t", "date: 2024-02-20", "draft:"], "bad-value", "", 4, "draft: true"),
        (["title: t", "date: 2024-02-20", "publish_at: soon"], "bad-date", "soon", 4, "write 2024-02-20"),
        (["title: t", "date: 2024-02-20", "as_of: 2024-02-21"], "bad-value", "2024-02-21", 4, "newer"),
        (["title: t", "date: 2024-02-20", "slug: So ra"], "bad-value", "So ra", 4, "did you mean so-ra?"),
        (["title: t", "date: 2024-02-20", "profile: x"], "bad-value", "x", 4, "market-data"),
        (["title: t", "date: 2024-02-20", "date: 2024-02-21"], "duplicate-key", "date", 4, "keep one"),
        (["title: 【热点】", "date: 2024-02-20"], "bad-value", "【热点】", 2, "say what"),
        (["date: 2024-02-20"], "missing-key", "---", 1, "title"),
        (["title: t"], "missing-key", "---", 1, "date"),
        (["title: a: b", "date: 2024-02-20"], "front-matter", ":", 2, "quotation marks"),
        (["title: &a t", "date: 2024-02-20", "summary: *a"], "front-matter", "t", 2, "write the value out"),
        (
            ["title: 涨了 {{ 012733 return 1y }}", "date: 2024-02-20"],
            "slot-in-heading",
            "{{ 012733 return 1y }}",
            2,
            "",
        ),
        (
            ["title: t", "date: 2024-02-20", "summary: 看 $茅台(SH600519)$"],
            "slot-in-heading",
            "$茅台(SH600519)$",
            4,
            "",
        ),
    ],
)
def test_a_fault_is_named_at_its_place(lines: list[str], id_: str, text: str, line: int, hint: str) -> None:
    result = wrong(*lines)
    assert result[0] == id_
    assert result[2] == line or id_ == "front-matter"
    assert hint in result[3]
    if id_ not in ("front-matter",):
        assert result[1] == text


@pytest.mark.parametrize(
    ("lines", "id_", "place", "says"),
    [
        (["title：芯片", "date: 2024-02-20"], "front-matter", (2, 6), "full-width colon"),
        (["title:芯片", "date: 2024-02-20"], "front-matter", (2, 6), "no blank behind"),
        (["title: t", "date: 2024-02-20", "topics:", "\t- AI"], "front-matter", (5, 1), "a tab"),
        (["title: t", "date: 2024-02-20", "topics: [人工智能，芯片]"], "front-matter", (4, 10), "one entry"),
        (["title: t", "date: 2024-02-20", "authors: [张三、李四]"], "front-matter", (4, 11), "one entry"),
        (["title: !!! 注意", "date: 2024-02-20"], "front-matter", (2, 8), "!!! would be lost"),
        (["title: !!python/object:x y", "date: 2024-02-20"], "front-matter", (2, 8), "!!python/object:x would be lost"),
        (["title: t", "date: 2024-02-20", "topics: [甲, !b 丙]"], "front-matter", (4, 13), "!b would be lost"),
        (["title: &A 股", "date: 2024-02-20"], "front-matter", (2, 8), "&A would be lost"),
        (["title: t", "date: 2024-02-20", "!x summary: 乙"], "front-matter", (4, 1), "!x would be lost"),
        (["title: t", "date: 2024-02-20", "topics: !a [乙]"], "front-matter", (4, 9), "!a would be lost"),
        (["title: t", "date: 2024-02-20", "topics:", "- 人工智能", " - 芯片"], "front-matter", (6, 2), "indented"),
        (["title: t", "\tdate: 2024-02-20"], "front-matter", (3, 1), "a tab"),
        (["title: t", "date: 2024-02-20", "summary: 一 [", "\t二: 三"], "front-matter", (5, 1), "a tab"),
        (["title: t", "date: 2024-02-20", "topics: 人工智能", " - 芯片"], "front-matter", (5, 2), "part of the text"),
        (["title: t", "date:"], "bad-date", (3, 6), "date is empty"),
        (["title: t", "date: 2024-02-20", "summary: 关注 #人工智能# 板块"], "front-matter", (4, 13), "lost"),
        (["title: t", "date: 2024-02-20", "topics: #人工智能"], "front-matter", (4, 9), "lost"),
        (["title: t", "date: 2024-02-30"], "bad-date", (3, 7), "2024-02 has 29 days"),
        (["title: '新\u2028'", "date: 2024-02-30"], "bad-date", (3, 7), "29 days"),
        (['title: "新\\uE0001\\uE001"', "date: 2024-02-20"], "reserved-character", (2, 8), "U+E000"),
        (["title: t", "date: 2024-02-20", 'topics: [a, "b\\x10"]'], "not-text", (4, 13), "U+0010"),
        (["title: [a, b", "date: 2024-02-20"], "front-matter", (2, 8), "brackets are not closed"),
    ],
)
def test_a_slip_of_the_pen_is_told_at_its_own_line(
    lines: list[str], id_: str, place: tuple[int, int], says: str
) -> None:
    reported = problem("", front="\n".join(["---", *lines, "---", ""]))
    assert (reported.id, (reported.line, reported.column)) == (id_, place)
    assert says in reported.message


def test_lists_indented_alike_and_comments_are_read() -> None:
    meta = meta_page("title: t  # 注", "date: 2024-02-20", "topics:", " - 人工智能", " - 芯片，半导体").meta
    assert (meta.title, meta.topics) == ("t", ("人工智能", "芯片，半导体"))


def test_all_faults_are_named_at_once() -> None:
    front = "---\ntitel: t\ndate: tomorrow\ndraft：maybe\n---\n"
    assert {wrong.id for wrong in problems("{{ x }}", front=front)} == {
        "unknown-key",
        "bad-date",
        "front-matter",
        "bad-value",
        "missing-key",
        "bad-expression",
    }


@pytest.mark.parametrize("front", ["", "text", "---\ntitle: x\n", "---\n---\n", "---\n- a\n---\n", "---\na\n---\n"])
def test_without_front_matter_there_is_no_page(front: str) -> None:
    assert problem("", front=front).id == "front-matter"


def test_each_keys_line_is_known() -> None:
    assert meta_page("title: t", "", "date: 2024-02-20").keys == {"title": 2, "date": 4}


@pytest.mark.parametrize("deep", ["[" * 3000, "- " * 3000, "? " * 3000, "{a: " * 3000])
def test_deep_nesting_is_a_problem(deep: str) -> None:
    assert problem("", front=f"---\ntitle: x\ndate: 2024-02-20\nfunds: \n  {deep}\n---\n").id == "front-matter"


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="title:dae -[]{}&*!|>'\"#%@`\n\t20年é0\u2028\x85", max_size=60))
def test_no_front_matter_raises_anything_but_problems(text: str) -> None:
    from builder.model import SourceFile
    from builder.problem import Failed
    from builder.words.parse import parse

    try:
        parse(SourceFile(path="briefings/a.md", text=f"---\n{text}\n---\n"), zone="Asia/Shanghai")
    except Failed as failed:
        assert failed.problems


@pytest.mark.parametrize(
    ("key", "value"),
    [("title", "A&amp;B"), ("summary", "一 &lt; 二"), ("topics", "[芯片, A&#38;B]"), ("authors", "[甲&nbsp;乙]")],
)
def test_names_of_signs_are_markdowns_alone(key: str, value: str) -> None:
    lines = {"title": "t", "date": "2024-02-20", key: value}
    wrong = problem("字", front="".join(["---\n", *(f"{name}: {text}\n" for name, text in lines.items()), "---\n"]))
    assert (wrong.id, wrong.line) == ("bad-value", list(lines).index(key) + 2)
    assert re.fullmatch(r"write .*[&< 乙].*", wrong.hint)


def test_a_sign_that_is_no_name_stays() -> None:
    assert meta_page("title: AT&T 与 S&P500; 甲", "date: 2024-02-20").meta.title == "AT&T 与 S&P500; 甲"
