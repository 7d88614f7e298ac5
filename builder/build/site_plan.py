"""The words' side in, joined with the catalogue's names: what every file of the site is made of before its numbers.

Nothing here looks at a history, so that a data refresh finds the whole outline under its key.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from builder import blocks, numbers, pages
from builder.build import publication
from builder.build.cached_data import FACTS, CachedData
from builder.build.fragments import SlotRequest
from builder.build.inputs import Inputs, placed_in_content
from builder.build.page_maker import PageMaker, PageRecord
from builder.build.search_index import SearchIndexer
from builder.cache.codec import to_json
from builder.cache.store import key
from builder.model import RESTATED, SHARE, Directory, GeneratedFile, Page, Slot, canonical_json, digest
from builder.problem import Failed, Problem
from builder.slot_params.charts import ChartParams, ShareParams
from builder.slot_params.generated import RestatedParams

_BATCH = 300  # files
_LARGE = 400  # pages and data files: so many are refreshed sooner by two processes


@dataclass(frozen=True, kw_only=True)
class PlannedFile:
    """One file of the site before its numbers."""

    shell: str  # key of its shell
    slots: str  # key of its slots
    source: str = ""  # e.g. "content/pages/about.md"; empty for a generated page


@dataclass(frozen=True, kw_only=True)
class SitePlan:
    """Every file of the site before its numbers, by site path, and what else the words decide."""

    sheets: dict[str, PlannedFile]
    drafts: dict[str, PlannedFile]  # by source: checked like the rest, and not published
    images: Sequence[str]  # that published pages show, from the content folder
    instants: Sequence[str]  # at which further pages come out
    index: str  # key of the search index


class SitePlanner:
    """Makes the outline, or finds all that is wrong with the words."""

    def __init__(self, maker: PageMaker, inputs: Inputs, data: CachedData, now: datetime) -> None:
        self._maker, self._inputs, self._data, self._now = maker, inputs, data, now
        self._finish: Callable[[], None] = lambda: None
        self.indexer = SearchIndexer(maker.store, inputs.engine)
        self.problems: list[Problem] = []
        self._foreseen: tuple[str, SitePlan] | None = None

    def foreseen(self) -> SitePlan | None:
        """The outline that the same words had last, found without a look at the data; `outline` says whether it is right."""
        names = self._maker.store.get(self._foreseen_name)
        known = names and self._maker.store.get(self._name(self._instants, names))
        self._foreseen = (names, _revived(json.loads(known))) if names and known else None
        return self._foreseen and self._foreseen[1]

    def outline(self) -> SitePlan | None:
        """The outline, from the store if the same words and names gave one before; None where there is no catalogue."""
        try:
            names = self._data.names_key
        except Failed:
            return self._made()
        if self._foreseen and self._foreseen[0] == names:
            return self._foreseen[1]
        known = self._maker.store.get(self._name(self._instants, names))
        return _revived(json.loads(known)) if known else self._made()

    @property
    def is_refresh(self) -> bool:
        """Whether the words are those of an earlier build and the data of a large site are not."""
        many = len(self._inputs.reading.sources) + len(self._inputs.data) >= _LARGE
        known = self._maker.store.get("instants:" + self._inputs.words_key) is not None
        return many and known and not self._data.is_known

    def finish(self, outline: SitePlan) -> None:
        """Wait for the shells, and keep the outline: all in it is right."""
        self._finish()
        store = self._maker.store
        store.put("instants:" + self._inputs.words_key, json.dumps(outline.instants))
        store.put(self._name(outline.instants, self._data.names_key), to_json(outline))
        store.put(self._foreseen_name, self._data.names_key)

    def slots(self, sheets: Mapping[str, PlannedFile]) -> list[dict[str, dict[str, SlotRequest]]]:
        """What goes into the holes of each of these, by path and by hole, in batches."""
        paths = list(sheets)
        batches = [paths[start : start + _BATCH] for start in range(0, len(paths), _BATCH)]
        return [self._slots({path: sheets[path] for path in batch}) for batch in batches]

    def _slots(self, sheets: Mapping[str, PlannedFile]) -> dict[str, dict[str, SlotRequest]]:
        found = self._maker.store.get_many(sheet.slots for sheet in sheets.values())
        return {
            path: {
                hole: SlotRequest._make([*row, sheet.source]) for hole, row in json.loads(found[sheet.slots]).items()
            }
            for path, sheet in sheets.items()
        }

    @property
    def _instants(self) -> list[str]:
        """At which further pages come out, as far as is known."""
        found: list[str] = json.loads(self._maker.store.get("instants:" + self._inputs.words_key) or "[]")
        return found

    @property
    def _foreseen_name(self) -> str:
        return "foreseen:" + self._inputs.words_key

    def _name(self, instants: Sequence[str], names: str) -> str:
        return key("outline", self._inputs.words_key, names, publication.passed(instants, self._now))

    def _made(self) -> SitePlan | None:
        maker = self._maker
        sources = list(self._inputs.reading.sources.values())
        written, problems = maker.written(sources, meanwhile=self._load)
        self._note([*problems, *publication.missing_images((one.page for one in written), self._inputs.reading.assets)])
        public = [one for one in written if publication.is_published(one.page, self._now)]
        try:
            # Pages may know the year that the data reach, and no more: else every day would make them anew.
            years = {name: through[:4] for name, through in self._data.directory.data_as_of.items()}
            directory = replace(self._data.directory, data_as_of=years)
        except Failed as failed:
            self.problems += failed.problems
            self._note(publication.duplicates((one.page for one in written), ()))
            if names := self._data.names:  # what the words say of instruments is judged all the same
                self._resolve(written, names, {})
            return None
        generated = self._generated(public, directory)
        taken = [leaf.path.removesuffix("index.html") for leaf in generated]
        self._note(publication.duplicates((one.page for one in written), taken))
        self._note(publication.shared_topics((one.page, one.topics) for one in written))
        made_up = directory.synthetic
        shells = {one.page.path: maker.shell_of_page(one, synthetic=made_up) for one in public}
        leaf_shells = {leaf.path: maker.shell_of_leaf(leaf, synthetic=made_up) for leaf in generated}
        self._finish = maker.shells(
            {shells[one.page.path]: one for one in public},
            {leaf_shells[leaf.path]: leaf for leaf in generated},
            synthetic=made_up,
        )
        index = self.indexer.index(public, directory) if not self.problems else ""
        slots = self._resolved(written, directory)
        content = self._maker.settings.content
        sheets = {
            leaf.path: PlannedFile(shell=leaf_shells[leaf.path], slots=self._kept(leaf.slots)) for leaf in generated
        }
        drafts = {}
        for one in written:
            path = one.page.path
            sheet = PlannedFile(shell=shells.get(path, ""), slots=slots[path], source=f"{content}/{path}")
            if path in shells:
                sheets[f"{one.page.url}index.html"] = sheet
            else:
                drafts[path] = sheet
        return SitePlan(
            sheets=sheets,
            drafts=drafts,
            images=publication.images((one.page for one in public), self._inputs.reading.assets),
            instants=publication.moments(one.page for one in written),
            index=index,
        )

    def _load(self) -> None:
        with suppress(Failed):  # told when the directory is asked for
            if not self._data.is_known:
                self._data.snapshot  # noqa: B018 - read now, while workers write

    def _generated(self, public: Sequence[PageRecord], directory: Directory) -> list[GeneratedFile]:
        site = pages.SiteContent(
            settings=self._maker.settings,
            briefings=publication.newest_first(one.page for one in public if one.page.kind == "briefing"),
            plain=tuple(one.page for one in public if one.page.kind == "page"),
            excerpts={one.page.path: one.excerpt for one in public},
            topic_urls={topic: url for one in public for topic, url in one.topics.items()},
            directory=directory,
            measures=numbers.vocabulary(),
        )
        return list(pages.leaves(site, self._maker.templates))

    def _resolved(self, written: Sequence[PageRecord], directory: Directory) -> dict[str, str]:
        """For each page's path the key of its slots; of a page with problems those that are right, under no lasting name."""
        store, addresses = self._maker.store, publication.addresses(one.page for one in written)
        where, trusted = digest(canonical_json(addresses)), self._maker.settings.options.trusted_code
        names = {
            one.page.path: key(
                "slots", self._maker.engine, one.body_key, self._data.names_key, where, trusted, self._signs
            )
            for one in written
        }
        known = store.get_many(names.values())
        rest = [one for one in written if names[one.page.path] not in known]
        slots, faulty = self._resolve(rest, directory, addresses)
        store.put_many({names[path]: _recorded(holes) for path, holes in slots.items()})
        return names | {path: self._kept(holes) for path, holes in faulty.items()}

    def _resolve(
        self, written: Sequence[PageRecord], directory: Directory, addresses: Mapping[str, str]
    ) -> tuple[dict[str, dict[str, Slot]], dict[str, dict[str, Slot]]]:
        """The slots of each page without problems, by its path; and of the others what is right, so that a claim beside
        a mistyped code is still held against the data."""
        # A link to a page that is faulty itself is no further fault.
        addresses = dict.fromkeys(self._inputs.reading.sources, "") | dict(addresses)
        slots: dict[str, dict[str, Slot]] = {}
        faulty: dict[str, dict[str, Slot]] = {}
        for one in written:
            found, problems = blocks.resolve_page(
                one.page,
                directory,
                numbers.vocabulary(),
                addresses,
                trusted_code=self._maker.settings.options.trusted_code,
            )
            self._note(problems)
            (faulty if problems else slots)[one.page.path] = found if problems else found | self._added(one.page, found)
        return slots, faulty

    @cached_property
    def _signs(self) -> list[str]:
        """What a briefing's pictures bear of the site's own; nothing where there are none."""
        settings = self._maker.settings
        return [settings.site_name, settings.site_url] if settings.shares else []

    def _added(self, page: Page, slots: Mapping[str, Slot]) -> dict[str, Slot]:
        """The slots of a briefing besides its author's: what was restated, and its pictures where it has a chart."""
        if page.kind != "briefing":
            return {}
        slug, meta = page.url.strip("/").rpartition("/")[2], page.meta
        added = {RESTATED: Slot(params=RestatedParams(slug=slug, corrected=bool(meta.corrections)))}
        first = next((slot.params for slot in slots.values() if isinstance(slot.params, ChartParams)), None)
        if first and self._signs:
            name, address = self._signs
            added[SHARE] = Slot(
                params=ShareParams(
                    slug=slug,
                    title=meta.title,
                    column=meta.column,
                    date=meta.date[:10],
                    site=name,
                    url=f"{address.rstrip('/')}/{page.url}",
                    chart=first,
                )
            )
        return added

    def _kept(self, slots: Mapping[str, Slot]) -> str:
        record = _recorded(slots)
        name = "slots:" + digest(record)
        self._maker.store.put(name, record)
        return name

    def _note(self, problems: Sequence[Problem]) -> None:
        self.problems += [placed_in_content(problem, self._maker.settings) for problem in problems]


def _recorded(slots: Mapping[str, Slot]) -> str:
    """Slots as the store keeps them: the fields of `Wanted` but for the source."""
    rows = {
        hole: [slot.id, slot.block, slot.params.to_json(), _scopes(slot), slot.line, slot.column, slot.length]
        for hole, slot in slots.items()
    }
    return canonical_json(rows)


def _scopes(slot: Slot) -> list[tuple[str, str]]:
    """The series that a slot asks about, each with the cut-off up to which it looks."""
    measures = numbers.vocabulary()
    return sorted(
        {(ask.series, FACTS if measures[ask.measure].unit == "text" else ask.as_of) for ask in blocks.asks(slot)}
    )


def _revived(value: dict[str, dict[str, dict[str, str]]]) -> SitePlan:
    sheets = {name: {path: PlannedFile(**one) for path, one in value[name].items()} for name in ("sheets", "drafts")}
    return SitePlan(**{**value, **sheets})  # type: ignore[arg-type]
