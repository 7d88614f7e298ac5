"""The whole river: content, data and templates in, a site out. Reads like the picture in docs/architecture.md."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from builder import blocks, numbers, pages, plan
from builder.cache import Store, key
from builder.data import Data
from builder.engine import engine_digest
from builder.fill import fill
from builder.make import Maker, Written
from builder.model import Directory, Leaf, Page, Slot, digest
from builder.problem import Failed, Problem
from builder.publish import Published, Site
from builder.settings import Settings
from builder.theme.fingerprint import fingerprint
from builder.words.read import Reading, read

Progress = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Result:
    """What a build found, made and wrote."""

    problems: tuple[Problem, ...] = ()
    counts: Mapping[str, int] = field(
        default_factory=dict
    )  # what was made: pages, shells, fragments, filled, written, removed
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
        if (
            not inputs.problems
            and publish
            and (files := _known_outcome(inputs, store, now))
            and site.is_complete(files)
        ):
            return Result(published=Published())
        river = River(settings, inputs, store, now, workers, progress)
        try:
            parts = river.parts()
            if parts is None or not publish:
                return Result(problems=river.problems_in_order(), counts=river.maker.counts)
            published = river.publish(site, parts)
            _remember_outcome(inputs, store, now, river.instants, site.record["files"])
            return Result(counts={**river.maker.counts, **_count(published)}, published=published)
        finally:
            river.maker.close()


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """All that goes into a site, read and named."""

    reading: Reading
    data: Mapping[str, str]  # data file -> digest
    engine: str
    looks: str
    problems: tuple[Problem, ...]

    @classmethod
    def read(cls, settings: Settings) -> Inputs:
        """Everything below the content folder, the code, the templates and the settings."""
        reading = read(settings.content_dir, data=settings.options.data)
        problems = [placed(problem, settings) for problem in reading.problems]
        try:
            data = numbers.digests(settings.data_dir)
        except Failed as failed:
            data, problems = {}, problems + list(failed.problems)
        looks = key(
            "looks",
            fingerprint(settings.config),
            settings.model_dump(mode="json", exclude={"root", "config", "cache", "site"}),
        )
        return cls(reading=reading, data=data, engine=engine_digest(), looks=looks, problems=tuple(problems))

    @property
    def key(self) -> str:
        """Names all of it."""
        sources = sorted((path, source.digest) for path, source in self.reading.sources.items())
        return key(
            "inputs", self.engine, self.looks, sources, sorted(self.reading.assets.items()), sorted(self.data.items())
        )


@dataclass(frozen=True, kw_only=True)
class Parts:
    """A site before it is filled: every leaf with its shell's key and its slots, every fragment made, and plain copies."""

    leaves: Sequence[Leaf]
    shells: Mapping[str, str]  # leaf's path -> key of its shell
    fragments: Mapping[str, Mapping[str, Any]]  # slot's id -> record of its fragment
    copies: Mapping[str, Path]  # site path -> file on disk
    copy_digests: Mapping[str, str]
    directory: Directory


