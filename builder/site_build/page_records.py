"""Every source file as a page record: from the store, or understood now by the page workers. The first step of a site plan."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from builder.cache.codec import decode
from builder.cache.store import Store, key
from builder.link_target import Anchors
from builder.model import Page, PageProjection, SourceFile, canonical_json
from builder.parallel.page_tasks import FaultyPage, ParsedPage, ParseTask, parse_page
from builder.parallel.page_workers import FEW, PageWorkers
from builder.problem import Problem
from builder.settings.options import Options


@dataclass(frozen=True, kw_only=True)
class PageRecord:
    """A source file, understood: its page without the text, what lists show of it, and the key of its body."""

    page: Page
    excerpt: str
    listings: Mapping[str, Mapping[str, str]]  # that it is in, as `PageProjection.listings`
    body_key: str
    anchors: Anchors = field(default_factory=Anchors)

    @property
    def terms_key(self) -> str:
        """Key of the terms by which search finds it; its text for search is under the same key behind "text:"."""
        return "entry:" + self.body_key

    @property
    def urls(self) -> tuple[str, ...]:
        """Its address, and those of its listings."""
        return (self.page.url, *(url for urls in self.listings.values() for url in urls.values()))

    @cached_property
    def projection(self) -> PageProjection:
        """All that other pages may read of it."""
        page = self.page
        return PageProjection(
            path=page.path,
            kind=page.kind,
            url=page.url,
            meta=page.meta,
            mentions=page.mentions,
            excerpt=self.excerpt,
            listings=self.listings,
            has_chart=page.has_chart,
        )


class ReadPages(NamedTuple):
    """The records of all source files."""

    records: list[PageRecord]  # of those that are right
    faulty: list[PageRecord]  # of those with problems: only to be checked further, and never kept
    problems: list[Problem]
    new: int  # how many right ones were not in the store


def read_page_records(
    sources: Sequence[SourceFile],
    *,
    store: Store,
    code: str,
    options: Options,
    language: str,
    workers: PageWorkers,
    meanwhile: Callable[[], None] = lambda: None,
) -> ReadPages:
    """The record of every source file, and all that is wrong in each.

    `code` is the digest of the code, `language` that of the site. `meanwhile` runs while workers understand the new ones.
    """
    keys = {
        source.path: key("words", code, options.zone, options.listings, language, source.path, source.digest)
        for source in sources
    }
    known = store.get_many(keys.values())
    missing = [source for source in sources if keys[source.path] not in known]
    slugs_key = key("slugs", code)
    slugs = json.loads(store.get(slugs_key) or "{}")
    # A few pages get the known slugs: the dictionary of pinyin takes longer to load than a page to read.
    given = slugs if len(missing) < FEW else {}
    tasks = [ParseTask(source, options.zone, given, options.listings, language) for source in missing]
    outcomes = workers.map(parse_page, tasks)
    meanwhile()
    problems: list[Problem] = []
    faulty: list[PageRecord] = []
    learned: dict[str, str] = {}
    for source, outcome in zip(missing, outcomes, strict=True):
        learned |= outcome.new_slugs
        if isinstance(outcome, FaultyPage):
            problems += outcome.problems
            faulty.append(_decode(outcome.record, ""))
            continue
        record_key = keys[source.path]
        _keep(store, record_key, outcome)
        known[record_key] = outcome.record
    if not learned.items() <= slugs.items():
        store.put(slugs_key, canonical_json(slugs | learned))
    records = [_decode(known[record_key], "body:" + record_key) for record_key in keys.values() if record_key in known]
    new = sum(1 for source in missing if keys[source.path] in known)
    return ReadPages(records=records, faulty=faulty, problems=problems, new=new)


def _keep(store: Store, record_key: str, parsed: ParsedPage) -> None:
    body_key = "body:" + record_key
    store.put_many(
        {
            record_key: parsed.record,
            body_key: parsed.body,
            "entry:" + body_key: parsed.search_terms,
            "text:" + body_key: parsed.search_text,
        }
    )


def _decode(record: str, body_key: str) -> PageRecord:
    value = json.loads(record)
    return PageRecord(
        page=decode(Page, value["page"]),
        excerpt=value["excerpt"],
        listings=value["listings"],
        body_key=body_key,
        anchors=Anchors(ids=value["anchors"]),
    )
