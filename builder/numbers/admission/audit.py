"""The audit of new data: compares a folder of staged files with the present data, and says what may be accepted.

The build is strict: one bad cell, and nothing is loaded. The audit is for what a source sends: it keeps out bad rows, refuses
bad files as a whole, and accepts the rest, so that bad data never replace good. A refresh calls it, by `numbers.audit`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from builder.numbers.admission.file_check import StagedFile, check_file
from builder.numbers.admission.history_jumps import history_jumps
from builder.numbers.admission.row_check import AuditNote, QuarantinedRow
from builder.numbers.admission.shrunken_data import refuse_shrunken, shrunken
from builder.numbers.files import allocation_csv, catalogue_csv, history_files, sources_yml, trading_calendar
from builder.numbers.files.catalogue_csv import CatalogueRow
from builder.numbers.files.data_layout import DataLayout, read_layout
from builder.numbers.files.sources_yml import SetDeclaration
from builder.numbers.files.trading_calendar import TradingCalendar
from builder.numbers.series.day_numbers import day, iso
from builder.numbers.series.series import Series
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
            today=run.today,
        )
        try:
            accepted = check_file(staged)
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
        if path.suffix == ".parquet":
            _check_parquet(run, path, present_path, data_set, catalogue, declaration.splits)
        else:
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


def _check_parquet(
    run: _AuditInProgress,
    path: Path,
    present_path: Path | None,
    data_set: DataSet,
    catalogue: Mapping[str, CatalogueRow],
    splits: Mapping[str, Mapping[str, float]],
) -> None:
    """A Parquet table is accepted or refused as a whole: a program wrote it. A series that jumps keeps its present rows."""
    from builder.numbers.files import parquet_table

    problem_path = f"{run.problem_path}/{path.name}"
    try:
        new = parquet_table.read(path, problem_path, data_set)
        problems = [
            history_files.unknown_history(problem_path, code, data_set, catalogue)
            for code in sorted(new.keys() - catalogue.keys())
        ]
        for code, series in sorted(new.items()):
            if int(series.days[-1]) > run.today:
                message = f"{code} has a row on {iso(int(series.days[-1]))}, which is in the future"
                problems.append(Problem(id="bad-cell", path=problem_path, message=message))
        present = parquet_table.read(present_path, problem_path, data_set) if present_path else {}

        def settled(code: str, history: Series) -> NDArray[np.bool_]:
            return _is_present(history, present.get(code))

        jumps: dict[str, list[Problem]] = {}
        for jump in history_jumps(new, data_set, catalogue, splits, settled=settled):
            jumps.setdefault(jump.code, []).append(jump.problem.at(path=problem_path, line=0))
        if len(jumps) == len(new):
            problems += [problem for own in jumps.values() for problem in own]
        for code, series in present.items():
            if code not in new:
                problems.append(shrunken(problem_path, f"{data_set.kind}:{code} is gone"))
            else:
                refuse_shrunken(new[code].days, series.days, problem_path, f"{data_set.kind}:{code}")
        if problems:
            raise Failed(problems)
    except Failed as failed:
        run.refused += failed.problems
    else:
        run.refused_series |= {(data_set.name, code): tuple(own) for code, own in jumps.items()}
        run.files[path.name] = parquet_table.with_present(path, present_path, jumps) if jumps else path.read_bytes()


def _is_present(history: Series, present: Series | None) -> NDArray[np.bool_]:
    """Which rows of a history say what the present one says of their day."""
    if present is None:
        return np.zeros(len(history.days), dtype=np.bool_)
    rows = np.minimum(present.days.searchsorted(history.days), len(present.days) - 1)
    values, present_values = ((each.raw if each.income is None else each.income) for each in (history, present))
    is_same = np.isclose(values, present_values[rows], rtol=1e-12, atol=0, equal_nan=True)
    return np.asarray(is_same & (present.days[rows] == history.days), dtype=np.bool_)


def _note_missing_indexes(
    run: _AuditInProgress, funds: Mapping[str, CatalogueRow], indexes: Mapping[str, CatalogueRow]
) -> None:
    """Note the funds of a new catalogue whose index is in no catalogue."""
    for fund in funds.values() if "funds.csv" in run.files else ():
        index = fund.facts.get("index", "").removeprefix("index:")
        if index and index not in indexes:
            message = f"the index {index} of its benchmark is not in indexes.csv: no number is compared with it"
            run.notes.append(AuditNote(id="benchmark", file="funds.csv", series=f"fund:{fund.code}", message=message))
