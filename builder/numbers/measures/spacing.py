"""How many values a history has a year: what a standard deviation is scaled by. The measures of risk use it."""

from __future__ import annotations

import numpy as np

from builder.numbers.series.series import Days
from builder.vocabulary import DAYS_A_YEAR, LONGEST_DAY, MONTHS_A_YEAR, WEEKS_A_YEAR

# The shortest and longest distance of two values in days.
_WEEKLY, _MONTHLY = (5, 10), (25, 36)
_DAILY = (1, LONGEST_DAY)
_TOLERATED = 20  # one distance in so many may be another, and one more: holidays


def periods_a_year(days: Days, trading_days: int) -> float:
    """The values a year of a history with these days: `trading_days` if they are daily, 52 if weekly, 12 if monthly.

    Any other history has as many as it had: their number × 365 ÷ days. So its variance is that of its whole time,
    however far its values lie apart, e.g. where a fund publishes weekly while it is closed and daily while it is open.
    """
    steps = np.diff(days)
    for (least, most), count in ((_DAILY, trading_days), (_WEEKLY, WEEKS_A_YEAR), (_MONTHLY, MONTHS_A_YEAR)):
        others = int(np.count_nonzero((steps < least) | (steps > most)))
        if others <= 1 + len(steps) // _TOLERATED and others * 2 < len(steps):
            return count
    return len(steps) * DAYS_A_YEAR / int(days[-1] - days[0])
