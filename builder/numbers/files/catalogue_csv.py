"""Reads a catalogue: funds.csv, indexes.csv or stocks.csv. Every cell is text: a code is not a number.

Used by `load_data`, by the audit, and where a source is asked for all codes of a catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from builder.numbers.files import csv_cells
from builder.numbers.files.csv_cells import CsvCell, CsvLine, bad_cell
from builder.numbers.series.benchmark import formula
from builder.problem import MOST_IN_FILE, Failed, Problem, too_many
from builder.safe_path import address_fault
from builder.vocabulary import KINDS, DataSet

_LARGEST_SIZE = 1e14  # yuan
_GRADE, _GRADES = re.compile(r"R\d+", re.IGNORECASE | re.ASCII), ("R1", "R2", "R3", "R4", "R5")
_REQUIRED = ("code", "name")
_LONGEST_NAME, _LONGEST_FACT = 200, 1_000  # characters: a page may say each as often as it likes
_DATES = ("effective_date", "end_date", "size_date")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class CatalogueRow:
    """A row of a catalogue."""

    code: str
    name: str
    facts: dict[str, str] = field(default_factory=dict)  # every other cell that is not blank, by column


def load(path: Path, problem_path: str, data_set: DataSet) -> dict[str, CatalogueRow]:
    """The rows of a catalogue by code, in the file's order. Raises Failed with every row and cell that is wrong."""
    lines = csv_cells.read_lines(csv_cells.read_text(path, problem_path))
    header = next(lines)
    if isinstance(header, Problem):
        raise Failed([replace(header, path=problem_path)])
    problems = list(_header_problems(header))
    if problems:
        raise Failed(replace(problem, path=problem_path) for problem in problems)
    columns = [cell.text for cell in header.cells]
    rows: dict[str, CatalogueRow] = {}
    line_by_code: dict[str, int] = {}  # codes in lower case: two that differ in case alone would want one address
    for line in lines:
        line_problems = (
            [line] if isinstance(line, Problem) else list(_row_problems(line, columns, line_by_code, data_set))
        )
        problems += line_problems
        if len(problems) > MOST_IN_FILE:
            problems.append(too_many(problem_path, problems[-1].line))
            break
        if isinstance(line, CsvLine) and not line_problems:
            facts = {column: cell.text for column, cell in zip(columns, line.cells, strict=True) if cell.text}
            row = CatalogueRow(code=facts.pop("code"), name=facts.pop("name"), facts=facts)
            rows[row.code] = row
    if not rows and not problems:
        problems.append(
            Problem(id="empty-data", line=header.number, message="the catalogue has no rows below its header")
        )
    if problems:
        raise Failed(replace(problem, path=problem_path) for problem in problems)
    return rows


def newest(data_set: DataSet, staged: Path, present: Path) -> dict[str, CatalogueRow]:
    """The rows of a set's catalogue by code: the one just staged, if any, else the present one. Raises Failed."""
    paths = (staged / data_set.catalogue.removesuffix(".csv") / data_set.catalogue, present / data_set.catalogue)
    path = next((path for path in paths if path.is_file()), None)
    return load(path, data_set.catalogue, data_set) if path else {}


def code_fault(code: str, data_set: DataSet) -> tuple[str, str] | None:
    """What is wrong with a code, as the end of a sentence, and a hint, e.g. ("is not a code", …); None where it is right."""
    if not _CODE.fullmatch(code):
        return "is not a code", "codes are Latin letters and digits, e.g. 012733"
    if fault := address_fault(code):
        return fault, "codes are short, e.g. 012733 or 930713.CSI"
    # A spreadsheet that takes codes for numbers drops their leading zeros.
    if KINDS[data_set.kind].six_digits and code.isdigit() and len(code) < 6:
        hint = f"did it lose its leading zero? {code.zfill(6)}; keep codes as text when a spreadsheet saves the file"
        return f"has {len(code)} digits, not 6", hint
    return None


def _header_problems(header: CsvLine) -> Iterator[Problem]:
    if separator := csv_cells.separator_problem(header):
        yield separator
        return
    columns = [cell.text for cell in header.cells]
    found_columns = f"found {csv_cells.names(columns)}"
    hint = "expected code,name and any facts, e.g. short_name,kind,risk_level,effective_date"

    def problem(cell: CsvCell, message: str) -> Problem:
        return bad_cell(header, cell, f"{message}: {found_columns}", hint, id_="bad-header")

    for column in _REQUIRED:
        if column not in columns:
            yield problem(header.cells[0], f"the column {column} is missing")
    for position, cell in enumerate(header.cells):
        if not cell.text:
            yield problem(cell, "a column without a name")
        elif cell.text in columns[:position]:
            yield problem(cell, f"the column {cell.text} appears twice")


def _is_size(text: str) -> bool:
    """Whether a text may be a fund's net assets: a number within bounds, or words."""
    try:
        return 0 <= float(text) <= _LARGEST_SIZE
    except ValueError:
        return True


def _row_problems(
    line: CsvLine, columns: list[str], line_by_code: dict[str, int], data_set: DataSet
) -> Iterator[Problem]:
    if wrong_length := csv_cells.wrong_length(line, columns, "put a cell that holds a comma in quotes"):
        yield wrong_length
        return
    cells = dict(zip(columns, line.cells, strict=True))
    code = cells["code"]
    if fault := code_fault(code.text, data_set):
        yield bad_cell(line, code, f"{code.text or 'a blank'} {fault[0]}", fault[1])
    elif (first_line := line_by_code.setdefault(code.text.lower(), line.number)) != line.number:
        message, hint = f"the code {code.text} appears twice", f"it is in line {first_line} already"
        yield bad_cell(line, code, message, hint, id_="duplicate-code")
    if not cells["name"].text:
        yield bad_cell(line, cells["name"], "name is blank", "every instrument has a name")
    for column, fact in cells.items():
        longest = _LONGEST_NAME if column == "name" else _LONGEST_FACT
        if len(fact.text) > longest:
            message = f"{column} has {len(fact.text):,} characters; at most {longest:,} are read"
            yield bad_cell(line, fact, message, "shorten it, or put it into a page")
    benchmark = cells.get("benchmark_formula")
    if benchmark and benchmark.text and isinstance(fault_text := formula(benchmark.text), str):
        hint = "e.g. 930713*0.95 + 0.0035*0.05: indexes and yearly rates, each times its weight"
        yield bad_cell(line, benchmark, f"benchmark_formula: {fault_text}", hint)
    size = cells.get("size")
    if size and not _is_size(size.text):
        hint = "net assets in yuan, e.g. 231000000, or a text such as 2.31亿元"
        yield bad_cell(line, size, f"size is {size.text}, which no fund has", hint)
    grade = cells.get("risk_level")
    if grade and _GRADE.fullmatch(grade.text) and grade.text.upper() not in _GRADES:
        yield bad_cell(line, grade, f"risk_level is {grade.text}", f"grades are {', '.join(_GRADES)}")
    for column in _DATES:
        cell = cells.get(column)
        if cell and cell.text and csv_cells.parse_day(cell.text) is None:
            hint = "dates are written YYYY-MM-DD, e.g. 2024-02-20"
            yield bad_cell(line, cell, f"{column} is {cell.text}, which is not a date", hint)
