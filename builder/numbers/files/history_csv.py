"""A history's CSV in, its rows or every bad row and cell out: the exact reading, with which the fast one must agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from math import isfinite, nan

from builder.numbers.files import csv_cells as cells
from builder.numbers.files.csv_cells import CsvCell, CsvLine
from builder.numbers.series.day_numbers import FIRST, LAST, day
from builder.problem import Failed, Problem
from builder.vocabulary import DataSet


@dataclass(kw_only=True)
class HistoryTable:
    """One series' rows as they stand in the file, in its order; a blank optional cell is NaN."""

    days: list[int] = field(default_factory=list)
    values: dict[str, list[float]] = field(default_factory=dict)  # column -> values
    line: int = 0  # where the series first appears
    column: int = 1
    first_at: dict[int, int] = field(default_factory=dict)  # day -> line


@dataclass(frozen=True, kw_only=True)
class HistoryFault:
    """What is wrong with a cell: the problem, the column's name and the cell's text."""

    problem: Problem
    name: str
    text: str


@dataclass(frozen=True, kw_only=True)
class HistoryRow:
    """A history's line, judged by itself; what is right of it stands even where another cell is wrong."""

    line: int
    code: CsvCell | None  # None in a file of one series
    date: CsvCell | None
    day: int | None
    cells: dict[str, CsvCell]
    values: dict[str, float]
    faults: tuple[HistoryFault, ...]


def header(first: CsvLine, place: str, spec: DataSet, *, long: bool) -> list[str]:
    """The names of a history's columns. Raises Failed unless all needed ones are there, once, and no unknown one."""
    needed = (*(("code",) if long else ()), "date", spec.value)
    known = (*needed, *spec.optional)
    found = [cell.text for cell in first.cells]
    problems = [
        _bad_header(first, first.cells[0], f"the column {name} is missing", known, spec)
        for name in needed
        if name not in found
    ]
    # Where one is missing, an unknown one is likely the same under another name: said once.
    for position, cell in enumerate(first.cells if not problems else ()):
        if cell.text in found[:position]:
            problems.append(_bad_header(first, cell, f"the column {cell.text} stands twice", known, spec))
        elif cell.text not in (*known, *spec.ignored):
            message = f"no column is called {cell.text}" if cell.text else "a column without a name"
            problems.append(_bad_header(first, cell, message, known, spec))
    if problems:
        raise Failed(replace(problem, path=place) for problem in problems)
    return found


def _bad_header(row: CsvLine, cell: CsvCell, message: str, known: tuple[str, ...], spec: DataSet) -> Problem:
    from rapidfuzz import process

    near = process.extractOne(cell.text.lower(), known, score_cutoff=60)
    guess = f"did you mean {near[0]}? " if near and cell.text not in known else ""
    optional = f" (may be left out: {', '.join(spec.optional)})" if spec.optional else ""
    return Problem(
        id="bad-header",
        line=row.number,
        column=cell.column,
        length=cell.length,
        message=f"{message}: found {','.join(one.text for one in row.cells)}",
        hint=f"{guess}expected {','.join(known)}{optional}; {', '.join(spec.ignored)} are ignored",
    )


def rows(whole: str, place: str, spec: DataSet, *, long: bool = False) -> Iterator[HistoryRow]:
    """Every line of a history file behind its header, each judged by itself. Raises Failed where the header is wrong."""
    found = iter(cells.lines(whole))
    first = next(found)
    if isinstance(first, Problem):
        raise Failed([replace(first, path=place)])
    names = header(first, place, spec, long=long)
    for one in found:
        if isinstance(one, Problem):
            fault = HistoryFault(problem=replace(one, path=place), name="", text="")
            yield HistoryRow(line=one.line, code=None, date=None, day=None, cells={}, values={}, faults=(fault,))
        else:
            yield _row(one, names, place, spec)


def check(whole: str, place: str, spec: DataSet, *, long: bool = False) -> dict[str, HistoryTable]:
    """Every series of a history file by its code ("" in a file of one series), all cells checked.

    Raises Failed with every bad row and cell at its line and column, and for a file that has a header only.
    """
    found: dict[str, HistoryTable] = {}
    problems: list[Problem] = []
    for row in rows(whole, place, spec, long=long):
        problems += [fault.problem for fault in row.faults]
        if row.date is None:
            continue
        key = row.code.text if row.code else ""
        if key not in found:
            column = row.code.column if row.code else 1
            found[key] = HistoryTable(
                line=row.line, column=column, values={name: [] for name in spec.columns(row.cells)}
            )
        history = found[key]
        if row.day is None:
            continue
        before = history.first_at.setdefault(row.day, row.line)
        if before != row.line:
            problems.append(_twice(row.line, row.date, before, place))
        elif not row.faults:
            history.days.append(row.day)
            for name, value in row.values.items():
                history.values[name].append(value)
    if not found and not problems:
        line = whole[: len(whole) - len(whole.lstrip("\r\n\t "))].count("\n") + 1
        problems.append(Problem(id="empty-data", path=place, line=line, message="the file has a header and no rows"))
    if problems:
        raise Failed(problems)
    return found


