"""The history of one instrument: adjusted values, and digests at any cut-off. Every measure reads it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from builder.numbers.series.accumulated_dividends import dividends_in
from builder.numbers.series.carried_payments import PAYMENTS, carried_payments
from builder.numbers.series.column_digests import ColumnDigests
from builder.numbers.series.income_cover import is_covered
from builder.vocabulary import ADJUSTED, INCOME, QUOTED

if TYPE_CHECKING:
    from builder.numbers.series.series_stack import SeriesStack

Days = NDArray[np.int32]
Values = NDArray[np.float64]
RowNumbers = NDArray[np.int64]
RowsTaken = NDArray[np.bool_] | slice

_DIGESTED = ("raw", "accumulated", "income", "yield7", "adjusted", *PAYMENTS)  # what an answer can depend on


def days_known(days: Days, announced: Values | None) -> Values:
    """The day on which each row became known: its own, where nothing is announced."""
    return np.asarray(days if announced is None else np.where(np.isnan(announced), days, announced), dtype=np.float64)


class Series:
    """One instrument's history, sorted by date: day numbers, raw values, and what was paid out or split.

    `raw` is the unit NAV or the close, NaN where there is none. A money-market fund has `income` instead, what 10,000 units
    earned up to that row, in yuan, and `yield7`, the seven-day annualised yield in per cent. All arrays are as long as
    `days`. NaN means a blank optional cell; in the columns of dividends and splits 0 does too. Every value of a row is
    computed from that row and earlier ones only, bit for bit.
    The column `announced` has the days on which rows became known, NaN where that is the row's own date. `superseded` has
    the row that a later announcement replaced, for each such day, in the same columns.
    `stack` is the stack of which it is a view, and `number` its number there.
    """

    def __init__(
        self,
        days: Days,
        raw: Values,
        columns: Mapping[str, Values],
        *,
        superseded: Series | None = None,
        stack: SeriesStack | None = None,
        number: int = 0,
    ) -> None:
        self.days, self.raw = days, raw
        self.superseded = superseded
        self.stack, self.number = stack, number
        self.accumulated = columns.get("accumulated")
        self.income = columns.get("income")
        self.yield7 = columns.get("yield7")
        self.columns = {"raw": raw, **columns}
        self._announced = columns.get("announced")
        self._adjusted = columns.get("adjusted")
        self._dividend = columns.get("dividend")
        self._split = columns.get("split")
        self._known: dict[bytes, Series] = {}  # which rows, as bytes -> the history of these rows alone

    def __reduce__(self) -> tuple[Any, ...]:
        # To another process pass the columns alone, without what was computed from them. Histories of a stack pass as
        # the stack, once.
        if self.stack:
            return self.stack.history, (self.number,)
        return Series, (self.days, self.raw, self.columns), {"superseded": self.superseded}

    @property
    def known_on(self) -> Values:
        """The day on which each row became known."""
        return days_known(self.days, self._announced)

    def count(self, until: int) -> int:
        """How many rows lie on or before a day."""
        return int(self.days.searchsorted(np.int32(until), "right"))

    def known(self, by: int) -> Series:
        """The history as it was known on a day: without rows that were announced later, with those that they superseded.

        What a row paid that was announced later, the next row has. It is this very object where no row on or before that
        day was announced later.
        """
        # Rows after the day are never read; without them the result would be another object for every day.
        if self._announced is None or not ((self._announced > by) & (self.days <= by)).any():
            return self
        history = self._with_superseded(by)
        rows = (history.days <= by) & ~(history.columns["announced"] > by)
        key = rows.tobytes() + history.columns["announced"].tobytes()
        if key not in self._known:
            self._known[key] = history._rows(rows, payments=carried_payments(history.days, history.columns, rows))
        return self._known[key]

    def _with_superseded(self, by: int) -> Series:
        """All rows, but for each that was announced after a day the one that it superseded, if that was known."""
        if self._announced is None or self.superseded is None:
            return self
        earlier = self.superseded._with_superseded(by)
        late_days = self.days[self._announced > by]
        replaced = np.isin(earlier.days, late_days) & ~(earlier.columns["announced"] > by)
        others = ~np.isin(self.days, earlier.days[replaced])
        return self._rows(others)._merged(earlier._rows(replaced)) if replaced.any() else self

    def since(self, first: int | None) -> Series:
        """The history from a day on; this very object where no row lies before it."""
        start = 0 if first is None else int(self.days.searchsorted(np.int32(first), "left"))
        return self._rows(slice(start, None), self.superseded and self.superseded.since(first)) if start else self

    def _rows(
        self, rows: RowsTaken, superseded: Series | None = None, payments: Mapping[str, Values] | None = None
    ) -> Series:
        columns = {name: cells[rows] for name, cells in {**self.columns, **(payments or {})}.items()}
        return Series(self.days[rows], columns["raw"], columns, superseded=superseded)

    def _merged(self, other: Series) -> Series:
        """The rows of both, which have the same columns and no day in common."""
        days = np.concatenate((self.days, other.days))
        order = np.argsort(days)
        columns = {name: np.concatenate((cells, other.columns[name]))[order] for name, cells in self.columns.items()}
        return Series(days[order], columns["raw"], columns)

    def history_of(self, kind: str) -> str:
        """What it is of, as `Instrument.history_of`, for an instrument of this kind.

        A fund that tells of no dividend paid none; of a stock that does not, nobody knows.
        """
        if self.income is not None:
            return INCOME
        if np.isnan(self.raw[0]):
            return ADJUSTED
        return QUOTED if kind == "stock" and self._adjusted is None and self._dividend is None else ""

    @property
    def quoted(self) -> Values:
        """The values as they were published: the unit NAV or the close, of a money-market fund the income."""
        return self.raw if self.income is None else self.income

    @cached_property
    def split(self) -> Values | None:
        """The split ratio of each row, 1 where there is none; None where the file has no such column."""
        return None if self._split is None else np.where(self._split > 0, self._split, 1.0)

    @cached_property
    def dividend(self) -> Values | None:
        """What each row paid out per unit, by its own column or the accumulated NAV; None where no column says so."""
        if self._dividend is not None:
            return np.where(self._dividend > 0, self._dividend, 0.0)
        return None if self.accumulated is None else dividends_in(self.accumulated, self.raw, self.split)

    @cached_property
    def covered(self) -> NDArray[np.bool_] | None:
        """Of a money-market fund, whether each row has the income of all days since the row before it."""
        return None if self.income is None else is_covered(self.days, self.income, self.yield7)

    @cached_property
    def adjusted(self) -> Values:
        """The value with dividends and splits counted in: daily growth is (NAV · S + D) / NAV of the row before − 1.

        Computed as NAV × Π(S + D / NAV), so that it equals the raw value exactly until the first payment. The adjusted
        close of a stock comes from the data where they have one. A money-market fund's daily growth is income ÷ 10,000.
        """
        if self.income is not None:
            return np.asarray(np.cumprod(1 + self.income / 10_000), dtype=np.float64)
        if self._adjusted is not None:
            return self._adjusted
        if self.stack and not self.stack.pays[self.number]:
            return self.raw
        if self.dividend is None and self.split is None:
            return self.raw
        factor = np.ones(len(self.raw)) if self.split is None else self.split.copy()
        if self.dividend is not None:
            factor += self.dividend / self.raw
        return np.asarray(self.raw * np.cumprod(factor), dtype=np.float64)

    @cached_property
    def split_adjusted(self) -> Values:
        """The value with splits alone counted in: NAV × Π S, so that it equals the raw value until the first split."""
        return self.raw if self.split is None else self.raw * np.cumprod(self.split)

    def scope_digest(self, rows: int) -> bytes:
        """The digest of the first `rows` rows."""
        return self._digests.of(rows)

    @cached_property
    def _digests(self) -> ColumnDigests:
        return ColumnDigests(self.days, {name: self.columns[name] for name in _DIGESTED if name in self.columns})
