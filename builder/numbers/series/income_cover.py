"""Which rows of a money-market fund's history have the income of all days since the row before. Series and checks use it.

A row may have the income of one day, or of days without trading too: of a weekend, of a holiday. Which, its size says: it is
held against the seven-day yield of that row, or against what days before it earned.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from builder.vocabulary import DAYS_A_YEAR

Numbers = NDArray[np.float64]
YIELD_OF_INCOME = DAYS_A_YEAR / 10_000 * 100  # a daily income of 1 yuan is 3.65 % a year
_DAYS_BEFORE = 10  # covered rows that say what a day earns
_WEEK = 7
_WEEKENDS = 5
_TOLERANCE, _ROUNDING = 0.05, 0.005  # a share of the yield, and per cent


def is_covered(days: NDArray[np.int32], income: Numbers, yield7: Numbers | None) -> NDArray[np.bool_]:
    """Whether each row has the income of all days since the row before it, by this row and earlier ones alone.

    The first row is. One with the income of fewer days is not, nor one whose seven days' incomes do not make its yield.
    """
    covered = np.ones(len(days), dtype=np.bool_)
    steps = np.diff(days, prepend=days[:1] - 1)
    weekends: list[float] = []  # what rows after a weekend had of what its days earn
    for row in np.flatnonzero(steps > 1).tolist():
        usual = np.nan if yield7 is None else float(yield7[row]) / YIELD_OF_INCOME
        if not usual > 0:
            before = np.flatnonzero(covered[:row])[-_DAYS_BEFORE:]
            usual = float(np.median(income[before] / steps[before]))
        share = float(income[row]) / (usual * steps[row]) if usual > 0 else 0.0
        if _is_weekend(int(days[row - 1]), int(days[row])):
            weekends.append(share)
            share = float(np.median(weekends[-_WEEKENDS:]))
        # More than half of the days that are to be covered beyond the first.
        covered[row] = share > (steps[row] + 1) / 2 / steps[row]
    if yield7 is not None:
        lowest, highest = week_yields(days, income)
        covered &= ~(yield7 < lowest * (1 - _TOLERANCE) - _ROUNDING) & ~(
            yield7 > highest * (1 + _TOLERANCE) + _ROUNDING
        )
    return covered


def _is_weekend(before: int, day: int) -> bool:
    """Whether all days between two are Saturdays and Sundays: a fund has rows of these, or has not."""
    return all((between + 3) % _WEEK >= 5 for between in range(before + 1, day))  # day 0 was a Thursday


def week_yields(days: NDArray[np.int32], income: Numbers) -> tuple[Numbers, Numbers]:
    """The yields a year, in per cent, of each row's seven days: simple and compounded, as funds with monthly and with daily
    distribution publish them, the lower first; NaN where no row lies seven days before."""
    before = days.searchsorted(days - _WEEK)
    has_week = days[np.minimum(before, len(days) - 1)] == days - _WEEK
    total = np.cumsum(income)
    growth = np.cumsum(np.log1p(income / 10_000))
    simple = (total - total[before]) / _WEEK * YIELD_OF_INCOME
    compounded = np.expm1((growth - growth[before]) * DAYS_A_YEAR / _WEEK) * 100
    both = np.where(has_week, np.stack((simple, compounded)), np.nan)
    return np.min(both, axis=0), np.max(both, axis=0)
