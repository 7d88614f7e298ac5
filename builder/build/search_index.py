"""Written pages and the directory in, the files of the search index out: each made once, and only where something changed.

A page's terms are kept under the key of its words, a month's texts and a segment's shards under the keys of their pages. What
was known of a segment before spares an edit the shards that it does not touch; the bytes are the same either way.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from builder.build import publication
from builder.build.page_records import PageRecord
from builder.cache.store import Store, key
from builder.model import Directory, canonical_json, digest

MANIFEST, FACETS = "search/index.json", "search/facets.json"
_FORMAT = 1
_NOTHING = "\0\0"  # the checks of a part of the index that a site does not have, so that no browser asks in vain
_FEW = 32  # so many changed pages are put into a known segment; more are as quickly indexed afresh


@dataclass(frozen=True, kw_only=True)
class SearchIndex:
    """The index of one site: what its files are, and what they are made of."""

    files: Mapping[str, str]  # site path -> digest
    months: Mapping[str, Sequence[str]]  # month -> keys of its entries, the oldest first
    small: Mapping[str, str]  # files that are short, whole: site path -> text


class SearchIndexer:
    """Makes the index, and its files' contents as they are asked for. One per build."""

    def __init__(self, store: Store, engine: str) -> None:
        self._store, self._engine = store, engine
        self._made: dict[str, bytes] = {}

    def index(self, public: Sequence[PageRecord], directory: Directory) -> str:
        """The key at which the store has the index of these pages and funds, made if it is not there."""
        months = _months(public)
        facets = _facets(public)
        funds = [one for one in directory.instruments.values() if one.kind == "fund"]
        catalogue = digest(
            canonical_json([[one.code, one.name, dict(one.facts)] for one in directory.instruments.values()])
        )
        name = key("index", self._engine, months, facets, catalogue)
        if self._store.get(name) is None:
            parts, manifest = self._pages(months)
            files, manifest["funds"] = self._funds(directory, catalogue) if funds else ({}, None)
            tables, manifest["scripts"] = self._tables()
            small = {MANIFEST: json.dumps(manifest, ensure_ascii=False, separators=(",", ":")), FACETS: facets}
            files |= tables | self._kept(small) | self._kept(dict.fromkeys(_absent(months, bool(funds)), _NOTHING))
            self._store.put(name, json.dumps({**parts, "files": files, "months": months, "small": small}))
        return name

    def known(self, name: str) -> SearchIndex:
        """The index at a key that `index` gave."""
        value = json.loads(self._store.get(name) or "")
        files: dict[str, str] = value["files"]
        for record in self._store.get_many(value["shelves"]).values():
            files |= json.loads(record)["digests"]
        texts = self._store.get_many(value["texts"].values())
        for month, at in value["texts"].items():
            files |= {f"search/text/{month}/{number}.txt": one for number, one in enumerate(json.loads(texts[at]))}
        return SearchIndex(files=dict(sorted(files.items())), months=value["months"], small=value["small"])

    def content(self, index: SearchIndex, path: str, directory: Directory) -> bytes:
        """A file of the index."""
        if path not in self._made:
            # Known, yet not there: the site's folder was lost or touched, so that all of its kind are made again.
            _, kind, *rest = path.split("/")
            if kind == "text":
                return self._text(index.months[rest[0]][int(rest[1].removesuffix(".txt"))])
            self._afresh(index, path, kind, directory)
        return self._made[path]

    def _afresh(self, index: SearchIndex, path: str, kind: str, directory: Directory) -> None:
        from builder.search.index.segments import encode_segment, segments_of

        documents = {one.name: one.documents for one in segments_of(index.months)}.get(kind)
        if documents is not None:
            self._made |= encode_segment(kind, self._all(documents)).contents
        elif kind == "funds":
            from builder.search.index.fund_index import files_of

            self._made |= files_of(directory)[0]
        else:
            self._kept({**index.small, **self._table_texts()["texts"]})
        if path not in self._made:
            self._kept({path: _NOTHING})

    # ------------------------------------------------------------------------------------------------------------ pages

    def _pages(self, months: Mapping[str, Sequence[str]]) -> tuple[dict[str, Any], dict[str, Any]]:
        """Where the store has the shards of all segments and the texts of all months, and what the manifest says of them."""
        from builder.search.index.segments import segments_of

        parts: dict[str, Any] = {"shelves": [], "texts": {month: key("texts", *held) for month, held in months.items()}}
        segments = []
        for segment in segments_of(months):
            at, shelf = self._shelf(segment.name, segment.documents)
            parts["shelves"].append(at)
            texts = {month: self._texts(parts["texts"][month], months[month]) for month, _ in segment.months}
            stamped = [[month, count, digest(texts[month])[:4]] for month, count in segment.months]
            segments.append({"name": segment.name, "bits": shelf["bits"], "check": shelf["check"], "months": stamped})
        return parts, {"format": _FORMAT, "segments": segments}

    def _texts(self, name: str, entries: Sequence[str]) -> str:
        """The digests of a month's text files, as JSON."""
        known = self._store.get(name)
        if known is None:
            found = self._store.get_many(entries)
            known = canonical_json([found[one].partition("\n")[0] for one in entries])
            self._store.put(name, known)
        return known

    def _text(self, entry: str) -> bytes:
        return (self._store.get("text:" + entry.removeprefix("entry:")) or "").encode()

    def _postings(self, entry: str) -> Any:
        from builder.search.index import postings

        return postings.revived(self._store.get(entry) or "")

    def _shelf(self, segment: str, documents: Sequence[str]) -> tuple[str, dict[str, Any]]:
        """A segment's record and its key: bits, checks and digests of its shards, and how many postings it has."""
        # What another version of the builder left in the store must not be taken for ours.
        name, hint = key("shelf", self._engine, segment, *documents), key("last-shelf", self._engine, segment)
        known = self._store.get(name)
        if known is None:
            record = self._amended(segment, documents, self._store.get(hint)) or self._shelved(segment, documents)
            known = json.dumps({**record, "documents": documents}, sort_keys=True)
            self._store.put(name, known)
        self._store.put(hint, name)
        made: dict[str, Any] = json.loads(known)
        return name, made

    def _all(self, documents: Sequence[str]) -> list[Any]:
        from builder.search.index import postings

        found = self._store.get_many(documents)
        return [postings.revived(found[one]) for one in documents]

    def _shelved(self, segment: str, documents: Sequence[str]) -> dict[str, Any]:
        from builder.search.index.segments import encode_segment

        postings = self._all(documents)
        return self._recorded(encode_segment(segment, postings), sum(len(hashes) for hashes, _ in postings), segment)

    def _amended(self, segment: str, documents: Sequence[str], hint: str | None) -> dict[str, Any] | None:
        """The record by way of a known one that differs in a few pages; None where there is none."""
        from builder.search.index.segments import EncodedSegment, amend_segment
        from builder.search.index.shards import bits_for

        before = json.loads((hint and self._store.get(hint)) or "{}")
        old = before.get("documents", ())
        differing = [pair for pair in zip(old, documents, strict=False) if pair[0] != pair[1]]
        if len(old) != len(documents) or not 0 < len(differing) <= _FEW:
            return None
        if len(self._store.get_many(one for one, _ in differing)) < len({one for one, _ in differing}):
            return None
        changed: set[int] = set()
        total = before["total"]
        for one, other in differing:
            pairs = [set(zip(*(part.tolist() for part in self._postings(name)), strict=True)) for name in (one, other)]
            changed |= {term for term, _ in pairs[0] ^ pairs[1]}
            total += len(pairs[1]) - len(pairs[0])
        if bits_for(total) != before["bits"]:
            return None
        checks = {int(number): value for number, value in before["checks"].items()}
        known = EncodedSegment(bits=before["bits"], checks=checks, digests=before["digests"], contents={})
        made = amend_segment(segment, known, self._all(documents), changed, len(documents))
        return self._recorded(made, total, segment)

    def _recorded(self, shelf: Any, total: int, segment: str) -> dict[str, Any]:
        from builder.search.index.shards import check

        self._made |= shelf.contents
        sums = check(shelf.contents[f"search/{segment}/sums.bin"])
        checks = {str(number): value for number, value in shelf.checks.items()}
        return {
            "bits": shelf.bits,
            "check": sums,
            "checks": checks,
            "digests": dict(shelf.digests),
            "total": total,
        }

    # ------------------------------------------------------------------------------------------- funds, tables, manifest

    def _funds(self, directory: Directory, catalogue: str) -> tuple[dict[str, str], Any]:
        name = key("fund-index", self._engine, catalogue)
        known = self._store.get(name)
        if known is None:
            from builder.search.index.fund_index import files_of

            contents, manifest = files_of(directory)
            self._made |= contents
            files = {path: digest(content) for path, content in contents.items()}
            known = canonical_json([files, manifest])
            self._store.put(name, known)
        files, manifest = json.loads(known)
        return files, manifest

    def _tables(self) -> tuple[dict[str, str], str]:
        """Tables that are the same on every site, and the characters for which the one of scripts is needed."""
        known = self._table_texts()
        return self._kept(known["texts"]), known["exceptions"]

    def _table_texts(self) -> dict[str, Any]:
        name = key("search-tables", self._engine)
        known = self._store.get(name)
        if known is None:
            from builder.search.index import lookup_tables as tables

            texts = {"search/scripts.txt": tables.scripts(), "search/pinyin.txt": tables.pinyin()}
            known = canonical_json({"texts": texts, "exceptions": tables.exceptions()})
            self._store.put(name, known)
        made: dict[str, Any] = json.loads(known)
        return made

    def _kept(self, texts: Mapping[str, str]) -> dict[str, str]:
        self._made |= {path: text.encode() for path, text in texts.items()}
        return {path: digest(text) for path, text in texts.items()}


