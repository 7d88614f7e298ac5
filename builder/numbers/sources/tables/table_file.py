"""Reads the table in an exported file: CSV, JSON, XLSX, XLS or Parquet, told by its bytes. The fetchers `file` and `http` use it.

The way of a file: its bytes are decoded, its cells separated, its rows of headings found and put together, and notes and totals
left out; `FileReading` says how. `table_conversion` then names the columns and reads each by all of its values.

Spreadsheets are read by calamine: one binary wheel without dependencies, and no XML parser of Python's that a crafted file
could overload. A code stays text from the file to our data.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any

import pandas as pd

from builder.numbers.sources.source import FileReading, Source, Table
from builder.numbers.sources.tables import header_rows, text_file
from builder.numbers.sources.tables.header_rows import Header
from builder.numbers.sources.tables.size_limits import (
    LARGEST,
    check_parquet_columns,
    check_table_size,
    sheet_size,
)
from builder.problem import Failed, Problem, refuse_large
from builder.vocabulary import SETS

_ZIP, _OLE, _PARQUET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1"
_OTHER_FORMATS = {
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a gzip archive",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"SQLite format 3": "a database",
}


def read_table(raw: bytes, problem_path: str, source: Source, *, code: str = "") -> Table:
    """The table in a file's bytes, whatever the file is called. Raises Failed where there is none."""
    if not raw.strip():
        raise _empty(problem_path)
    if raw.startswith(_PARQUET):
        frame = _parquet_frame(raw, problem_path)
        return Table(frame=frame, place=problem_path, code=code, first=0, reading=FileReading(format="Parquet"))
    if raw.startswith((_ZIP, _OLE)):
        return _spreadsheet_table(_sheets(raw, problem_path), problem_path, source, code)
    for start, format_name in _OTHER_FORMATS.items():
        if raw.startswith(start):
            message, hint = f"this is {format_name}, not a table", "read are CSV, JSON, XLSX, XLS and Parquet"
            raise Failed([Problem(id="not-data", path=problem_path, message=message, hint=hint)])
    text_file.refuse_web_page(raw, problem_path)
    text, encoding = text_file.decode(raw, problem_path)
    text_rows = text_file.find_rows(text, source, problem_path)
    if not text_rows.rows:  # e.g. a byte-order mark and nothing behind it
        raise _empty(problem_path)
    header = header_rows.find(text_rows.rows, source)
    if header is None:
        text_file.refuse_message(text, problem_path)
        header = header_rows.first_row(text_rows.rows)
        _refuse_garbled(header.headings, encoding, problem_path)
    reading = FileReading(format=text_rows.format, encoding=encoding, separator=text_rows.separator)
    return _table(text_rows.rows, text_rows.lines, header, reading, problem_path, code)


def read_or_refuse(raw: bytes, problem_path: str, source: Source, *, code: str) -> Table:
    """The table in a file's bytes; of one series' file that cannot be read its problems. Raises Failed for a file of all."""
    try:
        return read_table(raw, problem_path, source, code=code)
    except Failed as failed:
        if not code or source.set not in SETS:
            raise
        return Table(frame=None, place=problem_path, code=code, problems=failed.problems)


def _refuse_garbled(headings: list[str], encoding: str, problem_path: str) -> None:
    """Raises Failed where a text in another encoding was read as GB 18030: such headings help nobody."""
    try:
        "".join(headings).encode("gb2312" if encoding == "GB 18030" else "utf-8")
    except UnicodeEncodeError:
        message = "the file is neither UTF-8 nor Chinese in GB 18030 with a heading that is known"
        hint = "save it as CSV in UTF-8"
        raise Failed([Problem(id="not-text", path=problem_path, message=message, hint=hint)]) from None


def _spreadsheet_table(sheets: dict[str, list[list[Any]]], problem_path: str, source: Source, code: str) -> Table:
    """The table of a spreadsheet: of the sheet that has known headings, or that is named like the code."""
    filled = {name: rows for name, rows in sheets.items() if not all(map(header_rows.is_blank, rows))}
    if not filled:
        message = "the spreadsheet has no filled cell"
        raise Failed([Problem(id="empty-data", path=problem_path, message=message)])
    headers = {name: header for name, rows in filled.items() if (header := header_rows.find(rows, source))}
    headers = {name: header for name, header in headers.items() if code and code in name} or headers
    if len(headers) > 1:
        message = f"several sheets have a table: {', '.join(headers)}"
        hint = "keep one of them, or name a sheet by its code"
        raise Failed([Problem(id="not-data", path=problem_path, message=message, hint=hint)])
    sheet = next(iter(headers or filled))
    rows = filled[sheet]
    header = headers.get(sheet) or header_rows.first_row(rows)
    reading = FileReading(format="spreadsheet", sheet=sheet)
    return _table(rows, list(range(1, len(rows) + 1)), header, reading, problem_path, code)


