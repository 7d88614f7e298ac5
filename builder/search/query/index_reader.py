"""Reads the search index of a built site and answers queries, with the results of finder.js. Used by `briefings search`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from builder.search.hashed_terms import hash_term
from builder.search.index.page_terms import filter_term
from builder.search.index.shards import BrokenIndexError, checksum, decode_shard
from builder.search.query.fund_match import fund_lookups, score
from builder.search.query.page_text import PageText
from builder.search.query.search_query import QueryWord, SearchQuery

_WEIGHT = (1, 2, 4, 8)  # by class
_HALF_LIFE = 24  # months after which a page weighs half
_UNDATED = 48  # months: the age of a page without a date
_UNASKED = 1e-9  # weight of a page where no word is asked for, so that the newest come first
_MOST_RECORDS = 24  # fund records that are read
FORMAT = 1


@dataclass(frozen=True, kw_only=True)
class SearchHit:
    """A page that matches the query."""

    url: str
    title: str
    date: str
    column: str
    excerpt: tuple[tuple[str, bool], ...]  # text, and whether it is a match


@dataclass(frozen=True, kw_only=True)
class SearchResults:
    """All that a query finds, the best first."""

    funds: tuple[Mapping[str, Any], ...] = ()  # records
    pages: tuple[SearchHit, ...] = ()


class IndexReader:
    """Searches an index. `read` gives the content of a file by its site path, None where there is none.

    Raises BrokenIndexError where a file is missing, damaged or of another build.
    """

    def __init__(self, read: Callable[[str], bytes | None]) -> None:
        self._read_file = read

    def find(self, query: SearchQuery) -> SearchResults:
        """All funds and pages that match the query."""
        if not query.words and not query.filters:
            return SearchResults()
        funds = self._find_funds(query) if query.words else ()
        return SearchResults(funds=tuple(funds), pages=tuple(self._find_pages(query)))

    @cached_property
    def _manifest(self) -> dict[str, Any]:
        try:
            manifest = json.loads(self._read("search/index.json"))
        except ValueError as error:
            raise BrokenIndexError("search/index.json is cut short") from error
        if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
            raise BrokenIndexError("search/index.json is of another version")
        return manifest

    def _read(self, path: str) -> bytes:
        content = self._read_file(path)
        if content is None:
            raise BrokenIndexError(f"{path} is missing")
        return content

    # ------------------------------------------------------------------------------------------------------------ pages

    def _find_pages(self, query: SearchQuery) -> list[SearchHit]:
        """Pages that contain the words; where there are none, those with titles or headings of these initials."""
        hits = list(self._hits(query, initials=False))
        return hits or list(self._hits(query, initials=any(word.initial_terms for word in query.words)))

    def _hits(self, query: SearchQuery, *, initials: bool) -> Iterable[SearchHit]:
        for _, path in sorted(self._candidates(query, initials=initials), reverse=True):
            text = PageText(self._read(path).decode("utf-8", "replace"))
            head = text.head  # read first, since it raises where the text is cut short
            if all(text.matches(word, initials=initials) for word in query.words) and _passes(head, query.filters):
                yield SearchHit(
                    url=head["u"],
                    title=text.title,
                    date=head.get("d", ""),
                    column=head.get("s", ""),
                    excerpt=tuple(text.excerpt(query.words)),
                )

    def _candidates(self, query: SearchQuery, *, initials: bool) -> list[tuple[tuple[float, int], str]]:
        """The pages with the terms of the query: the rank of each, and the path of its text file."""
        candidates, earlier = [], 0  # pages of earlier segments
        segments = self._manifest["segments"]
        newest = _month_number(segments[-1]["months"][-1][0]) if segments else 0
        for segment in segments:
            pages = sum(count for _, count, _ in segment["months"])
            weights = self._weights(segment, pages, query, initials=initials)
            first = 0
            for month, count, _ in segment["months"]:
                age = newest - _month_number(month) if month != "0000-00" else _UNDATED
                if query.filters.get("y", month[:4]) == month[:4]:
                    for number in range(count):
                        page = first + number
                        if page in weights:
                            weight = (weights[page] + _UNASKED) * 0.5 ** (age / _HALF_LIFE)
                            candidates.append(((weight, earlier + page), f"search/text/{month}/{number}.txt"))
                first += count
            earlier += pages
        return candidates

    def _weights(
        self, segment: Mapping[str, Any], pages: int, query: SearchQuery, *, initials: bool
    ) -> dict[int, float]:
        """The pages of a segment with the terms of all words and filters, by weight."""
        filters = [filter_term(name, value) for name, value in query.filters.items() if name != "y"]
        terms = set(filters)
        for word in query.words:
            terms.update(word.terms, word.boosting_terms, word.initial_terms)
        postings = self._postings(segment["name"], segment["bits"], segment["check"], terms, pages)
        weights = dict.fromkeys(range(pages), 0.0) if not query.words else {}
        for number, word in enumerate(query.words):
            weights = {
                page: weights.get(page, 0) + weight / len(query.words)
                for page, weight in _weights_of_word(word, postings, initials=initials).items()
                if not number or page in weights
            }
        for term in filters:
            allowed = postings.get(term, {})
            weights = {page: weight for page, weight in weights.items() if page in allowed}
        return weights

    def _postings(
        self, segment: str, bits: int, check: int, terms: Iterable[str], pages: int
    ) -> dict[str, dict[int, int]]:
        """For each term of a segment the pages that have it, with its class there."""
        terms_of_shard: dict[int, dict[int, str]] = {}  # shard -> hash -> term
        for term in terms:
            hash_ = hash_term(term)
            terms_of_shard.setdefault(hash_ >> (32 - bits), {})[hash_] = term
        checks = self._read(f"search/{segment}/sums.bin")
        if checksum(checks) != check or len(checks) != 2 << bits:
            raise BrokenIndexError(f"search/{segment}/sums.bin is of another build")
        postings: dict[str, dict[int, int]] = {}
        for shard, by_hash in terms_of_shard.items():
            expected = int.from_bytes(checks[shard * 2 : shard * 2 + 2], "little")
            if not expected:
                continue
            path = f"search/{segment}/{shard:x}.bin"
            content = self._read(path)
            if checksum(content) != expected:
                raise BrokenIndexError(f"{path} is damaged or of another build")
            for hash_, classes in decode_shard(content, shard, set(by_hash), pages).items():
                postings[by_hash[hash_]] = dict(classes)
        return postings

    # ------------------------------------------------------------------------------------------------------------ funds

    def _find_funds(self, query: SearchQuery) -> list[Mapping[str, Any]]:
        manifest = self._manifest.get("funds")
        if not manifest:
            return []
        lookups = [(number, *lookup) for number, word in enumerate(query.words) for lookup in fund_lookups(word)]
        all_terms = {term for _, terms, _ in lookups for term in terms}
        postings = self._postings("funds", manifest["bits"], manifest["check"], all_terms, manifest["count"])
        shares: list[dict[int, float]] = [{} for _ in query.words]  # of each word: fund -> its best share of terms
        for number, terms, least in lookups:
            counts = Counter(fund for term in terms for fund in postings.get(term, ()))
            for fund, count in counts.items():
                if count >= least:
                    shares[number][fund] = max(shares[number].get(fund, 0), count / len(terms))
        of_all_words = set(shares[0]).intersection(*shares[1:])
        best = sorted(of_all_words, key=lambda fund: (-sum(share[fund] for share in shares), fund))[:_MOST_RECORDS]
        scored = [(score(query.words, record), record) for record in self._records(best, manifest["together"])]
        return [record for value, record in sorted(scored, key=lambda pair: -pair[0]) if value]

    def _records(self, funds: Sequence[int], per_file: int) -> Iterable[Mapping[str, Any]]:
        files: dict[int, list[str]] = {}
        for fund in funds:
            file = fund // per_file
            if file not in files:
                files[file] = self._read(f"search/funds/{file}.jsonl").decode("utf-8", "replace").splitlines()
            try:
                yield json.loads(files[file][fund % per_file])
            except (ValueError, IndexError) as error:
                raise BrokenIndexError(f"search/funds/{file}.jsonl is cut short") from error


def _weights_of_word(word: QueryWord, postings: Mapping[str, dict[int, int]], *, initials: bool) -> dict[int, float]:
    """The pages with the terms of a word or, with `initials`, with those of its initials, by weight."""
    weights: dict[int, float] = {}
    if initials:
        weights = {page: _WEIGHT[class_] / 2 for page, class_ in _common(word.initial_terms, postings).items()}
    with_all_terms = _common(word.terms, postings)
    for page, class_ in _common(word.lookup_terms, postings).items():
        if page in with_all_terms:
            weights[page] = float(_WEIGHT[class_])
    for term in word.boosting_terms:
        for page, class_ in postings.get(term, {}).items():
            if page in with_all_terms:
                weights[page] = max(weights[page], _WEIGHT[class_]) * 1.5
    return weights


def _common(terms: Sequence[str], postings: Mapping[str, dict[int, int]]) -> dict[int, int]:
    """The pages that have all these terms, each with the lowest of its classes."""
    of_terms = [postings.get(term, {}) for term in terms]
    shortest = min(of_terms, key=len, default={})
    return {
        page: min(classes[page] for classes in of_terms)
        for page in shortest
        if all(page in classes for classes in of_terms)
    }


def _passes(head: Mapping[str, Any], filters: Mapping[str, str]) -> bool:
    return all(
        value == head.get("s")
        if name == "s"
        else value in head.get(name, ())
        if name in ("o", "f")
        else head.get("d", "").startswith(value)
        for name, value in filters.items()
    )


def _month_number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7])
