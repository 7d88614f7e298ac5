"""The histories of many instruments in, one below the other in the same columns; rows and values of all of them at once out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from builder.numbers.series.series import Days, Series, Values

Places = NDArray[np.int64]
_LONG = 16  # rows: stretches that are longer on the whole are moved as they stand


class SeriesStack:
    """Histories in the same columns: each sorted by date, no date twice. Each one's `series` is a view of its rows."""

    def __init__(self, days: Days, raw: Values, extra: Mapping[str, Values], ends: Places) -> None:
        self.days, self.raw, self._extra = days, raw, extra
        self.ends = ends
        self.starts: Places = np.concatenate(([0], ends[:-1]))

    def __reduce__(self) -> tuple[Any, ...]:
        # As it passes to another process: its columns alone.
        return SeriesStack, (self.days, self.raw, self._extra, self.ends)

    @cached_property
    def series(self) -> list[Series]:
        """A history each, in order."""
        return [
            Series(
                self.days[start:end],
                self.raw[start:end],
                {name: column[start:end] for name, column in self._extra.items()},
                within=(self, at),
            )
            for at, (start, end) in enumerate(zip(self.starts.tolist(), self.ends.tolist(), strict=True))
        ]

    def adjusted(self, which: Places, rows: Places) -> Values:
        """The adjusted values of one row of each of these series, as each series computes its own."""
        if "adjusted" in self._extra:
            return self._extra["adjusted"][rows]
        values = self.raw[rows]
        for at in np.flatnonzero(self.pays[which]).tolist():
            values[at] = self.series[which[at]].adjusted[rows[at] - self.starts[which[at]]]
        return values

    @cached_property
    def pays(self) -> NDArray[np.bool_]:
        """Which series may have paid or split anything: of all others the adjusted value is the raw one."""
        found: Places = np.array([], dtype=np.int64)
        if "split" in self._extra:
            found = np.flatnonzero(self._extra["split"] > 0)
        if "dividend" in self._extra:
            found = np.concatenate((found, np.flatnonzero(self._extra["dividend"] > 0)))
        elif "accumulated" in self._extra:
            beyond = self._extra["accumulated"] - self.raw
            # A blank one may hide a rise, which the series itself finds.
            found = np.concatenate((found, np.flatnonzero(~(np.abs(np.diff(beyond)) < 4e-7)) + 1))
            found = found[~np.isin(found, self.starts)]
        pays = np.zeros(len(self.ends), dtype=np.bool_)
        pays[np.searchsorted(self.ends, found, "right")] = True
        return pays

    def last(self, which: Places, until: Days | Places | int) -> Places:
        """The last row of each of these series on or before its day; one before its first where there is none."""
        low, high = self.starts[which], self.ends[which]
        while np.any(open_ := low < high):
            middle = (low + high) // 2
            # Where nothing is left to halve, `middle` may lie behind the last row of all.
            early = open_ & (self.days[np.minimum(middle, len(self.days) - 1)] <= until)
            low = np.where(early, middle + 1, low)
            high = np.where(open_ & ~early, middle, high)
        return low - 1


class Order:
    """Where rows go that come in any order, so that each history's stand together, by date."""

    def __init__(self, ends: Places, move: Callable[[Pieces], NDArray[Any]], place: Callable[[Places], Places]) -> None:
        self.ends = ends  # behind the last row of each history
        self.moved = move  # a column in pieces -> the same, whole and in order
        self.place = place  # where these rows stand then


Pieces = Sequence[NDArray[Any]]


def order(index: NDArray[np.int32], days: Days, count: int) -> Order | None:
    """The order of `count` histories' rows, `index` telling whose each row is; None if a date stands twice in one."""
    same = index[1:] == index[:-1]
    starts: Places = np.concatenate(([0], np.flatnonzero(~same) + 1))
    stops: Places = np.append(starts[1:], len(index))
    owners = index[starts]
    ends: Places = np.cumsum(np.bincount(owners, weights=stops - starts, minlength=count).astype(np.int64))
    rises = bool(np.all((days[1:] > days[:-1]) | ~same))
    if rises and np.all(owners[1:] > owners[:-1]):
        return Order(ends, _whole, lambda rows: rows)
    if rises and len(starts) * _LONG <= len(index):
        # Whole stretches, as where a day was appended to what was in order.
        by_day = np.lexsort((days[starts], owners))
        starts, stops, owners = starts[by_day], stops[by_day], owners[by_day]
        if np.all((owners[1:] > owners[:-1]) | (days[starts[1:]] > days[stops[:-1] - 1])):
            return Order(
                ends,
                lambda pieces: _stretches(pieces, starts, stops),
                lambda rows: _shifted(rows, starts, stops),
            )
    if np.all(days[1:] >= days[:-1]):
        # Day after day: sorting by history is enough, and small numbers are sorted much faster.
        rows = np.argsort(index.astype(np.uint16) if count < 1 << 16 else index, kind="stable")
    else:
        rows = np.lexsort((days, index))
    by_row = Order(ends, lambda pieces: _whole(pieces)[rows], lambda some: np.argsort(rows)[some])
    steps = np.diff(by_row.moved([days]))
    steps[ends[:-1] - 1] = 1  # from one history to the next
    return by_row if np.all(steps > 0) else None


def _whole(pieces: Pieces) -> NDArray[Any]:
    return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)


def _stretches(pieces: Pieces, starts: Places, stops: Places) -> NDArray[Any]:
    """These stretches of rows, one after the other; never more than one copy of a column."""
    bounds = np.cumsum([0, *(len(piece) for piece in pieces)])
    first = np.searchsorted(bounds, starts, "right") - 1
    last = np.searchsorted(bounds, stops, "left") - 1
    cut: list[NDArray[Any]] = []
    edges = bounds.tolist()
    for start, stop, one, other in zip(starts.tolist(), stops.tolist(), first.tolist(), last.tolist(), strict=True):
        for at in range(one, other + 1):
            cut.append(pieces[at][max(start - edges[at], 0) : stop - edges[at]])
    return np.concatenate(cut)


def _shifted(rows: Places, starts: Places, stops: Places) -> Places:
    """Where rows stand when these stretches follow one another."""
    lengths = stops - starts
    shift: Places = np.cumsum(lengths) - lengths - starts
    by_start = np.argsort(starts)
    owners: Places = by_start[np.searchsorted(starts[by_start], rows, "right") - 1]
    return rows + shift[owners]
