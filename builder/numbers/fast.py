"""Many CSV histories with one header in, their columns out in one go: a short cut that gives up rather than judge.

Whatever it refuses goes to `contract`, which says what is wrong and where, or finds nothing wrong and reads it itself.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import csv

from builder.numbers.dates import FIRST, LAST
from builder.numbers.layout import Set
from builder.numbers.series import Days, Series, Values


def read(bodies: Sequence[bytes], names: list[str], spec: Set) -> list[Series] | None:
    """The series of files that share a header, given what follows it; None if any cell, row or byte is not plain."""
    whole = [body.rstrip(b"\r\n") + b"\n" for body in bodies]
    rows = [body.count(b"\n") for body in whole]
    joined = b"".join(whole)
    if not all(len(body) > 1 for body in whole) or not _is_text(joined):
        return None
    table = _table(joined, names, spec, {})
    # A blank line or a quoted line break makes fewer rows than line ends, in one file or across two.
    if table is None or table.num_rows != sum(rows):
        return None
    checked = columns(table, names, spec)
    if checked is None:
        return None
    ends = np.cumsum(rows).tolist()
    starts = [0, *ends[:-1]]
    found = [one(*checked, slice(start, end)) for start, end in zip(starts, ends, strict=True)]
    return None if any(each is None for each in found) else [each for each in found if each]


def read_long(body: bytes, names: list[str], spec: Set) -> dict[str, Series] | None:
    """The series of a long table by code, given what follows its header; None if anything in it is not plain."""
    if not body.strip() or not _is_text(body):
        return None
    table = _table(body, names, spec, {"code": pa.string()})
    return None if table is None else by_code(table, names, spec)


def by_code(table: pa.Table, names: list[str], spec: Set) -> dict[str, Series] | None:
    """A long table's series by code; None if any value, date or code is not as it must be."""
    checked = columns(table, names, spec)
    if checked is None or table["code"].null_count:
        return None
    days, values = checked
    code = table["code"].combine_chunks().dictionary_encode()
    codes: list[str] = code.dictionary.to_pylist()
    index = _plain(code.indices, np.dtype(np.int32))
    order = np.lexsort((days, index))
    days, values = days[order], {name: column[order] for name, column in values.items()}
    ends = np.cumsum(np.bincount(index, minlength=len(codes))).tolist()
    found: dict[str, Series] = {}
    for name, start, end in zip(codes, [0, *ends[:-1]], ends, strict=True):
        series = one(days, values, slice(start, end))
        if series is None or name != name.strip(" \t") or not name:
            return None
        found[name] = series
    return found


def columns(table: pa.Table, names: list[str], spec: Set) -> tuple[Days, dict[str, Values]] | None:
    """A table's dates and numbers, NaN where an optional cell is blank; None if any is out of bounds."""
    if table["date"].null_count or not table.num_rows:
        return None
    days = _plain(table["date"], np.dtype(np.int32))
    if days.min() < FIRST or days.max() > LAST:
        return None
    values: dict[str, Values] = {}
    for name in spec.columns(names):
        if name == "announced":
            values[name] = _announced(table[name])
            if np.any(values[name] < days) or np.any(values[name] > LAST):
                return None
            continue
        numbers = _plain(table[name], np.dtype(np.float64))
        values[name] = numbers
        if spec.filled(name) and table[name].null_count:
            return None
        if np.count_nonzero(np.isfinite(numbers)) != len(numbers) - table[name].null_count:
            return None
        if np.any(numbers < 0 if name == "dividend" else numbers <= 0):
            return None
    return days, values


def one(days: Days, values: dict[str, Values], rows: slice) -> Series | None:
    """The series of some rows, sorted by date; None if a date stands twice."""
    own, cut = days[rows], {name: column[rows] for name, column in values.items()}
    steps = np.diff(own)
    if np.any(steps <= 0):
        order = np.argsort(own, kind="stable")
        own, cut = own[order], {name: column[order] for name, column in cut.items()}
        if np.any(np.diff(own) == 0):
            return None
    raw = cut.pop("nav") if "nav" in cut else cut.pop("close")
    return Series(own, raw, cut)


def kind(name: str) -> pa.DataType:
    """What a history's column holds."""
    return {"code": pa.string(), "date": pa.date32(), "announced": pa.date32()}.get(name, pa.float64())


def _announced(column: pa.ChunkedArray) -> Values:
    """Day numbers, NaN where a cell is blank."""
    whole = column.combine_chunks()
    days = _plain(whole.fill_null(0), np.dtype(np.int32)).astype(np.float64)
    return np.where(np.asarray(_plain(whole.is_null().cast(pa.int8()), np.dtype(np.int8)), dtype=bool), np.nan, days)


def _table(body: bytes, names: list[str], spec: Set, more: dict[str, pa.DataType]) -> pa.Table | None:
    numbers = {name: kind(name) for name in spec.columns(names)}
    types = {**more, "date": pa.date32(), **numbers}
    try:
        return csv.read_csv(
            io.BytesIO(body),
            read_options=csv.ReadOptions(column_names=names),
            convert_options=csv.ConvertOptions(column_types=types, include_columns=list(types), null_values=[""]),
        )
    except (pa.ArrowInvalid, pa.ArrowKeyError):
        return None


def _plain(column: pa.Array | pa.ChunkedArray, kind: np.dtype[Any]) -> NDArray[Any]:
    """A column's numbers, NaN where it is null. By its buffers: the library's own way would import pandas."""
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    validity, buffer = whole.buffers()
    numbers = np.frombuffer(buffer, dtype=kind, count=len(whole), offset=whole.offset * kind.itemsize)
    if not whole.null_count:
        return numbers
    bits = np.unpackbits(np.frombuffer(validity, dtype=np.uint8), bitorder="little")
    return np.where(bits[whole.offset : whole.offset + len(whole)], numbers, np.nan)


def _is_text(raw: bytes) -> bool:
    if raw.isascii():
        return True
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
