"""Cards: cashtags that stand alone, together, and under the line that leads them."""

from __future__ import annotations

import pytest

from tests.words.parsed_text import html, page

A, C = "$甲A(OTCFUND|012733)$", "$甲C(OTCFUND|012734)$"


def placed(text: str) -> list[tuple[str, int, str]]:
    return [(mark.params["place"], mark.params["group"], mark.params["lead"]) for mark in page(text).marks]


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
    assert {card[:2] for card in placed(text)} == {("card", 0)}


@pytest.mark.parametrize(
    "text", [f"看好{A}", f"看好\n{A}", f"{A}\n的前景", f"- 其他\n- {A}", f"> 他说{A}", f"| {A} |\n|---|\n| x |"]
)
def test_a_tag_with_other_words_stays_in_its_line(text: str) -> None:
    assert {card[:2] for card in placed(text)} == {("inline", -1)}


@pytest.mark.parametrize("between", ["\n\n", "\n"])
@pytest.mark.parametrize("colon", [":", "："])
def test_the_line_before_that_ends_in_a_colon_leads(between: str, colon: str) -> None:
    text = f"**人工智能**核心标的{colon}{between}{A}\n\n{C}\n"
    assert placed(text) == [("card", 0, "人工智能核心标的")] * 2
    assert html(text) == (
        '<section class="fund-group"><h3 id="ren-gong-zhi-neng-he-xin-biao-di" class="fund-lead">人工智能核心标的</h3>'
        '<div class="fund-cards"><<0>><<1>></div></section>\n'
    )


@pytest.mark.parametrize(
    "before", ["没有冒号。", "## 标题:", "- 列表:", f"以 {A} 为例:", "长" * 90 + ":", "第一行\n第二行:"]
)
def test_other_lines_before_stay_what_they_are(before: str) -> None:
    assert placed(f"{before}\n\n{C}")[-1] == ("card", 0, "")
    assert before.rsplit("\n", maxsplit=1)[-1][-4:] in page(f"{before}\n\n{C}").markdown


def test_each_lead_begins_a_group() -> None:
    assert [card[1:] for card in placed(f"一:\n\n{A}\n\n{C}\n\n二:\n\n{A}\n\n三\n\n{C}")] == [
        (0, "一"),
        (0, "一"),
        (1, "二"),
        (2, ""),
    ]
