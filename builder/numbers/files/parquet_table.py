"""A Parquet long table in, its series by code out. Its footer is read first: a small file may unpack to a huge one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from builder.numbers.files import fast_csv
from builder.numbers.series.series import Series
from builder.problem import Failed, Problem
from builder.vocabulary import DataSet

LARGEST = 1 << 33  # bytes, unpacked


def read(path: Path, place: str, spec: DataSet) -> dict[str, Series]:
    """The series of a long table by code. Raises Failed with every column that holds a bad cell."""
    try:
        footer = parquet.read_metadata(path)
        size = sum(footer.row_group(group).total_byte_size for group in range(footer.num_row_groups))
        if size > LARGEST:
            message = f"{size:,} bytes when unpacked; {LARGEST:,} are the limit"
            raise Failed([Problem(id="too-large", path=place, message=message)])
        schema = parquet.read_schema(path)
        names = [name for name in ("code", "date", spec.value, *spec.optional) if name in schema.names]
        missing = [name for name in ("code", "date", spec.value) if name not in names]
        if missing:
            message = f"the column {', '.join(missing)} is missing: found {','.join(schema.names)}"
            raise Failed([Problem(id="bad-header", path=place, message=message)])
        if not footer.num_rows:
            raise Failed([Problem(id="empty-data", path=place, message="the table has no rows")])
        kinds = dict(zip(schema.names, schema.types, strict=True))
        wrong = [problem for name in names if (problem := _mistyped(path, name, kinds[name], place))]
        if wrong:
            raise Failed(wrong)
        found = fast_csv.by_code(lambda name: _column(path, name), footer.num_rows, names, spec)
        if found is None:
            raise Failed(_wrong(path, names, place, spec))
    except (OSError, pa.ArrowException) as error:
        raise Failed([Problem(id="unreadable", path=place, message=f"not a Parquet file: {error}")]) from error
    return found


def _column(path: Path, name: str) -> pa.ChunkedArray:
    """One column, of the type that it must have; codes are not spelled out for each row."""
    if name == "code":
        return parquet.read_table(path, columns=[name], read_dictionary=[name])[name]
    return parquet.read_table(path, columns=[name])[name].cast(fast_csv.kind(name))


def _mistyped(path: Path, name: str, kind: pa.DataType, place: str) -> Problem | None:
    if name == "code":
        kind = kind.value_type if pa.types.is_dictionary(kind) else kind
        if pa.types.is_string(kind) or pa.types.is_large_string(kind):
            return None
        return _bad(place, f"the column code holds {kind}, not text", "write codes as text, or 012733 loses its zero")
    wanted = fast_csv.kind(name)
    if kind != wanted:
        try:
            _column(path, name)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            return _bad(place, f"the column {name} holds {kind}, not {wanted}", "")
    return None


def _wrong(path: Path, names: list[str], place: str, spec: DataSet) -> list[Problem]:
    problems = []
    for name in names:
        column = _column(path, name)
        if (name in ("code", "date") or spec.filled(name)) and column.null_count:
            problems.append(_bad(place, f"the column {name} has {column.null_count} blank cells", ""))
        if name in spec.columns(names) and name != "announced":
            values = column.drop_null().to_numpy()
            low = values < 0 if name == "dividend" else values <= 0
            wrong = np.count_nonzero(~np.isfinite(values) | low)
            if wrong:
                message = f"the column {name} has {wrong} cells that are no number or too low"
                problems.append(_bad(place, message, ""))
    if not problems:
        message = (
            "a date stands twice for one code, is outside 1900 to 2199 or later than announced, "
            "or a code is blank or has outer spaces"
        )
        problems.append(_bad(place, message, ""))
    return problems


def _bad(place: str, message: str, hint: str) -> Problem:
    return Problem(id="bad-cell", path=place, message=message, hint=hint)
