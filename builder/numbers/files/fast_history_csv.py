"""The fast reader of history CSVs: many files with one header, or one long table, at once. Used by `history_files`.

It reads only what is entirely right, and otherwise gives up (None). Then the exact reader (`exact_history_csv`) says what is
wrong and where, or reads a file that is right but unusual. Both readers give the same values.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from pyarrow import csv

from builder.numbers.files.arrow_series import column_type, series_by_code, stack_columns
from builder.numbers.series.series import Series
from builder.vocabulary import DataSet


def read_files(bodies: Sequence[bytes], header: list[str], data_set: DataSet) -> list[Series] | None:
    """The series of files that share a header; a body is what follows it. None if any cell or row is wrong or unusual."""
    trimmed = [body.rstrip(b"\r\n") + b"\n" for body in bodies]
    row_counts = [body.count(b"\n") for body in trimmed]
    joined = b"".join(trimmed)
    if not all(len(body) > 1 for body in trimmed) or not _is_utf8(joined):
        return None
    table = _table(joined, header, data_set, {})
    # A blank line or a quoted line break makes fewer rows than line ends, in one file or across two.
    if table is None or table.num_rows != sum(row_counts):
        return None
    series_index = np.repeat(np.arange(len(row_counts), dtype=np.int32), row_counts)
    stack = stack_columns(table.__getitem__, series_index, len(row_counts), header, data_set)
    return None if stack is None else stack.series


def read_long_table(body: bytes, header: list[str], data_set: DataSet) -> dict[str, Series] | None:
    """The series of a long table by code; the body is what follows its header. None if anything is wrong or unusual."""
    if not body.strip() or not _is_utf8(body):
        return None
    table = _table(body, header, data_set, {"code": pa.dictionary(pa.int32(), pa.string())})
    return None if table is None else series_by_code(table.__getitem__, table.num_rows, header, data_set)


def _table(body: bytes, header: list[str], data_set: DataSet, code_type: dict[str, pa.DataType]) -> pa.Table | None:
    value_types = {column: column_type(column) for column in data_set.columns(header)}
    types = {**code_type, "date": pa.date32(), **value_types}
    try:
        return csv.read_csv(
            io.BytesIO(body),
            read_options=csv.ReadOptions(column_names=header),
            convert_options=csv.ConvertOptions(column_types=types, include_columns=list(types), null_values=[""]),
        )
    except (pa.ArrowInvalid, pa.ArrowKeyError):
        return None


def _is_utf8(raw: bytes) -> bool:
    if raw.isascii():
        return True
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
