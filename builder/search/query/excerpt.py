"""A page's text file in; its head, whether it holds a query, and the words around what was found out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from builder.search.fold import fold
from builder.search.index.page_words import BODY, TITLE
from builder.search.index.shards import BrokenIndexError
from builder.search.query.query import QueryWord

_BEFORE, _WIDTH = 24, 96  # characters


@dataclass(frozen=True)
class PageText:
    """A page as its text file has it."""

    raw: str

    @cached_property
    def head(self) -> dict[str, Any]:
        """What lists show of it: u address, d date, s series, o topics, f funds, i initials. Raises Torn."""
        try:
            value = json.loads(self.raw.partition("\n")[0])
        except ValueError as error:
            raise BrokenIndexError("a text is cut short") from error
        if not isinstance(value, dict) or not self.raw.endswith("\n"):
            raise BrokenIndexError("a text is cut short")
        return value

    @cached_property
    def lines(self) -> list[str]:
        """Its blocks, each with its kind in front."""
        return self.raw.split("\n")[1:-1]

    @cached_property
    def title(self) -> str:
        """Its title."""
        return next((line[1:] for line in self.lines if line[0] == TITLE), "")

    @cached_property
    def _folded(self) -> str:
        return fold("\n".join(line[1:] for line in self.lines))

    def holds(self, word: QueryWord, *, initials: bool) -> bool:
        """Whether it holds the word, or, where asked for, a title or heading of these initials."""
        spelt = initials and word.initials
        return word.text in self._folded or (bool(spelt) and any(word.text in one for one in self.head.get("i", ())))

    def excerpt(self, words: Sequence[QueryWord]) -> list[tuple[str, bool]]:
        """Text around the first finds, in pieces, each with whether it was asked for."""
        wanted = [word.text for word in words]
        best = max(self.lines, key=lambda line: (sum(one in fold(line[1:]) for one in wanted), line[0] == BODY))
        line = best[1:]
        spans = found(line, wanted)
        start = max(0, spans[0][0] - _BEFORE) if spans else 0
        end = min(len(line), start + _WIDTH)
        pieces = [("…", False)] if start else []
        at = start
        for first, last in spans:
            if first >= end:
                break
            pieces += [(line[at:first], False), (line[first : min(last, end)], True)]
            at = min(last, end)
        pieces += [(line[at:end], False), ("…" if end < len(line) else "", False)]
        return [piece for piece in pieces if piece[0]]


def found(text: str, wanted: Sequence[str]) -> list[tuple[int, int]]:
    """Where these folded words stand in a text, in order, without overlap."""
    folded, places = mapped(text)
    spans = []
    for one in wanted:
        at = folded.find(one)
        while at >= 0 and one:
            spans.append((places[at], places[at + len(one) - 1] + 1))
            at = folded.find(one, at + len(one))
    joined: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def mapped(text: str) -> tuple[str, list[int]]:
    """A text folded, and for each character of that the place in the text that it came from."""
    chars, places = [], []
    for at, char in enumerate(text):
        for one in fold(char):
            chars.append(one)
            places.append(at)
    folded = fold(text)
    kept, at = [], 0
    for one in folded:  # blanks that `fold` leaves out
        while chars[at] != one:
            at += 1
        kept.append(places[at])
        at += 1
    return folded, kept
