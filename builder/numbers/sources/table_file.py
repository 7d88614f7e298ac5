"""A file's bytes as people export them in (CSV, XLSX, XLS, Parquet), its cells under its own column names out.

Spreadsheets are read by calamine: one binary wheel without dependencies, and no XML parser of Python's that a crafted file
could swamp. A code stays text all the way.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from typing import Any

import pandas as pd

from builder.numbers.sources import column_names
from builder.numbers.sources.source import Source, Table
from builder.problem import Failed, Problem

LARGEST = 1 << 31  # bytes of a file, also when unpacked
_TITLE_LINES = 20  # above the header, as exports have them
_ZIP, _OLE, _PARQUET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1"


def read_table(raw: bytes, place: str, source: Source, *, code: str = "") -> Table:
    """The table in a file's bytes, whatever its name ends in. Raises Failed where there is none."""
    if not raw.strip():
        raise Failed([Problem(id="empty-data", path=place, message="the file is empty")])
    if raw.startswith(_PARQUET):
        return Table(frame=_parquet(raw, place), place=place, code=code, first=0)
    if raw.startswith((_ZIP, _OLE)):
        rows = _spreadsheet(raw, place)
    else:
        refuse_web_page(raw, place)
        rows = _text_rows(raw, place)
    head = _header(rows, source)
    width = len(rows[head])
    body = rows[head + 1 :]
    for number, row in enumerate(body, head + 2):
        if len(row) != width and any(str(cell).strip() for cell in row):
            message = f"the row has {len(row)} cells, the header has {width}"
            raise Failed(
                [Problem(id="bad-cell", path=place, line=number, message=message, hint="is the file cut off?")]
            )
    filled = [(number, row) for number, row in enumerate(body, head + 2) if any(str(cell).strip() for cell in row)]
    names = [str(cell) for cell in rows[head]]
    frame = pd.DataFrame([row for _, row in filled], columns=range(width), index=[at for at, _ in filled], dtype=object)
    frame.columns = pd.Index(names)
    return Table(frame=frame, place=place, code=code)


def refuse_web_page(raw: bytes, place: str) -> None:
    """Raises Failed for a web page where data should be: a notice, a log-in, an error."""
    start = raw[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype", b"<html", b"<head", b"<body", b"<?xml", b"<script", b"<!--")):
        message = "this is a web page, not a table"
        hint = "open it in a browser: it may ask for a log-in, or say what is wrong"
        raise Failed([Problem(id="not-data", path=place, line=1, message=message, hint=hint)])


def decode(raw: bytes, place: str) -> str:
    """Text by its byte-order mark, else UTF-8, else GB 18030 (which holds GBK). Raises Failed for anything else."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            return _decoded(raw, name, place)
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded(raw, "gb18030", place)
    return _decoded(raw, "utf-8", place)


def _decoded(raw: bytes, name: str, place: str) -> str:
    try:
        said = raw.decode(name)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{raw[error.start]:02x} is neither UTF-8 nor GB 18030"
        raise Failed([Problem(id="not-text", path=place, line=line, message=message)]) from None
    if "\0" in said:
        raise Failed([Problem(id="not-text", path=place, message="the file holds zero bytes")])
    return said


def _text_rows(raw: bytes, place: str) -> list[list[Any]]:
    said = decode(raw, place)
    first = said.lstrip().partition("\n")[0]
    parted = max(",\t;", key=first.count)
    rows: list[list[Any]] = []
    try:
        for row in csv.reader(io.StringIO(said, newline=""), delimiter=parted, strict=True):
            # A quoted cell may hold line ends: rows keep the numbers of lines all the same.
            rows.append(row)
    except csv.Error as error:
        message = f"not CSV: {error}"
        raise Failed([Problem(id="bad-cell", path=place, line=len(rows) + 1, message=message)]) from error
    # A comma at the end of every line makes a column without a name or a cell.
    if rows and all(not row or row[-1] == "" for row in rows):
        width = max(len(row) for row in rows)
        rows = [row[:-1] if len(row) == width else row for row in rows]
    return rows


def _spreadsheet(raw: bytes, place: str) -> list[list[Any]]:
    from python_calamine import CalamineError, CalamineWorkbook

    if raw.startswith(_ZIP):
        try:
            with zipfile.ZipFile(io.BytesIO(raw)) as packed:
                size = sum(one.file_size for one in packed.infolist())
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise Failed([Problem(id="unreadable", path=place, message=f"not a spreadsheet: {error}")]) from error
        if size > LARGEST // 4:  # cells are many times as large once they are read
            message = f"{size:,} bytes when unpacked; {LARGEST // 4:,} are the limit"
            raise Failed([Problem(id="too-large", path=place, message=message)])
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        rows: list[list[Any]] = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, IndexError) as error:
        raise Failed([Problem(id="unreadable", path=place, message=f"not a spreadsheet: {error}")]) from error
    return rows


def _parquet(raw: bytes, place: str) -> pd.DataFrame:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        file = parquet.ParquetFile(pa.BufferReader(raw))
        groups = (file.metadata.row_group(at) for at in range(file.metadata.num_row_groups))
        size = sum(group.total_byte_size for group in groups)
        if size > LARGEST:
            message = f"{size:,} bytes when unpacked; {LARGEST:,} are the limit"
            raise Failed([Problem(id="too-large", path=place, message=message)])
        frame: pd.DataFrame = file.read().to_pandas(date_as_object=False)
    except (pa.ArrowException, OSError) as error:
        raise Failed([Problem(id="unreadable", path=place, message=f"not a Parquet file: {error}")]) from error
    return frame.reset_index() if frame.index.name else frame


def _header(rows: Sequence[Sequence[Any]], source: Source) -> int:
    """Which row is the header: the first in which two of our columns have a name; else the first that is not blank."""
    known = {column_names.normalise(one) for one in source.columns.values()}
    known |= {name for names in column_names.NAMES.values() for name in names}
    blank = [not any(str(cell).strip() for cell in row) for row in rows]
    for at, row in enumerate(rows[:_TITLE_LINES]):
        hits = {column_names.normalise(column_names.split_date(cell)[1]) for cell in row if isinstance(cell, str)} & known
        if len(hits) >= 2:
            return at
    return blank.index(False) if False in blank else 0
