"""How a fund's NAVs fit the daily growth that its source gives beside them. `payment_evidence` uses it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from builder.number_format import percent, spelled
from builder.numbers.files.trading_calendar import TradingCalendar
from builder.numbers.series.day_numbers import day

Numbers = NDArray[np.float64]
_ROUNDING = 3.5  # times half a decimal: how far the accumulated NAV may be off
_COARSE = 2.05  # times the half decimals of both, where the accumulated NAV has fewer
_MOST_PLACES = 8
_HALF_YEARS = ("-06-30", "-12-31")  # days that have a NAV without trading: the growth after them may pass over them
_FEW = 2  # growths, with so few of which one that fits nowhere is a contradiction of its own row
_FIT, _FIT_SHIFTED = 0.5, 0.7  # the share of growths that must go with the NAVs
_MOST_CHOICES = 16


class ColumnFault(NamedTuple):
    """A row of the table in which a column contradicts others, and why."""

    row: int
    column: str
    reason: str


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
    accumulated_error: float = 0.0
    is_late: bool = False  # whether the growth stood in the next row
    note: str = ""  # how the growth was read, for the report
    growth_faults: list[ColumnFault] = field(default_factory=list)

    @property
    def paid_error(self) -> float:
        """How much of a step of the accumulated NAV over the NAV may be rounding."""
        if self.accumulated_error <= self.nav_error:
            return _ROUNDING * self.nav_error
        return _COARSE * (self.nav_error + self.accumulated_error)

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

    def skipped_days(self, position: int, calendar: TradingCalendar) -> int:
        """The trading days between a row and the one before, which have no row; the next one too, where it had the growth."""
        last = position + 1 if self.is_late and position + 1 < len(self.dates) else position
        return max(
            calendar.between(day(self.dates[row - 1]), day(self.dates[row])) for row in range(position, last + 1)
        )

    def words(self, position: int) -> str:
        """The NAV of a row and those of its neighbours, each with its date."""
        shown = range(max(position - 1, 0), min(position + 2, len(self.nav)))
        return " → ".join(f"{spelled(self.nav[row])} ({self.dates[row]})" for row in shown)


def column(table: pd.DataFrame, name: str) -> Numbers:
    """A column's numbers, NaN where there is none."""
    return table[name].to_numpy(np.float64).copy() if name in table else np.full(len(table), np.nan)


def read_rows(table: pd.DataFrame) -> FundRows:
    """The rows with one date each and a NAV; a growth that does not go with the NAVs at all is one of the growth faults."""
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
    if not np.isnan(rows.accumulated).all():
        rows.accumulated_error = 0.5 * 10.0 ** -_places(rows.accumulated)
    if "change" in table and len(numbers) > 1:
        change = column(table, "change")
        if scale := _read_growth(rows, change[numbers]):
            _pass_over(rows, table, change * scale)
    return rows


def _places(values: Numbers) -> int:
    """To how many decimals nearly all of these values are written."""
    known = values[~np.isnan(values)]
    places = (p for p in range(_MOST_PLACES) if np.mean(np.abs(np.round(known, p) - known) < 1e-9) > 0.95)
    return next(places, _MOST_PLACES) if len(known) else 0


def _read_growth(rows: FundRows, change: Numbers) -> float:
    """Put the growth of each row, as a share, into `rows`, and tell its unit: in per cent or as a share, whichever fits.

    A growth may stand one row early or late. One that fits nowhere is a fault. Many sources write 0 for "not known". A 0
    beside a NAV that moved says nothing then; it does where no such NAV rose and the amount is a plain one.
    """
    unit, growth, error, share = _in_best_unit(rows, change)
    known = np.flatnonzero(~np.isnan(growth) & (growth != 0))
    if len(known) > _FEW and share < _FIT:
        for early, shifted in ((True, np.roll(change, 1)), (False, np.roll(change, -1))):
            shifted[0 if early else -1] = np.nan
            _, *reading, shifted_share = _in_best_unit(rows, shifted)
            if shifted_share >= _FIT_SHIFTED:
                rows.growth, rows.growth_error = reading
                rows.is_late = not early
                rows.note = f"the daily growth stands one row {'early' if early else 'late'}, and is read so"
                return 0.0
        first = int(known[0])
        reason = (
            f"the daily growth goes with the NAVs of {round(share * len(known))} of {len(known)} rows only: "
            f"nav goes {rows.words(first)}, and the growth is {percent(float(growth[first]))}"
        )
        rows.growth_faults.append(ColumnFault(int(rows.numbers[first]), "change", reason))
        return 0.0
    rows.growth, rows.growth_error = growth, error
    shortfall, tolerance = shortfall_of(rows)
    zeros = (growth == 0) & (np.abs(shortfall) > tolerance)
    is_plain = np.abs(np.round(shortfall, 2) - shortfall) <= tolerance
    rows.growth[zeros & (~is_plain | bool(np.any(zeros & (shortfall < 0))))] = np.nan
    return unit


def _in_best_unit(rows: FundRows, change: Numbers) -> tuple[float, Numbers, Numbers, float]:
    """The unit of a growth, the growth and its rounding as shares, and which part of it goes with the NAVs."""
    change = change.copy()
    change[0] = np.nan
    known = np.flatnonzero(~np.isnan(change) & (change != 0))
    if not len(known):
        return 0.01, change, np.zeros(len(change)), 0.0
    returns = returns_of(rows)[known]
    in_percent = np.median(np.abs(change[known] / 100 - returns)) <= np.median(np.abs(change[known] - returns))
    unit = 0.01 if in_percent else 1.0
    growth, error = change * unit, np.full(len(change), 0.5 * 10.0 ** -_places(change[known]) * unit)
    shortfall, tolerance = shortfall_of(replace(rows, growth=growth, growth_error=error))
    return unit, growth, error, float(np.mean((np.abs(shortfall) <= tolerance)[known]))


def _pass_over(rows: FundRows, table: pd.DataFrame, growth: Numbers) -> None:
    """Give the row behind a day that is there twice the growth of both; of the two rows, that which fits."""
    dates = table["date"].to_numpy()
    for row in range(1, len(rows.numbers)):
        between = range(int(rows.numbers[row - 1]) + 1, int(rows.numbers[row]))
        twice: dict[str, list[float]] = {}
        for number in between:
            twice.setdefault(str(dates[number]), []).append(float(growth[number]))
        twice = {date: growths for date, growths in twice.items() if len(growths) > 1}
        if not twice or np.isnan(rows.growth[row]):
            continue
        choices = list(product(*twice.values()))[:_MOST_CHOICES]
        behind = [float(np.prod(np.array(choice) + 1) * (1 + rows.growth[row]) - 1) for choice in choices]
        missing = [abs(rows.nav[row - 1] * (1 + each) - rows.nav[row] - rows.dividend[row]) for each in behind]
        best = int(np.argmin(missing)) if not np.isnan(missing).all() else 0
        rows.growth_error[row] *= 1 + len(twice)
        if np.isnan(missing[best]) or missing[best] > 2 * (rows.nav_error + rows.growth_error[row] * rows.nav[row]):
            navs = [spelled(table["nav"].iloc[number]) for number in between]
            reason = f"{', '.join(twice)} is there twice, with nav {' and '.join(navs)}: no growth shows which is right"
            rows.growth_faults.append(ColumnFault(between[0], "date", reason))
            rows.growth[row] = np.nan
        else:
            rows.growth[row] = behind[best]


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
