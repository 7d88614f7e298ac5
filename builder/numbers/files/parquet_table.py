"""Reads a long table in Parquet, e.g. nav.parquet. Used by `history_files` and by the audit.

The footer is read first: a small file may unpack to a huge one.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from builder.numbers.files.arrow_series import column_type, series_by_code
from builder.numbers.files.parquet_faults import wrong_rows
from builder.numbers.series.series import Series
from builder.problem import Failed, Problem, refuse_large
from builder.vocabulary import DataSet

LARGEST = 1 << 33  # bytes, unpacked
MOST_ROWS = 50_000_000  # 20,000 funds of ten years: equal values take no space in the file, but all in memory


def read(path: Path, problem_path: str, data_set: DataSet) -> dict[str, Series]:
    """The series of a long table by code. Raises Failed with every kind of fault, at the first row that has it."""
    try:
        footer = parquet.read_metadata(path)
        size = sum(footer.row_group(group).total_byte_size for group in range(footer.num_row_groups))
        refuse_large(size, LARGEST, "bytes when unpacked", problem_path)
        refuse_large(rows_of(footer), MOST_ROWS, "rows", problem_path)
        schema = parquet.read_schema(path)
        columns = [name for name in ("code", "date", *data_set.known) if name in schema.names]
        missing = [name for name in ("code", "date") if name not in columns]
        missing += [data_set.value] if not set(data_set.values) & set(columns) else []
        if missing:
            message = f"the column {', '.join(missing)} is missing: found {','.join(schema.names)}"
            raise Failed([Problem(id="bad-header", path=problem_path, message=message)])
        if not footer.num_rows:
            raise Failed([Problem(id="empty-data", path=problem_path, message="the table has no rows")])
        types = dict(zip(schema.names, schema.types, strict=True))
        problems = [problem for name in columns if (problem := _wrong_type(path, name, types[name], problem_path))]
        if problems:
            raise Failed(problems)
        series = series_by_code(lambda name: _read_column(path, name), footer.num_rows, columns, data_set)
        if series is None:
            raise Failed(wrong_rows(lambda name: _read_column(path, name), columns, problem_path, data_set))
    except (OSError, ValueError, OverflowError, pa.ArrowException) as error:
        raise Failed([Problem(id="unreadable", path=problem_path, message=f"not a Parquet file: {error}")]) from error
    return series


def rows_of(footer: parquet.FileMetaData) -> int:
    """How many rows a file has, by whichever part of its footer says more."""
    groups = [footer.row_group(group) for group in range(footer.num_row_groups)]
    cells = [group.column(column).num_values for group in groups for column in range(group.num_columns)]
    return int(max(footer.num_rows, sum(group.num_rows for group in groups), max(cells, default=0)))


def _read_column(path: Path, name: str) -> pa.ChunkedArray:
    """A column in the type that it must have. Codes stay a dictionary: their text is not repeated for each row."""
    if name == "code":
        return parquet.read_table(path, columns=[name], read_dictionary=[name])[name]
    return parquet.read_table(path, columns=[name])[name].cast(column_type(name))


def _wrong_type(path: Path, name: str, actual: pa.DataType, problem_path: str) -> Problem | None:
    if name == "code":
        actual = actual.value_type if pa.types.is_dictionary(actual) else actual
        if pa.types.is_string(actual) or pa.types.is_large_string(actual):
            return None
        message, hint = f"the column code holds {actual}, not text", "write codes as text, or 012733 loses its zero"
        return _bad_column(problem_path, message, hint)
    expected = column_type(name)
    if pa.types.is_timestamp(actual) and actual.tz:
        times = pc.local_timestamp(parquet.read_table(path, columns=[name])[name])
        if not pc.all(pc.equal(times, pc.floor_temporal(times, unit="day"))).as_py():
            message = f"the column {name} holds times of the zone {actual.tz} that are not midnight, and no days"
            return _bad_column(
                problem_path, message, "write the day alone; midnight in Shanghai is a day earlier in UTC"
            )
    if pa.types.is_boolean(actual):
        return _bad_column(problem_path, f"the column {name} holds {actual}, not {expected}")
    if actual != expected:
        try:
            _read_column(path, name)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            return _bad_column(problem_path, f"the column {name} holds {actual}, not {expected}")
    return None


def _bad_column(problem_path: str, message: str, hint: str = "") -> Problem:
    return Problem(id="bad-cell", path=problem_path, message=message, hint=hint)
