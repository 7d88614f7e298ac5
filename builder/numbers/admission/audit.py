"""The audit of new data: compares a folder of staged files with the present data, and says what may be accepted.

The build is strict: one bad cell, and nothing is loaded. The audit is for what a source sends: it keeps out bad rows, refuses
bad files as a whole, and accepts the rest, so that bad data never replace good. A refresh calls it, by `numbers.audit`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from builder.numbers.admission.file_check import StagedFile, check_file
from builder.numbers.admission.parquet_check import check_parquet
from builder.numbers.admission.row_check import AuditNote, QuarantinedRow
from builder.numbers.admission.shrunken_data import shrunken
from builder.numbers.files import allocation_csv, catalogue_csv, sources_yml, trading_calendar
from builder.numbers.files.catalogue_csv import CatalogueRow
from builder.numbers.files.data_layout import DataLayout, read_layout
from builder.numbers.files.sources_yml import SetDeclaration
from builder.numbers.files.trading_calendar import TradingCalendar
from builder.numbers.series.day_numbers import day, iso
from builder.problem import Failed, Problem
from builder.vocabulary import ALLOCATION, CALENDARS, SETS, DataSet


@dataclass(frozen=True, kw_only=True)
class Audit:
    """What may be accepted of staged files, and all that may not."""

    files: Mapping[str, bytes]  # path from the data folder -> its whole new content
    quarantined: tuple[QuarantinedRow, ...] = ()
    refused: tuple[Problem, ...] = ()  # files that are kept out as a whole; the present ones stay
    # Set and code -> why a series keeps its present rows in a long table that is accepted otherwise.
    refused_series: Mapping[tuple[str, str], tuple[Problem, ...]] = field(default_factory=dict)
    notes: tuple[AuditNote, ...] = ()


@dataclass(kw_only=True)
class _AuditInProgress:
    """The staged and the present files, and the results so far."""

    staged: DataLayout
    present: DataLayout
    today: int
    problem_path: str  # of the data folder
    files: dict[str, bytes] = field(default_factory=dict)
    quarantined: list[QuarantinedRow] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)
    refused_series: dict[tuple[str, str], tuple[Problem, ...]] = field(default_factory=dict)
    notes: list[AuditNote] = field(default_factory=list)


def audit(staged: Path, present: Path, *, today: str, problem_path: str = "content/data") -> Audit:
    """Check every data file below `staged` against those below `present`; nothing is written.

    `today` is an ISO date. Present rows that a staged file lacks are added to it, so that each file of the result is
    whole. Raises Failed where `present` itself cannot be read.
    """
    present_layout = read_layout(present, problem_path)
    if present_layout.problems:
        raise Failed(present_layout.problems)
    run = _AuditInProgress(
        staged=read_layout(staged, problem_path), present=present_layout, today=day(today), problem_path=problem_path
    )
    run.refused += run.staged.problems
    sources = present_layout.declaration
    declarations = {} if sources is None else sources_yml.load(sources, f"{problem_path}/{sources.name}")
    for calendar_name, path in run.staged.calendars.items():
        _check_calendar(run, calendar_name, path)
    for code, path in run.staged.allocations.items():
        _check_allocation(run, code, path)
    catalogues = {
        name: _check_set(run, data_set, declarations.get(name, SetDeclaration())) for name, data_set in SETS.items()
    }
    _note_missing_indexes(run, catalogues["nav"], catalogues["index"])
    return Audit(
        files=run.files,
        quarantined=tuple(sorted(run.quarantined, key=lambda row: (row.file, row.row, row.column))),
        refused=tuple(sorted(run.refused)),
        refused_series=run.refused_series,
        notes=tuple(sorted(run.notes, key=lambda note: (note.file, note.series, note.id))),
    )


def _check_calendar(run: _AuditInProgress, calendar_name: str, path: Path) -> None:
    file = f"{CALENDARS}/{calendar_name}.csv"
    problem_path = f"{run.problem_path}/{file}"
    try:
        new = trading_calendar.load(path, problem_path)
        present_path = run.present.calendars.get(calendar_name)
        if present_path and len(new.days) < len(trading_calendar.load(present_path, problem_path).days):
            raise Failed([shrunken(problem_path, "the calendar has fewer days than the present one")])
    except Failed as failed:
        run.refused += failed.problems
    else:
        run.files[file] = path.read_bytes()


def _check_allocation(run: _AuditInProgress, code: str, path: Path) -> None:
    """A fund's reports are accepted if a build can read them, and none of the present ones is gone."""
    file = f"{ALLOCATION}/{code}.csv"
    problem_path = f"{run.problem_path}/{file}"
    try:
        new = {share.day for share in allocation_csv.load(path, problem_path).shares}
        present_path = run.present.allocations.get(code)
        present = allocation_csv.load(present_path, problem_path).shares if present_path else ()
        if lost := sorted({share.day for share in present} - new):
            raise Failed([shrunken(problem_path, f"the report of {iso(lost[0])} is gone")])
    except Failed as failed:
        run.refused += failed.problems
    else:
        run.files[file] = path.read_bytes()


