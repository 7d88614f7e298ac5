"""The search index of a site, as a build makes it and keeps it in the store. Used by `site_plan` and `steps`.

1. `SearchIndexer.index` gives the key of the index of some pages and funds. If the store has it, nothing more is made.
2. Otherwise its parts are made, each under a key of its own, and those that the store has are not made again: the digests of
   each month's text files, the segments of pages (`search_segments`), the funds, and the tables that all sites share.
3. `SearchIndexer.load` gives the digests of all its files, so that the build can tell which of them to write.
4. `SearchIndexer.content` gives the content of a file that is to be written: as it was made in step 2 or, where the site's
   folder has lost it since, made again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from builder.cache.store import Store, key
from builder.model import Directory, canonical_json, digest
from builder.site_build.page_records import PageRecord

MANIFEST, FACETS = "search/index.json", "search/facets.json"
_FORMAT = 1
# The checksums of a part that a site does not have: with them no browser asks for a file that is missing.
_NO_CHECKSUMS = "\0\0"


@dataclass(frozen=True, kw_only=True)
class SearchIndex:
    """The index of a site: its files, and what is needed to make them again."""

    files: Mapping[str, str]  # site path -> digest
    months: Mapping[str, Sequence[str]]  # month -> keys of the terms of its pages, the oldest first
    small: Mapping[str, str]  # site path -> text, of its short files


class SearchIndexer:
    """Makes the index, and the contents of its files as they are asked for. One per build."""

    def __init__(self, store: Store, code: str) -> None:
        self._store, self._code = store, code
        self._contents: dict[str, bytes] = {}  # site path -> content, of what this build made

    def index(self, public: Sequence[PageRecord], directory: Directory) -> str:
        """The key of the index of these pages and of all funds; it is made if the store does not have it."""
        months, facets = _months(public), _facets(public)
        instruments = directory.instruments.values()
        catalogue = digest(
            canonical_json([[instrument.code, instrument.name, dict(instrument.facts)] for instrument in instruments])
        )
        index_key = key("index", self._code, months, facets, catalogue)
        if self._store.get(index_key) is None:
            has_funds = any(instrument.kind == "fund" for instrument in instruments)
            page_parts, segments = self._index_pages(months)
            files, funds = self._index_funds(directory, catalogue) if has_funds else ({}, None)
            tables = self._tables()
            manifest = {"format": _FORMAT, "segments": segments, "funds": funds, "scripts": tables["exceptions"]}
            small = {MANIFEST: json.dumps(manifest, ensure_ascii=False, separators=(",", ":")), FACETS: facets}
            absent = dict.fromkeys(_absent_checksums(months, has_funds), _NO_CHECKSUMS)
            files |= self._add_texts({**tables["texts"], **small, **absent})
            self._store.put(index_key, json.dumps({**page_parts, "files": files, "months": months, "small": small}))
        return index_key

    def load(self, index_key: str) -> SearchIndex:
        """The index under a key that `index` gave."""
        record = json.loads(self._store.need(index_key))
        files: dict[str, str] = record["files"]
        for segment in self._store.need_many(record["segments"]).values():
            files |= json.loads(segment)["digests"]
        digests_of_texts = self._store.need_many(record["texts"].values())
        for month, texts_key in record["texts"].items():
            for number, content in enumerate(json.loads(digests_of_texts[texts_key])):
                files[f"search/text/{month}/{number}.txt"] = content
        return SearchIndex(files=dict(sorted(files.items())), months=record["months"], small=record["small"])

    def content(self, index: SearchIndex, path: str, directory: Directory) -> bytes:
        """The content of a file of the index."""
        if path not in self._contents:
            _, folder, *below = path.split("/")  # e.g. "search/text/2024-02/0.txt"
            if folder == "text":
                return self._text(index.months[below[0]][int(below[1].removesuffix(".txt"))])
            self._make_again(index, path, folder, directory)
        return self._contents[path]

    def _make_again(self, index: SearchIndex, path: str, folder: str, directory: Directory) -> None:
        """Make all files of a folder of the index, since one that the store knows is missing from the site."""
        from builder.search.index.fund_index import fund_index_files
        from builder.search.index.segments import segments_of
        from builder.site_build.search.search_segments import SegmentMaker

        pages = {segment.name: segment.pages for segment in segments_of(index.months)}.get(folder)
        if pages is not None:
            self._contents |= SegmentMaker(self._store, self._code).encode(folder, pages).contents
        elif folder == "funds":
            self._contents |= fund_index_files(directory)[0]
        else:
            self._add_texts({**index.small, **self._tables()["texts"]})
        if path not in self._contents:
            self._add_texts({path: _NO_CHECKSUMS})

    # ------------------------------------------------------------------------------------------------------------ pages

    def _index_pages(self, months: Mapping[str, Sequence[str]]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """The keys of all segments and of each month's texts, and the segments' entries in the manifest."""
        from builder.search.index.segments import segments_of
        from builder.site_build.search.search_segments import SegmentMaker

        maker = SegmentMaker(self._store, self._code)
        segment_keys, segments = [], []
        texts_keys = {month: key("texts", *pages) for month, pages in months.items()}
        for segment in segments_of(months):
            segment_key, record = maker.record(segment.name, segment.pages)
            segment_keys.append(segment_key)
            digests = {month: self._text_digests(texts_keys[month], months[month]) for month, _ in segment.months}
            stamped = [[month, count, digest(digests[month])[:4]] for month, count in segment.months]
            segments.append({"name": segment.name, "bits": record.bits, "check": record.check, "months": stamped})
        self._contents |= maker.contents
        return {"segments": segment_keys, "texts": texts_keys}, segments

    def _text_digests(self, texts_key: str, pages: Sequence[str]) -> str:
        """The digests of a month's text files, as JSON."""
        digests = self._store.get(texts_key)
        if digests is None:
            encoded = self._store.need_many(pages)
            digests = canonical_json([encoded[page].partition("\n")[0] for page in pages])
            self._store.put(texts_key, digests)
        return digests

    def _text(self, page: str) -> bytes:
        return self._store.need("text:" + page.removeprefix("entry:")).encode()

    # -------------------------------------------------------------------------------------------------- funds and tables

    def _index_funds(self, directory: Directory, catalogue: str) -> tuple[dict[str, str], dict[str, Any]]:
        """The files for funds, site path -> digest, and their entry in the manifest."""
        funds_key = key("fund-index", self._code, catalogue)
        record = self._store.get(funds_key)
        if record is None:
            from builder.search.index.fund_index import fund_index_files

            contents, manifest = fund_index_files(directory)
            self._contents |= contents
            record = canonical_json([{path: digest(content) for path, content in contents.items()}, manifest])
            self._store.put(funds_key, record)
        files, manifest = json.loads(record)
        return files, manifest

    def _tables(self) -> dict[str, Any]:
        """The tables that are the same on every site ("texts"), and the "exceptions" of the table of scripts."""
        tables_key = key("search-tables", self._code)
        record = self._store.get(tables_key)
        if record is None:
            from builder.search.index import lookup_tables

            texts = {
                "search/scripts.txt": lookup_tables.script_table(),
                "search/pinyin.txt": lookup_tables.pinyin_table(),
            }
            record = canonical_json({"texts": texts, "exceptions": lookup_tables.script_exceptions()})
            self._store.put(tables_key, record)
        tables: dict[str, Any] = json.loads(record)
        return tables

    def _add_texts(self, texts: Mapping[str, str]) -> dict[str, str]:
        """Add short files to the contents; gives site path -> digest."""
        self._contents |= {path: text.encode() for path, text in texts.items()}
        return {path: digest(text) for path, text in texts.items()}


