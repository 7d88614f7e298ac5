"""How well a query names a fund: which terms to look up, and a score for each record. Used by `index_reader`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from builder.search.fold import fold
from builder.search.hashed_terms import CODE, INITIALS, NAME, PINYIN
from builder.search.query.search_query import QueryWord

_CLASS_LETTER = re.compile(r"[a-z](?:类|份额|类份额)?\Z")
_MOST_PIECES = 3  # a name may be typed with two gaps
_LATIN = re.compile("[a-z0-9]+")


def fund_lookups(word: QueryWord) -> list[tuple[list[str], int]]:
    """Sets of terms to look up. A fund that the word may name has at least so many terms of one of the sets."""
    text, pairs = word.text, word.terms
    lookups = [([NAME + text], 1), (pairs, len(pairs) if word.exact else _most(pairs, 2))]
    if _LATIN.fullmatch(text) and not word.exact:
        if len(text) > 2:
            lookups.append(([CODE + text], 1))
        if text.isalpha() and len(text) > 1:
            initials = [INITIALS + text[start : start + 2] for start in range(len(text) - 1)]
            pinyin = [PINYIN + text[start : start + 3] for start in range(len(text) - 2)]
            lookups += [(initials, _most(initials, 2)), (pinyin, _most(pinyin, 4))]
    return [(terms, least) for terms, least in lookups if terms]


def _most(terms: Sequence[str], missing: int) -> int:
    """How many of the terms there must be when up to `missing` may be missing, but not the greater half."""
    return max((len(terms) + 1) // 2, len(terms) - missing)


def score(words: Sequence[QueryWord], record: Mapping[str, Any]) -> int:
    """How well all these words name the fund of a record, from 0 (not at all) to 100 (its code)."""
    return min((_score_word(word, record) for word in words), default=0)


def _score_word(word: QueryWord, record: Mapping[str, Any]) -> int:
    text, code = word.text, fold(record["c"])
    names = [fold(name) for name in record["n"]]
    others = [fold(other) for other in record["x"]]
    if text == code:
        return 100
    if text in names or text in [_CLASS_LETTER.sub("", name) for name in names]:
        return 95
    scores = [80 if code.startswith(text) else 60 if text in code and len(text) > 1 else 0]
    scores += [75 if name.startswith(text) else 70 if text in name else 0 for name in names]
    scores += [45 for other in others if text in other]
    if not word.exact:
        if text.isascii() and text.isalpha() and len(text) > 1:
            scores += [
                72
                if text == initials
                else 68
                if initials.startswith(text)
                else 55
                if text in initials
                else 40 * holds_pieces(text, initials)
                for initials in record["i"]
            ]
            pinyin = record["p"]
            scores.append(66 if pinyin.startswith(text) else 52 if text in pinyin else 38 * holds_pieces(text, pinyin))
        scores += [50 * holds_pieces(text, name) for name in names]
        scores.append(30 * holds_pieces(text, "\n".join([*names[:1], *others])))
    return max(scores)


def holds_pieces(word: str, text: str) -> bool:
    """Whether a word of four or more characters occurs in a text with at most two gaps, in pieces of two or more."""
    return len(word) > 3 and _holds(word, text, _MOST_PIECES)


def _holds(word: str, text: str, most_pieces: int) -> bool:
    if not word:
        return True
    if not most_pieces:
        return False
    for length in range(len(word), min(2, len(word)) - 1, -1):
        start = text.find(word[:length])
        if start >= 0 and _holds(word[length:], text[start + length :], most_pieces - 1):
            return True
    return False
