"""Digests of a history's columns up to any row: what names the rows that an answer can depend on. Used by `Series`."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Mapping
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

Column = NDArray[Any]
Rows = NDArray[np.intp]


class ColumnDigests:
    """The digest of the first rows of some columns; each number of rows is hashed once, on top of the nearest below it."""

    def __init__(self, days: Column, columns: Mapping[str, NDArray[np.float64]]) -> None:
        self._names = " ".join(columns).encode()
        # Column by column, where they lie: a copy with a row's cells side by side would cost more than the hashing.
        self._columns = [(days.astype("<i4", copy=False), None), *_columns(columns)]
        self._known: dict[int, tuple[list[Any], bytes]] = {0: ([blake2b(digest_size=16) for _ in self._columns], b"")}
        self._rows_known = [0]  # in order

    def of(self, rows: int) -> bytes:
        """The digest of the first `rows` rows."""
        if rows not in self._known or not self._known[rows][1]:
            start = self._rows_known[bisect(self._rows_known, rows) - 1]
            hashes = [
                _continued(hash_, column, filled, start, rows)
                for hash_, (column, filled) in zip(self._known[start][0], self._columns, strict=True)
            ]
            joined = b"".join((self._names, *(hash_.digest() for hash_ in hashes)))
            if rows not in self._known:
                self._rows_known.insert(bisect(self._rows_known, rows), rows)
            self._known[rows] = hashes, blake2b(joined, digest_size=16).digest()
        return self._known[rows][1]


def _columns(columns: Mapping[str, NDArray[np.float64]]) -> list[tuple[Column, Rows | None]]:
    """The columns; of those in which few cells say anything, these cells with their rows, and the rows."""
    says: dict[str, Callable[[Column], NDArray[np.bool_]]] = {
        "accumulated": lambda cells: np.asarray(cells != columns["raw"]),
        "dividend": lambda cells: np.asarray(cells > 0),
        "split": lambda cells: np.asarray(cells > 0),
    }
    hashed: list[tuple[Column, Rows | None]] = []
    for name, cells in columns.items():
        if name in says:
            filled = np.flatnonzero(says[name](cells))
            hashed.append((np.column_stack((filled, cells[filled])).astype("<f8"), filled))
        else:
            hashed.append((cells.astype("<f8", copy=False), None))
    return hashed


def _continued(hash_: Any, column: Column, filled: Rows | None, start: int, rows: int) -> Any:
    """The hash of a column's first `rows` rows, given that of its first `start`: the same one where no cell lies between.

    Cell by cell, so that a digest does not depend on the steps in which it was computed.
    """
    if filled is not None:
        start, rows = filled.searchsorted((start, rows)).tolist()
        if start == rows:
            return hash_
    longer = hash_.copy()
    longer.update(column[start:rows].data)
    return longer
