"""What goes into a shard comes out of it, and a shard that is not whole is known for one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.search.hashed_terms import Classes, Hashes
from builder.search.index.segments import amend_segment, encode_segment, segments_of, sort_postings
from builder.search.index.shards import (
    BrokenIndexError,
    checksum,
    decode_shard,
    encode_shards,
    pack_checksums,
    shard_bits,
)

DOCUMENTS = st.lists(
    st.dictionaries(st.integers(0, 2**32 - 1) | st.integers(0, 40), st.integers(0, 3), max_size=30), max_size=40
)


def given_as(documents: list[dict[int, int]]) -> list[tuple[Hashes, Classes]]:
    ordered = [sorted(one.items()) for one in documents]
    return [
        (np.array([term for term, _ in one], np.uint32), np.array([kind for _, kind in one], np.uint8))
        for one in ordered
    ]


@given(DOCUMENTS, st.sampled_from([0, 1, 4, 9]))
def test_what_goes_in_comes_out(documents: list[dict[int, int]], bits: int) -> None:
    made = encode_shards(sort_postings(given_as(documents)), len(documents), bits)
    expected: dict[int, list[tuple[int, int]]] = {}
    for number, one in enumerate(documents):
        for term, kind in one.items():
            expected.setdefault(term, []).append((number, kind))
    assert {term >> (32 - bits) for term in expected} == made.keys()
    found = {}
    for number, content in made.items():
        found |= decode_shard(content, number, set(expected), len(documents))
    assert found == expected


@given(DOCUMENTS.filter(any), st.data())
def test_a_shard_that_is_cut_short_is_torn(documents: list[dict[int, int]], data: st.DataObject) -> None:
    (content,) = encode_shards(sort_postings(given_as(documents)), len(documents), 0).values()
    size = data.draw(st.integers(0, len(content) - 1))
    terms = {term for one in documents for term in one}
    with pytest.raises(BrokenIndexError):
        half = decode_shard(content[:size], 0, terms, len(documents))
        raise AssertionError(half)


@given(DOCUMENTS.filter(lambda one: len(one) > 1), st.data())
def test_a_page_that_changed_is_put_into_a_segment_as_if_all_were_made_afresh(
    documents: list[dict[int, int]], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(documents) - 1))
    kept = data.draw(st.dictionaries(st.integers(0, 40), st.integers(0, 3), max_size=10))
    after = [*documents[:at], {**documents[at], **kept}, *documents[at + 1 :]]
    changed = {term for term, _ in documents[at].items() ^ after[at].items()}
    before = encode_segment("new", given_as(documents))
    afresh = encode_segment("new", given_as(after))
    if before.bits != afresh.bits:
        return
    made = amend_segment("new", before, given_as(after), changed, len(after))
    assert made.digests == afresh.digests
    assert made.checks == afresh.checks
    assert made.contents.items() <= afresh.contents.items()


def test_an_edit_touches_few_shards_of_many() -> None:
    chance = np.random.default_rng(1)
    documents = [dict.fromkeys(chance.integers(0, 2**32, 900).tolist(), 0) for _ in range(40)]
    before = encode_segment("old", given_as(documents))
    assert len(before.contents) > 10
    edited = [{**documents[0], 5: 0, 6: 1}, *documents[1:]]
    made = amend_segment("old", before, given_as(edited), {5, 6}, len(edited))
    assert sorted(made.contents) == ["search/old/0.bin", "search/old/sums.bin"]


def test_shards_grow_in_number_with_what_they_hold() -> None:
    assert [shard_bits(count) for count in (0, 3_000, 30_000, 24_000_000)] == [0, 0, 4, 13]


def test_a_check_of_nothing_is_never_that_of_something() -> None:
    assert checksum(b"") != 0
    assert pack_checksums({1: 0x1234}, 1) == b"\x00\x00\x34\x12"


def test_segments_follow_from_the_dates_alone() -> None:
    months = {"2022-12": ["a"], "2024-02": ["c", "d"], "2024-01": ["b"], "0000-00": ["p"]}
    assert [(one.name, one.documents) for one in segments_of(months)] == [
        ("old", ("p", "a")),
        ("year", ("b",)),
        ("new", ("c", "d")),
    ]
    assert segments_of({}) == []
    assert [one.name for one in segments_of({"0000-00": ["p"]})] == ["new"]
