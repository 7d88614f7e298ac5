"""Pages and a search index of a test's own words, without a build."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from builder.cache.store import Store
from builder.model import Body, Directory, Heading, Instrument, Page, PageMeta, canonical_json, digest
from builder.search.index.page_terms import encode_page
from builder.search.index.page_words import page_words
from builder.search.query.index_reader import IndexReader, SearchResults
from builder.search.query.search_query import parse_query
from builder.site_build.page_records import PageRecord
from builder.site_build.search.search_index import SearchIndexer
from builder.words.slugs import slug


def briefing(name: str, *, title: str, text: str = "", date: str = "2024-02-20", **meta: object) -> tuple[Page, Body]:
    """A page and its body: blank lines part paragraphs, `## ` begins a heading."""
    blocks = [block.strip() for block in text.split("\n\n") if block.strip()]
    html = "".join(f"<h2>{block[3:]}</h2>" if block.startswith("## ") else f"<p>{block}</p>" for block in blocks)
    headings = tuple(Heading(id="x", title=block[3:], level=2) for block in blocks if block.startswith("## "))
    page = Page(
        path=f"briefings/{name}.md",
        kind="briefing" if date else "page",
        meta=PageMeta(title=title, date=date, **meta),  # type: ignore[arg-type]
        url=f"briefings/{name}/" if date else f"{name}/",
        markdown="",
    )
    return page, Body(html=html, headings=headings)


def funds(*lines: tuple[str, str], **facts: str) -> Directory:
    """A directory of funds by code and name."""
    instruments = {
        f"fund:{code}": Instrument(id=f"fund:{code}", code=code, name=name, facts=facts) for code, name in lines
    }
    return Directory(instruments=instruments)


def index(
    folder: Path, pages: Sequence[tuple[Page, Body]], directory: Directory | None = None, *, engine: str = "engine"
) -> dict[str, bytes]:
    """Every file of the index; `folder` keeps the cache between calls."""
    with Store(folder) as store:
        records = []
        for page, body in pages:
            titles = [page.meta.title, *(heading.title for heading in body.headings)]
            words = page_words(page, body, [(text, slug(text)) for text in titles])
            key = digest(canonical_json([engine, page.path, page.url, page.meta.date, words.text]))
            topics = {topic: f"topics/{slug(topic)}/" for topic in page.meta.topics}
            record = PageRecord(page=page, excerpt="", listings={"topics": topics}, body_key=key)
            terms, text = encode_page(words)
            store.put_many({record.terms_key: terms, f"text:{key}": text})
            records.append(record)
        indexer = SearchIndexer(store, engine)
        directory = directory or Directory(instruments={})
        loaded = indexer.load(indexer.index(records, directory))
        return {path: indexer.content(loaded, path, directory) for path in loaded.files}


def reader(files: dict[str, bytes]) -> IndexReader:
    """A reader of these files."""
    return IndexReader(files.get)


def searching(files: dict[str, bytes]) -> Callable[..., SearchResults]:
    """Searches these files: `find("文生", s="热点")`."""

    def find(typed: str, **filters: str) -> SearchResults:
        return reader(files).find(parse_query(typed, **filters))

    return find


def urls(results: SearchResults) -> list[str]:
    """The names of the pages in the results, in order."""
    return [hit.url.removeprefix("briefings/").strip("/") for hit in results.pages]


def codes(results: SearchResults) -> list[str]:
    """The codes of the funds in the results, in order."""
    return [fund["c"] for fund in results.funds]
