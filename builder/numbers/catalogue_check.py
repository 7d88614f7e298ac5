"""What is wrong with a catalogue as a whole, and what is missing behind it. `load_data` uses it.

A code or a grade that nothing has is a problem. A benchmark without numbers, or rows that do not fit an end, are notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from builder.model import Instrument
from builder.numbers.files import csv_cells
from builder.numbers.files.catalogue_csv import CatalogueRow
from builder.numbers.files.csv_cells import CsvLine
from builder.numbers.series import benchmark, benchmark_words
from builder.numbers.series.day_numbers import day, iso
from builder.numbers.series.series import Series
from builder.problem import Problem
from builder.suggest import did_you_mean

_GRADE = re.compile(r"R\d+", re.IGNORECASE | re.ASCII)
_GRADES = ("R1", "R2", "R3", "R4", "R5")
_REACH = 15  # days: an end may lie so far behind the last row
_MOST_NOTES = 5


def problems(
    path: Path, problem_path: str, funds: Mapping[str, CatalogueRow], indexes: Mapping[str, CatalogueRow]
) -> Iterator[Problem]:
    """The cells of funds.csv that name a fund, an index or a risk grade that there is not.

    Without any index in the catalogues, the indexes of funds are not looked for. Share classes may also share a Chinese name
    as their `parent`, which is no code.
    """
    wrong: list[tuple[str, str, str, str]] = []  # code, column, message, hint
    for code, fund in funds.items():
        for column, named, known, what in (
            ("index", [fund.facts.get("index", "").removeprefix("index:")], indexes, "index"),
            ("benchmark_formula", _formula_indexes(fund), indexes, "index"),
            ("parent", [fund.facts.get("parent", "")], funds, "fund"),
        ):
            for unknown in (name for name in named if name and name.isascii() and known and name not in known):
                hint = did_you_mean(unknown, known, otherwise=f"add it to {what}{'es' * (what == 'index')}.csv")
                wrong.append((code, column, f"{column}: no {what} has the code {unknown}", hint))
        grade = fund.facts.get("risk_level", "")
        if _GRADE.fullmatch(grade) and grade.upper() not in _GRADES:
            wrong.append((code, "risk_level", f"risk_level is {grade}", f"grades are {', '.join(_GRADES)}"))
    if not wrong:
        return
    cells = _cells(path, problem_path)
    for code, column, message, hint in wrong:
        line, character, length = cells.get((code, column), (0, 0, 1))
        yield Problem(
            id="bad-cell",
            path=problem_path,
            line=line,
            column=character,
            length=length,
            message=message,
            hint=hint,
        )


def _formula_indexes(fund: CatalogueRow) -> list[str]:
    written = fund.facts.get("benchmark_formula", "")
    formula = benchmark.formula(written) if written else ""
    return [] if isinstance(formula, str) else [code for code, _ in formula.indexes]


def _cells(path: Path, problem_path: str) -> dict[tuple[str, str], tuple[int, int, int]]:
    """Line, column and length of every cell, by the row's code and the name of its column."""
    lines = csv_cells.read_lines(csv_cells.read_text(path, problem_path))
    header, *rows = [line for line in lines if isinstance(line, CsvLine)]
    names = [cell.text for cell in header.cells]
    cells = [dict(zip(names, row.cells, strict=True)) for row in rows]
    return {
        (row["code"].text, name): (line.number, cell.column, cell.length)
        for line, row in zip(rows, cells, strict=True)
        for name, cell in row.items()
    }


def notes(instruments: Mapping[str, Instrument], series: Mapping[str, Series], problem_path: str) -> tuple[str, ...]:
    """What a reader of a fund's page would miss without a word: the benchmark that has no numbers; an end that does not fit."""
    names = benchmark.index_codes(instruments.values())
    newest = max((int(history.days[-1]) for id_, history in series.items() if id_.startswith("fund:")), default=0)
    said = [
        f"{problem_path}: {instrument.code} {instrument.name}: {note}"
        for id_, instrument in instruments.items()
        if instrument.kind == "fund"
        for note in (_benchmark_note(instrument, names, series), _end_note(instrument, series.get(id_), newest))
        if note
    ]
    more = len(said) - _MOST_NOTES
    return (*said[:_MOST_NOTES], *([f"{problem_path}: {more} more notes of this kind."] if more > 0 else []))


def _benchmark_note(fund: Instrument, names: Mapping[str, str], series: Mapping[str, Series]) -> str:
    words = fund.facts.get("benchmark", "").strip()
    formula = benchmark.formula_of(fund.facts, names)
    without = "its benchmark has no numbers: "
    if not isinstance(formula, str):
        lost = [code for code, _ in formula.indexes if f"index:{code}" not in series]
        return f"{without}there is no history of the index {lost[0]}." if lost else ""
    if not words:
        return ""
    legs = benchmark_words.components(words)
    if legs is None:
        return f"{without}its words cannot be read with weights that add up to 1; correct them, or write benchmark_formula."
    unlisted = [leg.name for leg in legs if not leg.is_cash and leg.name not in names]
    if not unlisted:
        return ""
    hint = did_you_mean(unlisted[0], names, otherwise="add it, or write benchmark_formula")
    return f"{without}indexes.csv has no index {unlisted[0]}: {hint}"


def _end_note(fund: Instrument, history: Series | None, newest: int) -> str:
    """That an end does not fit a fund's rows; `newest` is the last day of any fund: an end to come fits."""
    end_date = fund.facts.get("end_date", "")
    if not end_date or history is None or not len(history.days):
        return ""
    last, end = int(history.days[-1]), day(end_date)
    if last > end:
        return f"its end_date is {end_date}, and its last row is later: {iso(last)}."
    if last + _REACH < end <= newest:
        return f"its end_date is {end_date}, {end - last} days after its last row, {iso(last)}."
    return ""
