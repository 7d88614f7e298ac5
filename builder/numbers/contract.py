"""A history's CSV in, its rows or every bad row and cell out: the exact reading, with which the fast one must agree."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import isfinite, nan

from rapidfuzz import process

from builder.numbers import cells
from builder.numbers.cells import Cell, Line
from builder.numbers.dates import FIRST, LAST, day
from builder.numbers.layout import Set
from builder.problem import Failed, Problem


@dataclass(kw_only=True)
class History:
    """One series' rows as they stand in the file, in its order; a blank optional cell is NaN."""

    days: list[int] = field(default_factory=list)
    values: dict[str, list[float]] = field(default_factory=dict)  # column -> values
    line: int = 0  # where the series first appears
    column: int = 1
    first_at: dict[int, int] = field(default_factory=dict)  # day -> line


def header(first: Line, place: str, spec: Set, *, long: bool) -> list[str]:
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


def _bad_header(row: Line, cell: Cell, message: str, known: tuple[str, ...], spec: Set) -> Problem:
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


def check(whole: str, place: str, spec: Set, *, long: bool = False) -> dict[str, History]:
    """Every series of a history file by its code ("" in a file of one series), all cells checked.

    Raises Failed with every bad row and cell at its line and column, and for a file that has a header only.
    """
    rows = iter(cells.lines(whole))
    first = next(rows)
    if isinstance(first, Problem):
        raise Failed([replace(first, path=place)])
    names = header(first, place, spec, long=long)
    found: dict[str, History] = {}
    problems: list[Problem] = []
    for row in rows:
        problems += [row] if isinstance(row, Problem) else _row(row, names, found, spec)
    if not found and not problems:
        problems.append(Problem(id="empty-data", line=first.number, message="the file has a header and no rows"))
    if problems:
        raise Failed(replace(problem, path=place) for problem in problems)
    return found


def _row(row: Line, names: list[str], found: dict[str, History], spec: Set) -> list[Problem]:
    if len(row.cells) != len(names):
        odd = row.cells[min(len(names), len(row.cells) - 1)]
        return [_bad(row, odd, f"the row has {len(row.cells)} cells, the header has {len(names)}")]
    by_name = dict(zip(names, row.cells, strict=True))
    code = by_name.get("code")
    if code is not None and not code.text:
        return [_bad(row, code, "a row without a code")]
    columns = [name for name in (spec.value, *spec.optional) if name in by_name]
    key = code.text if code else ""
    if key not in found:
        place = code.column if code else 1
        found[key] = History(line=row.number, column=place, values={name: [] for name in columns})
    history = found[key]
    read = [_value(row, by_name[name], name, spec.filled(name)) for name in columns]
    when = _date(row, by_name["date"], history)
    problems = [one for one in (when, *read) if isinstance(one, Problem)]
    if isinstance(when, int) and not problems:
        history.days.append(when)
        for name, value in zip(columns, read, strict=True):
            assert isinstance(value, float)
            history.values[name].append(value)
    return problems


def _date(row: Line, cell: Cell, history: History) -> int | Problem:
    try:
        if not cells.is_iso(cell.text):
            raise ValueError
        when = day(cell.text)
    except ValueError:
        hint = "dates are written YYYY-MM-DD, e.g. 2024-02-20"
        return _bad(row, cell, f"{cell.text or 'a blank'} is not a date", hint)
    if not FIRST <= when <= LAST:
        return _bad(row, cell, f"{cell.text} is no date of a price", "the years 1900 to 2199 are taken")
    before = history.first_at.setdefault(when, row.number)
    if before != row.number:
        message, hint = f"{cell.text} stands twice", f"it stood in line {before} already; keep one of the two"
        return Problem(
            id="duplicate-date",
            line=row.number,
            column=cell.column,
            length=cell.length,
            message=message,
            hint=hint,
        )
    return when


def _value(row: Line, cell: Cell, name: str, needed: bool) -> float | Problem:
    if not cell.text:
        return _bad(row, cell, f"{name} is blank", f"every row needs a {name}") if needed else nan
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


def _bad(row: Line, cell: Cell, message: str, hint: str = "") -> Problem:
    return Problem(
        id="bad-cell",
        line=row.number,
        column=cell.column,
        length=cell.length,
        message=message,
        hint=hint,
    )
