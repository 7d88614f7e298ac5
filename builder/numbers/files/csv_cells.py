"""The exact CSV reader: lines cut into cells that know their line and column, so that a problem can point to a cell.

Every CSV file of the data folder may be read with it; `fast_history_csv` is the fast way for histories that are right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from builder.forbidden_characters import forbidden_in_file
from builder.numbers.files.data_folder import unreadable
from builder.numbers.series.day_numbers import day
from builder.problem import Failed, Problem, refuse_large

LARGEST = 1 << 31  # bytes of one file
MOST_COLUMNS = 1000  # cells of a line
MOST_LINES = 5_000_000  # of a file that is read cell by cell
_MOST_NAMED = 20  # columns in a message
_NUMBER = re.compile(r"[+-]?(\d++(\.\d*+)?|\.\d++)([eE][+-]?\d++)?", re.ASCII)
_OTHER_SEPARATOR = re.compile("[;\t|\uff0c\uff1b]")  # the last two are full-width
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class CsvCell(NamedTuple):
    """A cell: its text without quotes and outer spaces, and its position in the line."""

    text: str
    column: int  # 1-based, in characters
    length: int


class CsvLine(NamedTuple):
    """A line that is not blank."""

    number: int  # 1-based
    cells: list[CsvCell]


class UnclosedQuoteError(ValueError):
    """A quote that is not closed on its line; carries the column where it opens."""

    def __init__(self, column: int) -> None:
        super().__init__(column)
        self.column = column


def read_bytes(path: Path, problem_path: str) -> bytes:
    """A data file's bytes without byte-order mark. Raises Failed where it cannot be read, is too large or is empty."""
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= LARGEST else b""
    except OSError as error:
        raise Failed([unreadable(problem_path, error)]) from error
    refuse_large(size, LARGEST, "bytes", problem_path)
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    if not raw.strip():
        raise Failed([Problem(id="empty-data", path=problem_path, line=1, message="the file is empty")])
    return raw


def decode(raw: bytes, problem_path: str) -> str:
    """The bytes as text. Raises Failed at the first byte that is not UTF-8, and at characters that no text may hold."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line_start = raw.rfind(b"\n", 0, error.start) + 1
        raise Failed(
            [
                Problem(
                    id="not-text",
                    path=problem_path,
                    line=raw.count(b"\n", 0, error.start) + 1,
                    column=len(raw[line_start : error.start].decode("utf-8")) + 1,
                    message=f"byte 0x{raw[error.start]:02x} is not UTF-8",
                    hint="save the file as UTF-8 (it may be GBK, as spreadsheets write it)",
                )
            ]
        ) from None
    if problems := forbidden_in_file(text, path=problem_path):
        raise Failed(problems)
    return text


def read_text(path: Path, problem_path: str) -> str:
    """A data file's text. Raises Failed as `read_bytes` and `decode` do."""
    return decode(read_bytes(path, problem_path), problem_path)


def read_lines(text: str) -> Iterator[CsvLine | Problem]:
    """Every line that is not blank, cut into cells; a line with an unclosed quote comes as its problem, without path."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip(" \t\r"):
            if (width := line.count(",") + 1) > MOST_COLUMNS:
                message = f"the line has {width:,} cells; {MOST_COLUMNS:,} are the limit"
                yield Problem(id="too-large", line=number, message=message)
                continue
            try:
                yield CsvLine(number, split_line(line.rstrip("\r")))
            except UnclosedQuoteError as error:
                message = "a quote is not closed on its line"
                yield Problem(id="bad-cell", line=number, column=error.column, message=message)


def bad_cell(line: CsvLine, cell: CsvCell, message: str, hint: str = "", *, id_: str = "bad-cell") -> Problem:
    """A problem at a cell, without path."""
    return Problem(id=id_, line=line.number, column=cell.column, length=cell.length, message=message, hint=hint)


def separator_problem(header: CsvLine) -> Problem | None:
    """The problem of a header whose columns are not separated by commas, e.g. "code;name", without path; None where it is right."""
    cell = header.cells[0]
    match = _OTHER_SEPARATOR.search(cell.text) if len(header.cells) == 1 else None
    if not match:
        return None
    name = "tabs" if match[0] == "\t" else match[0]
    message, hint = f"the columns are separated by {name}, not by commas", "save the file as CSV with commas"
    return bad_cell(header, CsvCell("", cell.column + match.start(), 1), message, hint, id_="bad-header")


def wrong_length(line: CsvLine, header: list[str], hint: str = "") -> Problem | None:
    """The problem of a line with more or fewer cells than its header; None where it has as many."""
    if len(line.cells) == len(header):
        return None
    cell = line.cells[min(len(header), len(line.cells) - 1)]
    return bad_cell(line, cell, f"the row has {len(line.cells)} cells, the header has {len(header)}", hint)


def split_line(line: str) -> list[CsvCell]:
    """A line's cells. Raises UnclosedQuoteError."""
    if '"' in line:
        return list(_split_quoted(line))
    cells, column = [], 1
    for written in line.split(","):
        cells.append(_unquoted_cell(written, column))
        column += len(written) + 1
    return cells


def _split_quoted(line: str) -> Iterator[CsvCell]:
    position = 0
    while position <= len(line):
        start = position + len(line[position:]) - len(line[position:].lstrip(" \t"))
        if line.startswith('"', start):
            end = start + 1
            while (end := line.find('"', end)) >= 0 and line.startswith('""', end):
                end += 2
            if end < 0:
                raise UnclosedQuoteError(start + 1)
            comma = line.find(",", end)
            comma = len(line) if comma < 0 else comma
            inside = line[start + 1 : end].replace('""', '"') + line[end + 1 : comma].rstrip(" \t")
            yield CsvCell(inside.strip(" \t"), start + 1, max(1, end + 1 - start))
        else:
            comma = line.find(",", position)
            comma = len(line) if comma < 0 else comma
            yield _unquoted_cell(line[position:comma], position + 1)
        position = comma + 1


def _unquoted_cell(written: str, column: int) -> CsvCell:
    text = written.strip(" \t")
    leading = len(written) - len(written.lstrip(" \t")) if text else 0
    return CsvCell(text, column + leading, max(1, len(text)))


def parse_number(text: str) -> float | None:
    """A cell's decimal number, e.g. "1.0003" or "1e-3"; None for any other text, e.g. "1,399", "NaN" or "3%"."""
    return float(text) if _NUMBER.fullmatch(text) else None


def parse_day(text: str) -> int | None:
    """The day number of a cell with an ISO date, e.g. 19773 for "2024-02-20"; None for any other text."""
    if not _DATE.fullmatch(text):
        return None
    try:
        return day(text)
    except ValueError:
        return None


def names(columns: list[str]) -> str:
    """The names of columns for a message; the first ones where there are many."""
    more = f", … ({len(columns):,} columns)" if len(columns) > _MOST_NAMED else ""
    return ",".join(columns[:_MOST_NAMED]) + more
