"""The segments of the search index, kept in the store: `search_index` asks for them when it makes an index.

A segment of which a few pages were edited is amended: the shards that the edit does not touch are taken from the segment that
was made last. The bytes are the same as if it were encoded anew. Imports numpy.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from builder.cache.codec import to_json
from builder.cache.store import Store, key
from builder.search.hashed_terms import Classes, Hashes
from builder.search.index.page_terms import decode_terms
from builder.search.index.segments import EncodedSegment, amend_segment, encode_segment
from builder.search.index.shards import checksum, shard_bits

_MOST_EDITED = 32  # pages; with more of them it is as quick to encode the segment anew


@dataclass(frozen=True, kw_only=True)
class SegmentRecord:
    """What the store keeps of a segment."""

    pages: Sequence[str]  # keys of the terms of its pages
    bits: int  # as in EncodedSegment
    check: int  # the checksum of its file of checksums
    checks: Mapping[str, int]  # shard -> checksum
    digests: Mapping[str, str]  # site path -> digest
    total: int  # how many postings it has


class SegmentMaker:
    """Encodes segments, or amends those that were made before. One per index."""

    def __init__(self, store: Store, code: str) -> None:
        self._store, self._code = store, code
        self.contents: dict[str, bytes] = {}  # site path -> content, of what was encoded

    def record(self, segment: str, pages: Sequence[str]) -> tuple[str, SegmentRecord]:
        """The key and the record of a segment of these pages; it is made if the store does not have it."""
        # The digest of the code is in the keys, so that a segment of another version of the builder is never amended.
        record_key = key("segment", self._code, segment, *pages)
        latest_key = key("latest-segment", self._code, segment)
        stored = self._store.get(record_key)
        if stored is None:
            latest = self._store.get(self._store.get(latest_key) or "")
            record = self._amend(segment, pages, SegmentRecord(**json.loads(latest))) if latest else None
            if record is None:
                terms = self._terms(pages)
                total = sum(len(hashes) for hashes, _ in terms)
                record = self._record(segment, pages, encode_segment(segment, terms), total)
            stored = to_json(record)
            self._store.put(record_key, stored)
        self._store.put(latest_key, record_key)
        return record_key, SegmentRecord(**json.loads(stored))

    def encode(self, segment: str, pages: Sequence[str]) -> EncodedSegment:
        """All files of a segment."""
        return encode_segment(segment, self._terms(pages))

    def _amend(self, segment: str, pages: Sequence[str], latest: SegmentRecord) -> SegmentRecord | None:
        """The record of a segment that differs from the latest in a few pages; None where it differs in more."""
        edits = [(old, new) for old, new in zip(latest.pages, pages, strict=False) if old != new]
        if len(latest.pages) != len(pages) or not 0 < len(edits) <= _MOST_EDITED:
            return None
        old_pages = {old for old, _ in edits}
        if len(self._store.get_many(old_pages)) < len(old_pages):
            return None
        changed: set[int] = set()
        total = latest.total
        for edit in edits:
            before, after = (
                set(zip(hashes.tolist(), classes.tolist(), strict=True)) for hashes, classes in self._terms(edit)
            )
            changed |= {term for term, _ in before ^ after}
            total += len(after) - len(before)
        if shard_bits(total) != latest.bits:
            return None
        checks = {int(shard): check for shard, check in latest.checks.items()}
        known = EncodedSegment(bits=latest.bits, checks=checks, digests=latest.digests, contents={})
        amended = amend_segment(segment, known, self._terms(pages), changed, len(pages))
        return self._record(segment, pages, amended, total)

    def _record(self, segment: str, pages: Sequence[str], encoded: EncodedSegment, total: int) -> SegmentRecord:
        self.contents |= encoded.contents
        return SegmentRecord(
            pages=pages,
            bits=encoded.bits,
            check=checksum(encoded.contents[f"search/{segment}/sums.bin"]),
            checks={str(shard): check for shard, check in encoded.checks.items()},
            digests=encoded.digests,
            total=total,
        )

    def _terms(self, pages: Sequence[str]) -> list[tuple[Hashes, Classes]]:
        encoded = self._store.need_many(pages)
        return [decode_terms(encoded[page]) for page in pages]
