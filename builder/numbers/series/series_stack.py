"""The histories of many instruments, one below the other: their rows and values are looked up at once. Readers of files make it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from builder.numbers.series.series import Days, RowNumbers, Series, Values

_QUOTED_COLUMNS = ("nav", "close")


class SeriesStack:
    """Many histories in the same columns, one below the other: each sorted by date, no date twice.

    Rows and values of all of them are looked up at once; `series` are views of them. `superseded` has, by a history's number,
    the rows that later announcements replaced.
    """

    def __init__(
        self,
        days: Days,
        raw: Values,
        columns: Mapping[str, Values],
        ends: RowNumbers,
        superseded: Mapping[int, Series] | None = None,
    ) -> None:
        self.days, self.raw, self._columns = days, raw, columns
        self.superseded = superseded or {}
        self.ends = ends  # of each history, the row behind its last
        self.starts: RowNumbers = np.concatenate(([0], ends[:-1]))

    @classmethod
    def of(cls, days: Days, values: Mapping[str, Values], ends: RowNumbers) -> SeriesStack:
        """A stack of columns by the names of a file: `raw` is nav or close where there is one."""
        columns = dict(values)
        quoted = [columns.pop(name) for name in _QUOTED_COLUMNS if name in columns]
        return cls(days, quoted[0] if quoted else np.full(len(days), np.nan), columns, ends)

    def replacing(self, superseded: Mapping[int, Series]) -> SeriesStack:
        """The stack of the same histories, which replaced these rows."""
        return SeriesStack(self.days, self.raw, self._columns, self.ends, superseded)

    def __reduce__(self) -> tuple[Any, ...]:
        # To another process pass the columns alone.
        return SeriesStack, (self.days, self.raw, self._columns, self.ends, self.superseded)

    def history(self, number: int) -> Series:
        """One of the histories."""
        return self.series[number]

    @cached_property
    def series(self) -> list[Series]:
        """The histories, in order."""
        return [
            Series(
                self.days[start:end],
                self.raw[start:end],
                self._columns_of(start, end),
                superseded=self.superseded.get(number),
                stack=self,
                number=number,
            )
            for number, (start, end) in enumerate(zip(self.starts.tolist(), self.ends.tolist(), strict=True))
        ]

    def _columns_of(self, start: int, end: int) -> dict[str, Values]:
        """The columns of one history, without those of histories of another kind, which are blank in all its rows."""
        columns = {name: column[start:end] for name, column in self._columns.items()}
        if "income" in columns and np.isnan(columns["income"][0]):
            del columns["income"]
            columns.pop("yield7", None)
        return columns

    def adjusted(self, numbers: RowNumbers, rows: RowNumbers) -> Values:
        """The adjusted value of one row of each of these series, as each series computes its own."""
        if "adjusted" in self._columns:
            return self._columns["adjusted"][rows]
        return self._computed("adjusted", self.pays, numbers, rows)

    def split_adjusted(self, numbers: RowNumbers, rows: RowNumbers) -> Values:
        """The split-adjusted value of one row of each of these series, as each series computes its own."""
        return self._computed("split_adjusted", self._splits, numbers, rows)

    def _computed(self, name: str, is_other: NDArray[np.bool_], numbers: RowNumbers, rows: RowNumbers) -> Values:
        """A value of one row of each of these series, which is the raw one but of some series."""
        values = self.raw[rows]
        for position in np.flatnonzero(is_other[numbers]).tolist():
            series = self.series[numbers[position]]
            values[position] = getattr(series, name)[rows[position] - self.starts[series.number]]
        return values

    @cached_property
    def _splits(self) -> NDArray[np.bool_]:
        """Which series have a split."""
        splits = np.zeros(len(self.ends), dtype=np.bool_)
        if "split" in self._columns:
            splits[np.searchsorted(self.ends, np.flatnonzero(self._columns["split"] > 0), "right")] = True
        return splits

    @cached_property
    def pays(self) -> NDArray[np.bool_]:
        """Which series may have paid or split anything: of all others the adjusted value is the raw one."""
        paying_rows: RowNumbers = np.array([], dtype=np.int64)
        if "split" in self._columns:
            paying_rows = np.flatnonzero(self._columns["split"] > 0)
        if "income" in self._columns:
            paying_rows = np.concatenate((paying_rows, np.flatnonzero(~np.isnan(self._columns["income"]))))
        if "dividend" in self._columns:
            paying_rows = np.concatenate((paying_rows, np.flatnonzero(self._columns["dividend"] > 0)))
        elif "accumulated" in self._columns:
            difference = self._columns["accumulated"] - self.raw
            # A blank cell may hide a rise; whether it does, the series itself computes.
            rises = np.flatnonzero(~(np.abs(np.diff(difference)) < 4e-7)) + 1
            paying_rows = np.concatenate((paying_rows, rises))
            paying_rows = paying_rows[~np.isin(paying_rows, self.starts)]
        pays = np.zeros(len(self.ends), dtype=np.bool_)
        pays[np.searchsorted(self.ends, paying_rows, "right")] = True
        return pays

    def column(self, name: str) -> Values | None:
        """A column of all histories; None where they have none of this name."""
        return self._columns.get(name)

    def last_rows(self, numbers: RowNumbers, until: Days | RowNumbers | int) -> RowNumbers:
        """The last row of each of these series on or before its day; the row before its first where there is none."""
        low, high = self.starts[numbers], self.ends[numbers]
        while np.any(unsettled := low < high):
            middle = (low + high) // 2
            # Where nothing is left to halve, `middle` may lie behind the last row of all.
            early = unsettled & (self.days[np.minimum(middle, len(self.days) - 1)] <= until)
            low = np.where(early, middle + 1, low)
            high = np.where(unsettled & ~early, middle, high)
        return low - 1

    def known_rows(self, numbers: RowNumbers, rows: RowNumbers, by: RowNumbers) -> RowNumbers:
        """Of each of these series the last row up to the given one that was known on its day; the row before its first
        where there is none."""
        announced = self._columns.get("announced")
        if announced is None:
            return rows
        starts = self.starts[numbers]
        while np.any(late := (rows >= starts) & (announced[rows] > by)):
            rows = np.where(late, rows - 1, rows)
        return rows
