"""ISO dates in, day numbers out, and back: days since 1970-01-01, and the dates that a window counts from."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from functools import lru_cache

_EPOCH = date(1970, 1, 1).toordinal()
# Outside of these a date in a data file is a slip of the pen, e.g. 0024-02-01.
FIRST, LAST = date(1900, 1, 1).toordinal() - _EPOCH, date(2199, 12, 31).toordinal() - _EPOCH

# What each window counts back from its end: calendar months. A week is 7 days; ytd and launch have rules of their own.
MONTHS = {"1m": 1, "3m": 3, "6m": 6, "1y": 12, "2y": 24, "3y": 36, "5y": 60}
WINDOWS = ("1w", *MONTHS, "ytd", "launch")
SPELT = {  # for notes
    **{"1w": "1 周", "1m": "1 个月", "3m": "3 个月", "6m": "6 个月"},
    **{"1y": "1 年", "2y": "2 年", "3y": "3 年", "5y": "5 年"},
}


def day(iso: str) -> int:
    """The day number of an ISO date, e.g. 19773 for "2024-02-20". Raises ValueError for anything else."""
    return date.fromisoformat(iso).toordinal() - _EPOCH


@lru_cache(maxsize=1 << 17)  # all days there are: twenty thousand lines of a year ask for the same ones
def iso(day_number: int) -> str:
    """The ISO date of a day number."""
    return date.fromordinal(int(day_number) + _EPOCH).isoformat()


def months_before(day_number: int, months: int) -> int:
    """The same day so many months earlier, clipped to that month's end: 2024-03-31 less one is 2024-02-29."""
    end = date.fromordinal(int(day_number) + _EPOCH)
    year, month = divmod(end.year * 12 + end.month - 1 - months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(end.day, last)).toordinal() - _EPOCH


@lru_cache(maxsize=1 << 10)
def window_base(end: int, window: str) -> int:
    """The day on or before which a window's base value lies. Raises KeyError for a window that is none.

    Months are calendar months, 1w is 7 days, ytd counts from 31 December of the year before. "launch" has no such day.
    """
    if window == "1w":
        return end - 7
    if window == "ytd":
        return date(date.fromordinal(int(end) + _EPOCH).year - 1, 12, 31).toordinal() - _EPOCH
    return months_before(end, MONTHS[window])
