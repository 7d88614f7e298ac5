"""A staged data folder and the present one in, what of it may be accepted out: bad data never replaces good.

`load` is strict and for the build: one bad cell, and nothing is loaded. `audit` is the door, and for what a source sends:
bad rows are kept out, bad files as a whole, and the rest is taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from builder.numbers.admission.file_check import Task, not_shrunken, shrunken, take
from builder.numbers.admission.row_check import AuditNote, QuarantinedRow
from builder.numbers.files import catalogue_csv, history_files, sources_yml
from builder.numbers.files import trading_calendar as calendars
from builder.numbers.files.catalogue_csv import CatalogueRow
from builder.numbers.files.data_layout import DataLayout, layout
from builder.numbers.files.sources_yml import SetDeclaration
from builder.numbers.files.trading_calendar import TradingCalendar
from builder.numbers.series.day_numbers import day, iso
from builder.problem import Failed, Problem
from builder.vocabulary import SETS, DataSet


@dataclass(frozen=True, kw_only=True)
class Audit:
    """What may be accepted of staged files, and all that may not."""

    files: Mapping[str, bytes]  # path from the data folder -> its whole new content
    quarantined: tuple[QuarantinedRow, ...] = ()
    refused: tuple[Problem, ...] = ()  # files that are kept out as a whole; what is there stays
    notes: tuple[AuditNote, ...] = ()


@dataclass(kw_only=True)
class _Door:
    staged: DataLayout
    present: DataLayout
    today: int
    place: str
    files: dict[str, bytes] = field(default_factory=dict)
    quarantined: list[QuarantinedRow] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)
    notes: list[AuditNote] = field(default_factory=list)


def audit(staged: Path, present: Path, *, today: str, place: str = "content/data") -> Audit:
    """Judge every data file below `staged` against those below `present`; nothing is written.

    `today` is an ISO date. Rows of `present` that the staged file lacks are kept, so that each file of the result is
    whole. Paths of problems lie below `place`. Raises Failed where `present` itself cannot be read.
    """
    old = layout(present, place)
    if old.problems:
        raise Failed(old.problems)
    door = _Door(staged=layout(staged, place), present=old, today=day(today), place=place)
    door.refused += door.staged.problems
    declared = {} if old.declaration is None else sources_yml.load(old.declaration, f"{place}/{old.declaration.name}")
    for name, path in door.staged.calendars.items():
        _calendar(door, name, path)
    for spec in SETS.values():
        known = _catalogue(door, spec)
        own = declared.get(spec.name, SetDeclaration())
        task = partial(_task, door, spec, known, _trading_days(door, own), own.freshness)
        for code, path in door.staged.histories[spec.name].items():
            there = old.histories[spec.name].get(code)
            _take(door, task(f"{spec.name}/{path.name}", path, there, code=code))
        for path in door.staged.tables[spec.name]:
            there = next((one for one in old.tables[spec.name] if one.name == path.name), None)
            if path.suffix == ".parquet":
                _packed(door, path, there, spec, known)
            else:
                _take(door, task(path.name, path, there, code=None))
    _benchmarks(door)
    return Audit(
        files=door.files,
        quarantined=tuple(sorted(door.quarantined, key=lambda one: (one.file, one.row, one.column))),
        refused=tuple(sorted(door.refused)),
        notes=tuple(sorted(door.notes, key=lambda one: (one.file, one.series, one.id))),
    )


def _task(
    door: _Door,
    spec: DataSet,
    known: Mapping[str, CatalogueRow],
    own: TradingCalendar,
    allowed: int | None,
    file: str,
    path: Path,
    there: Path | None,
    *,
    code: str | None,
) -> Task:
    return Task(
        file=file,
        where=f"{door.place}/{file}",
        path=path,
        there=there,
        spec=spec,
        code=code,
        known=known,
        calendar=own,
        allowed=allowed,
        today=door.today,
    )


def _take(door: _Door, task: Task) -> None:
    try:
        taken = take(task)
    except Failed as failed:
        door.refused += failed.problems
        return
    door.files[task.file] = taken.content
    door.quarantined += taken.quarantined
    door.notes += taken.notes


def _calendar(door: _Door, name: str, path: Path) -> None:
    where = f"calendars/{name}.csv"
    try:
        new = calendars.load(path, f"{door.place}/{where}")
        there = door.present.calendars.get(name)
        if there is not None and len(new.days) < len(calendars.load(there, f"{door.place}/{where}").days):
            raise Failed([shrunken(f"{door.place}/{where}", "the calendar has fewer days than the one that is there")])
    except Failed as failed:
        door.refused += failed.problems
    else:
        door.files[where] = path.read_bytes()


def _trading_days(door: _Door, declared: SetDeclaration) -> TradingCalendar:
    name = declared.calendar
    where = f"calendars/{name}.csv"
    path = door.staged.calendars.get(name) if where in door.files else door.present.calendars.get(name)
    return TradingCalendar() if path is None else calendars.load(path, f"{door.place}/{where}")


def _catalogue(door: _Door, spec: DataSet) -> Mapping[str, CatalogueRow]:
    """The catalogue that histories are held against: the staged one where it is right, the present one where not."""
    where = f"{door.place}/{spec.catalogue}"
    new, there = door.staged.catalogues.get(spec.catalogue), door.present.catalogues.get(spec.catalogue)
    old = {} if there is None else catalogue_csv.load(there, where, spec)
    if new is None:
        return old
    try:
        entries = catalogue_csv.load(new, where, spec)
        if lost := sorted(old.keys() - entries.keys()):
            raise Failed([shrunken(where, f"{len(lost)} instruments are gone: {', '.join(lost[:3])}")])
    except Failed as failed:
        door.refused += failed.problems
        return old
    door.files[spec.catalogue] = new.read_bytes()
    return entries


def _packed(door: _Door, path: Path, there: Path | None, spec: DataSet, known: Mapping[str, CatalogueRow]) -> None:
    """A Parquet table is taken or refused as a whole: a program wrote it."""
    from builder.numbers.files import parquet_table

    where = f"{door.place}/{path.name}"
    try:
        found = parquet_table.read(path, where, spec)
        wrong = [history_files.unknown(where, code, spec, known) for code in sorted(found.keys() - known.keys())]
        for code, one in sorted(found.items()):
            if int(one.days[-1]) > door.today:
                message = f"{code} has a row on {iso(int(one.days[-1]))}, which lies in the future"
                wrong.append(Problem(id="bad-cell", path=where, message=message))
        for code, one in parquet_table.read(there, where, spec).items() if there else ():
            if code not in found:
                wrong.append(shrunken(where, f"{spec.kind}:{code} is gone"))
            else:
                not_shrunken(found[code].days, one.days, where, f"{spec.kind}:{code}")
        if wrong:
            raise Failed(wrong)
    except Failed as failed:
        door.refused += failed.problems
    else:
        door.files[path.name] = path.read_bytes()


def _benchmarks(door: _Door) -> None:
    """Note the funds of a new catalogue whose index no catalogue names."""
    if "funds.csv" not in door.files:
        return
    indexes = _entries(door, SETS["index"])
    for fund in _entries(door, SETS["nav"]).values():
        index = fund.facts.get("index", "").removeprefix("index:")
        if index and index not in indexes:
            message = f"the index {index} of its benchmark is not in indexes.csv: no number is compared with it"
            door.notes.append(AuditNote(id="benchmark", file="funds.csv", series=f"fund:{fund.code}", message=message))


def _entries(door: _Door, spec: DataSet) -> Mapping[str, CatalogueRow]:
    path = (door.staged if spec.catalogue in door.files else door.present).catalogues.get(spec.catalogue)
    return {} if path is None else catalogue_csv.load(path, f"{door.place}/{spec.catalogue}", spec)
