"""Months of entries in, the segments that they are filed in and the files of each out. A pure function of the dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from builder.model import digest
from builder.search.hashed_terms import Classes, Hashes
from builder.search.index.shards import Keys, bits_for, check, encoded, sums

NEW, YEAR, OLD, FUNDS = "new", "year", "old", "funds"
# Every query asks the directory for a dozen terms, which are better had in few files.
_FULL_OF_FUNDS = 8_000


@dataclass(frozen=True, kw_only=True)
class IndexSegment:
    """Documents that are indexed together, the oldest first."""

    name: str
    months: tuple[tuple[str, int], ...]  # month and how many documents it has, e.g. ("2024-02", 12)
    documents: tuple[str, ...]  # their keys


def segments_of(months: Mapping[str, Sequence[str]]) -> list[IndexSegment]:
    """The newest month, the rest of its year, and everything before; each only where there is any.

    `months` gives for each month the keys of its documents, the oldest first; "0000-00" those without a date.
    """
    ordered = sorted(months)
    newest = ordered[-1] if ordered else ""
    homes: dict[str, list[str]] = {OLD: [], YEAR: [], NEW: []}
    for month in ordered:
        homes[NEW if month == newest else YEAR if month[:4] == newest[:4] else OLD].append(month)
    return [
        IndexSegment(
            name=name,
            months=tuple((month, len(months[month])) for month in held),
            documents=tuple(one for month in held for one in months[month]),
        )
        for name, held in homes.items()
        if held
    ]


@dataclass(frozen=True, kw_only=True)
class EncodedSegment:
    """A segment, encoded."""

    bits: int
    checks: Mapping[int, int]  # shard -> what a reader holds it against
    digests: Mapping[str, str]  # site path -> digest, of shards and sums
    contents: Mapping[str, bytes]  # of those that were encoded now


def encode_segment(name: str, postings: Iterable[tuple[Hashes, Classes]]) -> EncodedSegment:
    """All files of a segment."""
    given = list(postings)
    postings_in_all = sum(len(hashes) for hashes, _ in given)
    bits = bits_for(postings_in_all, _FULL_OF_FUNDS) if name == FUNDS else bits_for(postings_in_all)
    return _shelf(name, bits, {}, {}, encoded(keys(given), len(given), bits))


def amend_segment(
    name: str, known: EncodedSegment, postings: Iterable[tuple[Hashes, Classes]], changed: Iterable[int], documents: int
) -> EncodedSegment:
    """The files of a segment that differs from a known one in the terms of these hashes alone, as `shelved` makes them."""
    affected = np.zeros(1 << known.bits, bool)
    shift = 32 - known.bits
    for term in changed:
        affected[term >> shift] = True
    parts = []
    for hashes, classes in postings:
        some = affected[hashes >> np.uint32(shift)] if known.bits else np.ones(len(hashes), bool)
        parts.append((hashes[some], classes[some]))
    numbers = set(np.flatnonzero(affected).tolist())
    checks = {number: value for number, value in known.checks.items() if number not in numbers}
    digests = {path: value for path, value in known.digests.items() if path not in {_place(name, n) for n in numbers}}
    return _shelf(name, known.bits, checks, digests, encoded(keys(parts), documents, known.bits))


def keys(postings: Sequence[tuple[Hashes, Classes]]) -> Keys:
    """Postings of all documents in the order of their terms."""
    if not postings:
        return np.zeros(0, np.uint64)
    lengths = [len(hashes) for hashes, _ in postings]
    made = np.concatenate([hashes for hashes, _ in postings]).astype(np.uint64) << np.uint64(32)
    made |= np.repeat(np.arange(len(postings), dtype=np.uint64), lengths) << np.uint64(8)
    made |= np.concatenate([classes for _, classes in postings])
    made.sort()
    return made


def _place(name: str, number: int) -> str:
    return f"search/{name}/{number:x}.bin"


def _shelf(
    name: str, bits: int, checks: Mapping[int, int], digests: Mapping[str, str], made: Mapping[int, bytes]
) -> EncodedSegment:
    checks = {**checks, **{number: check(content) for number, content in made.items()}}
    contents = {_place(name, number): content for number, content in made.items()}
    contents[f"search/{name}/sums.bin"] = sums(checks, bits)
    return EncodedSegment(
        bits=bits,
        checks=checks,
        digests={**digests, **{path: digest(content) for path, content in contents.items()}},
        contents=contents,
    )
