"""The whole river: content, data and templates in, a site out. Reads like the picture in docs/architecture.md."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from builder.build import publication
from builder.build.cached_data import CachedData
from builder.build.fragments import FragmentMaker, SlotRequest
from builder.build.inputs import Inputs
from builder.build.page_maker import PageMaker
from builder.build.render_plan import FileToFill, RenderPlan
from builder.build.restatements import Ledger
from builder.build.site_plan import PlannedFile, SitePlan, SitePlanner
from builder.cache.store import Store, key
from builder.model import canonical_json, digest
from builder.output.fill_job import FillJob, fill_job
from builder.output.publish import OutputFile, PublishReport, SiteFolder
from builder.parallel.render_helper import RenderOptions
from builder.problem import Problem
from builder.settings.settings import Settings

Progress = Callable[[str], None]
# The names of all files, the records of those that stand right, the sheets of the others, and what these want, in batches.
Ready = tuple[
    dict[str, str], dict[str, dict[str, Any]], dict[str, PlannedFile], Sequence[Mapping[str, Mapping[str, SlotRequest]]]
]
_LAST = "last"  # where the store has what the last build knew of every file


@dataclass(frozen=True, kw_only=True)
class BuildResult:
    """What a build found, made and wrote."""

    problems: tuple[Problem, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)  # pages, shells, fragments, filled, written, removed
    published: PublishReport | None = None

    @property
    def shows_charts(self) -> bool:
        """Whether a chart of an author's is on the site that was published now: each comes with a file."""
        return any(path.startswith("charts/") for path in (self.published.files if self.published else ()))


def build(
    settings: Settings,
    *,
    now: datetime,
    site_dir: Path | None = None,
    workers: int = 2,
    publish: bool = True,
    progress: Progress = lambda stage: None,
) -> BuildResult:
    """Build the site, or say all that is wrong and leave the site as it is.

    `now` decides which briefings are out; `publish=False` stops before anything is filled or written.
    """
    with Store(settings.cache_dir) as store:
        inputs = Inputs.read(settings)
        site = SiteFolder(
            site_dir or settings.site_dir, settings.cache_dir / f"index-{digest(str(site_dir or ''))}.json"
        )
        if publish and (files := inputs.known_outcome(store, now)) and site.is_complete(files):
            return BuildResult(published=PublishReport())
        river = BuildRun(settings, inputs, store, now, workers, progress)
        try:
            parts = river.parts(site if publish else None)
            if parts is None or not publish:
                return BuildResult(problems=publication.sort_problems(river.problems), counts=river.maker.counts)
            progress("publish")
            published = site.publish(
                river.outputs(site, parts), parts.paths, river.summary(parts), helper=river.fragments.helper
            )
            river.fragments.release()
            river.remember(parts, published.files)
            inputs.remember_outcome(store, now, parts.outline.instants, published.files)
            written = Counter(written=len(published.written), removed=len(published.removed))
            return BuildResult(counts={**river.maker.counts, **written}, published=published)
        finally:
            river.close()


