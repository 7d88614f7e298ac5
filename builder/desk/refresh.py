"""`briefings refresh`: fetches the sources that sources.yml declares, checks what they bring, and installs it set by set.

A set whose source fails keeps its old files, byte for byte, and is listed in status.csv until its source succeeds.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from builder.cache.process_lock import only_process
from builder.cache.store import with_sound_store
from builder.desk import source_memory
from builder.desk.impact import Impact, impact
from builder.desk.install import install, restore
from builder.desk.refresh_report import RefreshReport, SourceOutcome
from builder.desk.source_memory import SourceMemory, SourceResult
from builder.desk.staged_sets import StagedSet, audit, fetch, try_out
from builder.numbers.files import sources_yml
from builder.numbers.files.data_folder import UNFINISHED
from builder.numbers.files.data_layout import DECLARATION
from builder.numbers.snapshot import Snapshot
from builder.numbers.sources.allowed_hosts import AllowedHosts
from builder.numbers.sources.source import Limits, Source, Tools
from builder.problem import Failed, Problem
from builder.settings.settings import Settings, read_settings
from builder.site_build.build_run import open_run
from builder.site_build.slot_requests import SlotRequest
from builder.site_build.steps import requests_of_sources
from builder.vocabulary import ALL_SETS

_INCOMING = "incoming-"


def refresh(
    config: Path,
    *,
    now: datetime,
    clock: Callable[[], float],
    workers: int,
    only: Collection[str] = (),
    accepted: Collection[str] = (),
    dry_run: bool = False,
    tokens: Mapping[str, str] = MappingProxyType({}),
    limits: Limits | None = None,
    progress: Callable[[str], None] = lambda stage: None,
) -> RefreshReport:
    """Refresh the data of every declared source, or of the sets in `only`, and report what changes for readers.

    `accepted` names sets that may have less data than before; `tokens` are secrets of fetchers by their environment variable.
    With `dry_run`, no file changes. Raises Failed if another refresh is running, the settings or sources.yml are wrong, or no
    source is declared; problems of sources are reported.
    """
    settings = read_settings(config)
    today = settings.day_of(now)
    data = settings.data_dir
    settings.cache_dir.mkdir(parents=True, exist_ok=True)
    with only_process(settings.cache_dir / "refresh.lock", "refresh"):
        restored = _undo_interrupted(settings, dry_run)
        sources = _declared_sources(settings, only)
        memory = SourceMemory.read(data)
        # What a source that is late still writes goes when the next refresh begins.
        with tempfile.TemporaryDirectory(
            prefix=_INCOMING, dir=settings.cache_dir, ignore_cleanup_errors=True
        ) as temporary:
            folder = Path(temporary)
            tools = Tools(
                root=settings.root,
                clock=clock,
                say=progress,
                today=today,
                tokens=tokens,
                limits=limits or _limits(settings),
                hosts=_hosts(settings),
            )
            sets = fetch(sources, data, memory, tools, folder / "fetched")
            progress("audit")
            site = _read_site(settings, now, workers)
            sets = audit(sets, settings, accepted, today, folder / "audit")
            sets, after = try_out(sets, site.snapshot, settings, accepted, today, folder / "candidate")
            changes = impact(site.snapshot, after, site.slots) if after is not None else Impact()
            outcomes = tuple(_install(staged, settings, dry_run) for staged in sets)
        if not dry_run:
            results = [
                SourceResult(
                    source=staged.source,
                    seals=_without_refused(staged, outcome),
                    problems=outcome.problems,
                    refused=outcome.refused,
                )
                for staged, outcome in zip(sets, outcomes, strict=True)
            ]
            source_memory.write(data, memory, results, now)
    return RefreshReport(outcomes=outcomes, impact=changes, dry_run=dry_run, restored=restored)


def _without_refused(staged: StagedSet, outcome: SourceOutcome) -> Mapping[str, Mapping[str, str]]:
    """The seals of a set, but for histories that were refused: they must come again."""
    location = staged.source.location
    if outcome.refused and "{code}" not in location:
        return {}
    again = {location.replace("{code}", code) for code in outcome.refused}
    return {url: seal for url, seal in staged.seals.items() if url not in again}


def _limits(settings: Settings) -> Limits:
    """The limits of time that mkdocs.yml sets."""
    own = settings.options.refresh
    return Limits(whole=own.request_seconds, source=own.source_seconds, refresh=own.seconds)


def _hosts(settings: Settings) -> tuple[str, ...]:
    """The hosts that mkdocs.yml allows. Raises Failed where an entry names none."""
    hosts = settings.options.refresh.hosts
    try:
        AllowedHosts.of(hosts)
    except ValueError as error:
        hint = "e.g. data.example.com, 10.1.2.0/24 or 127.0.0.1:8080"
        raise Failed(
            [Problem(id="bad-settings", path=settings.config.name, message=f"hosts: {error}", hint=hint)]
        ) from None
    return hosts


def _undo_interrupted(settings: Settings, dry_run: bool) -> bool:
    """Undo an interrupted refresh, and remove the files that it left. Returns whether there was one."""
    if dry_run:
        if (settings.data_dir / UNFINISHED).exists():
            message = "a refresh was interrupted: some files are new and some are old"
            hint = "run `briefings refresh` without --dry-run: it first puts the old files back"
            raise Failed([Problem(id="unfinished-refresh", path=settings.data_path, message=message, hint=hint)])
        return False
    for folder in settings.cache_dir.glob(f"{_INCOMING}*"):
        shutil.rmtree(folder, ignore_errors=True)
    try:
        return restore(settings.data_dir, settings.cache_dir)
    except Failed as failed:
        raise Failed([replace(problem, path=settings.data_path) for problem in failed.problems]) from None


def _declared_sources(settings: Settings, only: Collection[str]) -> list[Source]:
    """The sources that sources.yml declares, catalogues first; if `only` is given, those of its sets."""
    file, path = settings.data_dir / DECLARATION, f"{settings.data_path}/{DECLARATION}"
    declarations = sources_yml.load(file, path) if file.is_file() else {}
    sources = {set_: declared.source for set_, declared in declarations.items() if declared.source is not None}
    undeclared = [set_ for set_ in only if set_ not in sources]
    if not sources or undeclared:
        message = f"no source is declared for {', '.join(undeclared)}" if undeclared else "no set has a fetcher"
        hint = f"declared are: {', '.join(sources)}" if sources else "e.g. nav: {fetcher: akshare, codes: [012733]}"
        raise Failed([Problem(id="missing-key", path=path, message=message, hint=hint)])
    return [sources[set_] for set_ in ALL_SETS if set_ in sources and (not only or set_ in only)]


@dataclass(frozen=True, kw_only=True)
class _Site:
    """The site before a refresh."""

    snapshot: Snapshot | None  # None if the present data cannot be read
    slots: Mapping[str, Sequence[SlotRequest]] = field(default_factory=dict)  # of each briefing and page, by its source


@with_sound_store
def _read_site(settings: Settings, now: datetime, workers: int) -> _Site:
    with open_run(settings, now=now, workers=workers) as run:
        try:
            return _Site(slots=requests_of_sources(run), snapshot=run.data.snapshot)
        except Failed:
            return _Site(snapshot=None)


def _install(staged: StagedSet, settings: Settings, dry_run: bool) -> SourceOutcome:
    """Install the files of a set that differ from the present ones, unless the set has problems."""
    if staged.problems:
        return SourceOutcome(
            set=staged.set, state="failed", problems=staged.problems, quarantined=staged.quarantined, notes=staged.notes
        )
    changed = [path for path in staged.files if not _same(staged.folder / path, settings.data_dir / path)]
    try:
        if changed and not dry_run:
            install(settings.data_dir, staged.folder, changed, settings.cache_dir)
    except OSError as error:
        message = f"the new files could not be written: {error.strerror or error}"
        hint = "the old files are there again; mend the cause and refresh again"
        problem = Problem(id="unwritable", path=settings.data_path, message=message, hint=hint)
        return SourceOutcome(set=staged.set, state="failed", problems=(problem,))
    return SourceOutcome(
        set=staged.set,
        state="accepted" if changed else "unchanged",
        files=len(changed),
        refused=staged.refused,
        quarantined=staged.quarantined,
        notes=staged.notes,
    )


def _same(file: Path, other: Path) -> bool:
    return other.is_file() and file.stat().st_size == other.stat().st_size and file.read_bytes() == other.read_bytes()
