"""What goes into a shard comes out of it, and a shard that is cut short is recognised."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.search.index.segments import sort_postings
from builder.search.index.shards import (
    BrokenIndexError,
    checksum,
    decode_shard,
    encode_shards,
    pack_checksums,
    shard_bits,
)

from .page_postings import PAGES, terms_of


@given(PAGES, st.sampled_from([0, 1, 4, 9]))
def test_what_goes_in_comes_out(pages: list[dict[int, int]], bits: int) -> None:
    shards = encode_shards(sort_postings(terms_of(pages)), len(pages), bits)
    expected: dict[int, list[tuple[int, int]]] = {}
    for number, page in enumerate(pages):
        for term, kind in page.items():
            expected.setdefault(term, []).append((number, kind))
    assert {term >> (32 - bits) for term in expected} == shards.keys()
    decoded = {}
    for number, content in shards.items():
        decoded |= decode_shard(content, number, set(expected), len(pages))
    assert decoded == expected


@given(PAGES.filter(any), st.data())
def test_a_shard_that_is_cut_short_is_recognised(pages: list[dict[int, int]], data: st.DataObject) -> None:
    (content,) = encode_shards(sort_postings(terms_of(pages)), len(pages), 0).values()
    size = data.draw(st.integers(0, len(content) - 1))
    terms = {term for page in pages for term in page}
    with pytest.raises(BrokenIndexError):
        half = decode_shard(content[:size], 0, terms, len(pages))
        raise AssertionError(half)


def test_shards_grow_in_number_with_what_they_hold() -> None:
    assert [shard_bits(count) for count in (0, 3_000, 30_000, 24_000_000)] == [0, 0, 4, 13]


def test_a_check_of_nothing_is_never_that_of_something() -> None:
    assert checksum(b"") != 0
    assert pack_checksums({1: 0x1234}, 1) == b"\x00\x00\x34\x12"
