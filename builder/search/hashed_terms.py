"""Words in, the terms by which they are looked up out, each as a 32-bit hash; finder.js computes the same.

A term is a character, two that stand side by side, three of which one at least is ASCII, or a marked word: see the
constants. Hashes may collide: what a term finds is held against the page's own text before it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint32]
Classes = npt.NDArray[np.uint8]

# First characters of terms that are no plain text: a control character is in no folded text.
BEGINNING = "\x02"  # of a word in letters and digits, e.g. "\x02sor" for Sora
INITIALS = "\x03"  # three first letters of syllables that follow each other in a title or heading; of a fund's name two
NUMBER = "\x04"  # a whole number, e.g. "\x047%"
LABELLED = "\x05"  # a filter, e.g. "\x05s热点追踪": s series, o topic, f fund
CODE = "\x06"  # three or more characters of a fund's code
PINYIN = "\x07"  # three letters of a fund's name in full pinyin
NAME = "\x08"  # a fund's whole name
# How much a place counts.
IN_BODY, REPEATED, IN_HEADING, IN_TITLE = 0, 1, 2, 3
LONGEST = 12  # characters of a word's beginning
_OFTEN = 3  # so often is repeated
_TOKEN = re.compile("[a-z0-9]+")
_NUMBER = re.compile(r"(?<![\d.])\d+(?:\.\d+)?%?")
_BASIS, _PRIME = 0x811C9DC5, 0x01000193
_MASK = 0xFFFFFFFF


@lru_cache(maxsize=100_000)
def hashed(term: str) -> int:
    """A term's 32-bit name: FNV-1a over code points, mixed as MurmurHash3 does at its end."""
    value = _BASIS
    for char in term:
        value = (value ^ ord(char)) * _PRIME & _MASK
    value = (value ^ value >> 16) * 0x85EBCA6B & _MASK
    value = (value ^ value >> 13) * 0xC2B2AE35 & _MASK
    return value ^ value >> 16


def marked(folded: str) -> Iterator[str]:
    """The terms of folded text that say where a word begins and what a number is."""
    for token in _TOKEN.findall(folded):
        for end in range(1, min(len(token), LONGEST) + 1):
            yield BEGINNING + token[:end]
    for number in _NUMBER.findall(folded):
        yield NUMBER + number


def postings(lines: Iterable[tuple[str, int]], more: Iterable[tuple[str, int]]) -> tuple[Hashes, Classes]:
    """The terms of a page, ascending and each once, with the highest class that each has.

    `lines` are folded blocks with their class, `more` are terms of other kinds with theirs.
    """
    given = list(lines)
    text = "\n".join(line for line, _ in given)
    points = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    classes = np.repeat(
        np.array([one for _, one in given], np.uint8), np.array([len(line) + 1 for line, _ in given], np.int64)
    )[: len(points)]
    solid = points > 0x20
    letter = ((points >= 0x61) & (points <= 0x7A)) | ((points >= 0x30) & (points <= 0x39))
    first = (points ^ np.uint32(_BASIS)) * np.uint32(_PRIME)
    paired = solid[:-1] & solid[1:]
    second = (first[:-1] ^ points[1:]) * np.uint32(_PRIME)
    third = (second[:-1] ^ points[2:]) * np.uint32(_PRIME)
    # Letters and digits are few, so that three together tell what two do not.
    plain = points < 0x80
    threes = paired[:-1] & solid[2:] & (plain[:-2] | plain[1:-1] | plain[2:])
    alone = solid & ~letter  # a single letter is looked up as a word's beginning
    hashes: Hashes = np.concatenate([_mixed(first[alone]), _mixed(second[paired]), _mixed(third[threes])])
    kinds = np.concatenate([classes[alone], classes[:-1][paired], classes[:-2][threes]])
    said = {kind: "\n".join(line for line, at in given if at == kind) for kind in {at for _, at in given}}
    others = [(hashed(term), kind) for kind, of_kind in said.items() for term in marked(of_kind)]
    others += [(hashed(term), kind) for term, kind in more]
    if others:
        extra = np.array(others, np.uint32)
        hashes = np.concatenate([hashes, extra[:, 0]])
        kinds = np.concatenate([kinds, extra[:, 1].astype(np.uint8)])
    return _once(hashes, kinds)


def _once(hashes: Hashes, kinds: Classes) -> tuple[Hashes, Classes]:
    order = np.sort(hashes.astype(np.uint64) << np.uint64(8) | kinds)
    if not len(order):
        return hashes, kinds
    ordered = (order >> np.uint64(8)).astype(np.uint32)
    last = np.append(ordered[1:] != ordered[:-1], True)
    ends = np.flatnonzero(last)
    counts = np.diff(ends, prepend=-1)
    found = (order[ends] & np.uint64(0xFF)).astype(np.uint8)  # the highest class stands last
    found[(found == IN_BODY) & (counts >= _OFTEN)] = REPEATED
    return ordered[ends], found


def _mixed(value: Hashes) -> Hashes:
    value = (value ^ value >> np.uint32(16)) * np.uint32(0x85EBCA6B)
    value = (value ^ value >> np.uint32(13)) * np.uint32(0xC2B2AE35)
    made: Hashes = value ^ value >> np.uint32(16)
    return made
