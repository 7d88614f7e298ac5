"""The exact reader of a history's CSV: every row and cell is checked, and each problem has its line and column.

`history_files` uses it for files that the fast reader (`fast_history_csv`) refuses: it says what is wrong, or reads what is
right but unusual. The audit uses it for the rows of new files. Both readers give the same values.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from math import isnan, nan

from builder.number_format import significant
from builder.numbers.files import csv_cells
from builder.numbers.files.csv_cells import CsvCell, CsvLine, bad_cell
from builder.numbers.series.day_numbers import FIRST, LAST
from builder.problem import MOST_IN_FILE, Failed, Problem, too_many
from builder.suggest import nearest
from builder.vocabulary import DataSet


@dataclass(kw_only=True)
class HistoryTable:
    """The rows of one series, in the file's order; a blank optional cell is NaN."""

    days: list[int] = field(default_factory=list)
    values: dict[str, list[float]] = field(default_factory=dict)  # column -> values
    line: int = 0  # of the series' first row
    column: int = 1
    line_by_version: dict[tuple[int, float], int] = field(default_factory=dict)  # day, and the day of its announcement
    values_of: tuple[str, ...] = ()  # which of the set's values its first row has


@dataclass(frozen=True, kw_only=True)
class HistoryFault:
    """What is wrong with a cell: the problem, the column's name and the cell's text."""

    problem: Problem
    column: str  # "" where the whole row is wrong
    text: str


@dataclass(frozen=True, kw_only=True)
class HistoryRow:
    """A row of a history, checked by itself. The cells that are right have values even where others are wrong."""

    line: int
    code: CsvCell | None = None  # None in a file of one series
    date: CsvCell | None = None
    day: int | None = None
    cells: dict[str, CsvCell] = field(default_factory=dict)
    values: dict[str, float] = field(default_factory=dict)
    faults: tuple[HistoryFault, ...] = ()

    @property
    def known_on(self) -> float:
        """The day on which the row became known: its own, where it has no `announced`."""
        announced = self.values.get("announced", nan)
        return float(self.day or 0) if isnan(announced) else announced

    def values_of(self, data_set: DataSet) -> tuple[str, ...]:
        """Which of the set's values the row has, e.g. ("nav",)."""
        return tuple(column for column in data_set.values if not isnan(self.values.get(column, nan)))

    def value(self, data_set: DataSet) -> float:
        """The first of the set's values that the row has; it has no faults."""
        return self.values[self.values_of(data_set)[0]]


def check_header(header: CsvLine, problem_path: str, data_set: DataSet, *, long: bool) -> list[str]:
    """The column names of a history file; `long` for a table of many series.

    Raises Failed unless every needed column is there, none is unknown and none appears twice.
    """
    if separator := csv_cells.separator_problem(header):
        raise Failed([replace(separator, path=problem_path)])
    columns = [cell.text for cell in header.cells]
    has_value = any(value in columns for value in data_set.values)
    needed = (*(("code",) if long else ()), "date", *(() if has_value else (data_set.value,)))
    known = tuple(dict.fromkeys((*needed, *data_set.known)))
    problems = [
        _bad_header(header, header.cells[0], f"the column {column} is missing", known, data_set)
        for column in needed
        if column not in columns
    ]
    # Where a column is missing, an unknown one is probably that column under another name: one problem is enough.
    for position, cell in enumerate(header.cells if not problems else ()):
        if cell.text in columns[:position]:
            problems.append(_bad_header(header, cell, f"the column {cell.text} appears twice", known, data_set))
        elif cell.text not in (*known, *data_set.ignored):
            message = f"no column is called {cell.text}" if cell.text else "a column without a name"
            problems.append(_bad_header(header, cell, message, known, data_set))
    if problems:
        raise Failed(replace(problem, path=problem_path) for problem in problems)
    return columns


