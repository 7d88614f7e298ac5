"""A catalogue's CSV in (funds.csv, indexes.csv, stocks.csv), its entries out: all text, a code is no number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from builder.numbers.files import csv_cells
from builder.numbers.files.csv_cells import CsvCell, CsvLine
from builder.numbers.series.benchmark import formula
from builder.problem import Failed, Problem
from builder.vocabulary import KINDS, DataSet

_NEEDED = ("code", "name")
_DATES = ("effective_date", "size_date")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class CatalogueRow:
    """A line of a catalogue."""

    code: str
    name: str
    facts: dict[str, str] = field(default_factory=dict)


def load(path: Path, place: str, spec: DataSet) -> dict[str, CatalogueRow]:
    """The entries of a catalogue by code, in its order. Raises Failed with every row and cell that is wrong."""
    raw = csv_cells.content(path, place)
    rows = csv_cells.lines(csv_cells.text(raw, place))
    first = next(rows)
    if isinstance(first, Problem):
        raise Failed([replace(first, path=place)])
    problems = list(_header(first))
    if problems:
        raise Failed(replace(problem, path=place) for problem in problems)
    names = [cell.text for cell in first.cells]
    found: dict[str, CatalogueRow] = {}
    lines: dict[str, int] = {}  # codes in lower case: two that differ in case alone would want one address
    for row in rows:
        wrong = [row] if isinstance(row, Problem) else list(_row(row, names, lines, spec))
        problems += wrong
        if isinstance(row, CsvLine) and not wrong:
            facts = {name: cell.text for name, cell in zip(names, row.cells, strict=True) if cell.text}
            entry = CatalogueRow(code=facts.pop("code"), name=facts.pop("name"), facts=facts)
            found[entry.code] = entry
    if not found and not problems:
        problems.append(Problem(id="empty-data", line=first.number, message="the catalogue has a header and no rows"))
    if problems:
        raise Failed(replace(problem, path=place) for problem in problems)
    return found


def _header(first: CsvLine) -> Iterator[Problem]:
    found = [cell.text for cell in first.cells]
    said = f"found {','.join(found)}"
    hint = "expected code,name and any facts, e.g. short_name,kind,risk_level,effective_date"
    for name in _NEEDED:
        if name not in found:
            yield _problem("bad-header", first, first.cells[0], f"the column {name} is missing: {said}", hint)
    for position, cell in enumerate(first.cells):
        if not cell.text:
            yield _problem("bad-header", first, cell, f"a column without a name: {said}", hint)
        elif cell.text in found[:position]:
            yield _problem("bad-header", first, cell, f"the column {cell.text} stands twice: {said}", hint)


def _row(row: CsvLine, names: list[str], lines: dict[str, int], spec: DataSet) -> Iterator[Problem]:
    if len(row.cells) != len(names):
        odd = row.cells[min(len(names), len(row.cells) - 1)]
        message = f"the row has {len(row.cells)} cells, the header has {len(names)}"
        yield _problem("bad-cell", row, odd, message, "a cell that holds a comma stands in quotes")
        return
    by_name = dict(zip(names, row.cells, strict=True))
    code = by_name["code"]
    if not _CODE.fullmatch(code.text):
        hint = "codes are Latin letters and digits, e.g. 012733"
        yield _problem("bad-cell", row, code, f"{code.text or 'a blank'} is not a code", hint)
    elif KINDS[spec.kind].six_digits and code.text.isdigit() and len(code.text) < 6:
        message = f"the code {code.text} has {len(code.text)} digits, not 6"
        hint = (
            f"did it lose its leading zero? {code.text.zfill(6)}; keep codes as text when a spreadsheet saves the file"
        )
        yield _problem("bad-cell", row, code, message, hint)
    elif (before := lines.setdefault(code.text.lower(), row.number)) != row.number:
        message = f"the code {code.text} stands twice"
        yield _problem("duplicate-code", row, code, message, f"it stood in line {before} already")
    if not by_name["name"].text:
        yield _problem("bad-cell", row, by_name["name"], "name is blank", "every instrument has a name")
    written = by_name.get("benchmark_formula")
    if written and written.text and isinstance(wrong := formula(written.text), str):
        hint = "e.g. 930713*0.95 + 0.0035*0.05: indexes and yearly rates, each times its weight"
        yield _problem("bad-cell", row, written, f"benchmark_formula: {wrong}", hint)
    for name in _DATES:
        cell = by_name.get(name)
        if cell and cell.text and not _is_date(cell.text):
            hint = "dates are written YYYY-MM-DD, e.g. 2024-02-20"
            yield _problem("bad-cell", row, cell, f"{name} is {cell.text}, which is not a date", hint)


def _is_date(written: str) -> bool:
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return csv_cells.is_iso(written)


def _problem(id_: str, row: CsvLine, cell: CsvCell, message: str, hint: str) -> Problem:
    return Problem(
        id=id_,
        line=row.number,
        column=cell.column,
        length=cell.length,
        message=message,
        hint=hint,
    )
