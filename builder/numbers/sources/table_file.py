"""Reads the table in an exported file: CSV, XLSX, XLS or Parquet, told by its bytes. The fetchers `file` and `http` use it.

Spreadsheets are read by calamine: one binary wheel without dependencies, and no XML parser of Python's that a crafted file
could overload. A code stays text from the file to our data.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from typing import Any

import pandas as pd

from builder.numbers.series.day_numbers import FIRST, LAST
from builder.numbers.sources import column_names
from builder.numbers.sources.source import Source, Table
from builder.problem import Failed, Problem

LARGEST = 1 << 31  # bytes of a file, also when unpacked
MOST_CELLS = 20_000_000  # of a table: as Python's objects they take a hundred bytes each
MOST_COLUMNS = 1000
WEB_PAGE_HINT = "open it in a browser: it may ask for a log-in, or say what is wrong"
_TITLE_LINES = 20  # above the header, as exports have them
_CELL = re.compile(rb"""\sr=["']([A-Za-z]{1,7})(\d{1,9})["']""")  # a cell's place in a sheet, e.g. ` r="B12"`
_DAY = 86_400  # seconds
_ZIP, _OLE, _PARQUET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1"


def read_table(raw: bytes, problem_path: str, source: Source, *, code: str = "") -> Table:
    """The table in a file's bytes, whatever the file is called. Raises Failed where there is none."""
    if not raw.strip():
        raise Failed([Problem(id="empty-data", path=problem_path, message="the file is empty")])
    if raw.startswith(_PARQUET):
        return Table(frame=_parquet_frame(raw, problem_path), place=problem_path, code=code, first=0)
    if raw.startswith((_ZIP, _OLE)):
        rows = _spreadsheet_rows(raw, problem_path)
    else:
        refuse_web_page(raw, problem_path)
        rows = _text_rows(raw, problem_path)
    if not rows:
        raise Failed([Problem(id="empty-data", path=problem_path, message="the table is empty")])
    header = _header_row(rows, source)
    width = len(rows[header])
    numbered_rows = [(number, row) for number, row in enumerate(rows[header + 1 :], header + 2) if not _is_blank(row)]
    for number, row in numbered_rows:
        if len(row) != width:
            message, hint = f"the row has {len(row)} cells, the header has {width}", "is the file cut off?"
            raise Failed([Problem(id="bad-cell", path=problem_path, line=number, message=message, hint=hint)])
    # The index holds the lines, for problems.
    index = [number for number, _ in numbered_rows]
    frame = pd.DataFrame([row for _, row in numbered_rows], columns=range(width), index=index, dtype=object)
    frame.columns = pd.Index([str(cell) for cell in rows[header]])
    return Table(frame=frame, place=problem_path, code=code)


def _is_blank(row: Sequence[Any]) -> bool:
    return not any(str(cell).strip() for cell in row)


def refuse_web_page(raw: bytes, problem_path: str) -> None:
    """Raises Failed for a web page in place of data: a notice, a log-in, an error."""
    start = raw[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype", b"<html", b"<head", b"<body", b"<?xml", b"<script", b"<!--")):
        message = "this is a web page, not a table"
        raise Failed([Problem(id="not-data", path=problem_path, line=1, message=message, hint=WEB_PAGE_HINT)])


def decode(raw: bytes, problem_path: str) -> str:
    """Text by its byte-order mark, else UTF-8, else GB 18030 (which includes GBK). Raises Failed for anything else."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            return _decode_as(raw, encoding, problem_path)
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_as(raw, "gb18030", problem_path)
    return _decode_as(raw, "utf-8", problem_path)


def _decode_as(raw: bytes, encoding: str, problem_path: str) -> str:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{raw[error.start]:02x} is neither UTF-8 nor GB 18030"
        raise Failed([Problem(id="not-text", path=problem_path, line=line, message=message)]) from None
    if "\0" in text:
        raise Failed([Problem(id="not-text", path=problem_path, message="the file holds zero bytes")])
    return text


def _text_rows(raw: bytes, problem_path: str) -> list[list[Any]]:
    text = decode(raw, problem_path)
    first_line = text.lstrip().partition("\n")[0]
    delimiter = max(",\t;", key=first_line.count)
    rows: list[list[Any]] = []
    try:
        cells = 0
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            rows.append(row)
            cells += len(row) + 1
            _check_table_size(len(row), cells, problem_path)
    except csv.Error as error:
        message = f"not CSV: {error}"
        raise Failed([Problem(id="bad-cell", path=problem_path, line=len(rows) + 1, message=message)]) from error
    # A delimiter at the end of every line makes a column without a name or a cell.
    if rows and all(not row or row[-1] == "" for row in rows):
        width = max(len(row) for row in rows)
        rows = [row[:-1] if len(row) == width else row for row in rows]
    return rows


def _spreadsheet_rows(raw: bytes, problem_path: str) -> list[list[Any]]:
    from python_calamine import CalamineError, CalamineWorkbook

    if raw.startswith(_ZIP):
        try:
            with zipfile.ZipFile(io.BytesIO(raw)) as archive:
                size = sum(member.file_size for member in archive.infolist())
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise _unreadable(problem_path, f"not a spreadsheet: {error}") from error
        # Cells take many times the size of the file once they are read.
        _check_unpacked_size(size, LARGEST // 4, problem_path)
        _check_table_size(*_sheet_size(raw, problem_path), problem_path)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        rows: list[list[Any]] = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, IndexError) as error:
        raise _unreadable(problem_path, f"not a spreadsheet: {error}") from error
    return rows


def _parquet_frame(raw: bytes, problem_path: str) -> pd.DataFrame:
    import pyarrow as pa
    from pyarrow import parquet

    from builder.numbers.files import parquet_table

    try:
        file = parquet.ParquetFile(pa.BufferReader(raw))
        groups = (file.metadata.row_group(number) for number in range(file.metadata.num_row_groups))
        _check_unpacked_size(sum(group.total_byte_size for group in groups), LARGEST, problem_path)
        columns = len(file.schema_arrow.names)
        _check_table_size(columns, parquet_table.rows_of(file.metadata) * columns, problem_path)
        # Texts stay a dictionary until they are objects: a text that stands in each row is there once.
        texts = [field.name for field in file.schema_arrow if pa.types.is_string(field.type)]
        table = parquet.ParquetFile(pa.BufferReader(raw), read_dictionary=texts).read()
        _check_parquet_columns(table, problem_path)
        frame: pd.DataFrame = table.to_pandas(date_as_object=False)
        for name in texts:
            frame[name] = frame[name].astype(object)
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        raise _unreadable(problem_path, f"not a Parquet file: {error}") from error
    return frame.reset_index() if frame.index.name else frame


def _check_parquet_columns(table: Any, problem_path: str) -> None:
    """Raises Failed for lists and records in place of cells, and for dates that no price has."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for name, column in zip(table.column_names, table.columns, strict=True):
        fault = ""
        if pa.types.is_nested(column.type):
            fault = f"holds {column.type}, not cells"
        elif pa.types.is_date(column.type) or pa.types.is_timestamp(column.type):
            per_day = {"day": 1, "s": _DAY, "ms": _DAY * 10**3, "us": _DAY * 10**6, "ns": _DAY * 10**9}
            unit = {pa.date32(): "day", pa.date64(): "ms"}.get(column.type) or column.type.unit
            number = column.cast(pa.int32() if unit == "day" else pa.int64())
            bounds = [int(bound or 0) // per_day[unit] for bound in pc.min_max(number).as_py().values()]
            if not all(FIRST <= bound <= LAST for bound in bounds):
                fault = "has dates before 1900 or after 2199"
        if fault:
            raise Failed([Problem(id="bad-cell", path=problem_path, message=f"the column {name[:50]} {fault}")])


def _sheet_size(raw: bytes, problem_path: str) -> tuple[int, int]:
    """The columns and cells of an XLSX's largest sheet, up to its last row and column: the reader makes a cell of each."""
    width = height = 0
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            if "xl/workbook.xml" not in archive.namelist():
                raise _unreadable(problem_path, "not an XLSX file: save it as XLSX or CSV")
            for member in archive.namelist():  # a sheet may have any name
                for reference in _CELL.finditer(archive.read(member)):
                    width = max(width, _column_number(reference[1]))
                    height = max(height, int(reference[2]))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise _unreadable(problem_path, f"not a spreadsheet: {error}") from error
    return width, width * height


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _check_table_size(columns: int, cells: int, problem_path: str) -> None:
    if columns <= MOST_COLUMNS and cells <= MOST_CELLS:
        return
    message = f"{columns:,} columns; {MOST_COLUMNS:,} are the limit"
    if columns <= MOST_COLUMNS:
        message = f"{cells:,} cells, up to the last row and column; {MOST_CELLS:,} are the limit"
    raise Failed([Problem(id="too-large", path=problem_path, message=message)])


def _check_unpacked_size(size: int, limit: int, problem_path: str) -> None:
    if size > limit:
        message = f"{size:,} bytes when unpacked; {limit:,} are the limit"
        raise Failed([Problem(id="too-large", path=problem_path, message=message)])


def _unreadable(problem_path: str, message: str) -> Failed:
    return Failed([Problem(id="unreadable", path=problem_path, message=message)])


def _header_row(rows: Sequence[Sequence[Any]], source: Source) -> int:
    """Which row is the header: the first with the names of two of our columns; else the first that is not blank."""
    known = {column_names.normalise(name) for name in source.columns.values()}
    known |= {name for names in column_names.NAMES.values() for name in names}
    for number, row in enumerate(rows[:_TITLE_LINES]):
        names = {column_names.normalise(column_names.split_date(cell)[1]) for cell in row if isinstance(cell, str)}
        if len(names & known) >= 2:
            return number
    return next((number for number, row in enumerate(rows) if not _is_blank(row)), 0)
