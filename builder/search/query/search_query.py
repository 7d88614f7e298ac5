"""What a reader typed, as the words that a page must contain. Any text is a query; finder.js parses it in the same way."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from builder.search.fold import GAP, fold, tidy
from builder.search.hashed_terms import BEGINNING, INITIALS, LONGEST_BEGINNING, NUMBER

LONGEST = 100  # characters; a longer query is cut, and readers are told so
_LOOKUPS = 3  # terms of a word that are looked up
# Characters that occur on most pages, so that a term with one of them selects little.
_FREQUENT = frozenset("的了是在和与及也而但从对将为以被比向由于其这那一有不上下中后")
_QUOTED = re.compile('"([^"]*)"|[\u201c\u201d]([^\u201c\u201d]*)[\u201c\u201d]|「([^」]*)」|『([^』]*)』')
_LETTERS = re.compile("[a-z0-9]+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")
_INITIALS = re.compile("[a-z]{3,40}")


@dataclass(frozen=True, kw_only=True)
class QueryWord:
    """A part of a query that a page must contain literally."""

    text: str  # folded
    exact: bool = False  # quoted: it stands neither for pinyin nor for a name with gaps

    @property
    def terms(self) -> list[str]:
        """The terms of every page that contains it: each pair of neighbours, or three of which one is ASCII."""
        text, terms = self.text, []
        for start in range(len(text) - 1):
            pair, triple = text[start : start + 2], text[start : start + 3]
            in_triple = _is_triple(triple) or (start > 0 and _is_triple(text[start - 1 : start + 2]))
            if _is_triple(triple):
                terms.append(triple)
            if min(pair) > " " and not (in_triple and any(char.isascii() for char in pair)):
                terms.append(pair)
        return terms or [BEGINNING + char if _LETTERS.fullmatch(char) else char for char in text if char > " "]

    @property
    def lookup_terms(self) -> list[str]:
        """Those of its terms that are looked up first, and by which pages are ranked."""
        terms = _every(self.terms, 2)
        telling = [term for term in terms if not _FREQUENT.intersection(term)]
        return _sample(telling if len(telling) > 1 else terms)

    @property
    def boosting_terms(self) -> list[str]:
        """The terms of pages that rank higher, because there it is a whole number or the beginning of a word."""
        beginnings = [BEGINNING + self.text[:LONGEST_BEGINNING]] if _LETTERS.fullmatch(self.text) else []
        return beginnings + ([NUMBER + self.text] if _NUMBER.fullmatch(self.text) else [])

    @property
    def initial_terms(self) -> list[str]:
        """The terms of pages with a title or heading of these pinyin initials; empty where it cannot be initials."""
        if self.exact or not _INITIALS.fullmatch(self.text):
            return []
        return _sample(_every([INITIALS + self.text[start : start + 3] for start in range(len(self.text) - 2)], 3))


def _is_triple(text: str) -> bool:
    return len(text) == 3 and min(text) > " " and any(char.isascii() for char in text)


def _every(terms: list[str], step: int) -> list[str]:
    """The first of each `step` terms, and the last: together they still cover the whole word."""
    return [term for index, term in enumerate(terms) if index % step == 0 or index == len(terms) - 1]


def _sample(terms: list[str]) -> list[str]:
    if len(terms) <= _LOOKUPS:
        return terms
    return [terms[index * (len(terms) - 1) // (_LOOKUPS - 1)] for index in range(_LOOKUPS)]


@dataclass(frozen=True, kw_only=True)
class SearchQuery:
    """A parsed query."""

    words: tuple[QueryWord, ...] = ()
    cut: bool = False  # more was typed than is searched for
    filters: dict[str, str] = field(default_factory=dict)  # "s" column, "o" topic, "f" fund, "y" year


def parse_query(typed: str, **filters: str) -> SearchQuery:
    """A query from what was typed: blanks separate words that must all occur, quotes keep a phrase together."""
    text = unicodedata.normalize("NFC", "".join(char for char in typed if unicodedata.category(char) != "Cs"))
    text = text.replace(GAP, "")
    cut, text = len(text) > LONGEST, text[:LONGEST]
    words, start = [], 0
    for quoted in _QUOTED.finditer(text):
        words += [QueryWord(text=fold(word)) for word in text[start : quoted.start()].split()]
        words.append(QueryWord(text=fold(tidy(next(filter(None, quoted.groups()), ""))), exact=True))
        start = quoted.end()
    words += [QueryWord(text=fold(word)) for word in text[start:].split()]
    by_text = {word.text: word for word in words if word.text.strip()}
    return SearchQuery(
        words=tuple(by_text.values()), cut=cut, filters={name: value for name, value in filters.items() if value}
    )