class BuildRun:
    """One run of the river. `parts` does all that can fail; `outputs` only joins."""

    def __init__(
        self, settings: Settings, inputs: Inputs, store: Store, now: datetime, workers: int, progress: Progress
    ) -> None:
        self.settings, self.inputs, self.store, self.progress = settings, inputs, store, progress
        self.maker = PageMaker(
            settings=settings, store=store, engine=inputs.engine, looks=inputs.looks, workers=workers
        )
        self.data = CachedData(settings, store, inputs.engine, inputs.data)
        self.fragments = FragmentMaker(
            store=store,
            look=RenderOptions(
                rising=settings.options.rising,
                cache=settings.cache_dir,
                fonts=settings.fonts,
                vega=self.maker.vega,
            ),
            shape=digest(inputs.engine + inputs.looks),
            data=self.data,
            counts=self.maker.counts,
        )
        self.ledger = Ledger(settings, store, inputs.engine, inputs.data)
        self.outliner = SitePlanner(self.maker, inputs, self.data, now)
        self.problems: list[Problem] = list(inputs.problems)

    def parts(self, site: SiteFolder | None) -> RenderPlan | None:
        """Words and numbers, ready to be joined; None where there are problems, which are then all known.

        Files that are known and stand right on `site` are not looked into; without a site, files that are known.
        """
        self.progress("words")
        if self.maker.workers > 1 and self.outliner.is_refresh:
            self.fragments.expect_many()
        foreseen = self.outliner.foreseen() if self.fragments.partner else None
        ready = self._ready(foreseen, site) if foreseen else None  # while the data are being loaded
        outline = self.outliner.outline()
        self.problems += self.outliner.problems
        if outline is None:
            return None
        names, settled, sheets, wanted = ready if ready and outline is foreseen else self._ready(outline, site)
        self.progress("numbers")
        slots: dict[str, dict[str, SlotRequest]] = {}
        for some in wanted:
            told, restated = self.ledger.announced(some, self.data)
            self.problems += restated
            self.fragments.begin(told)  # which renders the first while it is looked up what the others want
            slots |= told
        fragments, failed = self.fragments.records()
        asked = [one for holes in slots.values() for one in holes.values()]
        self.problems += [one.placed(failed[one.id]) for one in asked if one.id in failed]
        if self.problems:
            return None
        self.progress("shells")
        self.outliner.finish(outline)
        for path in outline.drafts:
            self._last[path] = [names[path], "", {}]
        todo = [
            FileToFill(key=names[path], path=path, sheet=sheet, slots=slots[path])
            for path, sheet in sheets.items()
            if path in outline.sheets
        ]
        return RenderPlan(
            todo=todo,
            settled=[record for record in settled.values() if record],
            fragments=fragments,
            copies=self._copies(outline),
            directory=self.data.directory,
            outline=outline,
            index=self.outliner.indexer.load(outline.index),
        )

    def _ready(self, outline: SitePlan, site: SiteFolder | None) -> Ready:
        names = {path: self._name(path, sheet) for path, sheet in (*outline.sheets.items(), *outline.drafts.items())}
        settled = self._settled(names, site)
        sheets = {path: one for path, one in (outline.sheets | outline.drafts).items() if path not in settled}
        wanted = self.outliner.slots(sheets)
        return names, settled, sheets, wanted

    def close(self) -> None:
        """Let all helping processes go."""
        self.maker.close()
        self.fragments.close()

    def _name(self, path: str, sheet: PlannedFile) -> str:
        return key("file", path, sheet.shell, sheet.slots, self.data.key)

    @cached_property
    def _last(self) -> dict[str, list[Any]]:
        """For each file that the last build knew what it was made of, what was joined in it, and its record."""
        known: dict[str, list[Any]] = json.loads(self.store.get(_LAST) or "{}")
        return known

    def _settled(self, names: Mapping[str, str], site: SiteFolder | None) -> dict[str, dict[str, Any]]:
        """The records of files that were made before and, where there is a site, stand right on it; empty for drafts."""
        records = {path: self._last[path][2] for path, name in names.items() if self._last.get(path, [""])[0] == name}
        return {path: record for path, record in records.items() if site is None or _stands(site, record)}

    def _copies(self, outline: SitePlan) -> dict[str, tuple[Path, str]]:
        """Files that go to the site as they are: images of published pages, and the theme's own."""
        assets, folder = self.inputs.reading.assets, self.settings.content_dir
        return {f"media/{path}": (folder / path, assets[path]) for path in outline.images} | self.maker.theme_files()

    def summary(self, parts: RenderPlan) -> dict[str, Any]:
        """What build.json says besides the files."""
        return {
            "generator": "fund-briefings",
            "engine": self.inputs.engine,
            "content": self.inputs.key,
            "data": dict(parts.directory.data_as_of),
            "synthetic": parts.directory.synthetic,
            "counts": {"pages": len(parts.outline.sheets), "instruments": len(parts.directory.instruments)},
        }

    def outputs(self, site: SiteFolder, parts: RenderPlan) -> Iterator[OutputFile]:
        """Every file of the site, with its content unless that is known to be there."""
        for record in parts.settled:
            yield OutputFile(record["path"], record["digest"])
        for start in range(0, len(parts.todo), 100):
            yield from self._filled(parts.todo[start : start + 100], parts, site)
        owners = {path: record["at"] for record in parts.fragments.values() for path in record["files"]}
        for path, name in sorted(parts.files.items()):
            content = None
            if not site.holds(path, name):
                made = self.fragments.files(owners[path])[path]
                content = made if isinstance(made, bytes) else made.encode()
            yield OutputFile(path, name, content)
        for path, (file, name) in parts.copies.items():
            yield OutputFile(path, name, None if site.holds(path, name) else file.read_bytes())
        for path, name in parts.index.files.items():
            held = site.holds(path, name)
            content = None if held else self.outliner.indexer.content(parts.index, path, parts.directory)
            yield OutputFile(path, name, content)
        self.store.keep()  # while the last files are still being written

    def _filled(self, batch: Sequence[FileToFill], parts: RenderPlan, site: SiteFolder) -> Iterator[OutputFile]:
        last = {part.path: self._last.get(part.path, ["", "", {}]) for part in batch}
        names = {
            part.path: last[part.path][2]["digest"] if last[part.path][1] == self._filling(part, parts) else ""
            for part in batch
        }
        fresh = [part for part in batch if not (names[part.path] and site.holds(part.path, names[part.path]))]
        lacking = {part.path for part in fresh}
        yield from (OutputFile(path, name) for path, name in names.items() if path not in lacking)
        self.maker.counts["filled"] += len(fresh)
        joints = {part.path: self._joint(part, parts) for part in fresh}
        if self.fragments.helper:
            yield from (OutputFile(path, "", one.content) for path, one in joints.items())
            return
        made = self.store.bytes(name for one in joints.values() for name in (one.shell, *one.holes.values()))
        yield from (OutputFile(path, "", fill_job(made, one)) for path, one in joints.items())

    def _joint(self, part: FileToFill, parts: RenderPlan) -> FillJob:
        holes = {hole: parts.fragments[one.id]["at"] for hole, one in part.slots.items()}
        shell = part.sheet.shell
        fresh = self.store.fresh((shell, *holes.values())) if self.fragments.helper else {}
        return FillJob(store=self.settings.cache_dir, shell=shell, holes=holes, fresh=fresh, depth=part.depth)

    def remember(self, parts: RenderPlan, names: Mapping[str, str]) -> None:
        """Note what every file was made of, and its digest."""
        for part in parts.todo:
            shown = [parts.fragments[one.id] for one in part.slots.values()]
            files = {path: name for record in shown for path, name in record["files"].items()}
            record = {"path": part.path, "digest": names[part.path], "files": files}
            self._last[part.path] = [part.key, self._filling(part, parts), record]
        kept = parts.outline.sheets.keys() | parts.outline.drafts.keys()
        self.store.put(_LAST, canonical_json({path: one for path, one in self._last.items() if path in kept}))

    def _filling(self, part: FileToFill, parts: RenderPlan) -> str:
        """Names a file by what is joined in it."""
        inner = " ".join(f"{hole} {parts.fragments[one.id]['digest']}" for hole, one in part.slots.items())
        return digest(f"{self.inputs.engine} {part.path} {part.sheet.shell} {inner}")


def _stands(site: SiteFolder, record: Mapping[str, Any]) -> bool:
    if not record:
        return True  # a draft, checked and not published
    return site.holds(record["path"], record["digest"]) and all(
        site.holds(path, name) for path, name in record["files"].items()
    )