class River:
    """One run of the river. `parts` does all that can fail; `publish` only joins and writes."""

    def __init__(
        self, settings: Settings, inputs: Inputs, store: Store, now: datetime, workers: int, progress: Progress
    ) -> None:
        self.settings, self.inputs, self.store, self.now, self.progress = settings, inputs, store, now, progress
        self.maker = Maker(settings=settings, store=store, engine=inputs.engine, looks=inputs.looks, workers=workers)
        self.data = Data(settings, store, inputs.engine, inputs.data)
        self.problems: list[Problem] = list(inputs.problems)
        self.instants: list[str] = []
        self.sources_by_path: dict[str, str] = {}  # e.g. {"about/index.html": "content/pages/about.md"}

    def parts(self) -> Parts | None:
        """Words and numbers, ready to be joined; None where there are problems."""
        self.progress("words")
        written, problems = self.maker.written(list(self.inputs.reading.sources.values()))
        self._note(problems)
        self._note(plan.missing_images((one.page for one in written), self.inputs.reading.assets))
        self.instants = plan.moments(one.page for one in written)
        public = [one for one in written if plan.is_published(one.page, self.now)]
        try:
            directory = self.data.directory
        except Failed as failed:
            self.problems += failed.problems
            return None
        generated = self._generated(public, directory)
        self._note(plan.duplicates((one.page for one in written), [_url(leaf.path) for leaf in generated]))
        self.progress("numbers")
        # Drafts are checked like the rest, so that nothing surprises when their day comes; readers see nothing of them.
        slots = self._resolved(written, directory)
        self.sources_by_path = {_path(one.page): f"{self.settings.content}/{one.page.path}" for one in public}
        leaves = [*generated, *(Leaf(path=_path(one.page), slots=slots[one.page.path]) for one in public)]
        wanted = [*(leaf.slots for leaf in generated), *slots.values()]
        fragments, problems = self.maker.fragments(
            {slot.id: slot for each in wanted for slot in each.values()}, self.data
        )
        self._note(problems)
        if self.problems:
            return None
        self.progress("shells")
        shells = self.maker.shells_of_leaves(generated, synthetic=directory.synthetic)
        of_pages = self.maker.shells_of_pages(public, synthetic=directory.synthetic)
        shells |= {_path(one.page): of_pages[one.page.path] for one in public}
        copies, names = self._copies(public)
        return Parts(
            leaves=leaves, shells=shells, fragments=fragments, copies=copies, copy_digests=names, directory=directory
        )

    def _generated(self, public: Sequence[Written], directory: Directory) -> list[Leaf]:
        site = pages.Site(
            settings=self.settings,
            briefings=plan.newest_first(one.page for one in public if one.page.kind == "briefing"),
            plain=tuple(one.page for one in public if one.page.kind == "page"),
            excerpts={one.page.path: one.excerpt for one in public},
            topic_urls={topic: url for one in public for topic, url in one.topics.items()},
            directory=directory,
            measures=numbers.vocabulary(),
        )
        return list(pages.leaves(site, self.maker.templates))

    def _resolved(self, written: Sequence[Written], directory: Directory) -> dict[str, dict[str, Slot]]:
        """The slots of every page, by its path. A page with problems has none."""
        addresses = plan.addresses(one.page for one in written)
        slots: dict[str, dict[str, Slot]] = {}
        for one in written:
            try:
                slots[one.page.path] = blocks.resolve(one.page, directory, numbers.vocabulary(), addresses)
            except Failed as failed:
                self._note(failed.problems)
                slots[one.page.path] = {}
        return slots

    def _copies(self, public: Sequence[Written]) -> tuple[dict[str, Path], dict[str, str]]:
        """Files that go to the site as they are: images of published pages, and the theme's own."""
        assets = self.inputs.reading.assets
        images = plan.images((one.page for one in public), assets)
        copies = {f"media/{path}": self.settings.content_dir / path for path in images}
        names = {f"media/{path}": assets[path] for path in images}
        for path, (file, name) in self.maker.theme_files().items():
            copies[path], names[path] = file, name
        return copies, names

    def publish(self, site: Site, parts: Parts) -> Published:
        """Join what differs from the site on disk, and write it."""
        self.progress("publish")
        summary = {
            "generator": "fund-briefings",
            "engine": self.inputs.engine,
            "content": self.inputs.key,
            "data": dict(parts.directory.through),
            "synthetic": parts.directory.synthetic,
            "counts": {"pages": len(parts.leaves), "fragments": len(parts.fragments), "copies": len(parts.copies)},
        }
        planned = [*(leaf.path for leaf in parts.leaves), *parts.copies]
        return site.publish(self._outputs(site, parts), planned, summary)

    def _outputs(self, site: Site, parts: Parts) -> Iterator[tuple[str, str, bytes | None]]:
        names = {leaf.path: self._output_key(leaf, parts) for leaf in parts.leaves}
        known = self.store.get_many(names.values())
        for leaf in parts.leaves:
            name = known.get(names[leaf.path], "")
            if name and site.holds(leaf.path, name):
                yield leaf.path, name, None
                continue
            content = self._filled(leaf, parts)
            self.store.put(names[leaf.path], digest(content))
            yield leaf.path, digest(content), content
        yield from self._data_files(site, parts)
        for path, file in parts.copies.items():
            name = parts.copy_digests[path]
            yield path, name, None if site.holds(path, name) else file.read_bytes()

    def _filled(self, leaf: Leaf, parts: Parts) -> bytes:
        self.maker.counts["filled"] += 1
        html = {hole: self.maker.fragment(parts.fragments[slot.id]["digest"]).html for hole, slot in leaf.slots.items()}
        return fill(self.maker.shell(parts.shells[leaf.path]), html, depth=leaf.depth)

    def _output_key(self, leaf: Leaf, parts: Parts) -> str:
        holes = sorted((hole, parts.fragments[slot.id]["digest"]) for hole, slot in leaf.slots.items())
        return key("output", self.inputs.engine, parts.shells[leaf.path], leaf.depth, holes)

    def _data_files(self, site: Site, parts: Parts) -> Iterator[tuple[str, str, bytes | None]]:
        """Files that come with fragments, e.g. a chart's CSV, each once."""
        shown = {slot.id for leaf in parts.leaves for slot in leaf.slots.values()}
        records = {
            record["digest"]: record for name, record in parts.fragments.items() if name in shown and record["files"]
        }
        for name, record in sorted(records.items()):
            missing = [path for path, file in record["files"].items() if not site.holds(path, file)]
            content = self.maker.fragment(name).files if missing else {}
            for path, file in record["files"].items():
                yield path, file, content[path].encode() if path in missing else None

    def _note(self, problems: Sequence[Problem]) -> None:
        self.problems += [placed(problem, self.settings) for problem in problems]

    def problems_in_order(self) -> tuple[Problem, ...]:
        """All that is wrong, by file, line and column."""
        return plan.sort_problems(self.problems)


def placed(problem: Problem, settings: Settings) -> Problem:
    """A problem of the words with its path from the project's root."""
    return replace(problem, path=f"{settings.content}/{problem.path}")


def _path(page: Page) -> str:
    return f"{page.url}index.html"


def _url(path: str) -> str:
    return path.removesuffix("index.html")


def _known_outcome(inputs: Inputs, store: Store, now: datetime) -> dict[str, str]:
    """The files that these very inputs gave before, at an instant when the same pages were out."""
    instants = store.get("instants:" + inputs.key)
    outcome = store.get(_outcome_key(inputs, json.loads(instants), now)) if instants else None
    return json.loads(outcome) if outcome else {}


def _remember_outcome(
    inputs: Inputs, store: Store, now: datetime, instants: list[str], files: Mapping[str, str]
) -> None:
    store.put("instants:" + inputs.key, json.dumps(instants))
    store.put(_outcome_key(inputs, instants, now), json.dumps(files))


def _outcome_key(inputs: Inputs, instants: list[str], now: datetime) -> str:
    return key("outcome", inputs.key, plan.passed(instants, now))


def _count(published: Published) -> Counter[str]:
    return Counter(written=len(published.written), removed=len(published.removed))
