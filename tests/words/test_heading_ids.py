"""Ids of headings: readable, and the same whatever else comes and goes."""

from __future__ import annotations

import pytest

from builder.words.heading_ids import HeadingIds
from tests.words.parsed_text import body


def ids(text: str) -> dict[str, str]:
    return {heading.title: heading.id for heading in body(text).headings}


@pytest.mark.parametrize(
    ("title", "id_"),
    [
        ("一、Sora是什么", "sora-shi-shen-me"),
        ("1. 结论", "jie-lun"),
        ("(二)影响", "ying-xiang"),
        ("第三章 展望", "zhan-wang"),
        ("2024 年展望", "2024-nian-zhan-wang"),
        ("GPT-4 与 Sora", "gpt-4-yu-sora"),
        ("？", "jie"),
        ("图 1", "tu-1"),
        ("十、", "shi"),
    ],
)
def test_an_id_is_the_title_in_pinyin_without_its_number(title: str, id_: str) -> None:
    assert HeadingIds().add(2, title).id == id_


@pytest.mark.parametrize("added", ["## 零、引言\n\n### 小结\n\n", "### 小结\n\n", "## 二、影响力\n\n"])
def test_ids_stay_when_another_heading_is_added(added: str) -> None:
    text = "## 一、原理\n\n### 小结\n\n## 二、影响\n\n### 小结2\n\n"
    before = ids(text)
    for place in (0, text.index("## 二"), len(text)):
        after = body(text[:place] + added + text[place:]).headings
        assert set(before.values()) <= {heading.id for heading in after}


def test_the_same_title_in_two_sections_is_told_apart_by_the_section() -> None:
    first, second = "## 甲\n\n### 小结\n\n", "## 乙\n\n### 小结\n\n"
    expected = {"jia", "jia-xiao-jie", "yi", "yi-xiao-jie"}
    assert {heading.id for heading in body(first + second).headings} == expected
    assert {heading.id for heading in body(second + first).headings} == expected


def test_only_the_very_same_heading_is_counted() -> None:
    assert [heading.id for heading in body("## 甲\n\n## 甲\n").headings] == ["jia", "jia-2"]


def test_no_heading_takes_a_figures_id() -> None:
    assert [heading.id for heading in body("## 图 1\n\n```chart\ntype: line\n```").headings] == ["tu-1-2"]


def test_headings_are_in_the_contents_with_ids_that_can_be_read() -> None:
    parsed_body = body("# 前言\n\n## 一、Sora是什么?\n\n### (一) 小结\n\n## 二、影响 {#ying}\n\n### 小结\n")
    assert [(heading.level, heading.id, heading.title) for heading in parsed_body.headings] == [
        (2, "qian-yan", "前言"),
        (2, "sora-shi-shen-me", "一、Sora是什么?"),
        (3, "sora-shi-shen-me-xiao-jie", "(一) 小结"),
        (2, "ying", "二、影响"),
        (3, "ying-xiao-jie", "小结"),
    ]
    assert '<h2 id="ying">二、影响</h2>' in parsed_body.html
