"""Postings of a segment in, its shard files out, and back: which documents hold a term, and in what class.

A shard holds the terms whose hashes begin with the same `bits` bits:

    "FB1", bits                       four bytes
    terms                             varint
    of each term, ascending           varints: hash less the one before (the first: less the shard's first), documents, bytes
    of each term its documents        from a whole byte on, of each: the gap to the one before by Rice's code (quotient as
                                      zeros and a one, then k bits), then its class as ones and a zero (three ones for 3)

k follows from the segment's and the term's number of documents, so that it is stored nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.uint64]  # hash << 32 | document << 8 | class, ascending
Ints = npt.NDArray[np.int64]

MAGIC = b"FB1"
_FULL = 4_000  # bytes that a shard holds, by and large
_AT_ONCE = 1_000_000  # postings
_POSTING = 1.3  # bytes of a posting with its share of the term's line, by and large


def bits_for(postings: int, full: int = _FULL) -> int:
    """Into how many shards, as a power of two, a segment of so many postings goes; `full` is what one holds, in bytes."""
    bits = 0
    while postings * _POSTING > full << bits and bits < 16:
        bits += 1
    return bits


def encoded(keys: Keys, documents: int, bits: int) -> dict[int, bytes]:
    """The shards that these postings fill, by number. `documents` is how many the segment has."""
    step = max(1, (1 << bits) * _AT_ONCE // max(1, len(keys)))  # a large segment in parts, so that it fits into memory
    edges = np.array([number << (64 - bits) for number in range(0, 1 << bits, step)], np.uint64)
    starts = [int(at) for at in np.searchsorted(keys, edges)]
    made: dict[int, bytes] = {}
    for start, end in pairwise((*starts, len(keys))):
        if end > start:
            made |= _encoded(keys[start:end], documents, bits)
    return made


def _encoded(keys: Keys, documents: int, bits: int) -> dict[int, bytes]:
    hashes = (keys >> np.uint64(32)).astype(np.int64)
    places = (keys >> np.uint64(8) & np.uint64(0xFFFFFF)).astype(np.int64)
    kinds = (keys & np.uint64(0xFF)).astype(np.int64)
    begins = np.flatnonzero(np.append(True, hashes[1:] != hashes[:-1]))
    counts = np.diff(np.append(begins, len(keys)))
    terms = hashes[begins]
    packed, sizes = _packed(places, kinds, begins, counts, documents)
    shards = terms >> (32 - bits)
    firsts = np.flatnonzero(np.append(True, shards[1:] != shards[:-1]))
    gaps = np.diff(terms, prepend=0)
    gaps[firsts] = terms[firsts] - (shards[firsts] << (32 - bits))
    lines, widths = _varints(np.stack([gaps, counts, sizes], axis=1).ravel())
    line_ends = np.cumsum(widths.reshape(-1, 3).sum(axis=1))
    blob_ends = np.cumsum(sizes)
    made: dict[int, bytes] = {}
    ends = np.append(firsts[1:], len(terms))
    line, blob = 0, 0
    for first, end, number in zip(firsts.tolist(), ends.tolist(), shards[firsts].tolist(), strict=True):
        head = MAGIC + bytes([bits]) + varint(end - first)
        line_end, blob_end = int(line_ends[end - 1]), int(blob_ends[end - 1])
        made[number] = head + lines[line:line_end] + packed[blob:blob_end]
        line, blob = line_end, blob_end
    return made


def _packed(places: Ints, kinds: Ints, begins: Ints, counts: Ints, documents: int) -> tuple[bytes, Ints]:
    """The codes of all postings, each term's from a whole byte on, and how many bytes each term's take."""
    gaps = np.diff(places, prepend=-1) - 1
    gaps[begins] = places[begins]
    k = np.repeat(_parameters(documents, counts), counts)
    quotients = gaps >> k
    lengths = quotients + 1 + k + np.minimum(kinds + 1, 3)
    ends = np.cumsum(lengths)
    totals = np.diff(ends[np.append(begins[1:], len(places)) - 1], prepend=0)
    sizes = (totals + 7) // 8
    starts = ends - lengths + np.repeat(np.append(0, np.cumsum(sizes * 8 - totals)[:-1]), counts)
    bits = np.zeros(int(sizes.sum()) * 8, np.uint8)
    at = starts + quotients
    bits[at] = 1
    for place in range(int(k.max(initial=0))):
        some = np.flatnonzero(k > place)
        bits[at[some] + k[some] - place] = gaps[some] >> place & 1
    at += 1 + k
    for ones in (1, 2, 3):
        bits[at[kinds >= ones] + ones - 1] = 1
    return np.packbits(bits).tobytes(), sizes


def _parameters(documents: int, counts: Ints) -> Ints:
    """Rice's k for terms with so many documents: about the logarithm of the mean gap less a half."""
    means = np.maximum(1, documents * 11 // (16 * counts))
    made: Ints = np.frexp(means)[1].astype(np.int64) - 1
    return made


def _varints(values: Ints) -> tuple[bytes, Ints]:
    """Seven bits a byte, the low ones first, and how many bytes each number takes."""
    widths = np.ones(len(values), np.int64)
    for width in range(1, 5):
        widths += values >= 1 << 7 * width
    starts = np.cumsum(widths) - widths
    made = np.zeros(int(widths.sum()), np.uint8)
    for width in range(5):
        some = np.flatnonzero(widths > width)
        more = (widths[some] > width + 1).astype(np.int64) << 7
        made[starts[some] + width] = (values[some] >> 7 * width & 0x7F) | more
    return made.tobytes(), widths


def varint(value: int) -> bytes:
    """One number as `_varints` writes it."""
    made = bytearray()
    while value >= 0x80:
        made.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*made, value])


