"""Whether a page's text file matches, and what is shown of it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.search.fold import fold
from builder.search.index.shards import BrokenIndexError
from builder.search.query.page_text import PageText, fold_with_positions, matched_spans
from builder.search.query.search_query import parse_query

PAGE = PageText(json.dumps({"u": "briefings/a/", "i": ["wssp"]}) + "\nT文生视频\nB帧变成\ufffc小块。\n")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40))
def test_every_character_folded_has_its_position_in_the_text(text: str) -> None:
    folded, positions = fold_with_positions(text)
    assert folded == fold(text)
    assert len(positions) == len(folded)
    assert all(char in fold(text[position]) for char, position in zip(folded, positions, strict=True))
    assert positions == sorted(positions)


def test_what_was_asked_for_is_marked_where_it_stands() -> None:
    text = "自 ＡＩ 產業 以来，AI产业"
    assert [text[start:end] for start, end in matched_spans(text, ["ai产业"])] == ["ＡＩ 產業", "AI产业"]


def test_a_page_matches_its_words_and_where_asked_its_initials() -> None:
    (words, initials) = parse_query("小块 wssp").words
    assert PAGE.title == "文生视频"
    assert PAGE.matches(words, initials=False)
    assert not PAGE.matches(initials, initials=False)
    assert PAGE.matches(initials, initials=True)


def test_no_match_crosses_a_number() -> None:
    (word,) = parse_query("变成小块").words
    assert not PAGE.matches(word, initials=False)


@pytest.mark.parametrize("raw", ["", "{", "[]\n", '{"u": "a"}\nT题'])
def test_a_text_that_is_cut_short_is_recognised(raw: str) -> None:
    with pytest.raises(BrokenIndexError):
        assert PageText(raw).head
