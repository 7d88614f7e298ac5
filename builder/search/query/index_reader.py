"""The index's files and a query in, funds and pages out, as a browser finds them with finder.js."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from builder.search.hashed_terms import hashed
from builder.search.index.postings import label
from builder.search.index.shards import BrokenIndexError, check, decoded
from builder.search.query.excerpt import PageText
from builder.search.query.fund_match import score, wanted
from builder.search.query.query import QueryWord, SearchQuery

_WEIGHT = (1, 2, 4, 8)  # by class
_HALF_LIFE = 24  # months
_UNDATED = 48  # a page without a date counts as so old
_TINY = 1e-9  # weight of a page that no word asks for, so that the newest come first
_RECORDS = 24  # fund records looked into
FORMAT = 1


@dataclass(frozen=True, kw_only=True)
class SearchHit:
    """A page that holds the query."""

    url: str
    title: str
    date: str
    series: str
    excerpt: tuple[tuple[str, bool], ...]  # text, and whether it was asked for


@dataclass(frozen=True, kw_only=True)
class SearchResults:
    """What a query finds, the best first."""

    funds: tuple[Mapping[str, Any], ...] = ()  # records
    pages: tuple[SearchHit, ...] = ()


class IndexReader:
    """Searches the index that `read` gives the files of, by their path from the site's root.

    Raises Torn where a file is missing, cut short or of another build.
    """

    def __init__(self, read: Callable[[str], bytes | None]) -> None:
        self._open = read

    def find(self, query: SearchQuery) -> SearchResults:
        """Everything that the query finds."""
        if not query.words and not query.filters:
            return SearchResults()
        return SearchResults(funds=tuple(self._funds(query)) if query.words else (), pages=tuple(self._pages(query)))

    @cached_property
    def _manifest(self) -> dict[str, Any]:
        try:
            value = json.loads(self._read("search/index.json"))
        except ValueError as error:
            raise BrokenIndexError("search/index.json is cut short") from error
        if not isinstance(value, dict) or value.get("format") != FORMAT:
            raise BrokenIndexError("search/index.json is of another version")
        return value

    def _read(self, path: str) -> bytes:
        content = self._open(path)
        if content is None:
            raise BrokenIndexError(f"{path} is missing")
        return content

    # ------------------------------------------------------------------------------------------------------------ pages

    def _pages(self, query: SearchQuery) -> list[SearchHit]:
        """Pages that hold the query; where there are none, those with titles or headings of these initials."""
        found = list(self._holding(query, initials=False))
        return found or list(self._holding(query, initials=any(word.initials for word in query.words)))

    def _holding(self, query: SearchQuery, *, initials: bool) -> Iterable[SearchHit]:
        for _, place in sorted(self._candidates(query, initials=initials), reverse=True):
            text = PageText(self._read(place).decode("utf-8", "replace"))
            head = text.head  # first of all: it tells whether the text is whole
            if all(text.holds(word, initials=initials) for word in query.words) and _passes(head, query.filters):
                excerpt = tuple(text.excerpt(query.words))
                yield SearchHit(
                    url=head["u"], title=text.title, date=head.get("d", ""), series=head.get("s", ""), excerpt=excerpt
                )

    def _candidates(self, query: SearchQuery, *, initials: bool) -> list[tuple[tuple[float, int], str]]:
        """Documents that have the query's terms: the rank of each, and its text file."""
        found, base = [], 0
        newest = _number(self._manifest["segments"][-1]["months"][-1][0]) if self._manifest["segments"] else 0
        for segment in self._manifest["segments"]:
            count = sum(months[1] for months in segment["months"])
            ranks = self._ranks(segment, count, query, initials=initials)
            at = 0
            for month, size, _ in segment["months"]:
                age = newest - _number(month) if month != "0000-00" else _UNDATED
                if query.filters.get("y", month[:4]) == month[:4]:
                    for number in range(size):
                        if at + number in ranks:
                            rank = ((ranks[at + number] + _TINY) * 0.5 ** (age / _HALF_LIFE), base + at + number)
                            found.append((rank, f"search/text/{month}/{number}.txt"))
                at += size
            base += count
        return found

    def _ranks(self, segment: Mapping[str, Any], count: int, query: SearchQuery, *, initials: bool) -> dict[int, float]:
        labels = [label(name, value) for name, value in query.filters.items() if name != "y"]
        names = {one for word in query.words for one in (*word.terms, *word.better, *word.initials)} | set(labels)
        lists = self._lists(segment["name"], segment["bits"], segment["check"], names, count)
        weights = dict.fromkeys(range(count), 0.0) if not query.words else {}
        for number, word in enumerate(query.words):
            ranked = _weighed(word, lists, initials=initials)
            weights = {
                one: weights.get(one, 0) + weight / len(query.words)
                for one, weight in ranked.items()
                if not number or one in weights
            }
        for one in labels:
            allowed = lists.get(one, {})
            weights = {document: weight for document, weight in weights.items() if document in allowed}
        return weights

    def _lists(
        self, segment: str, bits: int, checked: int, terms: Iterable[str], documents: int
    ) -> dict[str, dict[int, int]]:
        """For each term its documents with their classes."""
        wanted_of: dict[int, dict[int, str]] = {}
        for term in terms:
            name = hashed(term)
            wanted_of.setdefault(name >> (32 - bits), {})[name] = term
        found: dict[str, dict[int, int]] = {}
        sums = self._read(f"search/{segment}/sums.bin")
        if check(sums) != checked or len(sums) != 2 << bits:
            raise BrokenIndexError(f"search/{segment}/sums.bin is of another build")
        for number, names in wanted_of.items():
            expected = int.from_bytes(sums[number * 2 : number * 2 + 2], "little")
            if not expected:
                continue
            path = f"search/{segment}/{number:x}.bin"
            content = self._read(path)
            if check(content) != expected:
                raise BrokenIndexError(f"{path} is damaged or of another build")
            for name, places in decoded(content, number, set(names), documents).items():
                found[names[name]] = dict(places)
        return found

    # ------------------------------------------------------------------------------------------------------------ funds

    def _funds(self, query: SearchQuery) -> list[Mapping[str, Any]]:
        about = self._manifest.get("funds")
        if not about:
            return []
        sets = [(number, *one) for number, word in enumerate(query.words) for one in wanted(word)]
        terms = {term for _, names, _ in sets for term in names}
        lists = self._lists("funds", about["bits"], about["check"], terms, about["count"])
        best: list[dict[int, float]] = [{} for _ in query.words]
        for number, names, least in sets:
            counts = Counter(document for name in names for document in lists.get(name, ()))
            for document, count in counts.items():
                if count >= least:
                    best[number][document] = max(best[number].get(document, 0), count / len(names))
        common = set(best[0]).intersection(*best[1:])
        ordered = sorted(common, key=lambda one: (-sum(part[one] for part in best), one))[:_RECORDS]
        scored = [(score(query.words, record), record) for record in self._records(ordered, about["together"])]
        return [record for value, record in sorted(scored, key=lambda one: -one[0]) if value]

    def _records(self, numbers: Sequence[int], together: int) -> Iterable[Mapping[str, Any]]:
        files: dict[int, list[str]] = {}
        for number in numbers:
            file = number // together
            if file not in files:
                files[file] = self._read(f"search/funds/{file}.jsonl").decode("utf-8", "replace").splitlines()
            try:
                yield json.loads(files[file][number % together])
            except (ValueError, IndexError) as error:
                raise BrokenIndexError(f"search/funds/{file}.jsonl is cut short") from error