def _months(public: Sequence[PageRecord]) -> dict[str, list[str]]:
    """The keys of the entries of each month, the oldest first, and under "0000-00" those of pages without a date."""
    entries = {one.page.path: one.terms_key for one in public}
    pages = [one.page for one in public]
    dated = publication.newest_first(page for page in pages if page.kind == "briefing")
    months: dict[str, list[str]] = {}
    for page in (
        *sorted((page for page in pages if page.kind != "briefing"), key=lambda page: page.path),
        *dated[::-1],
    ):
        months.setdefault(page.meta.date[:7] if page.kind == "briefing" else "0000-00", []).append(entries[page.path])
    return months


def _absent(months: Mapping[str, Sequence[str]], has_funds: bool) -> list[str]:
    """Files of checks of the parts that a site does not have."""
    from builder.search.index.segments import FUNDS, NEW, OLD, YEAR, segments_of

    there = {one.name for one in segments_of(months)} | ({FUNDS} if has_funds else set())
    return [f"search/{name}/sums.bin" for name in (OLD, YEAR, NEW, FUNDS) if name not in there]


def _facets(public: Sequence[PageRecord]) -> str:
    from builder.search.index import lookup_tables as tables

    briefings = [one for one in public if one.page.kind == "briefing"]
    slugs = {topic: url.split("/")[1] for one in briefings for topic, url in one.topics.items()}
    return tables.facets(
        (one.page.meta.column for one in briefings),
        (topic for one in briefings for topic in one.page.meta.topics),
        slugs,
        (one.page.meta.date[:4] for one in briefings),
    )
