"""The slots of authors' pages: every mark resolved against the directory, once for each page and directory; and the
links of a briefing to others, which change with titles and dates, and not with an edited paragraph. Part of a site plan."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from builder import blocks, numbers
from builder.cache.store import Store, key
from builder.language import speaking
from builder.link_target import Anchors, site_address
from builder.model import RELATED, RESTATED, SHARE, Directory, Page, PageProjection, Slot, canonical_json, digest
from builder.pages.machine.addresses import absolute_url
from builder.pages.related import related
from builder.pages.site_content import fund_codes
from builder.problem import Problem
from builder.settings.settings import Settings
from builder.site_build import publication
from builder.site_build.cached_data import CachedData
from builder.site_build.inputs import Inputs
from builder.site_build.page_records import PageRecord
from builder.site_build.slot_requests import encode_slots
from builder.slot_params.charts import ChartParams, ShareParams
from builder.slot_params.generated import RelatedParams, RestatedParams


def keep_slots(store: Store, slots: Mapping[str, Slot]) -> str:
    """Keep slots, by hole, under their own digest. Returns the key."""
    encoded = encode_slots(slots)
    slots_key = "slots:" + digest(encoded)
    store.put(slots_key, encoded)
    return slots_key


def page_anchors(records: Iterable[PageRecord]) -> dict[str, Anchors]:
    """The places of each page, by its path and by its address."""
    return {name: record.anchors for record in records for name in (record.page.path, record.page.url)}


@dataclass(frozen=True, kw_only=True)
class RelatedLinks:
    """The related links of published briefings."""

    store: Store
    keys: Mapping[str, str]  # by the briefing's path

    def key_of(self, path: str) -> str:
        """The key of a briefing's links; "" where it has none, such as a draft."""
        return self.keys.get(path, "")

    def of(self, path: str) -> RelatedParams:
        """A briefing's links."""
        links_key = self.key_of(path)
        return RelatedParams.from_json(json.loads(self.store.need(links_key))) if links_key else RelatedParams()


