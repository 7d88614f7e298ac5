"""A CSV file's bytes in, its lines as cells with their places out: the exact reading, to which a problem can point."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from builder.numbers.files.data_folder import unreadable
from builder.problem import Failed, Problem

LARGEST = 1 << 31  # bytes of one file
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class CsvCell(NamedTuple):
    """One cell: its text without quotes and outer spaces, and where it stands in its line."""

    text: str
    column: int  # 1-based, in characters
    length: int


class CsvLine(NamedTuple):
    """One line that is not blank."""

    number: int  # 1-based
    cells: list[CsvCell]


class UnclosedQuoteError(ValueError):
    """A quote that does not end on its line; carries the column where it opens."""

    def __init__(self, column: int) -> None:
        super().__init__(column)
        self.column = column


def read_bytes(path: Path, place: str) -> bytes:
    """A data file's bytes without a byte-order mark. Raises Failed when it cannot be read, is too large or empty."""
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= LARGEST else b""
    except OSError as error:
        raise Failed([unreadable(place, error)]) from error
    if size > LARGEST:
        raise Failed([Problem(id="too-large", path=place, message=f"{size:,} bytes; {LARGEST:,} are the limit")])
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    if not raw.strip():
        raise Failed([Problem(id="empty-data", path=place, line=1, message="the file is empty")])
    return raw


def decode(raw: bytes, place: str) -> str:
    """The bytes as text. Raises Failed at the first byte that is not UTF-8."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line_start = raw.rfind(b"\n", 0, error.start) + 1
        raise Failed(
            [
                Problem(
                    id="not-text",
                    path=place,
                    line=raw.count(b"\n", 0, error.start) + 1,
                    column=len(raw[line_start : error.start].decode("utf-8")) + 1,
                    message=f"byte 0x{raw[error.start]:02x} is not UTF-8",
                    hint="save the file as UTF-8 (it may be GBK, as spreadsheets write it)",
                )
            ]
        ) from None


def read_lines(whole: str) -> Iterator[CsvLine | Problem]:
    """Every line that is not blank, cut into cells; a quote that is never closed is a problem of that line."""
    for number, line in enumerate(whole.split("\n"), 1):
        if line.strip(" \t\r"):
            try:
                yield CsvLine(number, split_line(line.rstrip("\r")))
            except UnclosedQuoteError as error:
                message = "a quote is not closed on its line"
                yield Problem(id="bad-cell", line=number, column=error.column, message=message)


def split_line(line: str) -> list[CsvCell]:
    """A line's cells. Raises UnclosedError."""
    if '"' in line:
        return list(_quoted(line))
    found, column = [], 1
    for part in line.split(","):
        found.append(_cell(part, column))
        column += len(part) + 1
    return found


def _quoted(line: str) -> Iterator[CsvCell]:
    at = 0
    while at <= len(line):
        start = at + len(line[at:]) - len(line[at:].lstrip(" \t"))
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
            comma = line.find(",", at)
            comma = len(line) if comma < 0 else comma
            yield _cell(line[at:comma], at + 1)
        at = comma + 1


def _cell(part: str, column: int) -> CsvCell:
    bare = part.strip(" \t")
    lead = len(part) - len(part.lstrip(" \t")) if bare else 0
    return CsvCell(bare, column + lead, max(1, len(bare)))


def parse_number(written: str) -> float | None:
    """What a cell says as a decimal number, None if it is none: "1.0003" or "1e-3", never "1,399", "NaN" or "3%"."""
    return float(written) if _NUMBER.fullmatch(written) else None


def is_iso_date(written: str) -> bool:
    """Whether a cell has the shape of an ISO date, e.g. "2024-02-20"."""
    return _DATE.fullmatch(written) is not None
