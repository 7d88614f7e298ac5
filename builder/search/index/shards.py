"""The binary files of the search index, encoded and decoded: which pages contain a term, and in what class.

`segments` encodes, `query.index_reader` decodes. A shard holds the terms whose hashes begin with the same `bits` bits:

    "FB1", bits                       four bytes
    number of terms                   varint
    per term, ascending               varints: hash less the previous one (the first: less the shard's lowest), number of
                                      pages, number of bytes that these take
    per term its pages            from a whole byte on; per page the gap to the previous one in Rice's code (quotient
                                      as zeros and a one, then k bits), then its class as ones and a zero (three ones for 3)

k follows from the number of pages of the segment and of the term, so it is not stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

Postings = npt.NDArray[np.uint64]  # hash << 32 | page << 8 | class, ascending
Ints = npt.NDArray[np.int64]

MAGIC = b"FB1"
_SHARD_SIZE = 4_000  # bytes that a shard holds, roughly
_BATCH = 1_000_000  # postings
_POSTING_SIZE = 1.3  # bytes of a posting with its share of the term's line, roughly


def shard_bits(postings: int, shard_size: int = _SHARD_SIZE) -> int:
    """How many bits number the shards of a segment with so many postings; a shard holds about `shard_size` bytes."""
    bits = 0
    while postings * _POSTING_SIZE > shard_size << bits and bits < 16:
        bits += 1
    return bits


def encode_shards(postings: Postings, pages: int, bits: int) -> dict[int, bytes]:
    """The shards of these postings by number; a shard without terms is left out. `pages` is the segment's number of them."""
    step = max(1, (1 << bits) * _BATCH // max(1, len(postings)))  # shards encoded together, which bounds the memory
    first_postings = np.array([number << (64 - bits) for number in range(0, 1 << bits, step)], np.uint64)
    starts = [int(start) for start in np.searchsorted(postings, first_postings)]
    shards: dict[int, bytes] = {}
    for start, end in pairwise((*starts, len(postings))):
        if end > start:
            shards |= _encode_batch(postings[start:end], pages, bits)
    return shards


def _encode_batch(postings: Postings, segment_size: int, bits: int) -> dict[int, bytes]:
    hashes = (postings >> np.uint64(32)).astype(np.int64)
    pages = (postings >> np.uint64(8) & np.uint64(0xFFFFFF)).astype(np.int64)
    classes = (postings & np.uint64(0xFF)).astype(np.int64)
    first_of_term = np.flatnonzero(np.append(True, hashes[1:] != hashes[:-1]))
    counts = np.diff(np.append(first_of_term, len(postings)))
    terms = hashes[first_of_term]
    packed, sizes = _pack_pages(pages, classes, first_of_term, counts, segment_size)
    shard_of_term = terms >> (32 - bits)
    first_of_shard = np.flatnonzero(np.append(True, shard_of_term[1:] != shard_of_term[:-1]))
    gaps = np.diff(terms, prepend=0)
    gaps[first_of_shard] = terms[first_of_shard] - (shard_of_term[first_of_shard] << (32 - bits))
    lines, widths = _encode_varints(np.stack([gaps, counts, sizes], axis=1).ravel())
    line_ends = np.cumsum(widths.reshape(-1, 3).sum(axis=1))
    packed_ends = np.cumsum(sizes)
    shards: dict[int, bytes] = {}
    numbers = shard_of_term[first_of_shard].tolist()
    ends = np.append(first_of_shard[1:], len(terms)).tolist()
    line_start, packed_start = 0, 0
    for number, first, end in zip(numbers, first_of_shard.tolist(), ends, strict=True):
        head = MAGIC + bytes([bits]) + encode_varint(end - first)
        line_end, packed_end = int(line_ends[end - 1]), int(packed_ends[end - 1])
        shards[number] = head + lines[line_start:line_end] + packed[packed_start:packed_end]
        line_start, packed_start = line_end, packed_end
    return shards


def _pack_pages(pages: Ints, classes: Ints, first_of_term: Ints, counts: Ints, segment_size: int) -> tuple[bytes, Ints]:
    """The codes of all postings, those of each term from a whole byte on, and the number of bytes per term."""
    gaps = np.diff(pages, prepend=-1) - 1
    gaps[first_of_term] = pages[first_of_term]
    k = np.repeat(_rice_parameters(segment_size, counts), counts)
    quotients = gaps >> k
    lengths = quotients + 1 + k + np.minimum(classes + 1, 3)
    ends = np.cumsum(lengths)
    bits_per_term = np.diff(ends[np.append(first_of_term[1:], len(pages)) - 1], prepend=0)
    sizes = (bits_per_term + 7) // 8
    padding = np.append(0, np.cumsum(sizes * 8 - bits_per_term)[:-1])
    starts = ends - lengths + np.repeat(padding, counts)
    bits = np.zeros(int(sizes.sum()) * 8, np.uint8)
    positions = starts + quotients
    bits[positions] = 1
    for bit in range(int(k.max(initial=0))):
        has_bit = np.flatnonzero(k > bit)
        bits[positions[has_bit] + k[has_bit] - bit] = gaps[has_bit] >> bit & 1
    positions += 1 + k
    for ones in (1, 2, 3):
        bits[positions[classes >= ones] + ones - 1] = 1
    return np.packbits(bits).tobytes(), sizes


def _rice_parameters(segment_size: int, counts: Ints) -> Ints:
    """Rice's k for terms with so many pages: about the logarithm of the mean gap, less a half."""
    mean_gaps = np.maximum(1, segment_size * 11 // (16 * counts))
    parameters: Ints = np.frexp(mean_gaps)[1].astype(np.int64) - 1
    return parameters


def _encode_varints(values: Ints) -> tuple[bytes, Ints]:
    """The numbers with seven bits a byte, the low ones first, and the number of bytes of each."""
    widths = np.ones(len(values), np.int64)
    for width in range(1, 5):
        widths += values >= 1 << 7 * width
    starts = np.cumsum(widths) - widths
    content = np.zeros(int(widths.sum()), np.uint8)
    for byte in range(5):
        has_byte = np.flatnonzero(widths > byte)
        continues = (widths[has_byte] > byte + 1).astype(np.int64) << 7
        content[starts[has_byte] + byte] = (values[has_byte] >> 7 * byte & 0x7F) | continues
    return content.tobytes(), widths


def encode_varint(value: int) -> bytes:
    """One number with seven bits a byte, the low ones first."""
    content = bytearray()
    while value >= 0x80:
        content.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*content, value])


