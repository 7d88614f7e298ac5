"""The sources that sources.yml declares in, new data files out: fetched, staged, looked over, accepted set by set.

A set whose source fails in any way keeps the files it has, byte for byte, and stands in status.csv until it succeeds.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain
from pathlib import Path

from builder import numbers
from builder.build.fragments import SlotRequest
from builder.build.inputs import Inputs
from builder.build.run import BuildRun
from builder.cache.store import Store
from builder.desk import fetch_order, losses, source_memory
from builder.desk.impact import Impact
from builder.desk.impact import impact as radius
from builder.desk.install import alone, install, restore, same_file
from builder.desk.source_memory import SourceMemory
from builder.numbers.admission.row_check import AuditNote, QuarantinedRow
from builder.numbers.files import sources_yml
from builder.numbers.files.data_folder import JOURNAL
from builder.numbers.files.data_layout import DECLARATION
from builder.numbers.snapshot import Snapshot
from builder.numbers.sources.source import Limits, Source, Tools
from builder.numbers.sources.staging import StagedSource, stage
from builder.problem import Failed, Problem
from builder.settings import settings
from builder.settings.settings import Settings
from builder.vocabulary import ALL_SETS, CALENDARS, CATALOGUE_SETS, SETS

_INCOMING = ".incoming-"


@dataclass(frozen=True, kw_only=True)
class SourceOutcome:
    """What became of one source."""

    set: str
    state: str  # "accepted", "unchanged", "failed"
    files: int = 0  # that are new or different
    problems: tuple[Problem, ...] = ()
    quarantined: tuple[QuarantinedRow, ...] = ()  # rows that were kept out of it
    notes: tuple[AuditNote, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RefreshReport:
    """What a refresh did, or with `dry_run` would do."""

    outcomes: tuple[SourceOutcome, ...]
    radius: Impact
    dry_run: bool
    restored: bool = False  # an interrupted refresh was undone first

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that kept sources from being accepted."""
        return tuple(problem for one in self.outcomes for problem in one.problems)

    @property
    def all_in(self) -> bool:
        """Whether every source is in, with all its rows."""
        return not any(one.problems or one.quarantined for one in self.outcomes)


@dataclass(kw_only=True)
class _RefreshRun:
    """One refresh, as far as it has come."""

    chosen: Settings
    now: datetime
    accepted: Collection[str]  # sets whose losses the user has accepted
    memory: SourceMemory
    folder: Path  # for staged files, on the data folder's disk
    problems: dict[str, list[Problem]] = field(default_factory=dict)
    quarantined: list[QuarantinedRow] = field(default_factory=list)
    notes: list[AuditNote] = field(default_factory=list)
    before: Snapshot | None = None
    slots: Mapping[str, Sequence[SlotRequest]] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.chosen.data_dir

    @property
    def place(self) -> str:
        return f"{self.chosen.content}/{self.chosen.options.data}"


def refresh(
    config: Path,
    *,
    now: datetime,
    clock: Callable[[], float],
    workers: int,
    only: Collection[str] = (),
    accepted: Collection[str] = (),
    dry_run: bool = False,
    limits: Limits | None = None,
    say: Callable[[str], None] = lambda said: None,
) -> RefreshReport:
    """Bring every declared source, or those `only`, and tell what changes for readers.

    `accepted` names sets that may have less than before. Raises Failed where there is nothing to refresh, or settings or
    sources.yml are wrong; what is wrong with a source stands in the report.
    """
    chosen = settings.read_settings(config)
    data = chosen.data_dir
    with alone(chosen.cache_dir), Store(chosen.cache_dir) as store:
        restored = _cleared(data, f"{chosen.content}/{chosen.options.data}", dry_run)
        sources = _sources(chosen, only)
        with tempfile.TemporaryDirectory(prefix=_INCOMING, dir=None if dry_run else data) as folder:
            memory = SourceMemory.read(data)
            run = _RefreshRun(chosen=chosen, now=now, accepted=accepted, memory=memory, folder=Path(folder))
            staged = _fetched(run, sources, clock, limits or Limits(), say)
            say("audit")
            _look(run, store, workers)
            _through_the_door(run, staged)
            after = _audited(run, staged)
            found = radius(run.before, after, run.slots) if after is not None else Impact()
            outcomes = tuple(_settled(run, source, staged.get(source.set), dry_run) for source in sources)
        if not dry_run:
            source_memory.write(data, memory, {one.set: one.problems for one in outcomes}, now)
        return RefreshReport(outcomes=outcomes, radius=found, dry_run=dry_run, restored=restored)


