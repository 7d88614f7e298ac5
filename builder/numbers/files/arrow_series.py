"""Turns Arrow columns of many histories into series, all at once. Used by the fast CSV reader and the Parquet reader.

It refuses a table in which any cell is wrong, and does not say which: the exact readers do.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from builder.numbers.series.carried_payments import PAYMENTS
from builder.numbers.series.day_numbers import FIRST, LAST
from builder.numbers.series.row_order import RowOrder, order_rows
from builder.numbers.series.series import Days, RowNumbers, Series, Values, days_known
from builder.numbers.series.series_stack import SeriesStack
from builder.vocabulary import DataSet

ReadColumn = Callable[[str], pa.ChunkedArray]  # a table's column by name, read when it is asked for
_THREADS = 2  # columns read at the same time
_MANY_ROWS = 1 << 20  # with fewer, threads cost more than they save


def column_type(column: str) -> pa.DataType:
    """The Arrow type that a history's column must have."""
    return {"code": pa.string(), "date": pa.date32(), "announced": pa.date32()}.get(column, pa.float64())


def series_by_code(
    read_column: ReadColumn, row_count: int, header: list[str], data_set: DataSet
) -> dict[str, Series] | None:
    """A long table's series by code; None if any code, date or value is wrong.

    Columns are read one by one, and each is dropped once its values are copied: a large table is never in memory twice.
    """
    codes_and_index = _codes(read_column("code"), row_count) if row_count else None
    if codes_and_index is None or any(not code or code != code.strip(" \t") for code in codes_and_index[0]):
        return None
    codes, series_index = codes_and_index
    stack = stack_columns(read_column, series_index, len(codes), header, data_set)
    return None if stack is None else dict(zip(codes, stack.series, strict=True))


def stack_columns(
    read_column: ReadColumn, series_index: NDArray[np.int32], series_count: int, header: list[str], data_set: DataSet
) -> SeriesStack | None:
    """The histories of a table; `series_index` says for each row which history it belongs to. None if any cell is wrong."""
    days = _days(read_column("date"), len(series_index))
    if days is None:
        return None
    row_order = order_rows(series_index, days, series_count)
    if row_order is None:
        return _stack_versions(read_column, series_index, days, series_count, header, data_set)
    columns = data_set.columns(header)

    def sorted_values(column: str) -> Values | None:
        if column in PAYMENTS:
            return _payments(read_column(column), data_set.bounds(column), row_order)
        pieces = _values(read_column(column), column, data_set, data_set.filled(column, columns))
        return None if pieces is None else row_order.reorder(pieces)

    if len(series_index) < _MANY_ROWS:
        results = [sorted_values(column) for column in columns]
    else:
        with ThreadPoolExecutor(_THREADS) as pool:
            results = list(pool.map(sorted_values, columns))
    values = {column: result for column, result in zip(columns, results, strict=True) if result is not None}
    if len(values) < len(columns) or not _has_values(values, row_order, data_set):
        return None
    stack = _stack(row_order, days, values)
    return None if "announced" in values and np.any(values["announced"] < stack.days) else stack


def _stack_versions(
    read_column: ReadColumn,
    series_index: NDArray[np.int32],
    days: Days,
    series_count: int,
    header: list[str],
    data_set: DataSet,
) -> SeriesStack | None:
    """The histories of a table in which some days were announced several times; None if a row was not announced later."""
    if "announced" not in header:
        return None
    known_on = days_known(days, np.concatenate(_pieces(read_column("announced"), np.dtype(np.int32))))
    superseded = superseded_rows(series_index, days, known_on)
    if superseded is None or not superseded.any():
        return None
    stacks = []
    owners, index = np.unique(series_index[superseded], return_inverse=True)
    for rows, of_rows, count in (
        (~superseded, series_index[~superseded], series_count),
        (superseded, index.astype(np.int32), len(owners)),
    ):
        stacks.append(stack_columns(_only(read_column, rows), of_rows, count, header, data_set))
    latest, earlier = stacks
    if latest is None or earlier is None:
        return None
    is_of_one_kind = np.array_equal(np.isnan(latest.raw[latest.starts[owners]]), np.isnan(earlier.raw[earlier.starts]))
    return latest.replacing(dict(zip(owners.tolist(), earlier.series, strict=True))) if is_of_one_kind else None


def _only(read_column: ReadColumn, rows: NDArray[np.bool_]) -> ReadColumn:
    """A table's columns with these rows alone."""
    mask = pa.array(rows)
    return lambda name: read_column(name).filter(mask)


def superseded_rows(series_index: NDArray[np.int32], days: Days, known_on: Values) -> NDArray[np.bool_] | None:
    """Which rows a later announcement of the same day replaced; None if two rows of a day were announced on one day."""
    order = np.lexsort((known_on, days, series_index))
    is_same = (np.diff(series_index[order]) == 0) & (np.diff(days[order]) == 0)
    if np.any(is_same & (np.diff(known_on[order]) == 0)):
        return None
    superseded = np.zeros(len(days), dtype=np.bool_)
    superseded[order[:-1][is_same]] = True
    return superseded


def sorted_series(days: Days, values: dict[str, Values]) -> Series | None:
    """The series of these rows, sorted by date; None if two rows of a date were announced on the same day."""
    stack = _sorted_stack(days, values)
    return None if stack is None else stack.series[0]


