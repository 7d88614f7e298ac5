"""A history's columns in, its adjusted values and its digest at any cut-off out: what every measure computes from."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Mapping
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from builder.numbers.series.stack import SeriesStack

Days = NDArray[np.int32]
Values = NDArray[np.float64]


_EXTRA = ("adjusted", "dividend", "split")
PAYMENTS = ("dividend", "split")  # in few rows


class Series:
    """One instrument's history, sorted by date: day numbers, raw values, and what was paid out or split.

    `raw` is the unit NAV, the raw close or the index's close; NaN stands for a blank optional cell, and of a dividend
    or split 0 does too. All arrays are as long as `days`. Every value at a row is made of that row and earlier ones
    only, bit for bit. `announced` holds the
    days on which rows became known, NaN for a row that was known on its own date; None where nothing tells.
    `within` is the stack that it is a view of, and the how manieth there.
    """

    def __init__(
        self, days: Days, raw: Values, extra: Mapping[str, Values], *, within: tuple[SeriesStack, int] | None = None
    ) -> None:
        self.days = days
        self.raw = raw
        self.within = within
        self.accumulated = extra.get("accumulated")
        self._announced = extra.get("announced")
        self._adjusted = extra.get("adjusted")
        self._dividend = extra.get("dividend")
        self._split = extra.get("split")
        self._seen: dict[
            int, tuple[list[Any], bytes]
        ] = {}  # rows -> each column's hash after them, and the name of all
        self._marks: list[int] = []  # the same numbers of rows, in order
        self._known: dict[bytes, Series] = {}  # which rows -> the history of those alone

    def __reduce__(self) -> tuple[Any, ...]:
        # As it passes to another process: its columns alone, without what was computed from them; with those of a stack
        # all of its histories pass, once.
        if self.within:
            return _view, self.within
        held = {**self._held, "announced": self._announced}
        return Series, (self.days, self.raw, {name: one for name, one in held.items() if one is not None})

    def count(self, until: int) -> int:
        """How many rows lie on or before a day."""
        return int(self.days.searchsorted(np.int32(until), "right"))

    def known(self, by: int) -> Series:
        """The history as it was known on a day: without rows that were announced later.

        It is this very object where no row on or before that day was late.
        """
        if self._announced is None:
            return self
        # Rows after the day itself are out of sight anyway; left in, they would change which object this is.
        late = (self._announced > by) & (self.days <= by)
        if not late.any():
            return self
        there = (self.days <= by) & ~late
        name = there.tobytes()
        if name not in self._known:
            columns = {"accumulated": self.accumulated, **{one: self._held[one] for one in _EXTRA}}
            kept = {one: values[there] for one, values in columns.items() if values is not None}
            self._known[name] = Series(self.days[there], self.raw[there], kept)
        return self._known[name]

    @property
    def columns(self) -> tuple[str, ...]:
        """Which columns the history has, the value itself as "raw"."""
        return tuple(name for name, values in self._held.items() if values is not None)

    @cached_property
    def split(self) -> Values | None:
        """The split ratio of each row, 1 where there is none; None where the file has no such column."""
        return None if self._split is None else np.where(self._split > 0, self._split, 1.0)

    @cached_property
    def dividend(self) -> Values | None:
        """What each row paid out per unit; None where nothing in the file tells.

        Without a column of its own it is the rise of accumulated over unit NAV, to six decimals, up to the first split:
        beyond one, houses differ in what they accumulate.
        """
        if self._dividend is not None:
            return np.where(self._dividend > 0, self._dividend, 0.0)
        if self.accumulated is None:
            return None
        known = np.flatnonzero(~np.isnan(self.accumulated))
        paid = np.zeros(len(self.raw))
        paid[known[1:]] = np.maximum(np.round(np.diff(self.accumulated[known] - self.raw[known]), 6), 0.0)
        if self.split is not None:
            paid[np.logical_or.accumulate(self.split != 1.0)] = 0.0
        return paid

    @cached_property
    def adjusted(self) -> Values:
        """The value with everything paid out put back in: growth is (NAV · S + D) / NAV of the row before − 1.

        Written as NAV × Π(S + D / NAV), so that it equals the raw value exactly until the first payment. The adjusted
        close of a stock is the data's own. (DOMAIN: adjusted NAV chains daily growth.)
        """
        if self._adjusted is not None:
            return self._adjusted
        if self.within and not self.within[0].pays[self.within[1]]:
            return self.raw
        if self.dividend is None and self.split is None:
            return self.raw
        factor = np.ones(len(self.raw)) if self.split is None else self.split.copy()
        if self.dividend is not None:
            factor += self.dividend / self.raw
        adjusted: Values = self.raw * np.cumprod(factor)
        return adjusted

    def seen(self, rows: int) -> bytes:
        """The digest of the first so many rows; each cut-off is computed once, on top of the nearest one before it."""
        if rows not in self._seen:
            position = bisect(self._marks, rows)
            start = self._marks[position - 1] if position else 0
            # Column by column, where they lie: a copy with a row's cells side by side would cost more than the hashing.
            before = self._seen[start][0] if position else [blake2b(digest_size=16) for _ in self._digested]
            states = [
                _further(state, column, at, start, rows)
                for state, (column, at) in zip(before, self._digested, strict=True)
            ]
            parts = (self._columns, *(one.digest() for one in states))
            self._seen[rows] = states, blake2b(b"".join(parts), digest_size=16).digest()
            self._marks.insert(position, rows)
        name: bytes = self._seen[rows][1]
        return name

    @property
    def _held(self) -> dict[str, Values | None]:
        return {
            "raw": self.raw,
            "accumulated": self.accumulated,
            "adjusted": self._adjusted,
            "dividend": self._dividend,
            "split": self._split,
        }

    @property
    def _columns(self) -> bytes:
        return " ".join(self.columns).encode()

    @cached_property
    def _digested(self) -> list[tuple[NDArray[Any], NDArray[np.intp] | None]]:
        """The columns; of those in which most cells say nothing, the rows that do and their cells alone."""
        told: dict[str, _Told] = {"accumulated": _unlike, "dividend": _paid, "split": _paid}
        columns: list[tuple[NDArray[Any], NDArray[np.intp] | None]] = [(self.days.astype("<i4", copy=False), None)]
        for name, one in self._held.items():
            if one is not None and name in told:
                at = np.flatnonzero(told[name](one, self.raw))
                columns.append((np.column_stack((at, one[at])).astype("<f8"), at))
            elif one is not None:
                columns.append((one.astype("<f8", copy=False), None))
        return columns


def _view(stack: SeriesStack, place: int) -> Series:
    return stack.series[place]


def _further(state: Any, column: NDArray[Any], at: NDArray[np.intp] | None, start: int, rows: int) -> Any:
    """The hash of a column up to some rows, given that up to fewer; the very same where nothing was said between.

    Cell by cell: the hash must not tell in how many steps it was made.
    """
    if at is not None:
        start, rows = at.searchsorted((start, rows)).tolist()
        if start == rows:
            return state
    further = state.copy()
    further.update(column[start:rows].data)
    return further


_Told = Callable[[Values, Values], NDArray[np.bool_]]


def _unlike(cells: Values, raw: Values) -> NDArray[np.bool_]:
    unlike: NDArray[np.bool_] = cells != raw
    return unlike


def _paid(cells: Values, raw: Values) -> NDArray[np.bool_]:
    return cells > 0