def _cleared(data: Path, place: str, dry_run: bool) -> bool:
    """Undo a refresh that was cut off, and clear what it left."""
    if dry_run:
        if (data / JOURNAL).is_file():
            message = "a refresh was cut off: some files are new and some are old"
            hint = "run `briefings refresh` without --dry-run: it first puts back what was there"
            raise Failed([Problem(id="unfinished-refresh", path=place, message=message, hint=hint)])
        return False
    for left in data.glob(f"{_INCOMING}*"):
        source_memory.removed(left)
    return restore(data)


def _sources(chosen: Settings, only: Collection[str]) -> list[Source]:
    path, place = chosen.data_dir / DECLARATION, f"{chosen.content}/{chosen.options.data}/{DECLARATION}"
    declared = sources_yml.load(path, place) if path.is_file() else {}
    found = {name: one.source for name, one in declared.items() if one.source is not None}
    unknown = [name for name in only if name not in found]
    if not found or unknown:
        message = f"no source is declared for {', '.join(unknown)}" if unknown else "no set has a fetcher"
        hint = f"there are {', '.join(found)}" if found else "e.g. nav: {fetcher: akshare, codes: [012733]}"
        raise Failed([Problem(id="missing-key", path=place, message=message, hint=hint)])
    return [found[name] for name in ALL_SETS if name in found and (not only or name in only)]


def _fetched(
    run: _RefreshRun,
    sources: Sequence[Source],
    clock: Callable[[], float],
    limits: Limits,
    say: Callable[[str], None],
) -> dict[str, StagedSource]:
    """What each source brought, by set; those that failed stand in the run's problems."""
    found: dict[str, StagedSource] = {}
    (run.folder / "staged").mkdir()
    tools = Tools(root=run.chosen.root, clock=clock, say=say, today=run.now.date().isoformat(), limits=limits)
    for some in ((*CATALOGUE_SETS, CALENDARS), SETS):  # catalogues say which histories to ask for
        turn = [source for source in sources if source.set in some]
        for source, result in zip(turn, fetch_order.each(turn, lambda one: _staged(run, one, tools)), strict=True):
            if isinstance(result, StagedSource):
                found[source.set] = result
            else:
                run.problems[source.set] = list(result.problems)
    return found


def _staged(run: _RefreshRun, source: Source, tools: Tools) -> StagedSource | Failed:
    own = run.folder / "staged" / source.set
    own.mkdir()
    seals = run.memory.seals_of(source, run.data)
    try:
        return stage(source, replace(tools, seals=seals), own, run.folder / "staged", run.data)
    except Failed as failed:
        return failed


def _look(run: _RefreshRun, store: Store, workers: int) -> None:
    """The present data, and what all briefings ask of them; nothing where they cannot be read."""
    river = BuildRun(run.chosen, Inputs.read(run.chosen), store, run.now, workers, lambda stage: None)
    try:
        outline = river.outliner.outline()
        if outline is not None:
            sheets = {path: one for path, one in (outline.sheets | outline.drafts).items() if one.source}
            slots = chain.from_iterable(batch.items() for batch in river.outliner.slots(sheets))
            run.slots = {sheets[path].source: list(holes.values()) for path, holes in slots}
        run.before = river.data.snapshot
    except Failed:
        run.before = None
    finally:
        river.close()


