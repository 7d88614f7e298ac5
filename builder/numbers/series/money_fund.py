"""Tells a money-market fund by its history, and a history that is not what it says: its income in place of a NAV, yields that
do not follow from its income. Data are refused so, by the build and by the audit of a refresh.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from builder.number_format import significant
from builder.numbers.series.income_cover import YIELD_OF_INCOME, week_yields
from builder.numbers.series.series import Series
from builder.problem import Problem

if TYPE_CHECKING:
    from builder.numbers.files.catalogue_csv import CatalogueRow

_MONEY, _FLOATING = "货币", "浮动净值"  # a few such funds have a NAV that moves
_FEW_ROWS = 20  # a new fund's NAV may stay at 1 in its closed period, for a dozen weeks
_FARTHEST = 5.0  # times: a week's yield may lie so far from that of its last day
_ROUNDING = 0.02  # of a yield that is held against the incomes of its own seven days
_FEWEST_DAYS = 5

_HINT = "bring its 每万份收益 as the column income, and its 七日年化收益率 as yield7; one whose NAV moves has 浮动净值 in its kind"


def fault(history: Series, fund: CatalogueRow | None) -> Problem | None:
    """What is wrong with a fund's history, as far as money-market funds are concerned; a problem without a place."""
    if history.income is not None:
        return _wrong_yield(history)
    reason = _reason(history, fund)
    return Problem(id="money-fund", message=f"this is a money fund: {reason}", hint=_HINT) if reason else None


def _reason(history: Series, fund: CatalogueRow | None) -> str:
    """Why a history of NAVs is a money-market fund's; "" where it is not."""
    raw = history.raw
    is_one = bool(raw[0] == 1.0 == raw[-1]) and bool(np.all(raw == 1.0))
    words = f"{fund.name} {fund.facts.get('kind', '')}" if fund else ""
    is_named = _MONEY in words and _FLOATING not in words
    if is_named and not is_one:
        return f"its nav of {raw[-1]:g} looks like its 万份收益"
    pays = history.dividend is not None and bool(np.any(history.dividend > 0))
    return (
        f"its nav is 1 in all of its {len(raw)} rows"
        if is_one and (is_named or (len(raw) >= _FEW_ROWS and not pays))
        else ""
    )


def _wrong_yield(history: Series) -> Problem | None:
    """Yields of another size than incomes: a ratio in place of per cent, the two columns exchanged, or days without a row.

    A yield is held against the incomes of its own seven days; where no rows lie seven days apart, against that of its day.
    """
    if history.yield7 is None or history.income is None:
        return None
    lowest, highest = week_yields(history.days, history.income)
    weekly = np.flatnonzero((lowest > 0) & (history.yield7 > 0))
    if len(weekly) >= _FEWEST_DAYS:
        expected, farthest = np.clip(history.yield7, lowest, highest)[weekly], 1 + _ROUNDING
    else:
        weekly = np.flatnonzero((np.diff(history.days) == 1) & (history.income[1:] > 0) & (history.yield7[1:] > 0)) + 1
        expected, farthest = history.income[weekly] * YIELD_OF_INCOME, _FARTHEST
    if len(weekly) < _FEWEST_DAYS:
        return None
    times = float(np.median(history.yield7[weekly] / expected))
    if 1 / farthest <= times <= farthest:
        return None
    message = f"yield7 is about {significant(times, 2)} times the yearly yield of income: "
    if 1 / _FARTHEST <= times <= _FARTHEST:
        message += "days are missing, e.g. weekends, or one of the columns is of another fund"
        hint = "bring a row for every day, or give the row after days without one the income of all of them"
    else:
        message += "the columns are exchanged, or one is not in its unit"
        hint = "income is in yuan per 10,000 units, yield7 in per cent: 0.4388 and 1.623"
    return Problem(id="money-fund", message=message, hint=hint)