def _table(
    rows: list[list[Any]], lines: list[int], header: Header, reading: FileReading, problem_path: str, code: str
) -> Table:
    """The rows below the headings, without notes and totals. Raises Failed where a row is cut off."""
    numbered_rows = [
        (line, row)
        for line, row in zip(lines[header.end :], rows[header.end :], strict=True)
        if not header_rows.is_blank(row)
    ]
    headings = _without_empty_end(header.headings, [row for _, row in numbered_rows])
    width = len(headings)
    numbered_rows = [(line, row[:width] if header_rows.is_blank(row[width:]) else row) for line, row in numbered_rows]
    notes = header_rows.notes([row for _, row in numbered_rows], headings)
    has_lines = reading.format not in ("JSON", "JSONP")
    for position, (line, row) in enumerate(numbered_rows):
        if len(row) != width and position not in notes:
            message, hint = f"the row has {len(row)} cells, the header has {width}", "is the file cut off?"
            line_number = line if has_lines else 0
            raise Failed([Problem(id="bad-cell", path=problem_path, line=line_number, message=message, hint=hint)])
    titles = [(line, row, "a title") for line, row in zip(lines[: header.rows[0]], rows, strict=False)]
    left_out = titles + [(*numbered_rows[position], reason) for position, reason in sorted(notes.items())]
    body = [numbered for position, numbered in enumerate(numbered_rows) if position not in notes]
    # The index holds the lines, for problems.
    frame = pd.DataFrame([row for _, row in body], columns=range(width), index=[line for line, _ in body], dtype=object)
    frame.columns = pd.Index(headings)
    reading = replace(
        reading,
        heading_lines=tuple(lines[row] for row in header.rows),
        left_out=tuple(header_rows.left_out(*row) for row in left_out if not header_rows.is_blank(row[1])),
    )
    return Table(frame=frame, place=problem_path, code=code, first=2 if has_lines else 0, reading=reading)


def _without_empty_end(headings: list[str], rows: list[list[Any]]) -> list[str]:
    """The headings without those at the end that are blank, like all cells below them: each line ends with a delimiter."""
    width = len(headings)
    while width > 1 and not headings[width - 1] and all(header_rows.is_blank(row[width - 1 :]) for row in rows):
        width -= 1
    return headings[:width]


def _sheets(raw: bytes, problem_path: str) -> dict[str, list[list[Any]]]:
    """The rows of each sheet by its name. Raises Failed."""
    from python_calamine import CalamineError, CalamineWorkbook

    if raw.startswith(_ZIP):
        try:
            with zipfile.ZipFile(io.BytesIO(raw)) as archive:
                members = archive.infolist()
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise _unreadable(problem_path, f"not a spreadsheet: {error}", "is the file cut off?") from error
        # Cells take many times the size of the file once they are read.
        refuse_large(sum(member.file_size for member in members), LARGEST // 4, "bytes when unpacked", problem_path)
        if not any(member.filename.endswith(("workbook.xml", "workbook.bin", "content.xml")) for member in members):
            names = ", ".join(member.filename for member in members[:3])
            raise _unreadable(problem_path, f"a ZIP archive without a spreadsheet: it has {names}", "unpack it")
        check_table_size(*sheet_size(raw, problem_path), problem_path)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        return {
            name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in workbook.sheet_names
        }
    except (CalamineError, ValueError, IndexError) as error:
        hint = "is it protected by a password, or cut off? save it as CSV or XLSX"
        raise _unreadable(problem_path, f"not a spreadsheet that can be read: {error}", hint) from error


def _parquet_frame(raw: bytes, problem_path: str) -> pd.DataFrame:
    import pyarrow as pa
    from pyarrow import parquet

    from builder.numbers.files import parquet_table

    try:
        file = parquet.ParquetFile(pa.BufferReader(raw))
        groups = (file.metadata.row_group(number) for number in range(file.metadata.num_row_groups))
        refuse_large(sum(group.total_byte_size for group in groups), LARGEST, "bytes when unpacked", problem_path)
        columns = len(file.schema_arrow.names)
        check_table_size(columns, parquet_table.rows_of(file.metadata) * columns, problem_path)
        # Texts stay a dictionary until they are objects: a text that stands in each row is there once.
        texts = [field.name for field in file.schema_arrow if pa.types.is_string(field.type)]
        table = parquet.ParquetFile(pa.BufferReader(raw), read_dictionary=texts).read()
        check_parquet_columns(table, problem_path)
        frame: pd.DataFrame = table.to_pandas(date_as_object=False)
        for name in texts:
            frame[name] = frame[name].astype(object)
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        raise _unreadable(problem_path, f"not a Parquet file: {error}") from error
    return frame.reset_index() if frame.index.name else frame


def _empty(problem_path: str) -> Failed:
    message, hint = "the file is empty", "did the export or the download fail?"
    return Failed([Problem(id="empty-data", path=problem_path, message=message, hint=hint)])


def _unreadable(problem_path: str, message: str, hint: str = "") -> Failed:
    return Failed([Problem(id="unreadable", path=problem_path, message=message, hint=hint)])
