"""What a reader typed in, the words that a page must hold out. Any text is a query; finder.js reads it the same way."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from builder.search.fold import GAP, fold, tidy
from builder.search.hashed_terms import BEGINNING, INITIALS, NUMBER

LONGEST = 100  # characters; what is longer is cut, and readers are told
_AT_FIRST = 3  # terms of a word
_COMMON = frozenset("的了是在和与及也而但从对将为以被比向由于其这那一有不上下中后")  # tell little
_QUOTED = re.compile('"([^"]*)"|[\u201c\u201d]([^\u201c\u201d]*)[\u201c\u201d]|「([^」]*)」|『([^』]*)』')
_LETTERS = re.compile("[a-z0-9]+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")
_INITIALS = re.compile("[a-z]{3,40}")


@dataclass(frozen=True, kw_only=True)
class QueryWord:
    """A part of a query that must be found as it stands."""

    text: str  # folded
    exact: bool = False  # quoted: neither pinyin nor a name with gaps will do

    @property
    def terms(self) -> list[str]:
        """The terms that a page with it has: every two characters side by side, or three where one is ASCII."""
        text, found = self.text, []
        for at in range(len(text) - 1):
            pair, three = text[at : at + 2], text[at : at + 3]
            held = _is_three(three) or (at > 0 and _is_three(text[at - 1 : at + 2]))
            if _is_three(three):
                found.append(three)
            if min(pair) > " " and not (held and any(char.isascii() for char in pair)):
                found.append(pair)
        return found or [BEGINNING + one if _LETTERS.fullmatch(one) else one for one in text if one > " "]

    @property
    def first(self) -> list[str]:
        """Those of its terms that are asked for first, and by which pages are ranked."""
        some = _spread(self.terms, 2)
        telling = [term for term in some if not _COMMON.intersection(term)]
        return _few(telling if len(telling) > 1 else some)

    @property
    def better(self) -> list[str]:
        """Terms of pages where it is a whole number, or where a word begins so."""
        begins = [BEGINNING + self.text[:12]] if _LETTERS.fullmatch(self.text) else []
        return begins + ([NUMBER + self.text] if _NUMBER.fullmatch(self.text) else [])

    @property
    def initials(self) -> list[str]:
        """The terms of pages where it is the initials of a title or heading; empty where it cannot be."""
        if self.exact or not _INITIALS.fullmatch(self.text):
            return []
        return _few(_spread([INITIALS + self.text[at : at + 3] for at in range(len(self.text) - 2)], 3))


def _is_three(text: str) -> bool:
    return len(text) == 3 and min(text) > " " and any(char.isascii() for char in text)


def _spread(terms: list[str], step: int) -> list[str]:
    return [term for at, term in enumerate(terms) if at % step == 0 or at == len(terms) - 1]


def _few(terms: list[str]) -> list[str]:
    if len(terms) <= _AT_FIRST:
        return terms
    return [terms[at * (len(terms) - 1) // (_AT_FIRST - 1)] for at in range(_AT_FIRST)]


@dataclass(frozen=True, kw_only=True)
class SearchQuery:
    """A query, read."""

    words: tuple[QueryWord, ...] = ()
    cut: bool = False  # more was typed than is searched for
    filters: dict[str, str] = field(default_factory=dict)  # "s" series, "o" topic, "f" fund, "y" year


def parse_query(typed: str, **filters: str) -> SearchQuery:
    """A query from what was typed: blanks part words that must all be found, quotes hold a phrase together."""
    plain = unicodedata.normalize("NFC", "".join(one for one in typed if unicodedata.category(one) != "Cs"))
    plain = plain.replace(GAP, "")
    cut = len(plain) > LONGEST
    words, at = [], 0
    plain = plain[:LONGEST]
    for quoted in _QUOTED.finditer(plain):
        words += [QueryWord(text=fold(one)) for one in plain[at : quoted.start()].split()]
        words.append(QueryWord(text=fold(tidy(next(filter(None, quoted.groups()), ""))), exact=True))
        at = quoted.end()
    words += [QueryWord(text=fold(one)) for one in plain[at:].split()]
    kept = {word.text: word for word in words if word.text.strip()}
    return SearchQuery(
        words=tuple(kept.values()), cut=cut, filters={name: value for name, value in filters.items() if value}
    )