def _sorted_stack(days: Days, values: dict[str, Values]) -> SeriesStack | None:
    index = np.zeros(len(days), dtype=np.int32)
    row_order = order_rows(index, days, 1)
    if row_order is not None:
        return _stack(row_order, days, {name: row_order.reorder([cells]) for name, cells in values.items()})
    superseded = superseded_rows(index, days, days_known(days, values.get("announced")))
    if superseded is None:
        return None
    latest, earlier = (
        _sorted_stack(days[rows], {name: cells[rows] for name, cells in values.items()})
        for rows in (~superseded, superseded)
    )
    return latest and earlier and latest.replacing({0: earlier.series[0]})


def _has_values(values: dict[str, Values], row_order: RowOrder, data_set: DataSet) -> bool:
    """Whether each history has the values of its set, in all of its rows, where the table has them in several columns."""
    columns = [values[column] for column in data_set.values if column in values]
    if len(columns) < 2:
        return True
    starts: RowNumbers = np.concatenate(([0], row_order.ends[:-1]))
    counts = np.array([np.add.reduceat((~np.isnan(column)).astype(np.int64), starts) for column in columns])
    has = counts > 0
    if np.any(has & (counts != np.diff(np.append(starts, row_order.ends[-1])))) or not np.all(np.any(has, axis=0)):
        return False
    return not (data_set.instead not in data_set.optional and np.any(np.all(has, axis=0)))


def _stack(row_order: RowOrder, days: Days, values: dict[str, Values]) -> SeriesStack:
    return SeriesStack.of(row_order.reorder([days]), values, row_order.ends)


def _codes(column: pa.ChunkedArray, row_count: int) -> tuple[list[str], NDArray[np.int32]] | None:
    """All codes, and for each row the number of its code; None if a code is blank."""
    code_index = np.empty(row_count, dtype=np.int32)
    number_by_code: dict[str | None, int] = {}
    start = 0
    for chunk in column.chunks:
        coded = chunk if isinstance(chunk, pa.DictionaryArray) else chunk.dictionary_encode()
        if coded.null_count:
            return None
        # Each chunk has a dictionary of its own.
        numbers = [number_by_code.setdefault(code, len(number_by_code)) for code in coded.dictionary.to_pylist()]
        chunk_index = _numpy(coded.indices.cast(pa.int32()), np.dtype(np.int32))
        code_index[start : start + len(coded)] = np.array(numbers, dtype=np.int32)[chunk_index]
        start += len(coded)
    return [code for code in number_by_code if code is not None], code_index


def _days(column: pa.ChunkedArray, row_count: int) -> Days | None:
    if column.null_count or not row_count:
        return None
    pieces = _pieces(column, np.dtype(np.int32))
    days: Days = pieces[0] if len(pieces) == 1 else np.concatenate(pieces)
    return None if days.min() < FIRST or days.max() > LAST else days


def _values(column: pa.ChunkedArray, name: str, data_set: DataSet, filled: bool) -> list[Values] | None:
    """A column's numbers, chunk by chunk, NaN where a cell is blank; None if any is out of bounds, or blank if all must be
    `filled`."""
    if filled and column.null_count:
        return None
    pieces = _pieces(column, np.dtype(np.int32 if name == "announced" else np.float64))
    pieces = [piece.astype(np.float64, copy=False) for piece in pieces]
    low, high = (FIRST, LAST) if name == "announced" else data_set.bounds(name)
    known_count = 0
    for piece in pieces:
        known_count += len(piece) - int(np.count_nonzero(np.isnan(piece)))
        if np.fmin.reduce(piece) < low or np.fmax.reduce(piece) > high:
            return None
    return pieces if known_count == len(column) - column.null_count else None


def _payments(column: pa.ChunkedArray, bounds: tuple[float, float], row_order: RowOrder) -> Values | None:
    """A column of dividends or splits, sorted, 0 where a cell is blank. Most are: only the others are written.

    None if any number lies beyond its bounds.
    """
    row_pieces, value_pieces, start = [np.array([], dtype=np.int64)], [np.array([])], 0
    for chunk in column.chunks:
        rows = np.flatnonzero(_validity(chunk)) if chunk.null_count else np.arange(len(chunk))
        row_pieces.append(rows + start)
        value_pieces.append(_numpy(chunk, np.dtype(np.float64), rows))
        start += len(chunk)
    payments = np.concatenate(value_pieces)
    if not np.all((bounds[0] <= payments) & (payments <= bounds[1])):
        return None
    values = np.zeros(start)  # memory that is never written to costs nothing
    values[row_order.new_rows(np.concatenate(row_pieces))] = payments
    return values


def _pieces(column: pa.ChunkedArray, dtype: np.dtype[Any]) -> list[NDArray[Any]]:
    return [_numpy(chunk, dtype) for chunk in column.chunks if len(chunk)]


def _numpy(array: pa.Array, dtype: np.dtype[Any], rows: NDArray[np.int64] | None = None) -> NDArray[Any]:
    """An array's numbers, NaN where it is null; only those of `rows`, if given. Read from its buffers: no pandas needed."""
    numbers = np.frombuffer(array.buffers()[1], dtype=dtype, count=len(array), offset=array.offset * dtype.itemsize)
    if rows is not None:
        return numbers[rows]
    return np.where(_validity(array), numbers, np.nan) if array.null_count else numbers


def _validity(array: pa.Array) -> NDArray[np.uint8]:
    """1 where an array has a value, 0 where it is null."""
    bits = np.unpackbits(np.frombuffer(array.buffers()[0], dtype=np.uint8), bitorder="little")
    return bits[array.offset : array.offset + len(array)]