def _months(public: Sequence[PageRecord]) -> dict[str, list[str]]:
    """For each month the keys of the terms of its briefings, the oldest first; those of plain pages under "0000-00"."""
    terms_keys = {record.page.path: record.terms_key for record in public}
    pages = [record.page for record in public]
    plain_pages = sorted((page for page in pages if page.kind != "briefing"), key=lambda page: page.path)
    briefings = sorted((page for page in pages if page.kind == "briefing"), key=lambda page: page.path, reverse=True)
    briefings.sort(key=lambda page: page.meta.date)  # all in the site's time zone
    months: dict[str, list[str]] = {}
    for page in (*plain_pages, *briefings):
        month = page.meta.date[:7] if page.kind == "briefing" else "0000-00"
        months.setdefault(month, []).append(terms_keys[page.path])
    return months


def _absent_checksums(months: Mapping[str, Sequence[str]], has_funds: bool) -> list[str]:
    """The files of checksums of the parts that a site does not have."""
    from builder.search.index.segments import FUNDS, NEW, OLD, YEAR, segments_of

    present = {segment.name for segment in segments_of(months)} | ({FUNDS} if has_funds else set())
    return [f"search/{name}/sums.bin" for name in (OLD, YEAR, NEW, FUNDS) if name not in present]


def _facets(public: Sequence[PageRecord]) -> str:
    from builder.search.index.lookup_tables import facet_table

    briefings = [record for record in public if record.page.kind == "briefing"]
    slugs = {topic: url.split("/")[1] for record in briefings for topic, url in record.listings["topics"].items()}
    return facet_table(
        (record.page.meta.column for record in briefings),
        (topic for record in briefings for topic in record.page.meta.topics),
        slugs,
        (record.page.meta.date[:4] for record in briefings),
    )
