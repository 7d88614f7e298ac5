"""The order of rows that come in any order, so that each history's rows lie together, by date. Used to read long tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from builder.numbers.series.series import Days, RowNumbers

_LONG_RUN = 16  # rows: longer runs of rows, on average, are moved whole

Pieces = Sequence[NDArray[Any]]


class RowOrder:
    """How to bring the rows of a table into order."""

    def __init__(
        self,
        ends: RowNumbers,
        reorder: Callable[[Pieces], NDArray[Any]],
        new_rows: Callable[[RowNumbers], RowNumbers],
    ) -> None:
        self.ends = ends  # of each history, the row behind its last
        self.reorder = reorder  # a column in pieces -> the whole column, in order
        self.new_rows = new_rows  # numbers of rows before -> their numbers after


def order_rows(index: NDArray[np.int32], days: Days, count: int) -> RowOrder | None:
    """The order of the rows of `count` histories, of which `index` says whose each row is; None if a date comes twice in
    one history."""
    same = index[1:] == index[:-1]
    starts: RowNumbers = np.concatenate(([0], np.flatnonzero(~same) + 1))
    stops: RowNumbers = np.append(starts[1:], len(index))
    owners = index[starts]
    ends: RowNumbers = np.cumsum(np.bincount(owners, weights=stops - starts, minlength=count).astype(np.int64))
    rises = bool(np.all((days[1:] > days[:-1]) | ~same))
    if rises and np.all(owners[1:] > owners[:-1]):
        return RowOrder(ends, _joined, lambda rows: rows)
    if rises and len(starts) * _LONG_RUN <= len(index):
        # Whole runs, as where a day was appended to a table that was in order.
        by_day = np.lexsort((days[starts], owners))
        starts, stops, owners = starts[by_day], stops[by_day], owners[by_day]
        if np.all((owners[1:] > owners[:-1]) | (days[starts[1:]] > days[stops[:-1] - 1])):
            return RowOrder(
                ends,
                lambda pieces: _joined_runs(pieces, starts, stops),
                lambda rows: _moved_with_runs(rows, starts, stops),
            )
    if np.all(days[1:] >= days[:-1]):
        # Day after day: sorting by history is enough, and small numbers are sorted much faster.
        rows = np.argsort(index.astype(np.uint16) if count < 1 << 16 else index, kind="stable")
    else:
        rows = np.lexsort((days, index))
    by_row = RowOrder(ends, lambda pieces: _joined(pieces)[rows], lambda before: np.argsort(rows)[before])
    steps = np.diff(by_row.reorder([days]))
    steps[ends[:-1] - 1] = 1  # from one history to the next
    return by_row if np.all(steps > 0) else None


def _joined(pieces: Pieces) -> NDArray[Any]:
    return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)


def _joined_runs(pieces: Pieces, starts: RowNumbers, stops: RowNumbers) -> NDArray[Any]:
    """These runs of rows, one after the other; a column is never copied more than once."""
    bounds = np.cumsum([0, *(len(piece) for piece in pieces)])
    first_pieces = np.searchsorted(bounds, starts, "right") - 1
    last_pieces = np.searchsorted(bounds, stops, "left") - 1
    cut: list[NDArray[Any]] = []
    edges = bounds.tolist()
    runs = zip(starts.tolist(), stops.tolist(), first_pieces.tolist(), last_pieces.tolist(), strict=True)
    for start, stop, first, last in runs:
        for number in range(first, last + 1):
            cut.append(pieces[number][max(start - edges[number], 0) : stop - edges[number]])
    return np.concatenate(cut)


def _moved_with_runs(rows: RowNumbers, starts: RowNumbers, stops: RowNumbers) -> RowNumbers:
    """The numbers of rows once these runs follow one another."""
    lengths = stops - starts
    shift: RowNumbers = np.cumsum(lengths) - lengths - starts
    by_start = np.argsort(starts)
    owners: RowNumbers = by_start[np.searchsorted(starts[by_start], rows, "right") - 1]
    return rows + shift[owners]
