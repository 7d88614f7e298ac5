"""Segments in the store: amended after a small edit, encoded anew after a large one, with the same bytes."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from builder.cache.store import Store
from builder.search.index.page_terms import encode_page
from builder.search.index.page_words import PageWords
from builder.site_build.search.search_segments import SegmentMaker, SegmentRecord


def add_page(store: Store, key: str, text: str) -> str:
    words = PageWords(
        url=f"briefings/{key}/",
        date="2024-02-20",
        column="",
        topics=(),
        funds=(),
        initials=(),
        blocks=(("B", text),),
    )
    store.put(key, encode_page(words)[0])
    return key


def record_of(store: Store, pages: list[str], *, engine: str = "engine") -> SegmentRecord:
    return SegmentMaker(store, engine).record("new", pages)[1]


def test_a_segment_is_made_once(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        pages = [add_page(store, "a", "芯片"), add_page(store, "b", "算力")]
        first, again = SegmentMaker(store, "engine"), SegmentMaker(store, "engine")
        assert first.record("new", pages)[0] == again.record("new", pages)[0]
        assert first.contents
        assert not again.contents


@pytest.mark.parametrize("edited", [1, 40])
def test_a_segment_with_edited_pages_is_as_if_encoded_anew(tmp_path: Path, edited: int) -> None:
    with Store(tmp_path) as store:
        before = [add_page(store, f"old{n}", f"芯片产业{n}") for n in range(45)]
        after = [*(add_page(store, f"new{n}", f"算力短缺{n}") for n in range(edited)), *before[edited:]]
        record_of(store, before)
        amended = record_of(store, after)
        afresh = record_of(store, after, engine="another")
        assert amended == afresh


def test_a_page_whose_terms_are_lost_does_not_matter(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        before = [add_page(store, "a", "芯片"), add_page(store, "b", "算力")]
        record_of(store, before)
        add_page(store, "c", "资金")
    with sqlite3.connect(tmp_path / "cache.sqlite") as raw:
        raw.execute("DELETE FROM checked WHERE key = 'a'")
    raw.close()
    with Store(tmp_path) as store:
        assert record_of(store, ["c", "b"]) == record_of(store, ["c", "b"], engine="another")
