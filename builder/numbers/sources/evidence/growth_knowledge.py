"""What a fund's daily growth is known to count: payments, splits, the days before its row. `payment_evidence` uses it.

A growth that is everywhere the change of the NAV says nothing of payments: it may be computed from the NAVs.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from builder.numbers.files.trading_calendar import TradingCalendar
from builder.numbers.sources.evidence.growth_fit import FundRows, Numbers, shortfall_of

_MANY = 20  # rows behind as many days without a row, whose growth fits: then there are holidays


class GrowthKnowledge(NamedTuple):
    """Whether a growth is known to count dividends and splits: it differs from the change of the NAV where they happened."""

    payments: bool
    splits: bool


def covered_rows(rows: FundRows, calendar: TradingCalendar) -> NDArray[np.bool_]:
    """The rows whose growth is that since the row before: no day lies between, or holidays.

    Days without a row are holidays where growth and NAV go over as many in many other rows.
    """
    shortfall, tolerance = shortfall_of(rows)
    skipped = [0, *(rows.skipped_days(row, calendar) for row in range(1, len(rows.nav)))]
    fitting = np.sort([days for days, fit in zip(skipped, np.abs(shortfall) <= tolerance, strict=True) if fit])
    return np.array([not days or len(fitting) - np.searchsorted(fitting, days) >= _MANY for days in skipped])


def weigh_growth(rows: FundRows, steps: Numbers, covered: NDArray[np.bool_]) -> tuple[FundRows, GrowthKnowledge]:
    """The rows without a growth that is no more than the change of the NAV, and what the growth is known to count."""
    shortfall, tolerance = shortfall_of(rows)
    paid = np.nan_to_num(steps)
    raw = np.concatenate(([np.nan], rows.nav[:-1])) * (1 + rows.growth) - rows.nav
    fits_raw = np.abs(raw) <= tolerance
    is_split = ~np.isnan(rows.split) & (rows.split != 1.0)
    is_told = (rows.dividend > 0) | is_split
    is_accumulated = paid > rows.paid_error
    fits = np.abs(shortfall - paid) <= tolerance + np.where(is_accumulated, rows.paid_error, 0.0)
    counts = (is_told | is_accumulated) & fits & ~fits_raw
    ignores = fits_raw & ~fits
    reads_off = bool(np.any(~is_told & ~is_accumulated & (shortfall > tolerance) & covered))
    if not counts.any() and (np.any(ignores & is_told) or (np.any(ignores & is_accumulated) and not reads_off)):
        return replace(rows, growth=np.full(len(rows.nav), np.nan)), GrowthKnowledge(payments=False, splits=False)
    return rows, GrowthKnowledge(payments=reads_off or bool(counts.any()), splits=bool(np.any(counts & is_split)))
