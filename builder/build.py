"""The whole river: content, data and templates in, a site out. Reads like the picture in docs/architecture.md."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from builder import blocks, numbers, pages, plan
from builder.cache import Store, key
from builder.data import Data
from builder.fill import fill
from builder.inputs import Inputs, placed
from builder.make import Maker, Written
from builder.model import Directory, Leaf, Slot, canonical, digest
from builder.problem import Failed, Problem
from builder.publish import Published, Site
from builder.settings import Settings

Progress = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Result:
    """What a build found, made and wrote."""

    problems: tuple[Problem, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)  # pages, shells, fragments, filled, written, removed
    published: Published | None = None


def build(
    settings: Settings,
    *,
    now: datetime,
    site_dir: Path | None = None,
    workers: int = 2,
    publish: bool = True,
    progress: Progress = lambda stage: None,
) -> Result:
    """Build the site, or say all that is wrong and leave the site as it is.

    `now` decides which briefings are out; `publish=False` stops before anything is filled or written.
    """
    with Store(settings.cache_dir) as store:
        inputs = Inputs.read(settings)
        site = Site(site_dir or settings.site_dir, settings.cache_dir / f"index-{digest(str(site_dir or ''))}.json")
        if publish and (files := inputs.known_outcome(store, now)) and site.is_complete(files):
            return Result(published=Published())
        river = River(settings, inputs, store, now, workers, progress)
        try:
            parts = river.parts(site if publish else None)
            if parts is None or not publish:
                return Result(problems=plan.sort_problems(river.problems), counts=river.maker.counts)
            progress("publish")
            published = site.publish(river.outputs(site, parts), parts.paths, river.summary(parts))
            inputs.remember_outcome(store, now, parts.instants, site.record["files"])
            written = Counter(written=len(published.written), removed=len(published.removed))
            return Result(counts={**river.maker.counts, **written}, published=published)
        finally:
            river.maker.close()


@dataclass(frozen=True, kw_only=True)
class Part:
    """One file of the site that is filled: its shell and what goes into its holes."""

    key: str  # names the file's content before it is filled
    shell: str  # key of its shell
    depth: int
    slots: Mapping[str, Slot]


@dataclass(frozen=True, kw_only=True)
class Parts:
    """A site before it is filled."""

    todo: Mapping[str, Part]  # site path -> what it is made of
    settled: Mapping[str, Mapping[str, Any]]  # site path -> record of a file that is known and there
    fragments: Mapping[str, Mapping[str, Any]]  # slot's id -> record of its fragment
    copies: Mapping[str, tuple[Path, str]]  # site path -> file on disk, digest
    directory: Directory
    instants: Sequence[str]  # at which further pages come out
    sources: Mapping[str, str]  # e.g. {"about/index.html": "content/pages/about.md"}

    @property
    def paths(self) -> list[str]:
        """All files of the site."""
        records = [*self.settled.values(), *self.fragments.values()]
        return [*self.todo, *self.settled, *self.copies, *(path for record in records for path in record["files"])]


class River:
    """One run of the river. `parts` does all that can fail; `outputs` only joins."""

    def __init__(
        self, settings: Settings, inputs: Inputs, store: Store, now: datetime, workers: int, progress: Progress
    ) -> None:
        self.settings, self.inputs, self.store, self.now, self.progress = settings, inputs, store, now, progress
        self.maker = Maker(settings=settings, store=store, engine=inputs.engine, looks=inputs.looks, workers=workers)
        self.data = Data(settings, store, inputs.engine, inputs.data)
        self.problems: list[Problem] = list(inputs.problems)

    def parts(self, site: Site | None) -> Parts | None:
        """Words and numbers, ready to be joined; None where there are problems, which are then all known.

        Pages that are known and stand right on `site` are not looked into; without a site, pages that are known.
        """
        self.progress("words")
        sources = list(self.inputs.reading.sources.values())
        written, problems = self.maker.written(sources, meanwhile=self._load)
        self._note([*problems, *plan.missing_images((one.page for one in written), self.inputs.reading.assets)])
        public = [one for one in written if plan.is_published(one.page, self.now)]
        try:
            directory = self.data.directory
        except Failed as failed:
            self.problems += failed.problems
            return None
        generated = {leaf.path: leaf for leaf in self._generated(public, directory)}
        self._note(
            plan.duplicates((one.page for one in written), [path.removesuffix("index.html") for path in generated])
        )

        self.progress("numbers")
        made_up = directory.synthetic
        shells = {path: self.maker.shell_of_leaf(leaf, synthetic=made_up) for path, leaf in generated.items()}
        shells |= {one.page.path: self.maker.shell_of_page(one, synthetic=made_up) for one in public}
        addresses = plan.addresses(one.page for one in written)
        names = {path: self._leaf_key(leaf, shells[path]) for path, leaf in generated.items()}
        # Drafts are checked like the rest, so that nothing surprises when their day comes; readers see nothing of them.
        names |= {one.page.path: self._page_key(one, shells.get(one.page.path), addresses) for one in written}
        settled = self._settled(names, site)
        slots = {path: dict(leaf.slots) for path, leaf in generated.items() if path not in settled}
        slots |= self._resolved([one for one in written if one.page.path not in settled], directory, addresses)

        pages_todo = [one for one in public if one.page.path in slots]
        finish = self.maker.shells(
            {shells[one.page.path]: one for one in pages_todo},
            {shells[path]: leaf for path, leaf in generated.items() if path in slots},
            synthetic=made_up,
        )
        wanted = [slot for of_page in slots.values() for slot in of_page.values()]
        fragments, failed_slots = self.maker.fragments({slot.id: slot for slot in wanted}, self.data)
        self._note([failed_slots[slot.id].at(**slot.place) for slot in wanted if slot.id in failed_slots])
        if self.problems:
            return None
        self.progress("shells")
        finish()
        self.store.put_many({names[one.page.path]: "{}" for one in written if one not in public})

        files = {one.page.path: f"{one.page.url}index.html" for one in public}
        todo = {
            files.get(path, path): Part(
                key=names[path], shell=shells[path], depth=files.get(path, path).count("/"), slots=slots[path]
            )
            for path in slots
            if path in generated or path in files
        }
        return Parts(
            todo=todo,
            settled={files.get(path, path): settled[path] for path in settled if path in generated or path in files},
            fragments={slot.id: fragments[slot.id] for part in todo.values() for slot in part.slots.values()},
            copies=self._copies(public),
            directory=directory,
            instants=plan.moments(one.page for one in written),
            sources={files[path]: f"{self.settings.content}/{path}" for path in files},
        )

    def _load(self) -> None:
        with suppress(Failed):  # told when the directory is asked for
            if not self.data.is_known:
                self.data.snapshot  # noqa: B018 - read now, while workers write

    def _generated(self, public: Sequence[Written], directory: Directory) -> Iterator[Leaf]:
        site = pages.Site(
            settings=self.settings,
            briefings=plan.newest_first(one.page for one in public if one.page.kind == "briefing"),
            plain=tuple(one.page for one in public if one.page.kind == "page"),
            excerpts={one.page.path: one.excerpt for one in public},
            topic_urls={topic: url for one in public for topic, url in one.topics.items()},
            directory=directory,
            measures=numbers.vocabulary(),
        )
        return pages.leaves(site, self.maker.templates)

    def _leaf_key(self, leaf: Leaf, shell: str) -> str:
        holes = sorted((hole, slot.id) for hole, slot in leaf.slots.items())
        return key("leaf", leaf.path, shell, holes, self.data.key)

    def _page_key(self, one: Written, shell: str | None, addresses: Mapping[str, str]) -> str:
        return key("page", one.page.url, shell, one.body_key, self.data.key, digest(canonical(addresses)))

    def _settled(self, names: Mapping[str, str], site: Site | None) -> dict[str, dict[str, Any]]:
        """The records of files that were made before and, where there is a site, stand right on it."""
        known = self.store.get_many(names.values())
        records = {path: json.loads(known[name]) for path, name in names.items() if name in known}
        if site is None:
            return records
        return {path: record for path, record in records.items() if _stands(site, record)}

    def _resolved(
        self, written: Sequence[Written], directory: Directory, addresses: Mapping[str, str]
    ) -> dict[str, dict[str, Slot]]:
        """The slots of every page, by its path. A page with problems has none."""
        slots: dict[str, dict[str, Slot]] = {}
        for one in written:
            slots[one.page.path] = {}
            try:
                slots[one.page.path] = blocks.resolve(one.page, directory, numbers.vocabulary(), addresses)
            except Failed as failed:
                self._note(failed.problems)
        return slots

    def _copies(self, public: Sequence[Written]) -> dict[str, tuple[Path, str]]:
        """Files that go to the site as they are: images of published pages, and the theme's own."""
        assets = self.inputs.reading.assets
        images = plan.images((one.page for one in public), assets)
        copies = {f"media/{path}": (self.settings.content_dir / path, assets[path]) for path in images}
        return copies | self.maker.theme_files()

    def _note(self, problems: Sequence[Problem]) -> None:
        self.problems += [placed(problem, self.settings) for problem in problems]

    def summary(self, parts: Parts) -> dict[str, Any]:
        """What build.json says besides the files."""
        return {
            "generator": "fund-briefings",
            "engine": self.inputs.engine,
            "content": self.inputs.key,
            "data": dict(parts.directory.through),
            "synthetic": parts.directory.synthetic,
            "counts": {"pages": len(parts.todo) + len(parts.settled), "instruments": len(parts.directory.instruments)},
        }

    def outputs(self, site: Site, parts: Parts) -> Iterator[tuple[str, str, bytes | None]]:
        """Every file of the site: path, digest, and its content unless that is known to be there."""
        for path, record in parts.settled.items():
            yield path, record["digest"], None
        todo = list(parts.todo.items())
        for start in range(0, len(todo), 100):
            yield from self._filled(todo[start : start + 100], parts)
        records = [*parts.settled.values(), *parts.fragments.values()]
        files = {path: name for record in records for path, name in record["files"].items()}
        owners = {path: record["digest"] for record in parts.fragments.values() for path in record["files"]}
        for path, name in sorted(files.items()):
            there = site.holds(path, name)
            content = None if there else self.maker.fragments_made([owners[path]])[owners[path]].files[path].encode()
            yield path, name, content
        for path, (file, name) in parts.copies.items():
            yield path, name, None if site.holds(path, name) else file.read_bytes()

    def _filled(self, batch: Sequence[tuple[str, Part]], parts: Parts) -> Iterator[tuple[str, str, bytes | None]]:
        shells = self.maker.shells_made(part.shell for _, part in batch)
        wanted = (parts.fragments[slot.id]["digest"] for _, part in batch for slot in part.slots.values())
        fragments = self.maker.fragments_made(wanted)
        for path, part in batch:
            records = {hole: parts.fragments[slot.id] for hole, slot in part.slots.items()}
            html = {hole: fragments[record["digest"]].html for hole, record in records.items()}
            content = fill(shells[part.shell], html, depth=part.depth)
            files = {file: name for record in records.values() for file, name in record["files"].items()}
            self.store.put(part.key, canonical({"path": path, "digest": digest(content), "files": files}))
            self.maker.counts["filled"] += 1
            yield path, digest(content), content


def _stands(site: Site, record: Mapping[str, Any]) -> bool:
    if not record:
        return True  # a draft, checked and not published
    return site.holds(record["path"], record["digest"]) and all(
        site.holds(path, name) for path, name in record["files"].items()
    )
