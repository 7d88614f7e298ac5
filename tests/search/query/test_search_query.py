"""Any text is a query; what cannot be searched for does no harm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.search.query.search_query import QueryWord, parse_query


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("易方达　芯片", [("易方达", False), ("芯片", False)]),
        ('"Sora 到底" 算力', [("sora到底", True), ("算力", False)]),
        ("“文生 視頻”", [("文生视频", True)]),
        ("「甲乙」丙", [("甲乙", True), ("丙", False)]),
        ('没有"关上', [('没有"关上', False)]),
        ("芯片 芯片", [("芯片", False)]),
        ("   ", []),
        ("\x00\u200b", []),
        ("\ud800芯\udfff片", [("芯片", False)]),
        ("ｆｏｏ.*[", [("foo.*[", False)]),
    ],
)
def test_a_query_is_read(typed: str, words: list[tuple[str, bool]]) -> None:
    assert [(word.text, word.exact) for word in parse_query(typed).words] == words


@pytest.mark.parametrize(
    ("word", "terms"),
    [
        ("芯", ["芯"]),
        ("人工智能", ["人工", "工智", "智能"]),
        ("ai产业", ["ai产", "i产业", "产业"]),
        ("7%", ["7%"]),
        ("10年", ["10年"]),
        ("a", ["\x02a"]),
        ("sora 到", ["sor", "ora"]),  # the blank was typed within quotes; 到 alone says little
    ],
)
def test_a_word_is_looked_up_by_what_stands_side_by_side(word: str, terms: list[str]) -> None:
    assert QueryWord(text=word).terms == terms


def test_a_long_query_is_cut_and_said_to_be() -> None:
    query = parse_query("芯片" * 5_000)
    assert query.cut
    assert query.words[0].text == "芯片" * 50


def test_only_letters_may_be_initials_and_nothing_quoted() -> None:
    assert QueryWord(text="rgzn").initial_terms == ["\x03rgz", "\x03gzn"]
    assert QueryWord(text="rgzn", exact=True).initial_terms == []
    assert QueryWord(text="ai1").initial_terms == QueryWord(text="ai").initial_terms == []


@given(st.text(max_size=200))
def test_no_query_breaks_the_reading(typed: str) -> None:
    for word in parse_query(typed).words:
        assert word.terms or not word.text.strip(" \x1f")
        assert set(word.lookup_terms) <= set(word.terms)