def checksum(content: bytes) -> int:
    """Sixteen bits by which a reader recognises a shard of another build or a damaged one; 0 means a shard without terms."""
    return crc32(content) & 0xFFFF or 1


def pack_checksums(checks: Mapping[int, int], bits: int) -> bytes:
    """The checksums of all shards of a segment, two bytes each, the low byte first."""
    content: Any = np.zeros(1 << bits, "<u2")
    for shard, check in checks.items():
        content[shard] = check
    return bytes(content.tobytes())


class BrokenIndexError(Exception):
    """A file of the index is missing, cut short, damaged or of another build."""


def decode_shard(shard: bytes, number: int, hashes: set[int], pages: int) -> dict[int, list[tuple[int, int]]]:
    """The pages of each of these hashes that the shard contains, ascending, each with its class.

    `pages` is the segment's number of them. Raises BrokenIndexError.
    """
    if shard[:3] != MAGIC or len(shard) < 5:
        raise BrokenIndexError("no shard")
    try:
        table, start = _decode_table(shard, number)
    except IndexError as error:
        raise BrokenIndexError("a shard is cut short") from error
    if start + sum(size for _, _, size in table) != len(shard):
        raise BrokenIndexError("a shard is cut short")
    pages_of: dict[int, list[tuple[int, int]]] = {}
    for hash_, count, size in table:
        if hash_ in hashes:
            pages_of[hash_] = _unpack_pages(shard[start : start + size], count, pages)
        start += size
    return pages_of


def _decode_table(shard: bytes, number: int) -> tuple[list[tuple[int, int, int]], int]:
    """Each term's hash, number of pages and size in bytes; and where the pages begin."""
    hash_ = number << (32 - shard[3])
    terms, position = _decode_varint(shard, 4)
    table = []
    for _ in range(terms):
        gap, position = _decode_varint(shard, position)
        count, position = _decode_varint(shard, position)
        size, position = _decode_varint(shard, position)
        hash_ += gap
        table.append((hash_, count, size))
    return table, position


def _decode_varint(content: bytes, position: int) -> tuple[int, int]:
    value = shift = 0
    while content[position] & 0x80:
        value |= (content[position] & 0x7F) << shift
        shift += 7
        position += 1
    return value | content[position] << shift, position + 1


def _unpack_pages(content: bytes, count: int, segment_size: int) -> list[tuple[int, int]]:
    bits = "".join(f"{byte:08b}" for byte in content)
    k = max(1, segment_size * 11 // (16 * count)).bit_length() - 1
    pages, position, page = [], 0, -1
    for _ in range(count):
        first_one = bits.index("1", position)
        quotient = first_one - position
        position = first_one + 1
        page += 1 + (quotient << k | int(bits[position : position + k] or "0", 2))
        position += k
        class_ = 0
        while class_ < 3 and bits[position] == "1":
            class_, position = class_ + 1, position + 1
        position += class_ < 3
        pages.append((page, class_))
    return pages
