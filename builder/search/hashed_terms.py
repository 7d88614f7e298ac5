"""The terms under which text is looked up, as 32-bit hashes. Used by the index and by queries; finder.js computes the same.

A term is a single character, a pair of neighbours, three neighbours of which at least one is ASCII, or a term with a prefix
(see the constants). Two terms may share a hash: a match is always checked against the text itself before it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint32]
Classes = npt.NDArray[np.uint8]

# Prefixes of terms that are not plain text: folded text contains no control character.
BEGINNING = "\x02"  # the beginning of a word in letters and digits, e.g. "\x02sor" for Sora
INITIALS = "\x03"  # three consecutive pinyin initials of a title or heading, or two of a fund's name
NUMBER = "\x04"  # a whole number, e.g. "\x047%"
FILTER = "\x05"  # a filter, e.g. "\x05s热点追踪": s column, o topic, f fund
CODE = "\x06"  # three or more characters of a fund's code
PINYIN = "\x07"  # three letters of a fund's name in full pinyin
NAME = "\x08"  # a fund's whole name
# The class of a term in a page: where it occurs, from the least to the most telling.
IN_BODY, REPEATED, IN_HEADING, IN_TITLE = 0, 1, 2, 3
LONGEST_BEGINNING = 12  # characters
_REPEATED_FROM = 3  # occurrences
_WORD = re.compile("[a-z0-9]+")
_BOUNDARY = re.compile("(?<=[a-z])(?=[0-9])|(?<=[0-9])(?=[a-z])")
_NUMBER = re.compile(r"(?<![\d.])\d+(?:\.\d+)?%?")
_BASIS, _PRIME = 0x811C9DC5, 0x01000193
_MASK = 0xFFFFFFFF


@lru_cache(maxsize=100_000)
def hash_term(term: str) -> int:
    """The 32-bit hash of a term: FNV-1a over its code points, then the final mix of MurmurHash3."""
    value = _BASIS
    for char in term:
        value = (value ^ ord(char)) * _PRIME & _MASK
    value = (value ^ value >> 16) * 0x85EBCA6B & _MASK
    value = (value ^ value >> 13) * 0xC2B2AE35 & _MASK
    return value ^ value >> 16


def word_and_number_terms(folded: str) -> Iterator[str]:
    """The terms for the beginnings of words and for whole numbers in a folded text."""
    for word in _WORD.findall(folded):
        # Folding joins "GPT-4" to "gpt4", in which "4" begins a word all the same.
        for start in (0, *(match.start() for match in _BOUNDARY.finditer(word))):
            for end in range(start + 1, min(len(word), start + LONGEST_BEGINNING) + 1):
                yield BEGINNING + word[start:end]
    for number in _NUMBER.findall(folded):
        yield NUMBER + number


def hash_terms(blocks: Iterable[tuple[str, int]], extra_terms: Iterable[tuple[str, int]]) -> tuple[Hashes, Classes]:
    """The hashes of all terms of a page, ascending and without repetition, each with its highest class.

    `blocks` are folded texts with their classes, `extra_terms` are terms of other kinds with theirs.
    """
    blocks = list(blocks)
    text = "\n".join(block for block, _ in blocks)
    points = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    lengths = np.array([len(block) + 1 for block, _ in blocks], np.int64)
    classes = np.repeat(np.array([class_ for _, class_ in blocks], np.uint8), lengths)[: len(points)]
    visible = points > 0x20
    letter_or_digit = ((points >= 0x61) & (points <= 0x7A)) | ((points >= 0x30) & (points <= 0x39))
    first = (points ^ np.uint32(_BASIS)) * np.uint32(_PRIME)
    is_pair = visible[:-1] & visible[1:]
    second = (first[:-1] ^ points[1:]) * np.uint32(_PRIME)
    third = (second[:-1] ^ points[2:]) * np.uint32(_PRIME)
    # There are so few letters and digits that a pair of them selects almost nothing; three do.
    ascii_ = points < 0x80
    is_triple = is_pair[:-1] & visible[2:] & (ascii_[:-2] | ascii_[1:-1] | ascii_[2:])
    is_single = visible & ~letter_or_digit  # a single letter is looked up as the beginning of a word
    hashes: Hashes = np.concatenate([_mix(first[is_single]), _mix(second[is_pair]), _mix(third[is_triple])])
    of_hashes = np.concatenate([classes[is_single], classes[:-1][is_pair], classes[:-2][is_triple]])
    prefixed = [*_prefixed_terms(blocks), *((hash_term(term), class_) for term, class_ in extra_terms)]
    if prefixed:
        more = np.array(prefixed, np.uint32)
        hashes = np.concatenate([hashes, more[:, 0]])
        of_hashes = np.concatenate([of_hashes, more[:, 1].astype(np.uint8)])
    return _unique(hashes, of_hashes)


def _prefixed_terms(blocks: list[tuple[str, int]]) -> Iterator[tuple[int, int]]:
    """The hashes of the beginnings of words and of whole numbers, with their classes."""
    for class_ in {class_ for _, class_ in blocks}:
        text = "\n".join(block for block, of_block in blocks if of_block == class_)
        yield from ((hash_term(term), class_) for term in word_and_number_terms(text))


def _unique(hashes: Hashes, classes: Classes) -> tuple[Hashes, Classes]:
    combined = np.sort(hashes.astype(np.uint64) << np.uint64(8) | classes)
    if not len(combined):
        return hashes, classes
    sorted_hashes = (combined >> np.uint64(8)).astype(np.uint32)
    last_of_hash = np.flatnonzero(np.append(sorted_hashes[1:] != sorted_hashes[:-1], True))
    counts = np.diff(last_of_hash, prepend=-1)
    highest = (combined[last_of_hash] & np.uint64(0xFF)).astype(np.uint8)  # sorted, so the highest class comes last
    highest[(highest == IN_BODY) & (counts >= _REPEATED_FROM)] = REPEATED
    return sorted_hashes[last_of_hash], highest


def _mix(values: Hashes) -> Hashes:
    values = (values ^ values >> np.uint32(16)) * np.uint32(0x85EBCA6B)
    values = (values ^ values >> np.uint32(13)) * np.uint32(0xC2B2AE35)
    mixed: Hashes = values ^ values >> np.uint32(16)
    return mixed
