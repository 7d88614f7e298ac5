"""The text file of an indexed page: its head, whether it matches a query, and an excerpt. Used by `index_reader`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from builder.search.fold import fold
from builder.search.index.page_words import BODY, TITLE
from builder.search.index.shards import BrokenIndexError
from builder.search.query.search_query import QueryWord

_BEFORE, _WIDTH = 24, 96  # characters of an excerpt before the first match, and in all


@dataclass(frozen=True)
class PageText:
    """A page's text file."""

    raw: str

    @cached_property
    def head(self) -> dict[str, Any]:
        """What lists show: u address, d date, s column, o topics, f funds, i initials. Raises BrokenIndexError."""
        try:
            head = json.loads(self.raw.partition("\n")[0])
        except ValueError as error:
            raise BrokenIndexError("a text is cut short") from error
        if not isinstance(head, dict) or not self.raw.endswith("\n"):
            raise BrokenIndexError("a text is cut short")
        return head

    @cached_property
    def lines(self) -> list[str]:
        """One line per block, with the kind of the block in front."""
        return self.raw.split("\n")[1:-1]

    @cached_property
    def title(self) -> str:
        """The page's title."""
        return next((line[1:] for line in self.lines if line[0] == TITLE), "")

    @cached_property
    def _folded(self) -> str:
        return fold("\n".join(line[1:] for line in self.lines))

    def matches(self, word: QueryWord, *, initials: bool) -> bool:
        """Whether the page contains the word or, with `initials`, has a title or heading of these initials."""
        if word.text in self._folded:
            return True
        if not initials or not word.initial_terms:
            return False
        return any(word.text in letters for letters in self.head.get("i", ()))

    def excerpt(self, words: Sequence[QueryWord]) -> list[tuple[str, bool]]:
        """The text around the first matches, in pieces, each with whether it is a match."""
        wanted = [word.text for word in words]
        best = max(self.lines, key=lambda line: (sum(word in fold(line[1:]) for word in wanted), line[0] == BODY))
        text = best[1:]
        spans = matched_spans(text, wanted)
        start = max(0, spans[0][0] - _BEFORE) if spans else 0
        end = min(len(text), start + _WIDTH)
        pieces = [("…", False)] if start else []
        position = start
        for first, last in spans:
            if first >= end:
                break
            pieces += [(text[position:first], False), (text[first : min(last, end)], True)]
            position = min(last, end)
        pieces += [(text[position:end], False), ("…" if end < len(text) else "", False)]
        return [piece for piece in pieces if piece[0]]


def matched_spans(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where these folded words occur in a text, as start and end, in order and without overlap."""
    folded, positions = fold_with_positions(text)
    matches = []
    for word in words:
        start = folded.find(word)
        while start >= 0 and word:
            matches.append((positions[start], positions[start + len(word) - 1] + 1))
            start = folded.find(word, start + len(word))
    spans: list[tuple[int, int]] = []
    for first, last in sorted(matches):
        if spans and first <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(last, spans[-1][1]))
        else:
            spans.append((first, last))
    return spans


def fold_with_positions(text: str) -> tuple[str, list[int]]:
    """A text, folded, and for each folded character the position in the text that it comes from."""
    chars, sources = [], []
    for position, char in enumerate(text):
        for part in fold(char):
            chars.append(part)
            sources.append(position)
    folded = fold(text)
    positions, index = [], 0
    for char in folded:  # `fold` of the whole text leaves out some of the blanks
        while chars[index] != char:
            index += 1
        positions.append(sources[index])
        index += 1
    return folded, positions
