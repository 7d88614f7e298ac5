"""A word and a fund's record in, how well the one names the other out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from builder.search.fold import fold
from builder.search.hashed_terms import CODE, INITIALS, NAME, PINYIN
from builder.search.query.query import QueryWord

_CLASS_LETTER = re.compile(r"[a-z](?:类|份额|类份额)?\Z")
_PIECES = 3  # a name may be typed with two things left out
_LATIN = re.compile("[a-z0-9]+")


def wanted(word: QueryWord) -> list[tuple[list[str], int]]:
    """Sets of terms, each with how many of them a fund that the word may name has."""
    text = word.text
    sets = [([NAME + text], 1)]
    pairs = word.terms
    sets.append((pairs, len(pairs) if word.exact else max((len(pairs) + 1) // 2, len(pairs) - 2)))
    if _LATIN.fullmatch(text) and not word.exact:
        if len(text) > 2:
            sets.append(([CODE + text], 1))
        if text.isalpha() and len(text) > 1:
            twos = [INITIALS + text[at : at + 2] for at in range(len(text) - 1)]
            threes = [PINYIN + text[at : at + 3] for at in range(len(text) - 2)]
            sets.append((twos, max((len(twos) + 1) // 2, len(twos) - 2)))
            sets.append((threes, max((len(threes) + 1) // 2, len(threes) - 4)))
    return [one for one in sets if one[0]]


def score(words: Sequence[QueryWord], record: Mapping[str, Any]) -> int:
    """How well all these words name a fund: 0 not at all, 100 by its code."""
    return min((_score(word, record) for word in words), default=0)


def _score(word: QueryWord, record: Mapping[str, Any]) -> int:
    text, code = word.text, fold(record["c"])
    names = [fold(name) for name in record["n"]]
    others = [fold(one) for one in record["x"]]
    if text == code:
        return 100
    if text in names or text in [_CLASS_LETTER.sub("", name) for name in names]:
        return 95
    best = [80 if code.startswith(text) else 60 if text in code and len(text) > 1 else 0]
    best += [75 if name.startswith(text) else 70 if text in name else 0 for name in names]
    best += [45 for one in others if text in one]
    if not word.exact:
        letters, whole = record["i"], record["p"]
        if text.isascii() and text.isalpha() and len(text) > 1:
            best += [
                72 if text == one else 68 if one.startswith(text) else 55 if text in one else 40 * spread(text, one)
                for one in letters
            ]
            best.append(66 if whole.startswith(text) else 52 if text in whole else 38 * spread(text, whole))
        best += [50 * spread(text, name) for name in names]
        best.append(30 * spread(text, "\n".join([*names[:1], *others])))
    return max(best)


def spread(word: str, text: str) -> bool:
    """Whether a text holds a word of four or more characters with at most two things between its pieces of two or more."""
    return len(word) > 3 and _pieces(word, text, _PIECES)


def _pieces(word: str, text: str, left: int) -> bool:
    if not word:
        return True
    if not left:
        return False
    for end in range(len(word), min(2, len(word)) - 1, -1):
        at = text.find(word[:end])
        if at >= 0 and _pieces(word[end:], text[at + end :], left - 1):
            return True
    return False