def _bad_header(header: CsvLine, cell: CsvCell, message: str, known: tuple[str, ...], data_set: DataSet) -> Problem:
    match = nearest(cell.text.lower(), known) if cell.text not in known else ""
    guess = f"did you mean {match}? " if match else ""
    optional = f" (may be left out: {', '.join(data_set.optional)})" if data_set.optional else ""
    instead = f"; {data_set.instead} may stand in place of {data_set.value}" if data_set.instead else ""
    message = f"{message}: found {csv_cells.names([header_cell.text for header_cell in header.cells])}"
    expected = ",".join(column for column in known if column != data_set.instead or column in data_set.optional)
    hint = f"{guess}expected {expected}{optional}{instead}; {', '.join(data_set.ignored)} are ignored"
    return bad_cell(header, cell, message, hint, id_="bad-header")


def read_rows(text: str, problem_path: str, data_set: DataSet, *, long: bool = False) -> Iterator[HistoryRow]:
    """Every row of a history file, each checked by itself. Raises Failed where the header is wrong."""
    lines = iter(csv_cells.read_lines(text))
    header = next(lines)
    if isinstance(header, Problem):
        raise Failed([replace(header, path=problem_path)])
    columns = check_header(header, problem_path, data_set, long=long)
    if text.count("\n") > csv_cells.MOST_LINES:
        message = f"the file is not plain and has {text.count(chr(10)):,} lines; {csv_cells.MOST_LINES:,} are the limit"
        hint = "write plain numbers without quotes and blank lines, or a Parquet file"
        raise Failed([Problem(id="too-large", path=problem_path, message=message, hint=hint)])
    for line in lines:
        if isinstance(line, Problem):
            fault = HistoryFault(problem=replace(line, path=problem_path), column="", text="")
            yield HistoryRow(line=line.line, faults=(fault,))
        else:
            yield _row(line, columns, problem_path, data_set)


def read_histories(text: str, problem_path: str, data_set: DataSet, *, long: bool = False) -> dict[str, HistoryTable]:
    """Every series of a history file by its code ("" in a file of one series), all cells checked.

    Raises Failed with every bad row and cell at its line and column, and for a file that has only a header.
    """
    tables: dict[str, HistoryTable] = {}
    problems: list[Problem] = []
    for row in read_rows(text, problem_path, data_set, long=long):
        problems += [fault.problem for fault in row.faults]
        if len(problems) > MOST_IN_FILE:
            raise Failed([*problems, too_many(problem_path, row.line)])
        if row.date is None:
            continue
        code = row.code.text if row.code else ""
        if code not in tables:
            values: dict[str, list[float]] = {column: [] for column in data_set.columns(row.cells)}
            tables[code] = HistoryTable(line=row.line, column=row.code.column if row.code else 1, values=values)
        table = tables[code]
        if row.day is None:
            continue
        first_line = table.line_by_version.setdefault((row.day, row.known_on), row.line)
        if first_line != row.line:
            problems.append(_duplicate_date(row.line, row.date, first_line, problem_path))
        elif not row.faults and row.values_of(data_set) != (table.values_of or row.values_of(data_set)):
            problems.append(_other_values(row, table, problem_path, data_set))
        elif not row.faults:
            table.values_of = row.values_of(data_set)
            table.days.append(row.day)
            for column, value in row.values.items():
                table.values[column].append(value)
    if not tables and not problems:
        header_line = text[: len(text) - len(text.lstrip("\r\n\t "))].count("\n") + 1
        message = "the file has a header and no rows"
        problems.append(Problem(id="empty-data", path=problem_path, line=header_line, message=message))
    if problems:
        raise Failed(problems)
    return tables


