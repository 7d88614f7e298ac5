"""Which months are indexed together, and what an edit changes of a segment."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from builder.search.index.segments import amend_segment, encode_segment, segments_of

from .page_postings import PAGES, terms_of


@given(PAGES.filter(lambda pages: len(pages) > 1), st.data())
def test_a_page_that_changed_is_put_into_a_segment_as_if_all_were_made_afresh(
    pages: list[dict[int, int]], data: st.DataObject
) -> None:
    edited = data.draw(st.integers(0, len(pages) - 1))
    edit = data.draw(st.dictionaries(st.integers(0, 40), st.integers(0, 3), max_size=10))
    after = [*pages[:edited], {**pages[edited], **edit}, *pages[edited + 1 :]]
    changed = {term for term, _ in pages[edited].items() ^ after[edited].items()}
    before = encode_segment("new", terms_of(pages))
    afresh = encode_segment("new", terms_of(after))
    if before.bits != afresh.bits:
        return
    amended = amend_segment("new", before, terms_of(after), changed, len(after))
    assert amended.digests == afresh.digests
    assert amended.checks == afresh.checks
    assert amended.contents.items() <= afresh.contents.items()


def test_an_edit_touches_few_shards_of_many() -> None:
    chance = np.random.default_rng(1)
    pages = [dict.fromkeys(chance.integers(0, 2**32, 900).tolist(), 0) for _ in range(40)]
    before = encode_segment("old", terms_of(pages))
    assert len(before.contents) > 10
    edited = [{**pages[0], 5: 0, 6: 1}, *pages[1:]]
    amended = amend_segment("old", before, terms_of(edited), {5, 6}, len(edited))
    assert sorted(amended.contents) == ["search/old/0.bin", "search/old/sums.bin"]


def test_segments_follow_from_the_dates_alone() -> None:
    months = {"2022-12": ["a"], "2024-02": ["c", "d"], "2024-01": ["b"], "0000-00": ["p"]}
    assert [(segment.name, segment.pages) for segment in segments_of(months)] == [
        ("old", ("p", "a")),
        ("year", ("b",)),
        ("new", ("c", "d")),
    ]
    assert segments_of({}) == []
    assert [segment.name for segment in segments_of({"0000-00": ["p"]})] == ["new"]
