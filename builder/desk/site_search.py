"""Searches a built site from the command line: prints what its readers would find."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from builder.problem import Failed, Problem
from builder.search.fold import GAP
from builder.search.index.shards import BrokenIndexError
from builder.search.query.index_reader import IndexReader, SearchResults
from builder.search.query.search_query import SearchQuery, parse_query

_FILTERS = {"series": "s", "topic": "o", "fund": "f", "year": "y"}  # option -> keyword of `parse_query`


def search(site: Path, words: str, filters: Mapping[str, str], *, limit: int, style: str) -> Iterator[str]:
    """The lines that tell what readers of this site find, as text or, with the style "json", as one JSON object.

    `limit` is how many pages the text shows. Raises Failed if the index cannot be read.
    """
    query = parse_query(words, **{_FILTERS[name]: value for name, value in filters.items()})
    try:
        results = IndexReader(lambda path: _content(site / path)).find(query)
    except BrokenIndexError as error:
        message, hint = f"the search index cannot be read: {error}", "build the site, then search again"
        raise Failed([Problem(id="broken-index", path=site.name, message=message, hint=hint)]) from error
    yield from _json(results) if style == "json" else _text(query, results, limit)


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _text(query: SearchQuery, results: SearchResults, limit: int) -> Iterator[str]:
    if query.cut:
        yield "The query is too long; only its beginning was used."
    for fund in results.funds:
        yield f"{fund['c']}  {fund['n'][0]}  funds/{fund['c']}/"
    for page in results.pages[:limit]:
        excerpt = "".join(f"[{text}]" if is_match else text for text, is_match in page.excerpt).replace(GAP, "…")
        yield f"{page.date or '          '}  {page.title}  {page.url}\n            {excerpt}"
    more = f", {limit} of them shown" if len(results.pages) > limit else ""
    yield f"{len(results.funds)} funds, {len(results.pages)} pages{more}."


def _json(results: SearchResults) -> Iterator[str]:
    pages = [
        {
            "url": page.url,
            "title": page.title,
            "date": page.date,
            "series": page.column,
            "excerpt": "".join(text for text, _ in page.excerpt),
        }
        for page in results.pages
    ]
    funds = [{"code": fund["c"], "name": fund["n"][0], "url": f"funds/{fund['c']}/"} for fund in results.funds]
    yield json.dumps({"funds": funds, "pages": pages}, ensure_ascii=False, indent=1)