def _check_set(run: _AuditInProgress, data_set: DataSet, declaration: SetDeclaration) -> Mapping[str, CatalogueRow]:
    """Check the files of a set, and return its catalogue: the staged one if it was accepted, else the present one."""
    catalogue = _check_catalogue(run, data_set)
    calendar = _trading_days(run, declaration)

    def check(file: str, path: Path, present_path: Path | None, code: str | None) -> None:
        staged = StagedFile(
            file=file,
            problem_path=f"{run.problem_path}/{file}",
            path=path,
            present_path=present_path,
            data_set=data_set,
            code=code,
            catalogue=catalogue,
            calendar=calendar,
            freshness=declaration.freshness,
            splits=declaration.splits,
            today=run.today,
        )
        try:
            accepted = (check_parquet if path.suffix == ".parquet" else check_file)(staged)
        except Failed as failed:
            run.refused += failed.problems
            return
        run.files[file] = accepted.content
        run.refused_series |= {(data_set.name, code): problems for code, problems in accepted.refused.items()}
        run.quarantined += accepted.quarantined
        run.notes += accepted.notes

    for code, path in run.staged.histories[data_set.name].items():
        check(f"{data_set.name}/{path.name}", path, run.present.histories[data_set.name].get(code), code)
    for path in run.staged.tables[data_set.name]:
        present_tables = run.present.tables[data_set.name]
        present_path = next((table for table in present_tables if table.name == path.name), None)
        check(path.name, path, present_path, None)
    return catalogue


def _trading_days(run: _AuditInProgress, declaration: SetDeclaration) -> TradingCalendar:
    """The calendar of a set: the staged one if it was accepted, else the present one, else weekdays."""
    file = f"{CALENDARS}/{declaration.calendar}.csv"
    layout = run.staged if file in run.files else run.present
    path = layout.calendars.get(declaration.calendar)
    return TradingCalendar() if path is None else trading_calendar.load(path, f"{run.problem_path}/{file}")


def _check_catalogue(run: _AuditInProgress, data_set: DataSet) -> Mapping[str, CatalogueRow]:
    """The catalogue that histories are checked against: the staged one if it is right, else the present one."""
    problem_path = f"{run.problem_path}/{data_set.catalogue}"
    present_path = run.present.catalogues.get(data_set.catalogue)
    present = {} if present_path is None else catalogue_csv.load(present_path, problem_path, data_set)
    path = run.staged.catalogues.get(data_set.catalogue)
    if path is None:
        return present
    try:
        new = catalogue_csv.load(path, problem_path, data_set)
        if lost := sorted(present.keys() - new.keys()):
            raise Failed([shrunken(problem_path, f"{len(lost)} instruments are gone: {', '.join(lost[:3])}")])
    except Failed as failed:
        run.refused += failed.problems
        return present
    run.files[data_set.catalogue] = path.read_bytes()
    return new


def _note_missing_indexes(
    run: _AuditInProgress, funds: Mapping[str, CatalogueRow], indexes: Mapping[str, CatalogueRow]
) -> None:
    """Note the funds of a new catalogue whose index is in no catalogue."""
    for fund in funds.values() if "funds.csv" in run.files else ():
        index = fund.facts.get("index", "").removeprefix("index:")
        if index and index not in indexes:
            message = f"the index {index} of its benchmark is not in indexes.csv: no number is compared with it"
            run.notes.append(AuditNote(id="benchmark", file="funds.csv", series=f"fund:{fund.code}", message=message))
