"""The sets of a refresh before they are installed: their sources fetched, their files audited and tried with all other data.

Each step takes the sets and returns them, with the problems that it has found. A set with a problem keeps its old data, and
later steps leave it out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from builder import numbers
from builder.desk.fetch_order import fetch_all
from builder.desk.install import link_or_copy
from builder.desk.losses import accepted_losses, losses
from builder.desk.source_memory import SourceMemory
from builder.numbers.admission.row_check import AuditNote, QuarantinedRow
from builder.numbers.snapshot import Snapshot
from builder.numbers.sources.source import Source, Tools
from builder.numbers.sources.staging import stage
from builder.numbers.sources.time_limit import within
from builder.problem import Failed, Problem
from builder.settings.settings import Settings
from builder.vocabulary import ALLOCATION, CALENDARS, CATALOGUE_SETS, SETS


@dataclass(frozen=True, kw_only=True)
class StagedSet:
    """A set during a refresh: the files that its source brought, and what the checks say of them."""

    source: Source
    folder: Path  # where the files are
    files: Sequence[str] = ()  # from the folder, as from the data folder, e.g. "nav/012733.csv"
    seals: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # URL -> how to ask it for changes next time
    problems: tuple[Problem, ...] = ()  # why the set keeps its old data
    refused: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)  # code -> why it keeps its old data
    quarantined: tuple[QuarantinedRow, ...] = ()
    notes: tuple[AuditNote, ...] = ()
    origins: Mapping[str, tuple[str, Sequence[int]]] = field(
        default_factory=dict
    )  # file -> its source, each row's line

    @property
    def set(self) -> str:
        """Its name, e.g. "nav"."""
        return self.source.set


def fetch(sources: Sequence[Source], data: Path, memory: SourceMemory, tools: Tools, folder: Path) -> list[StagedSet]:
    """Fetch these sources, and write the files of each into a folder of its own below `folder`.

    A source that is not done when its time or that of the whole refresh is over has failed.
    """
    until = tools.clock() + tools.limits.refresh

    def fetch_source(source: Source) -> StagedSet:
        own_folder = folder / source.set
        own_folder.mkdir(parents=True)
        own_tools = replace(tools, seals=memory.seals_of(source, data))
        seconds = min(tools.limits.source, until - tools.clock())
        try:
            staged = within(seconds, lambda: stage(source, own_tools, own_folder, folder, data))
        except TimeoutError:
            return StagedSet(source=source, folder=own_folder, problems=(_late(source, seconds, tools),))
        except Failed as failed:
            return StagedSet(source=source, folder=own_folder, problems=failed.problems)
        return StagedSet(
            source=source,
            folder=own_folder,
            files=staged.files,
            seals=staged.seals,
            refused=staged.refused,
            quarantined=staged.quarantined,
            notes=staged.notes,
            origins=staged.origins,
        )

    return [
        staged
        for group in ((*CATALOGUE_SETS, CALENDARS), (*SETS, ALLOCATION))
        for staged in fetch_all([source for source in sources if source.set in group], fetch_source)
    ]


def _late(source: Source, seconds: float, tools: Tools) -> Problem:
    of_all = seconds < tools.limits.source
    message = f"the source of {source.set} is not done after {tools.limits.source:g} seconds"
    if of_all:
        message = f"the refresh took {tools.limits.refresh:g} seconds, and the source of {source.set} is not done"
    hint = f"more time: refresh: {{{'seconds' if of_all else 'source_seconds'}: …}} in mkdocs.yml"
    return source.problem("", message, hint, id_="fetch-failed")


def audit(
    sets: Sequence[StagedSet], settings: Settings, accepted: Collection[str], today: str, folder: Path
) -> list[StagedSet]:
    """Audit the new files against the present data: take bad rows out of them, and refuse sets with a bad file.

    Sets that the user has `accepted` are not audited: it is noted what they lose. `today` is an ISO date; `folder` is for
    temporary files.
    """
    data, data_path = settings.data_dir, settings.data_path
    sets = [
        replace(staged, notes=(*staged.notes, *accepted_losses(staged.set, staged.files, data, staged.folder)))
        if staged.set in accepted and staged.set in SETS
        else staged
        for staged in sets
    ]
    _link(
        {path: staged.folder / path for staged in _good(sets) if staged.set not in accepted for path in staged.files},
        folder,
    )
    try:
        result = numbers.audit(folder, data, today=today, problem_path=data_path)
    except Failed:
        return list(sets)  # the present data cannot be read: only the checks of a build are left
    folders = {staged.set: staged.folder for staged in sets}
    for path, content in result.files.items():
        file = folders[_set_of(path)] / path
        file.unlink()  # its content is shared with the link in `folder`
        file.write_bytes(content)
    sets = [
        replace(
            staged,
            quarantined=(
                *staged.quarantined,
                *(_with_origin(row, staged) for row in result.quarantined if _set_of(row.file) == staged.set),
            ),
            refused={
                **staged.refused,
                **{code: problems for (set_, code), problems in result.refused_series.items() if set_ == staged.set},
            },
            notes=(*staged.notes, *(note for note in result.notes if _set_of(note.file) == staged.set)),
        )
        for staged in sets
    ]
    faults = [(_set_of(fault.path, data_path), fault) for fault in result.refused]
    return refuse(sets, faults, data_path)


def _with_origin(row: QuarantinedRow, staged: StagedSet) -> QuarantinedRow:
    """A row with the place where its source has it."""
    place, lines = staged.origins.get(row.file, ("", ()))
    line = lines[row.row - 2] if 2 <= row.row < len(lines) + 2 else 0  # 0 of a row that was present
    return replace(row, origin=f"{place}:{line}") if line else row


def try_out(
    sets: Sequence[StagedSet],
    before: Snapshot | None,
    settings: Settings,
    accepted: Collection[str],
    today: str,
    folder: Path,
) -> tuple[list[StagedSet], Snapshot | None]:
    """Load the data with the new files in place, and refuse sets until that succeeds and none loses data.

    Returns the sets and the snapshot with all that are left: `before` if none brings a file. Sets that the user has
    `accepted` may lose data. `today` is an ISO date; `folder` is for temporary files.
    """
    sets, attempts = list(sets), 0
    while any(staged.files for staged in _good(sets)):
        attempts += 1
        candidate = folder / str(attempts)
        present = {
            path: settings.data_dir / path
            for path in numbers.digests(settings.data_dir, problem_path=settings.data_path)
        }
        new = {path: staged.folder / path for staged in _good(sets) for path in staged.files}
        _link(present | new, candidate)
        faults = []
        try:
            after = numbers.load(candidate, **settings.load_options(today))
        except Failed as failed:
            faults = [(_set_of(problem.path, settings.data_path), problem) for problem in failed.problems]
        else:
            checked = frozenset(staged.set for staged in _good(sets)) - frozenset(accepted)
            if before is not None:
                faults = list(losses(before, after, checked, settings.data_path))
            if not faults:
                return sets, after
        sets = refuse(sets, faults, settings.data_path)
    return sets, before


def refuse(sets: Sequence[StagedSet], faults: Sequence[tuple[str, Problem]], data_path: str = "") -> list[StagedSet]:
    """The sets without what these problems blame, each with its set.

    A problem in the file of one history refuses that history alone, unless it has less data than before. Any other
    refuses its set. If no set with new files is to blame, every set gets all problems.
    """
    blamed = {set_ for set_, _ in faults} & {staged.set for staged in _good(sets) if staged.files}
    return [
        staged
        if staged.problems or (blamed and staged.set not in blamed)
        else _refuse(staged, [problem for set_, problem in faults if set_ == staged.set or not blamed], data_path)
        for staged in sets
    ]


def _refuse(staged: StagedSet, problems: Sequence[Problem], data_path: str) -> StagedSet:
    files = {problem: problem.path.removeprefix(f"{data_path}/") for problem in problems}
    single = [problem for problem in problems if _is_single(problem, files[problem], staged)]
    left = [file for file in staged.files if file not in {files[problem] for problem in single}]
    refused = dict(staged.refused)
    for problem in single:
        code = Path(files[problem]).stem
        refused[code] = (*refused.get(code, ()), _at_origin(problem, files[problem], staged))
    others = [problem for problem in problems if problem not in single]
    if others or (single and not left):
        every = [problem for reasons in refused.values() for problem in reasons]
        return replace(staged, problems=(*every, *others), refused={})
    return replace(staged, files=left, refused=refused)


def _at_origin(problem: Problem, file: str, staged: StagedSet) -> Problem:
    """A problem of a new file, at the place where its source has the row; one of the whole file, at the source's."""
    place, lines = staged.origins.get(file, ("", ()))
    if place and not problem.line:
        return replace(problem, path=place)
    if not place or not 2 <= problem.line < len(lines) + 2 or not lines[problem.line - 2]:
        return problem
    return replace(problem, path=place, line=lines[problem.line - 2], column=0, length=1)


def _is_single(problem: Problem, file: str, staged: StagedSet) -> bool:
    """Whether a problem is of one history only."""
    return staged.set in SETS and "/" in file and file in staged.files and problem.id != "shrunken-data"


def _good(sets: Sequence[StagedSet]) -> list[StagedSet]:
    return [staged for staged in sets if not staged.problems]


def _link(files: Mapping[str, Path], folder: Path) -> None:
    """A folder with these files, by their paths in it."""
    folder.mkdir(parents=True)
    for path, source in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        link_or_copy(source, folder / path)


def _set_of(path: str, data_path: str = "") -> str:
    """The set that a data file belongs to, e.g. "nav" for "content/data/nav/012733.csv" and for "nav.parquet"."""
    return path.removeprefix(f"{data_path}/").partition("/")[0].partition(".")[0]
