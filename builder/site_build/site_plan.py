"""Every file of the site before its numbers: which shell it has, and what its holes ask for. The second step of a build.

A plan depends on words, templates, settings and the catalogue's names, and on no history: a data refresh finds the whole
plan in the store.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from builder import pages
from builder.cache.codec import to_json
from builder.cache.store import Store, key
from builder.language import speaking
from builder.model import GeneratedFile, digest, unique
from builder.pages.synthetic_notice import synthetic_notice
from builder.parallel.page_workers import PageWorkers
from builder.problem import Failed, Problem
from builder.settings.settings import Settings
from builder.site_build import publication, translations
from builder.site_build.briefing_files.article_files import ArticleFiles, site_content
from builder.site_build.briefing_files.front_page import front_page_slots
from builder.site_build.cached_data import CachedData
from builder.site_build.inputs import Inputs, in_content
from builder.site_build.page_records import PageRecord, ReadPages, read_page_records
from builder.site_build.page_slots import PageSlots, keep_slots, page_anchors
from builder.site_build.published_media import Media, frame_pictures, read_media
from builder.site_build.search.search_index import SearchIndexer
from builder.site_build.shells import PendingShells, ShellMaker
from builder.templating import Templates
from builder.words.media.documents import is_document
from builder.words.media.linked_files import document_addresses, linked_documents, shown_images
from builder.words.media.picture_files import is_picture


@dataclass(frozen=True, kw_only=True)
class PlannedFile:
    """One file of the site before its numbers."""

    shell: str  # key of its shell; "" for a draft
    slots: str  # key of its slots
    source: str = ""  # e.g. "content/pages/about.md"; "" for a generated file


@dataclass(frozen=True, kw_only=True)
class SitePlan:
    """Every file of the site before its numbers, and what else the words decide."""

    files: Mapping[str, PlannedFile]  # by site path, e.g. "briefings/sora/index.html"
    drafts: Mapping[str, PlannedFile]  # by source: checked like the rest, and not published
    images: Mapping[str, str]  # that published pages show: path from the content folder -> digest of what is published
    documents: Mapping[str, str]  # that published pages link to, likewise
    instants: Sequence[str]  # at which further pages come out
    waiting: Mapping[str, str]  # pages that come out later, each with its instant
    index: str  # key of the search index
    languages: Sequence[str]  # of the site and its pages
    names: str  # key of the instruments' names that the plan was made with

    @property
    def all_files(self) -> Mapping[str, PlannedFile]:
        """Files and drafts."""
        return {**self.files, **self.drafts}


@dataclass(frozen=True, kw_only=True)
class GeneratedFiles:
    """The files that no author wrote, as they follow from the projections of pages."""

    key: str  # of these projections
    files: Mapping[str, PlannedFile]
    new: Mapping[str, GeneratedFile]  # by the keys of their shells; empty where an earlier build planned the same


@dataclass(frozen=True, kw_only=True)
class NewPlan:
    """A plan that was made now. Without problems it may be kept in the store, once its shells are there."""

    plan: SitePlan | None  # None where the catalogue cannot be read
    problems: tuple[Problem, ...] = ()
    shells: PendingShells | None = None
    generated: GeneratedFiles | None = None
    counts: Mapping[str, int] = field(default_factory=dict)  # pages


@dataclass(frozen=True, kw_only=True)
class SitePlanner:
    """What a plan is made of. One per build."""

    settings: Settings
    inputs: Inputs
    store: Store
    data: CachedData
    indexer: SearchIndexer
    now: datetime
    workers: PageWorkers

    # ------------------------------------------------------------------------------------------- plans of earlier builds

    def stored_plan(self, names: str) -> SitePlan | None:
        """The plan that the same words had with these names of instruments, if an earlier build made it."""
        known = self.store.get(self._plan_key(self._known_instants(), names))
        return _decode_plan(json.loads(known)) if known else None

    def expected_plan(self) -> SitePlan | None:
        """The plan that the same words had last: right unless the catalogue changed, and there before any data are read."""
        names = self.store.get(self._last_names_key)
        return self.stored_plan(names) if names else None

    def keep(self, new: NewPlan) -> None:
        """Keep a plan that has no problems, for later builds."""
        plan = new.plan
        if plan is None or new.problems:
            raise ValueError("a plan with problems is never kept")
        self.store.put("instants:" + self.inputs.words_key, json.dumps(plan.instants))
        self.store.put(self._plan_key(plan.instants, plan.names), to_json(plan))
        if new.generated:
            self.store.put(new.generated.key, to_json(new.generated.files))
        self.expect(plan)

    def expect(self, plan: SitePlan) -> None:
        """Note that the next build of the same words is likely to have this plan."""
        self.store.put(self._last_names_key, plan.names)

    @property
    def words_are_known(self) -> bool:
        """Whether an earlier build planned these very words."""
        return self.store.get("instants:" + self.inputs.words_key) is not None

    def _known_instants(self) -> list[str]:
        instants: list[str] = json.loads(self.store.get("instants:" + self.inputs.words_key) or "[]")
        return instants

    @property
    def _last_names_key(self) -> str:
        return "expected-names:" + self.inputs.words_key

    def _plan_key(self, instants: Sequence[str], names: str) -> str:
        return key("site-plan", self.inputs.words_key, names, publication.passed(instants, self.now))

    # -------------------------------------------------------------------------------------------------------- a new plan

    def new_plan(self) -> NewPlan:
        """Plan every file of the site, or find all that is wrong with the words."""
        with speaking(self.settings.language):
            return self._new_plan()

    def _new_plan(self) -> NewPlan:
        read = read_page_records(
            list(self.inputs.content.sources.values()),
            store=self.store,
            code=self.inputs.code,
            options=self.settings.options,
            language=self.settings.language,
            workers=self.workers,
            meanwhile=self._load_data,
        )
        records, checked = read.records, [*read.records, *read.faulty]
        problems = [*read.problems, *translations.faults([record.page for record in checked])]
        zone = self.settings.options.zone
        if self.settings.options.future_dates == "refuse":
            problems += publication.future_dates((record.page for record in checked), self.now, zone)
        media = read_media([record.page for record in checked], self.inputs, self.settings, self.store)
        slots = PageSlots(settings=self.settings, inputs=self.inputs, store=self.store, data=self.data)
        problems += media.problems
        try:
            directory = self.data.directory_of_pages
        except Failed as failed:
            problems += [*publication.address_problems(checked, {}), *self._problems_of_marks(checked, slots)]
            # Without the content folder there is none with data in it, either.
            data_problems = failed.problems if self.settings.content_dir.is_dir() else ()
            all_problems = (*self.inputs.problems, *data_problems, *self._in_content(problems))
            return NewPlan(plan=None, problems=all_problems, counts={"pages": read.new})
        public = [record for record in records if publication.is_published(record.page, self.now, zone)]
        shown = [record.projection for record in public]
        shells = ShellMaker(
            settings=self.settings,
            store=self.store,
            workers=self.workers,
            code=self.inputs.code,
            appearance=self.inputs.appearance,
            sizes=media.sizes,
            notice=synthetic_notice(directory),
            languages=unique((self.settings.language, *(page.meta.lang for page in shown))),
            twins=translations.twins(shown),
        )
        from builder.words.descriptions import read_descriptions  # reads YAML, which no refresh of data does

        listings = (record.listings for record in checked)
        descriptions, faults = read_descriptions(self.inputs.content.descriptions, listings)
        content = site_content(self.settings, shown, directory, shells.twins, descriptions)
        generated = self._generated_files(content, shells)
        problems += [*faults, *publication.address_problems(checked, generated.files)]
        page_shells = {record.page.path: shells.key_of_page(record) for record in public}
        pending = shells.start({page_shells[record.page.path]: record for record in public}, generated.new)
        index = self.indexer.index(public, directory) if not problems else ""
        addresses = publication.addresses(record.page for record in records) | document_addresses(media.all_documents)
        slot_keys, faults = slots.keys(records, directory, addresses, slots.related_links(shown))
        problems += faults
        files, drafts = dict(generated.files), {}
        if self.settings.site_url and not problems:
            maker = ArticleFiles(
                settings=self.settings, inputs=self.inputs, store=self.store, names=self.data.names_key, site=content
            )
            files |= {
                path: PlannedFile(shell=key, slots=slots) for path, (key, slots) in maker.files(public, slot_keys)
            }
        front = front_page_slots(content.latest, slot_keys, directory, self.store)
        files["index.html"] = replace(files["index.html"], slots=keep_slots(self.store, front))
        for record in records:
            path, url = record.page.path, record.page.url
            shell = page_shells.get(path, "")
            file = PlannedFile(shell=shell, slots=slot_keys[path], source=f"{self.settings.content}/{path}")
            if shell:
                files[f"{url}index.html"] = file
            else:
                drafts[path] = file
        anchors = page_anchors(records) if read.faulty else {}
        for record in read.faulty:
            path = record.page.path
            slots_key, faults = slots.of_faulty(record, directory, anchors)
            drafts[path] = PlannedFile(shell="", slots=slots_key, source=f"{self.settings.content}/{path}")
            problems += faults
        plan = SitePlan(
            files=files,
            drafts=drafts,
            images=shown_images((record.page for record in public), media.images, frame_pictures(self.settings)),
            documents=linked_documents((record.page for record in public), media.documents),
            instants=publication.moments((record.page for record in records), zone),
            waiting=publication.waiting((record.page for record in records), self.now, zone),
            index=index,
            names=self.data.names_key,
            languages=shells.languages,
        )
        return NewPlan(
            plan=plan,
            problems=(*self.inputs.problems, *self._in_content(problems), *self._dead_links(read, files, media)),
            shells=pending,
            generated=generated,
            counts={"pages": read.new},
        )

    def _problems_of_marks(self, checked: Sequence[PageRecord], slots: PageSlots) -> list[Problem]:
        """What is wrong with the words of instruments, where only the names of these are known."""
        names, known = self.data.names, slots.all_addresses({})
        return [fault for record in checked for fault in slots.resolve(record, names, known)[1]] if names else []

    def _dead_links(self, read: ReadPages, files: Mapping[str, PlannedFile], media: Media) -> list[Problem]:
        """A problem for each link of a page or of the navigation to what the site will not have."""
        content, settings = self.inputs.content, self.settings
        # A link to a file that nobody can read is no further problem. What is neither picture nor document may be a page.
        if not all(is_picture(path) or is_document(path) for path in content.unreadable):
            return []
        documents = media.all_documents | content.unreadable
        checked = [record.page for record in (*read.records, *read.faulty)]
        public = {page.path for page in checked if publication.is_published(page, self.now, settings.options.zone)}
        # Nor is one to a page that has problems itself, or to a listing of it.
        addresses = files.keys() | {f"{url}index.html" for record in read.faulty for url in record.urls}
        dead = publication.dead_links(checked, public, addresses, documents=documents, assets=content.assets)
        navigation = publication.dead_navigation(settings.nav, settings.config.name, checked, addresses)
        return [*self._in_content(dead), *navigation]

    def _load_data(self) -> None:
        """Load the data now, while workers are busy. What is wrong with them is told when the directory is asked for."""
        with suppress(Failed):
            if not self.data.is_known:
                self.data.snapshot  # noqa: B018

    def _in_content(self, problems: Sequence[Problem]) -> list[Problem]:
        return [in_content(problem, self.settings) for problem in problems]

    def _generated_files(self, content: pages.SiteContent, shells: ShellMaker) -> GeneratedFiles:
        """The files that no author wrote. They depend on the projections of pages, not on their texts."""
        generated_key = key(
            "generated-files",
            self.inputs.code,
            self.inputs.appearance,
            self.data.names_key,
            digest(to_json([content.authored, content.descriptions, content.twins])),
        )
        known = self.store.get(generated_key)
        if known:
            files = {path: PlannedFile(**file) for path, file in json.loads(known).items()}
            return GeneratedFiles(key=generated_key, files=files, new={})
        files, new = {}, {}
        for file in pages.generated_files(content, Templates.with_cache(self.settings.cache_dir, self.settings.root)):
            shell_key = shells.key_of_generated(file)
            new[shell_key] = file
            files[file.path] = PlannedFile(shell=shell_key, slots=keep_slots(self.store, file.slots))
        return GeneratedFiles(key=generated_key, files=files, new=new)


def _decode_plan(value: Mapping[str, dict[str, dict[str, str]]]) -> SitePlan:
    files = {name: {path: PlannedFile(**file) for path, file in value[name].items()} for name in ("files", "drafts")}
    return SitePlan(**{**value, **files})  # type: ignore[arg-type]
