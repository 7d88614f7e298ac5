"""The main feeds, the feed of corrections, and a Markdown file beside each briefing. Part of a site plan.

Unlike other generated files they depend on the bodies of pages, or on all that these ask. Only a site with site_url has them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from builder import numbers, pages
from builder.cache.codec import decode
from builder.cache.store import Store, key
from builder.language import speaking
from builder.model import (
    ARTICLE,
    EVIDENCE,
    RELATED,
    RESTATED,
    SHARE,
    SINCES,
    Body,
    Directory,
    GeneratedFile,
    PageProjection,
    Slot,
    canonical_json,
    digest,
    hole,
)
from builder.output.fill import encode_shell
from builder.pages.machine import briefing_text, feeds
from builder.pages.machine.addresses import absolute_url
from builder.pages.page_dates import feed_timestamp
from builder.settings.settings import Settings
from builder.site_build import publication, translations
from builder.site_build.inputs import Inputs
from builder.site_build.page_records import PageRecord
from builder.site_build.page_slots import keep_slots
from builder.site_build.slot_requests import load_requests
from builder.slot_params.generated import ArticleParams, RestatedEntryParams
from builder.templating import Templates

_ADDED = (RESTATED, SHARE, SINCES, EVIDENCE, RELATED)  # slots of a briefing that are no marks of its author


@dataclass(frozen=True, kw_only=True)
class ArticleFiles:
    """What these files are made of. One per plan."""

    settings: Settings
    inputs: Inputs
    store: Store
    names: str  # key of the instruments' names
    site: pages.SiteContent

    def files(
        self, records: Sequence[PageRecord], slot_keys: Mapping[str, str]
    ) -> Iterator[tuple[str, tuple[str, str]]]:
        """Every file by its path: the keys of its shell and of its slots. `records` are those of published pages, `slot_keys`
        go by source path."""
        site = self.site
        templates = Templates.with_cache(self.settings.cache_dir, self.settings.root)
        by_path = {record.page.path: record for record in records}
        briefings = [by_path[page.path] for page in site.briefings]
        for record in (*briefings, *(by_path[page.path] for page in site.translations if page.kind == "briefing")):
            with speaking(record.page.meta.lang):
                keys = self._markdown(record, templates), self._slots([record], slot_keys, "markdown")
            yield f"{record.page.url}index.md", keys
        newest = briefings[: feeds.NEWEST]
        html = {record.page.url: self._html(record) for record in newest}
        texts = {"atom": html, "json": html}
        for form, file in zip(texts, feeds.main_feeds(site, templates, texts), strict=True):
            yield file.path, (self._shell(file), self._slots(newest, slot_keys, form))
        holes = [hole(_restated(record)) for record in briefings]
        corrections = feeds.corrections_feed(site, templates, holes)
        yield corrections.path, (self._shell(corrections), self._slots(briefings, slot_keys, "restated"))

    def _body(self, record: PageRecord) -> Body:
        return decode(Body, json.loads(self.store.need(record.body_key)))

    def _html(self, record: PageRecord) -> str:
        with speaking(record.page.meta.lang):
            return briefing_text.feed_html(record.projection, self._body(record), self.settings)

    def _markdown(self, record: PageRecord, templates: Templates) -> str:
        shell_key = key("article-markdown", self.inputs.code, self.inputs.appearance, record.body_key)
        if self.store.get(shell_key) is None:
            text = briefing_text.markdown(record.projection, self._body(record), self.settings, templates)
            self.store.put(shell_key, encode_shell(text))
        return shell_key

    def _shell(self, file: GeneratedFile) -> str:
        encoded = encode_shell(file.text or "")
        shell_key = "article-feed:" + digest(encoded)
        self.store.put(shell_key, encoded)
        return shell_key

    def _slots(self, records: Sequence[PageRecord], slot_keys: Mapping[str, str], form: str) -> str:
        """The key of the slots: one for each briefing."""
        keys = [slot_keys[record.page.path] for record in records]
        known_key = key("article-slots", self.inputs.code, self.inputs.appearance, self.names, form, keys)
        known = self.store.get(known_key)
        if known is None:
            known = keep_slots(self.store, dict(self._slot(record, slot_keys, form) for record in records))
            self.store.put(known_key, known)
        return known

    def _slot(self, record: PageRecord, slot_keys: Mapping[str, str], form: str) -> tuple[str, Slot]:
        with speaking(record.page.meta.lang):  # a feed has articles of several languages
            return self._slot_in_language(record, slot_keys, form)

    def _slot_in_language(self, record: PageRecord, slot_keys: Mapping[str, str], form: str) -> tuple[str, Slot]:
        path, url, slug = record.page.path, record.page.url, record.page.meta.slug
        requests = load_requests(self.store, [(path, slot_keys[path], "")])[path]
        marks = {
            name: (request.block, canonical_json(request.params))
            for name, request in requests.items()
            if name not in _ADDED
        }
        if form == "restated":
            meta = record.page.meta
            entry = RestatedEntryParams(
                slug=slug,
                title=meta.title,
                date=feed_timestamp(meta.date, self.settings.options.zone),
                url=absolute_url(self.settings, url),
                authors=meta.authors or (self.settings.site_name,),
                marks=marks,
            )
            return _restated(record), Slot(params=entry)
        series = {
            id_ for request in requests.values() for id_, _ in request.scopes if id_ in self.site.directory.instruments
        }
        params = ArticleParams(
            slug=slug,
            form=form,
            url=absolute_url(self.settings, url),
            root=absolute_url(self.settings, ""),
            marks=marks,
            origins={id_: origin for id_ in sorted(series) if (origin := self.site.directory.instruments[id_].origin)},
        )
        return f"{ARTICLE}{slug}", Slot(params=params)


def _restated(record: PageRecord) -> str:
    """The hole of a briefing's entry in the feed of corrections."""
    return f"{RESTATED}/{record.page.meta.slug}"


def site_content(
    settings: Settings,
    public: Sequence[PageProjection],
    directory: Directory,
    twins: translations.TwinsByPath = MappingProxyType({}),
    descriptions: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
) -> pages.SiteContent:
    """What generated pages are made of, of these published pages; of twins, lists show one."""
    listed = [page for page in public if translations.is_listed(page, twins, settings.language)]
    paths = {page.path for page in listed}
    return pages.SiteContent(
        settings=settings,
        briefings=publication.newest_first((page for page in listed if page.kind == "briefing"), settings.options.zone),
        plain_pages=tuple(page for page in listed if page.kind == "page"),
        directory=directory,
        measures=numbers.measures_by_name(),
        descriptions=descriptions,
        translations=tuple(
            sorted(
                (page for page in public if page.path not in paths),
                key=lambda page: (page.meta.date, page.path),
                reverse=True,
            )
        ),
        twins=twins,
    )