@dataclass(frozen=True, kw_only=True)
class PageSlots:
    """What slots of pages are made of. One per plan."""

    settings: Settings
    inputs: Inputs
    store: Store
    data: CachedData

    def keys(
        self,
        records: Sequence[PageRecord],
        directory: Directory,
        addresses: Mapping[str, str],
        related: RelatedLinks,
    ) -> tuple[dict[str, str], list[Problem]]:
        """For each page's path the key of its slots. Of a page with problems those that are right, under no lasting key."""
        settings = self.settings
        # A link to a page that has problems itself is no further problem, so these pages are part of the key.
        faulty = sorted(self.all_addresses({}).keys() - addresses.keys())
        shared = (self.data.names_key, digest(canonical_json([addresses, faulty])), settings.options.trusted_code)
        anchors = page_anchors(records)
        keys = {
            record.page.path: key(
                "slots",
                self.inputs.code,
                record.body_key,
                *shared,
                self._picture_marks,
                _linked(record.page, anchors),
                related.key_of(record.page.path),
            )
            for record in records
        }
        known = self.store.get_many(keys.values())
        known_addresses = self.all_addresses(addresses)
        problems: list[Problem] = []
        for record in records:
            path = record.page.path
            if keys[path] in known:
                continue
            slots, faults = self.resolve(record, directory, known_addresses, anchors)
            problems += faults
            if faults:
                keys[path] = keep_slots(self.store, slots)
            else:
                self.store.put(keys[path], encode_slots(slots | self._added_slots(record.page, slots, related)))
        return keys, problems

    def related_links(self, public: Sequence[PageProjection]) -> RelatedLinks:
        """The links of these published pages; from the store where nothing has changed that links depend on."""
        zone = self.settings.options.zone
        briefings = publication.newest_first((page for page in public if page.kind == "briefing"), zone)
        shown = [
            (
                page.path,
                page.url,
                meta.title,
                meta.date,
                meta.topics,
                fund_codes(page),
                meta.column,
                meta.authors,
                meta.lang,
            )
            for page, meta in ((page, page.meta) for page in briefings)
        ]
        keys_key = key("related-links", self.inputs.code, digest(canonical_json(shown)))
        known = self.store.get(keys_key)
        if known is None:
            by_language: dict[str, list[PageProjection]] = {}
            for page in briefings:  # a reader is led to what is in the same language
                by_language.setdefault(page.meta.lang, []).append(page)
            links = {
                path: canonical_json(params.to_json())
                for pages in by_language.values()
                for path, params in related(pages).items()
            }
            keys = {path: f"related:{digest(encoded)}" for path, encoded in links.items()}
            known = canonical_json(keys)
            self.store.put_many({keys[path]: encoded for path, encoded in links.items()})
            self.store.put(keys_key, known)
        return RelatedLinks(store=self.store, keys=json.loads(known))

    def all_addresses(self, addresses: Mapping[str, str]) -> dict[str, str]:
        """These addresses, and "" for each file of a page without one: a link to a page that is faulty is no further fault."""
        content = self.inputs.content
        return dict.fromkeys((*content.sources, *content.unreadable), "") | dict(addresses)

    def resolve(
        self,
        record: PageRecord,
        directory: Directory,
        addresses: Mapping[str, str],
        anchors: Mapping[str, Anchors] = MappingProxyType({}),
    ) -> tuple[dict[str, Slot], list[Problem]]:
        """The slots of the marks that are right, so that a claim beside a mistyped code is still held against the data; and
        what is wrong with the other marks."""
        trusted = self.settings.options.trusted_code
        measures = numbers.measures_by_name()
        with speaking(record.page.meta.lang):
            return blocks.resolve_page(
                record.page, directory, measures, addresses, anchors=anchors, trusted_code=trusted
            )

    def of_faulty(
        self, record: PageRecord, directory: Directory, anchors: Mapping[str, Anchors]
    ) -> tuple[str, list[Problem]]:
        """The key of the slots of a page with problems, and what else is wrong with it.

        Its right marks are held against the data like a draft's; without its cut-off nothing can be said of its numbers.
        """
        slots, faults = self.resolve(record, directory, self.all_addresses({}), anchors)
        undated = record.page.kind == "briefing" and not record.page.meta.date
        return keep_slots(self.store, {} if undated else slots), faults

    @property
    def _picture_marks(self) -> list[str]:
        """What the pictures of a briefing say of the site; nothing where there are none."""
        settings = self.settings
        return [settings.site_name, settings.site_url] if settings.has_share_pictures else []

    def _added_slots(self, page: Page, slots: Mapping[str, Slot], related: RelatedLinks) -> dict[str, Slot]:
        """The slots of a briefing besides its author's: what was restated, where to read on, and its pictures where it has a
        chart."""
        if page.kind != "briefing":
            return {}
        with speaking(page.meta.lang):
            return self._briefing_slots(page, slots, related)

    def _briefing_slots(self, page: Page, slots: Mapping[str, Slot], related: RelatedLinks) -> dict[str, Slot]:
        slug, meta = page.meta.slug, page.meta
        added = {RESTATED: Slot(params=RestatedParams(slug=slug, corrected=bool(meta.corrections)))}
        added[RELATED] = Slot(params=related.of(page.path))
        chart = next((slot.params for slot in slots.values() if isinstance(slot.params, ChartParams)), None)
        if chart and self._picture_marks:
            added[SHARE] = Slot(
                params=ShareParams(
                    slug=slug,
                    title=meta.title,
                    column=meta.column,
                    date=meta.date[:10],
                    site=self.settings.site_name,
                    url=absolute_url(self.settings, page.url),
                    chart=chart,
                )
            )
        return added


def _linked(page: Page, anchors: Mapping[str, Anchors]) -> list[dict[str, str]]:
    """The places of the pages that a page links to by their headings: when these change, its links are checked again."""
    links = [mark.params for mark in page.marks if mark.block == "address" and mark.params.get("fragment")]
    targets = {
        params["target"] or site_address(page.url, str(params["address"])).removesuffix("index.html")
        for params in links
    }
    return [dict(anchors[target].ids) for target in sorted(targets) if target in anchors]
