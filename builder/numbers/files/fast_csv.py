"""Many CSV histories with one header in, their columns out in one go: a short cut that gives up rather than judge.

Whatever it refuses goes to `contract`, which says what is wrong and where, or finds nothing wrong and reads it itself.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import csv

from builder.numbers.series.day_numbers import FIRST, LAST
from builder.numbers.series.series import PAYMENTS, Days, Series, Values
from builder.numbers.series.stack import Order, SeriesStack, order
from builder.vocabulary import DataSet

Column = Callable[[str], pa.ChunkedArray]  # a table's column by name, read when it is asked for
_AT_ONCE = 2  # columns
_FEW = 1 << 20  # rows: with less, threads cost more than they save


def read(bodies: Sequence[bytes], names: list[str], spec: DataSet) -> list[Series] | None:
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
    index = np.repeat(np.arange(len(rows), dtype=np.int32), rows)
    stack = _stacked(table.__getitem__, index, len(rows), names, spec)
    return None if stack is None else stack.series


def read_long(body: bytes, names: list[str], spec: DataSet) -> dict[str, Series] | None:
    """The series of a long table by code, given what follows its header; None if anything in it is not plain."""
    if not body.strip() or not _is_text(body):
        return None
    table = _table(body, names, spec, {"code": pa.dictionary(pa.int32(), pa.string())})
    return None if table is None else by_code(table.__getitem__, table.num_rows, names, spec)


def by_code(column: Column, rows: int, names: list[str], spec: DataSet) -> dict[str, Series] | None:
    """A long table's series by code; None if any value, date or code is not as it must be.

    Columns are asked for one by one, and none is kept as it was: of a large table there are never two copies.
    """
    coded = _codes(column("code"), rows) if rows else None
    if coded is None or any(not code or code != code.strip(" \t") for code in coded[0]):
        return None
    codes, index = coded
    stack = _stacked(column, index, len(codes), names, spec)
    return None if stack is None else dict(zip(codes, stack.series, strict=True))


def one(days: Days, values: dict[str, Values]) -> Series | None:
    """The series of some rows, sorted by date; None if a date stands twice."""
    place = order(np.zeros(len(days), dtype=np.int32), days, 1)
    if place is None:
        return None
    return _of(place, days, {name: place.moved([column]) for name, column in values.items()}).series[0]


def _stacked(
    column: Column, index: NDArray[np.int32], count: int, names: list[str], spec: DataSet
) -> SeriesStack | None:
    """The histories that a table's rows make, `index` telling whose each is; None if any cell is out of bounds."""
    days = _days(column("date"), len(index))
    place = None if days is None else order(index, days, count)
    if days is None or place is None:
        return None
    wanted = spec.columns(names)

    def moved(name: str) -> Values | None:
        """In order, NaN where an optional cell is blank."""
        if name in PAYMENTS:
            return _payments(column(name), name, place)
        pieces = _values(column(name), name, spec)
        return None if pieces is None else place.moved(pieces)

    if len(index) < _FEW:
        found = [moved(name) for name in wanted]
    else:
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            found = list(pool.map(moved, wanted))
    values = {name: one for name, one in zip(wanted, found, strict=True) if one is not None}
    if len(values) < len(wanted):
        return None
    stack = _of(place, days, values)
    return None if "announced" in values and np.any(values["announced"] < stack.days) else stack


def _of(place: Order, days: Days, values: dict[str, Values]) -> SeriesStack:
    raw = values.pop("nav") if "nav" in values else values.pop("close")
    return SeriesStack(place.moved([days]), raw, values, place.ends)


def kind(name: str) -> pa.DataType:
    """What a history's column holds."""
    return {"code": pa.string(), "date": pa.date32(), "announced": pa.date32()}.get(name, pa.float64())


def _codes(column: pa.ChunkedArray, rows: int) -> tuple[list[str], NDArray[np.int32]] | None:
    """All codes, and which of them each row has; None if one is blank."""
    index = np.empty(rows, dtype=np.int32)
    known: dict[str | None, int] = {}
    at = 0
    for chunk in column.chunks:
        coded = chunk if isinstance(chunk, pa.DictionaryArray) else chunk.dictionary_encode()
        if coded.null_count:
            return None
        # Each piece of a file has a dictionary of its own.
        ids = np.array([known.setdefault(code, len(known)) for code in coded.dictionary.to_pylist()], dtype=np.int32)
        index[at : at + len(coded)] = ids[_plain(coded.indices.cast(pa.int32()), np.dtype(np.int32))]
        at += len(coded)
    return [code for code in known if code is not None], index


def _days(column: pa.ChunkedArray, rows: int) -> Days | None:
    if column.null_count or not rows:
        return None
    pieces = _pieces(column, np.dtype(np.int32))
    days: Days = pieces[0] if len(pieces) == 1 else np.concatenate(pieces)
    return None if days.min() < FIRST or days.max() > LAST else days


def _values(column: pa.ChunkedArray, name: str, spec: DataSet) -> list[Values] | None:
    """A column's numbers in pieces, NaN where an optional cell is blank; None if any is out of bounds."""
    if spec.filled(name) and column.null_count:
        return None
    pieces = _pieces(column, np.dtype(np.int32 if name == "announced" else np.float64))
    pieces = [piece.astype(np.float64, copy=False) for piece in pieces]
    finite = 0
    for piece in pieces:
        finite += int(np.count_nonzero(np.isfinite(piece)))
        if np.any(piece > LAST if name == "announced" else piece <= 0):
            return None
    return pieces if finite == len(column) - column.null_count else None


def _payments(column: pa.ChunkedArray, name: str, place: Order) -> Values | None:
    """A column of which most cells are blank, 0 there: memory that is never written to costs nothing."""
    rows, cells, at = [np.array([], dtype=np.int64)], [np.array([])], 0
    for chunk in column.chunks:
        there = _there(chunk) if chunk.null_count else np.arange(len(chunk))
        rows.append(there + at)
        cells.append(_plain(chunk, np.dtype(np.float64), there))
        at += len(chunk)
    told = np.concatenate(cells)
    if not np.all(np.isfinite(told)) or np.any(told < 0 if name == "dividend" else told <= 0):
        return None
    values = np.zeros(at)
    values[place.place(np.concatenate(rows))] = told
    return values


def _pieces(column: pa.ChunkedArray, kind: np.dtype[Any]) -> list[NDArray[Any]]:
    return [_plain(chunk, kind) for chunk in column.chunks if len(chunk)]


def _table(body: bytes, names: list[str], spec: DataSet, more: dict[str, pa.DataType]) -> pa.Table | None:
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


def _plain(whole: pa.Array, kind: np.dtype[Any], there: NDArray[np.int64] | None = None) -> NDArray[Any]:
    """An array's numbers, NaN where it is null; or only those that are `there`. By its buffers: pandas is not needed."""
    numbers = np.frombuffer(whole.buffers()[1], dtype=kind, count=len(whole), offset=whole.offset * kind.itemsize)
    if there is not None:
        return numbers[there]
    return np.where(_bits(whole), numbers, np.nan) if whole.null_count else numbers


def _there(whole: pa.Array) -> NDArray[np.int64]:
    """Which cells of an array are not null."""
    return np.flatnonzero(_bits(whole))


def _bits(whole: pa.Array) -> NDArray[np.uint8]:
    bits = np.unpackbits(np.frombuffer(whole.buffers()[0], dtype=np.uint8), bitorder="little")
    return bits[whole.offset : whole.offset + len(whole)]


def _is_text(raw: bytes) -> bool:
    if raw.isascii():
        return True
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
