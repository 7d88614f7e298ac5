"""How large a table may be, and what a spreadsheet or Parquet file is checked for before its cells become objects. Used by
`table_file` and `text_file`.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Any

from builder.numbers.series.day_numbers import FIRST, LAST
from builder.problem import Failed, Problem, refuse_large

LARGEST = 1 << 31  # bytes of a file, also when unpacked
MOST_CELLS = 20_000_000  # of a table: as Python's objects they take a hundred bytes each
MOST_COLUMNS = 1000
_CELL = re.compile(rb"""\sr=["']([A-Za-z]{1,7})(\d{1,9})["']""")  # a cell's place in a sheet, e.g. ` r="B12"`
_DAY = 86_400  # seconds


def check_table_size(columns: int, cells: int, problem_path: str) -> None:
    """Raises Failed for a table with too many columns or cells."""
    refuse_large(columns, MOST_COLUMNS, "columns", problem_path)
    refuse_large(cells, MOST_CELLS, "cells, up to the last row and column", problem_path)


def check_parquet_columns(table: Any, problem_path: str) -> None:
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


def sheet_size(raw: bytes, problem_path: str) -> tuple[int, int]:
    """The columns and cells of an XLSX's largest sheet, up to its last row and column: the reader makes a cell of each."""
    width = height = 0
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for member in archive.namelist():  # a sheet may have any name
                for reference in _CELL.finditer(archive.read(member)):
                    width = max(width, _column_number(reference[1]))
                    height = max(height, int(reference[2]))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        message = f"not a spreadsheet: {error}"
        raise Failed([Problem(id="unreadable", path=problem_path, message=message)]) from error
    return width, width * height


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
