"""The segments of the search index: which months are indexed together, and the files of each. Used by `site_build.search`.

A reader mostly looks for what is new, and an edit is mostly of a new page, so the newest month has a segment of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from builder.model import digest
from builder.search.hashed_terms import Classes, Hashes
from builder.search.index.shards import Postings, checksum, encode_shards, pack_checksums, shard_bits

NEW, YEAR, OLD, FUNDS = "new", "year", "old", "funds"
# Every query looks up a dozen terms of the funds, which are better had in few files.
_FUND_SHARD_SIZE = 8_000


@dataclass(frozen=True, kw_only=True)
class IndexSegment:
    """Pages that are indexed together, the oldest first."""

    name: str  # e.g. "new"
    months: tuple[tuple[str, int], ...]  # each month with its number of pages, e.g. ("2024-02", 12)
    pages: tuple[str, ...]  # their keys


def segments_of(months: Mapping[str, Sequence[str]]) -> list[IndexSegment]:
    """The segments of a site: everything before the newest year, the rest of that year, and its newest month.

    A segment without pages is left out. `months` maps each month to the keys of its pages, the oldest first; those
    without a date are under "0000-00".
    """
    in_order = sorted(months)
    newest = in_order[-1] if in_order else ""
    months_of: dict[str, list[str]] = {OLD: [], YEAR: [], NEW: []}
    for month in in_order:
        months_of[NEW if month == newest else YEAR if month[:4] == newest[:4] else OLD].append(month)
    return [
        IndexSegment(
            name=name,
            months=tuple((month, len(months[month])) for month in of_segment),
            pages=tuple(page for month in of_segment for page in months[month]),
        )
        for name, of_segment in months_of.items()
        if of_segment
    ]


@dataclass(frozen=True, kw_only=True)
class EncodedSegment:
    """The files of a segment."""

    bits: int  # it has 2 ** bits shards
    checks: Mapping[int, int]  # shard -> its checksum
    digests: Mapping[str, str]  # site path -> digest, of its shards and its checksums
    contents: Mapping[str, bytes]  # site path -> content, of those files that were encoded now


def encode_segment(name: str, terms: Iterable[tuple[Hashes, Classes]]) -> EncodedSegment:
    """The files of a segment; `terms` are those of each of its pages, in order."""
    terms = list(terms)
    count = sum(len(hashes) for hashes, _ in terms)
    bits = shard_bits(count, _FUND_SHARD_SIZE) if name == FUNDS else shard_bits(count)
    return _with_shards(name, bits, {}, {}, encode_shards(sort_postings(terms), len(terms), bits))


def amend_segment(
    name: str, known: EncodedSegment, terms: Iterable[tuple[Hashes, Classes]], changed: Iterable[int], pages: int
) -> EncodedSegment:
    """The files of a segment that differs from a known one only in the terms with the hashes `changed`.

    The files are the same as from `encode_segment`, but only those that changed are encoded.
    """
    is_affected = np.zeros(1 << known.bits, bool)
    shift = 32 - known.bits
    for term in changed:
        is_affected[term >> shift] = True
    affected_terms = []
    for hashes, classes in terms:
        selected = is_affected[hashes >> np.uint32(shift)] if known.bits else np.ones(len(hashes), bool)
        affected_terms.append((hashes[selected], classes[selected]))
    affected = set(np.flatnonzero(is_affected).tolist())
    affected_paths = {_shard_path(name, shard) for shard in affected}
    checks = {shard: check for shard, check in known.checks.items() if shard not in affected}
    digests = {path: content for path, content in known.digests.items() if path not in affected_paths}
    shards = encode_shards(sort_postings(affected_terms), pages, known.bits)
    return _with_shards(name, known.bits, checks, digests, shards)


def sort_postings(terms: Sequence[tuple[Hashes, Classes]]) -> Postings:
    """The postings of all pages, by term and page; `terms` are those of each page, in order."""
    if not terms:
        return np.zeros(0, np.uint64)
    lengths = [len(hashes) for hashes, _ in terms]
    postings = np.concatenate([hashes for hashes, _ in terms]).astype(np.uint64) << np.uint64(32)
    postings |= np.repeat(np.arange(len(terms), dtype=np.uint64), lengths) << np.uint64(8)
    postings |= np.concatenate([classes for _, classes in terms])
    postings.sort()
    return postings


def _shard_path(name: str, shard: int) -> str:
    return f"search/{name}/{shard:x}.bin"


def _with_shards(
    name: str, bits: int, checks: Mapping[int, int], digests: Mapping[str, str], shards: Mapping[int, bytes]
) -> EncodedSegment:
    """A segment of shards whose checksums and digests are known, and of `shards`, which were encoded now."""
    checks = {**checks, **{shard: checksum(content) for shard, content in shards.items()}}
    contents = {_shard_path(name, shard): content for shard, content in shards.items()}
    contents[f"search/{name}/sums.bin"] = pack_checksums(checks, bits)
    return EncodedSegment(
        bits=bits,
        checks=checks,
        digests={**digests, **{path: digest(content) for path, content in contents.items()}},
        contents=contents,
    )