def _through_the_door(run: _RefreshRun, staged: dict[str, StagedSource]) -> None:
    """Rows that are bad are taken out of the staged files, and sets of which a file is refused out of `staged`."""
    door = run.folder / "door"
    door.mkdir()
    for one in (one for name, one in staged.items() if name not in run.accepted):
        for name in one.files:
            (door / name).parent.mkdir(parents=True, exist_ok=True)
            same_file(run.folder / "staged" / one.set / name, door / name)
    try:
        found = numbers.audit(door, run.data, today=run.now.date().isoformat(), problem_path=run.place)
    except Failed:
        return  # what is there cannot be read: nothing to hold new files against but the build's own rules
    for problem in found.refused:
        name = _set_of(problem.path, run.place)
        run.problems.setdefault(name, []).append(problem)
        staged.pop(name, None)
    for name, content in found.files.items():
        own = run.folder / "staged" / _set_of(name, "") / name
        own.unlink()
        own.write_bytes(content)
    run.quarantined += found.quarantined
    run.notes += found.notes


def _audited(run: _RefreshRun, staged: dict[str, StagedSource]) -> Snapshot | None:
    """The data with all staged sets that hold, as they would be; the others are taken out of `staged`."""
    options = run.chosen.options
    attempt = 0
    while any(one.files for one in staged.values()):
        attempt += 1
        candidate = _candidate(run, staged, run.folder / f"candidate-{attempt}")
        try:
            after = numbers.load(
                candidate, risk_free=options.risk_free, trading_days=options.trading_days, problem_path=run.place
            )
        except Failed as failed:
            wrong = [(_set_of(problem.path, run.place), problem) for problem in failed.problems]
        else:
            sets = frozenset(staged) - frozenset(run.accepted)
            wrong = [] if run.before is None else list(losses.lost(run.before, after, sets, run.place))
            if not wrong:
                return after
        blamed = {name for name, _ in wrong} & {name for name, one in staged.items() if one.files}
        for name in blamed or set(staged):  # where no new file is to blame, none can be told from the others
            run.problems[name] = [problem for blame, problem in wrong if blame == name or not blamed]
            del staged[name]
    return run.before


def _candidate(run: _RefreshRun, staged: Mapping[str, StagedSource], folder: Path) -> Path:
    """The data folder as it would be."""
    present = list(numbers.digests(run.data, problem_path=run.place))
    sources = {name: run.data / name for name in present}
    sources |= {name: run.folder / "staged" / one.set / name for one in staged.values() for name in one.files}
    for name, path in sources.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        same_file(path, target)
    return folder


def _set_of(path: str, place: str) -> str:
    """The set that a data file belongs to, e.g. "nav" for "content/data/nav/012733.csv" and for nav.parquet."""
    return path.removeprefix(f"{place}/").partition("/")[0].partition(".")[0]


def _settled(run: _RefreshRun, source: Source, staged: StagedSource | None, dry_run: bool) -> SourceOutcome:
    """Accept what a source brought, if it did."""
    if staged is None:
        return SourceOutcome(set=source.set, state="failed", problems=tuple(run.problems[source.set]))
    own = run.folder / "staged" / source.set
    fresh = [name for name in staged.files if not _same(own / name, run.data / name)]
    if not dry_run:
        try:
            if fresh:
                install(run.data, own, fresh)
        except OSError as error:
            problem = Problem(id="unreadable", path=run.place, message=f"not written: {error.strerror or error}")
            return SourceOutcome(set=source.set, state="failed", problems=(problem,))
        run.memory.note(source, staged, run.data)
    return SourceOutcome(
        set=source.set,
        state="accepted" if fresh else "unchanged",
        files=len(fresh),
        quarantined=tuple(one for one in run.quarantined if _set_of(one.file, "") == source.set),
        notes=tuple(one for one in run.notes if _set_of(one.file, "") == source.set),
    )


def _same(one: Path, other: Path) -> bool:
    return other.is_file() and one.stat().st_size == other.stat().st_size and one.read_bytes() == other.read_bytes()