def _row(line: CsvLine, names: list[str], place: str, spec: DataSet) -> HistoryRow:
    if len(line.cells) != len(names):
        odd = line.cells[min(len(names), len(line.cells) - 1)]
        message = f"the row has {len(line.cells)} cells, the header has {len(names)}"
        fault = HistoryFault(problem=replace(_bad(line, odd, message), path=place), name="", text=odd.text)
        return HistoryRow(line=line.number, code=None, date=None, day=None, cells={}, values={}, faults=(fault,))
    by_name = dict(zip(names, line.cells, strict=True))
    code, date = by_name.get("code"), by_name["date"]
    if code is not None and not code.text:
        fault = HistoryFault(
            problem=replace(_bad(line, code, "a row without a code"), path=place), name="code", text=""
        )
        return HistoryRow(line=line.number, code=None, date=None, day=None, cells=by_name, values={}, faults=(fault,))
    faults: list[HistoryFault] = []
    read: dict[str, float] = {}
    when = _date(line, date)
    for name, found in (("date", when), *((name, _value(line, by_name, name, spec)) for name in spec.columns(by_name))):
        if isinstance(found, Problem):
            faults.append(HistoryFault(problem=replace(found, path=place), name=name, text=by_name[name].text))
        elif name != "date":
            read[name] = found
    day_number = when if isinstance(when, int) else None
    early = day_number is not None and read.get("announced", nan) < day_number
    if early:
        message = f"announced is {by_name['announced'].text}, before the row's own date {date.text}"
        wrong = replace(_bad(line, by_name["announced"], message), path=place)
        faults.append(HistoryFault(problem=wrong, name="announced", text=by_name["announced"].text))
    return HistoryRow(
        line=line.number, code=code, date=date, day=day_number, cells=by_name, values=read, faults=tuple(faults)
    )  # fmt: skip


def _date(row: CsvLine, cell: CsvCell) -> int | Problem:
    try:
        if not cells.is_iso(cell.text):
            raise ValueError
        when = day(cell.text)
    except ValueError:
        hint = "dates are written YYYY-MM-DD, e.g. 2024-02-20"
        return _bad(row, cell, f"{cell.text or 'a blank'} is not a date", hint)
    if not FIRST <= when <= LAST:
        return _bad(row, cell, f"{cell.text} is no date of a price", "the years 1900 to 2199 are taken")
    return when


def _twice(line: int, cell: CsvCell, before: int, place: str) -> Problem:
    message, hint = f"{cell.text} stands twice", f"it stood in line {before} already; keep one of the two"
    return Problem(
        id="duplicate-date",
        path=place,
        line=line,
        column=cell.column,
        length=cell.length,
        message=message,
        hint=hint,
    )


def _value(row: CsvLine, by_name: dict[str, CsvCell], name: str, spec: DataSet) -> float | Problem:
    cell = by_name[name]
    if not cell.text:
        needed = spec.filled(name)
        return _bad(row, cell, f"{name} is blank", f"every row needs a {name}") if needed else nan
    if name == "announced":
        when = _date(row, cell)
        return replace(when, message=f"announced: {when.message}") if isinstance(when, Problem) else float(when)
    value = cells.number(cell.text)
    if value is None:
        return _bad(row, cell, f"{name} is {cell.text}, which is not a number", "write a plain number, e.g. 1.2345")
    if not isfinite(value):
        return _bad(row, cell, f"{name} is {cell.text}, which is too large a number")
    if name == "dividend" and value < 0:
        return _bad(row, cell, f"{name} is {cell.text}, but must not be below 0")
    if name != "dividend" and value <= 0:
        return _bad(row, cell, f"{name} is {cell.text}, but must be above 0")
    return value


def _bad(row: CsvLine, cell: CsvCell, message: str, hint: str = "") -> Problem:
    return Problem(
        id="bad-cell",
        line=row.number,
        column=cell.column,
        length=cell.length,
        message=message,
        hint=hint,
    )
