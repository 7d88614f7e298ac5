"""A Parquet long table in, its series by code out. Its footer is read first: a small file may unpack to a huge one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from builder.numbers import fast
from builder.numbers.layout import Set
from builder.numbers.series import Series
from builder.problem import Failed, Problem

LARGEST = 1 << 33  # bytes, unpacked


def read(path: Path, place: str, spec: Set) -> dict[str, Series]:
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
        table = parquet.read_table(path, columns=names)
    except (OSError, pa.ArrowException) as error:
        raise Failed([Problem(id="unreadable", path=place, message=f"not a Parquet file: {error}")]) from error
    if not table.num_rows:
        raise Failed([Problem(id="empty-data", path=place, message="the table has no rows")])
    table = _typed(table, names, place)
    found = fast.by_code(table, names, spec)
    if found is None:
        raise Failed(_wrong(table, names, place, spec))
    return found


def _typed(table: pa.Table, names: list[str], place: str) -> pa.Table:
    problems = []
    for name in names:
        kind = table.schema.field(name).type
        if name == "code" and not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
            hint = "write codes as text, or 012733 loses its zero"
            problems.append(_bad(place, f"the column code holds {kind}, not text", hint))
            continue
        wanted = fast.kind(name)
        try:
            table = table.set_column(table.schema.get_field_index(name), name, table[name].cast(wanted))
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            problems.append(_bad(place, f"the column {name} holds {kind}, not {wanted}", ""))
    if problems:
        raise Failed(problems)
    return table


def _wrong(table: pa.Table, names: list[str], place: str, spec: Set) -> list[Problem]:
    problems = []
    for name in names:
        column = table[name]
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
