"""How a fund's NAVs fit the daily growth that its source gives beside them. `payment_evidence` uses it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from builder.number_format import spelled

Numbers = NDArray[np.float64]
_MOST_PLACES = 8
_HALF_YEARS = ("-06-30", "-12-31")  # days that have a NAV without trading: the growth after them may pass over them


@dataclass(kw_only=True)
class FundRows:
    """The rows that are compared, and what each must fit."""

    numbers: NDArray[np.int64]  # of the rows in the table
    dates: list[str]
    nav: Numbers
    dividend: Numbers  # told; 0 where none
    split: Numbers  # told; NaN where none
    accumulated: Numbers
    growth: Numbers  # NaN where it is not known
    growth_error: Numbers  # how much of a growth may be rounding
    nav_error: float = 0.0

    def without(self, positions: Sequence[int]) -> FundRows:
        """The rows without these, whose growth goes into that of the row behind them."""
        growth, error = self.growth.copy(), self.growth_error.copy()
        for row in sorted(positions):
            if row + 1 < len(growth):
                error[row + 1] = error[row + 1] * (1 + growth[row]) + error[row] * (1 + growth[row + 1])
                growth[row + 1] = (1 + growth[row]) * (1 + growth[row + 1]) - 1
        left = np.delete(np.arange(len(self.nav)), positions)
        columns = {name: getattr(self, name)[left] for name in ("numbers", "nav", "dividend", "split", "accumulated")}
        return replace(
            self, dates=[self.dates[row] for row in left], growth=growth[left], growth_error=error[left], **columns
        )

    def skips_days(self, position: int) -> bool:
        """Whether working days lie between a row and the one before: holidays, or rows that are missing."""
        before, day = (np.datetime64(self.dates[row]) for row in (position - 1, position))
        return bool(np.busday_count(before + 1, day) > 0)

    def words(self, position: int) -> str:
        """The NAV of a row and those of its neighbours, each with its date."""
        shown = range(max(position - 1, 0), min(position + 2, len(self.nav)))
        return " → ".join(f"{spelled(self.nav[row])} ({self.dates[row]})" for row in shown)


def column(table: pd.DataFrame, name: str) -> Numbers:
    """A column's numbers, NaN where there is none."""
    return table[name].to_numpy(np.float64).copy() if name in table else np.full(len(table), np.nan)


def read_rows(table: pd.DataFrame) -> FundRows:
    """The rows with one date each and a NAV; a growth that does not go with the NAVs at all is left out."""
    nav = table["nav"].to_numpy(np.float64)
    # A day announced twice counts as it was announced last; one with two different rows of one announcement not at all.
    is_unclear = table.duplicated(keep="last").to_numpy(copy=True)  # rows that are there again
    named = [name for name in ("date", "announced") if name in table]
    is_unclear[~is_unclear] = table[~is_unclear].duplicated(named, keep=False)
    is_last = ~table["date"].duplicated(keep="last").to_numpy()
    usable = (nav > 0) & np.isfinite(nav) & is_last & ~is_unclear & (table["date"] != "")
    numbers = np.flatnonzero(usable)
    dividend = column(table, "dividend")[numbers]
    rows = FundRows(
        numbers=numbers,
        dates=[str(date) for date in table["date"].to_numpy()[numbers]],
        nav=nav[numbers],
        dividend=np.where(dividend > 0, dividend, 0.0),
        split=column(table, "split")[numbers],
        accumulated=column(table, "accumulated")[numbers],
        growth=np.full(len(numbers), np.nan),
        growth_error=np.zeros(len(numbers)),
    )
    rows.nav_error = 0.5 * 10.0 ** -_places(rows.nav)
    if "change" in table and len(numbers) > 1:
        _read_growth(rows, column(table, "change")[numbers])
    return rows


def _places(values: Numbers) -> int:
    """To how many decimals nearly all of these values are written."""
    known = values[~np.isnan(values)]
    places = (p for p in range(_MOST_PLACES) if np.mean(np.abs(np.round(known, p) - known) < 1e-9) > 0.95)
    return next(places, _MOST_PLACES) if len(known) else 0


def _read_growth(rows: FundRows, change: Numbers) -> None:
    """Put the growth of each row, as a share, into `rows`: in per cent or as a share, whichever goes with the NAVs.

    Many sources write 0 for "not known". A 0 beside a NAV that moved says nothing then; it does where no such NAV rose
    and the amount is a plain one.
    """
    change[0] = np.nan
    known = np.flatnonzero(~np.isnan(change) & (change != 0))
    returns = returns_of(rows)
    if not len(known):
        return
    in_percent = np.median(np.abs(change[known] / 100 - returns[known])) <= np.median(
        np.abs(change[known] - returns[known])
    )
    scale = 0.01 if in_percent else 1.0
    growth = change * scale
    rows.growth_error[:] = 0.5 * 10.0 ** -_places(change[known]) * scale
    rows.growth = growth
    shortfall, tolerance = shortfall_of(rows)
    fits = np.abs(shortfall) <= tolerance
    if len(known) > 1 and np.mean(fits[known]) < 0.5:
        rows.growth = np.full(len(growth), np.nan)
        return
    zeros = (change == 0) & ~fits
    is_plain = np.abs(np.round(shortfall, 2) - shortfall) <= tolerance
    is_filler = zeros & (~is_plain | bool(np.any(zeros & (shortfall < 0))))
    growth[is_filler] = np.nan


def returns_of(rows: FundRows) -> Numbers:
    """The return of each row by what is told; NaN for the first."""
    split = np.where(np.isnan(rows.split), 1.0, rows.split)
    returns = np.full(len(rows.nav), np.nan)
    returns[1:] = (rows.nav[1:] * split[1:] + rows.dividend[1:]) / rows.nav[:-1] - 1
    return returns


def shortfall_of(rows: FundRows) -> tuple[Numbers, Numbers]:
    """How much each NAV lies below what its growth says, and how much of that may be rounding; NaN where not known."""
    previous = np.concatenate(([np.nan], rows.nav[:-1]))
    split = np.where(np.isnan(rows.split), 1.0, rows.split)

    def below(base: Numbers) -> Numbers:
        return base * (1 + rows.growth) - rows.nav * split - rows.dividend

    shortfall = below(previous)
    tolerance = 1.1 * (previous * rows.growth_error + rows.nav_error * (1 + rows.growth + split)) + 1e-9
    # The row before may be one of a day without trading, which the growth passes over.
    passed_over = [row for row in range(2, len(rows.nav)) if rows.dates[row - 1].endswith(_HALF_YEARS)]
    if passed_over:
        earlier = below(np.concatenate(([np.nan, np.nan], rows.nav[:-2])))
        over = np.zeros(len(rows.nav), dtype=np.bool_)
        over[passed_over] = True
        shortfall = np.where(over & (np.abs(earlier) <= tolerance), 0.0, shortfall)
    return shortfall, tolerance