def _row(line: CsvLine, columns: list[str], problem_path: str, data_set: DataSet) -> HistoryRow:
    if wrong_length := csv_cells.wrong_length(line, columns):
        text = line.cells[min(len(columns), len(line.cells) - 1)].text
        fault = HistoryFault(problem=replace(wrong_length, path=problem_path), column="", text=text)
        return HistoryRow(line=line.number, faults=(fault,))
    cells = dict(zip(columns, line.cells, strict=True))
    code, date = cells.get("code"), cells["date"]

    def fault_in(column: str, problem: Problem) -> HistoryFault:
        return HistoryFault(problem=replace(problem, path=problem_path), column=column, text=cells[column].text)

    if code is not None and not code.text:
        fault = fault_in("code", bad_cell(line, code, "a row without a code"))
        return HistoryRow(line=line.number, cells=cells, faults=(fault,))
    faults: list[HistoryFault] = []
    values: dict[str, float] = {}
    day_number = _day(line, date)
    if isinstance(day_number, Problem):
        faults.append(fault_in("date", day_number))
    for column in data_set.columns(cells):
        value = _value(line, cells[column], column, data_set, data_set.filled(column, cells))
        if isinstance(value, Problem):
            faults.append(fault_in(column, value))
        else:
            values[column] = value
    value_cells = [column for column in data_set.values if column in cells]
    has_value = [column for column in value_cells if cells[column].text]
    if not faults and len(value_cells) > 1 and not has_value:
        message = f"{' and '.join(value_cells)} are blank"
        faults.append(
            fault_in(data_set.value, bad_cell(line, cells[data_set.value], message, "every row needs one of them"))
        )
    elif not faults and data_set.instead not in data_set.optional and len(has_value) > 1:
        message = f"the row has both {' and '.join(has_value)}"
        hint = f"leave {data_set.value} blank in the rows of a money-market fund"
        faults.append(fault_in(data_set.instead, bad_cell(line, cells[data_set.instead], message, hint)))
    if isinstance(day_number, int) and values.get("announced", nan) < day_number:
        message = f"announced is {cells['announced'].text}, before the row's own date {date.text}"
        faults.append(fault_in("announced", bad_cell(line, cells["announced"], message, "correct whichever is wrong")))
    return HistoryRow(
        line=line.number,
        code=code,
        date=date,
        day=day_number if isinstance(day_number, int) else None,
        cells=cells,
        values=values,
        faults=tuple(faults),
    )


def _day(line: CsvLine, cell: CsvCell) -> int | Problem:
    day_number = csv_cells.parse_day(cell.text)
    if day_number is None:
        hint = "dates are written YYYY-MM-DD, e.g. 2024-02-20"
        return bad_cell(line, cell, f"{cell.text or 'a blank'} is not a date", hint)
    if not FIRST <= day_number <= LAST:
        return bad_cell(line, cell, f"{cell.text} is not a possible date of a price", "years are from 1900 to 2199")
    return day_number


def _duplicate_date(line_number: int, cell: CsvCell, first_line: int, problem_path: str) -> Problem:
    return Problem(
        id="duplicate-date",
        path=problem_path,
        line=line_number,
        column=cell.column,
        length=cell.length,
        message=f"{cell.text} appears twice",
        hint=f"it is in line {first_line} already; keep one of the two, or say when the later one was announced",
    )


def _other_values(row: HistoryRow, table: HistoryTable, problem_path: str, data_set: DataSet) -> Problem:
    """The problem of a row that has other values than the first of its series, e.g. an income and not a NAV."""
    cell = next(row.cells[column] for column in data_set.values if column in row.cells)
    return Problem(
        id="bad-cell",
        path=problem_path,
        line=row.line,
        column=cell.column,
        length=cell.length,
        message=f"the row has {' and '.join(row.values_of(data_set))}, the rows before have {' and '.join(table.values_of)}",
        hint="all rows of a series have the same values",
    )


def _value(line: CsvLine, cell: CsvCell, column: str, data_set: DataSet, needed: bool) -> float | Problem:
    """A cell's number, NaN where one that is not needed is blank; a day number for `announced`."""
    if not cell.text:
        return bad_cell(line, cell, f"{column} is blank", f"every row needs a {column}") if needed else nan
    if column == "announced":
        day_number = _day(line, cell)
        if isinstance(day_number, Problem):
            return replace(day_number, message=f"announced: {day_number.message}")
        return float(day_number)
    value = csv_cells.parse_number(cell.text)
    if value is None:
        message = f"{column} is {cell.text}, which is not a number"
        return bad_cell(line, cell, message, "write a plain number, e.g. 1.2345")
    if column == "dividend" and value < 0:
        return bad_cell(line, cell, f"{column} is {cell.text}, but must not be below 0")
    low, high = data_set.bounds(column)
    if column != "dividend" and value <= 0 < low:
        return bad_cell(line, cell, f"{column} is {cell.text}, but must be above 0")
    if not low <= value <= high:
        message = f"{column} is {cell.text}, but must be from {significant(low, 12)} to {significant(high, 12)}"
        return bad_cell(line, cell, message, "is it another column, or in another unit?")
    return value