def check(content: bytes) -> int:
    """Sixteen bits by which a reader knows a shard of another build, or half of one; 0 stands for a shard without terms."""
    return crc32(content) & 0xFFFF or 1


def sums(digests: Mapping[int, int], bits: int) -> bytes:
    """The checks of all shards of a segment, two bytes each, the low one first."""
    made: Any = np.zeros(1 << bits, "<u2")
    for number, value in digests.items():
        made[number] = value
    return bytes(made.tobytes())


class BrokenIndexError(Exception):
    """A file of the index that is cut short, damaged or of another build."""


def decoded(shard: bytes, number: int, wanted: set[int], documents: int) -> dict[int, list[tuple[int, int]]]:
    """Of those hashes that the shard has: its documents, ascending, each with its class. Raises Torn."""
    if shard[:3] != MAGIC or len(shard) < 5:
        raise BrokenIndexError("no shard")
    found: dict[int, list[tuple[int, int]]] = {}
    try:
        at, term = 4, number << (32 - shard[3])
        terms, at = _read(shard, at)
        table = []
        for _ in range(terms):
            gap, at = _read(shard, at)
            count, at = _read(shard, at)
            size, at = _read(shard, at)
            term += gap
            table.append((term, count, size))
    except IndexError as error:
        raise BrokenIndexError("a shard is cut short") from error
    if at + sum(size for _, _, size in table) != len(shard):
        raise BrokenIndexError("a shard is cut short")
    for name, count, size in table:
        if name in wanted:
            found[name] = _unpacked(shard[at : at + size], count, documents)
        at += size
    return found


def _read(content: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while content[at] & 0x80:
        value |= (content[at] & 0x7F) << shift
        shift += 7
        at += 1
    return value | content[at] << shift, at + 1


def _unpacked(content: bytes, count: int, documents: int) -> list[tuple[int, int]]:
    bits = "".join(f"{byte:08b}" for byte in content)
    k = max(1, documents * 11 // (16 * count)).bit_length() - 1
    found, at, place = [], 0, -1
    for _ in range(count):
        one = bits.index("1", at)
        quotient = one - at
        at = one + 1
        place += 1 + (quotient << k | int(bits[at : at + k] or "0", 2))
        at += k
        kind = 0
        while kind < 3 and bits[at] == "1":
            kind, at = kind + 1, at + 1
        at += kind < 3
        found.append((place, kind))
    return found