def _weighed(word: QueryWord, lists: Mapping[str, dict[int, int]], *, initials: bool) -> dict[int, float]:
    """Documents that have the word's first terms, or where asked for its initials, by weight."""
    weights = {one: _WEIGHT[kind] / 2 for one, kind in _holding(word.initials, lists).items()} if initials else {}
    held = _holding(word.terms, lists)
    weights |= {one: float(_WEIGHT[kind]) for one, kind in _holding(word.first, lists).items() if one in held}
    for name in word.better:
        for document, kind in lists.get(name, {}).items():
            if document in held:
                weights[document] = max(weights[document], _WEIGHT[kind]) * 1.5
    return weights


def _holding(terms: Sequence[str], lists: Mapping[str, dict[int, int]]) -> dict[int, int]:
    """Documents that have all these terms, with the lowest class."""
    every = [lists.get(name, {}) for name in terms]
    shortest = min(every, key=len, default={})
    return {one: min(part[one] for part in every) for one in shortest if all(one in part for part in every)}


def _passes(head: Mapping[str, Any], filters: Mapping[str, str]) -> bool:
    return all(
        value == head.get("s")
        if name == "s"
        else value in head.get(name, ())
        if name in ("o", "f")
        else head.get("d", "").startswith(value)
        for name, value in filters.items()
    )


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7])
