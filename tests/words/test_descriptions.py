"""descriptions.yml: a sentence for each topic, column and author, and all that can be wrong with it."""

from __future__ import annotations

import pytest

from builder.model import SourceFile
from builder.words.descriptions import read_descriptions

PAGES = [
    {"topics": {"人工智能": "topics/a/"}, "series": {}, "authors": {"研究部": "authors/b/"}},
    {"topics": {"黄金": "topics/c/"}},
]


def read(*lines: str) -> tuple[dict[str, dict[str, str]], list[tuple[int, int, str, str]]]:
    text = "\n".join(lines) + "\n"
    texts, problems = read_descriptions(SourceFile(path="descriptions.yml", text=text), PAGES)
    return texts, [
        (problem.line, problem.column, problem.id, f"{problem.message} {problem.hint}") for problem in problems
    ]


def test_each_listing_has_its_text() -> None:
    texts, problems = read(
        "topics:", "  人工智能: 一句话", "  黄金: >", "    两行", "    的话", "authors: {研究部: 本站}"
    )
    assert problems == []
    assert texts == {"topics": {"人工智能": "一句话", "黄金": "两行 的话"}, "authors": {"研究部": "本站"}}


@pytest.mark.parametrize("text", ["", "# 还没有", "topics:"])
def test_a_file_that_says_nothing_is_right(text: str) -> None:
    assert read(text)[1] == []


def test_without_the_file_nothing_is_described() -> None:
    assert read_descriptions(None, PAGES) == ({}, [])


@pytest.mark.parametrize(
    ("lines", "line", "column", "said"),
    [
        (["topic:", "  人工智能: 话"], 1, 1, "did you mean topics"),
        (["topics:", "  人工智: 话"], 2, 3, "did you mean 人工智能"),
        (["series:", "  人工智能: 话"], 2, 3, "no page has 人工智能 among its series"),
        (["topics:", "  黄金: [话]"], 2, 3, "the description of 黄金 is not a text"),
        (["topics:", "  黄金:"], 2, 3, "the description of 黄金 is not a text"),
        (["topics:", "  黄金: 甲", "  黄金: 乙"], 3, 3, "given twice, first in line 2"),
        (["topics: 人工智能"], 1, 9, "is not a list of `key: value`"),
        (["- 人工智能"], 1, 1, "is not a list of `key: value`"),
        (["topics: {"], 2, 1, ""),
    ],
)
def test_what_is_wrong_is_told_at_its_place(lines: list[str], line: int, column: int, said: str) -> None:
    _, problems = read(*lines)
    ((at_line, at_column, id_, told),) = problems
    assert (at_line, at_column, id_) == (line, column, "bad-descriptions")
    assert said in told


def test_all_is_told_at_once() -> None:
    assert [line for line, *_ in read("topic: {}", "authors:", "  甲: 话", "  乙: 话")[1]] == [1, 3, 4]
