"""A site's folder and a query in, the lines that tell what it finds out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from builder.problem import Failed, Problem
from builder.search.fold import GAP
from builder.search.index.shards import BrokenIndexError
from builder.search.query.index_reader import IndexReader, SearchResults
from builder.search.query.search_query import SearchQuery, parse_query

_FILTERS = {"series": "s", "topic": "o", "fund": "f", "year": "y"}


def search(site: Path, typed: str, filters: Mapping[str, str], *, limit: int, style: str) -> Iterator[str]:
    """What readers of the built site find, as text or as one JSON object. Raises Failed where the index cannot be read."""
    query = parse_query(typed, **{_FILTERS[name]: value for name, value in filters.items()})
    try:
        found = IndexReader(lambda path: _content(site / path)).find(query)
    except BrokenIndexError as torn:
        hint = "build the site, then search again"
        problem = Problem(
            id="broken-index", path=site.name, message=f"the search index cannot be read: {torn}", hint=hint
        )
        raise Failed([problem]) from torn
    yield from _json(found) if style == "json" else _text(query, found, limit)


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _text(query: SearchQuery, found: SearchResults, limit: int) -> Iterator[str]:
    if query.cut:
        yield "The query is long: only its beginning was searched for."
    for fund in found.funds:
        yield f"{fund['c']}  {fund['n'][0]}  funds/{fund['c']}/"
    for hit in found.pages[:limit]:
        words = "".join(f"[{text}]" if asked else text for text, asked in hit.excerpt).replace(GAP, "…")
        yield f"{hit.date or '          '}  {hit.title}  {hit.url}\n            {words}"
    more = f", {limit} of them shown" if len(found.pages) > limit else ""
    yield f"{len(found.funds)} funds, {len(found.pages)} pages{more}."


def _json(found: SearchResults) -> Iterator[str]:
    pages = [
        {
            "url": hit.url,
            "title": hit.title,
            "date": hit.date,
            "series": hit.column,
            "excerpt": "".join(text for text, _ in hit.excerpt),
        }
        for hit in found.pages
    ]
    funds = [{"code": one["c"], "name": one["n"][0], "url": f"funds/{one['c']}/"} for one in found.funds]
    yield json.dumps({"funds": funds, "pages": pages}, ensure_ascii=False, indent=1)
