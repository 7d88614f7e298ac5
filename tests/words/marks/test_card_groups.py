"""Cards: cashtags that stand alone, together, and under the line that leads them."""

from __future__ import annotations

import re

import pytest

from tests.words.parsed_text import html, page, problem

A, C = "$甲A(OTCFUND|012733)$", "$甲C(OTCFUND|012734)$"


def placed(text: str) -> list[tuple[str, int]]:
    return [(mark.params["place"], mark.params["group"]) for mark in page(text).marks if mark.block == "cashtag"]


def leads(text: str) -> list[str]:
    return re.findall(r'<h3 id="[^"]*" class="fund-lead">(.*?)</h3>', html(text))


@pytest.mark.parametrize(
    "text",
    [
        A,
        f"{A}\n\n{C}",
        f"{A}\n{C}",
        f"{A} {C}",
        f"- {A}\n- {C}",
        f"1. {A}\n2. {C}",
        f"{A}、{C}",
        f"## 标题\n{A}\n文字"[:-3],
    ],
)
def test_tags_alone_in_paragraphs_or_lists_are_one_group_of_cards(text: str) -> None:
    assert set(placed(text)) == {("card", 0)}


@pytest.mark.parametrize(
    "text", [f"看好{A}", f"看好\n{A}", f"{A}\n的前景", f"- 其他\n- {A}", f"> 他说{A}", f"| {A} |\n|---|\n| x |"]
)
def test_a_tag_with_other_words_stays_in_its_line(text: str) -> None:
    assert set(placed(text)) == {("inline", -1)}


@pytest.mark.parametrize("between", ["\n\n", "\n"])
@pytest.mark.parametrize("colon", [":", "："])
def test_the_line_before_that_ends_in_a_colon_leads(between: str, colon: str) -> None:
    text = f"**人工智能**核心标的{colon}{between}{A}\n\n{C}\n"
    assert placed(text) == [("card", 0)] * 2
    assert html(text) == (
        '<section class="fund-group"><h3 id="ren-gong-zhi-neng-he-xin-biao-di" class="fund-lead">'
        "<strong>人工智能</strong>核心标的</h3>"
        '<div class="fund-cards"><<0>><<1>></div></section>\n'
    )


@pytest.mark.parametrize(
    "before", ["没有冒号。", "## 标题:", "- 列表:", f"以 {A} 为例:", "长" * 90 + ":", "第一行\n第二行:"]
)
def test_other_lines_before_stay_what_they_are(before: str) -> None:
    assert placed(f"{before}\n\n{C}")[-1] == ("card", 0)
    assert leads(f"{before}\n\n{C}") == []
    assert before.rsplit("\n", maxsplit=1)[-1][-4:] in page(f"{before}\n\n{C}").markdown


def test_each_lead_begins_a_group() -> None:
    text = f"一:\n\n{A}\n\n{C}\n\n二:\n\n{A}\n\n三\n\n{C}"
    assert [group for _, group in placed(text)] == [0, 0, 1, 2]
    assert leads(text) == ["一", "二"]


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("关注#芯片#板块：", '关注<a class="topic" href="../../topics/xin-pian/">#芯片#</a>板块'),
        ("人工智能 *核心* 标的：", "人工智能 <em>核心</em> 标的"),
        ("*核心* 标的：", "<em>核心</em> 标的"),
        ("__核心标的：__", "<strong>核心标的</strong>"),
        ("**A股标的**：", "<strong>A股标的</strong>"),
        ("A&amp;B：", "A&amp;B"),
        (r"\#1：", "#1"),
        ("~~旧~~<b>新</b>==重==：", "<s>旧</s><b>新</b><mark>重</mark>"),
        ("关注<br>板块：", "关注<br>板块"),
        ("__init__ 标的：", "<strong>init</strong> 标的"),
        ("核心标的[^1]：", '核心标的<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>'),
        ("[核心][1]标的：", '<a href="https://a.com" rel="noopener">核心</a>标的'),
    ],
)
@pytest.mark.parametrize("prefix", ["", "> "])
def test_the_words_of_a_lead_are_read_as_other_words(line: str, shown: str, prefix: str) -> None:
    notes = "[^1]: 注\n" if "[^1]" in line else "[1]: https://a.com\n" if "[1]" in line else ""
    assert leads(f"{prefix}{line}\n{prefix}\n{prefix}{A}\n\n{notes}") == [shown]


def test_what_is_wrong_in_a_lead_is_told_at_its_place() -> None:
    wrong = problem(f"甲\n\n核**心：\n\n{A}")
    assert (wrong.id, wrong.line, wrong.column) == ("bad-markdown", 7, 2)
    wrong = problem(f"![甲](a.png)\n\n图:核**心\n\n{A}")
    assert (wrong.id, wrong.line, wrong.column) == ("bad-markdown", 7, 4)
