"""Rows of a fund whose own value is wrong: their neighbours fit each other past them. `payment_evidence` uses it."""

from __future__ import annotations

import numpy as np

from builder.number_format import number
from builder.numbers.series.day_numbers import day
from builder.numbers.sources.evidence.growth_fit import FundRows, shortfall_of

_LEAST = 0.1  # how far a lone value lies off both neighbours
_COMPARABLE_DAYS = 15  # after more, a value may be back without having been wrong
_FAR = 0.3  # how far a first value lies off the next, where it is the wrong one
_LONE = 0.05  # the share of rows in which an accumulated NAV may move against the NAV
_FEW = 5  # rows; with fewer, a wrong first row cannot be told


def mistyped_rows(rows: FundRows) -> dict[int, tuple[str, str]]:
    """The positions of the rows that are mistyped, each with its column and the reason."""
    return _lone_navs(rows) or {**_mistyped_navs(rows), **_mistyped_accumulated(rows)}


def _lone_navs(rows: FundRows) -> dict[int, tuple[str, str]]:
    """The rows whose NAV both neighbours contradict, whatever growth says: column and reason of each.

    A source that computes its growth from a wrong NAV confirms it, and one that leaves it out seems to show a split.
    """
    shortfall, tolerance = shortfall_of(rows)
    is_contradicted = np.abs(shortfall) > 3 * tolerance
    is_told = (rows.dividend > 0) | ~np.isnan(rows.split)
    away = np.abs(rows.nav[1:-1] / rows.nav[:-2] - 1)
    is_back = np.abs(rows.nav[2:] / rows.nav[:-2] - 1) <= np.minimum(_FAR, away / 5)
    least = np.where(is_contradicted[1:-1] | is_contradicted[2:], _LEAST, _FAR)
    days = np.array([day(date) for date in rows.dates])
    is_back &= days[2:] - days[:-2] <= _COMPARABLE_DAYS
    lone = np.flatnonzero(is_back & (away > least) & ~is_told[1:-1] & ~is_told[2:]) + 1
    reason = "the rows before and after it contradict it"
    return dict.fromkeys(lone.tolist(), ("nav", reason))


def _mistyped_navs(rows: FundRows) -> dict[int, tuple[str, str]]:
    """The rows whose growth and whose next row's growth lead past their NAV: column and reason of each."""
    wrong: dict[int, tuple[str, str]] = {}
    shortfall, tolerance = shortfall_of(rows)
    growth, nav = rows.growth, rows.nav
    for row in np.flatnonzero(np.abs(shortfall) > 3 * tolerance).tolist():
        if not np.isnan(rows.split[row]) or row - 1 in wrong:
            continue
        expected = nav[row - 1] * (1 + growth[row])
        if row == 1 and len(nav) > _FEW and abs(expected / nav[row] - 1) > _FAR:
            wrong[0] = ("nav", "the daily growth of the next row does not follow from it")
        elif abs(expected - nav[row]) <= 3 * tolerance[row]:
            continue  # only what is told to be paid contradicts it
        elif row + 1 < len(nav) and abs(expected * (1 + growth[row + 1]) - nav[row + 1]) <= 3 * tolerance[row]:
            wrong[row] = ("nav", f"by the daily growth of this row and of the next it is {number(expected, 4)}")
    return wrong


def _mistyped_accumulated(rows: FundRows) -> dict[int, tuple[str, str]]:
    """The rows in which the accumulated NAV, or the NAV, is off, and right again in the next: column and reason of each."""
    wrong: dict[int, tuple[str, str]] = {}
    paid = rows.accumulated - rows.nav
    rounding = rows.paid_error
    moved = np.flatnonzero(np.abs(np.diff(paid)) > rounding) + 1
    if len(moved) > _FEW + _LONE * len(paid):
        return wrong  # it is no sum of dividends at all
    for row in moved.tolist():
        if row + 1 == len(paid) or row - 1 in wrong or rows.dividend[row] or not np.isnan(rows.split[row]):
            continue
        if abs(paid[row + 1] - paid[row - 1]) <= rounding:
            wrong[row] = ("accumulated", f"it lies {number(paid[row] - paid[row - 1], 4)} off what both neighbours say")
    return wrong
