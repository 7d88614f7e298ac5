"""Days as numbers since 1970-01-01, and the day on which a window starts. All that reads or computes histories uses them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from builder.vocabulary import WINDOWS

_EPOCH = date(1970, 1, 1).toordinal()
# A date in a data file that is outside of these is a slip of the pen, e.g. 0024-02-01.
FIRST, LAST = date(1900, 1, 1).toordinal() - _EPOCH, date(2199, 12, 31).toordinal() - _EPOCH


def day(iso: str) -> int:
    """The day number of an ISO date, e.g. 19773 for "2024-02-20". Raises ValueError for anything else."""
    return date.fromisoformat(iso).toordinal() - _EPOCH


@lru_cache(maxsize=1 << 17)  # all days there are: twenty thousand rows of a year ask for the same ones
def iso(day_number: int) -> str:
    """The ISO date of a day number."""
    return date.fromordinal(int(day_number) + _EPOCH).isoformat()


def contract_day(kind: str, facts: Mapping[str, str]) -> int | None:
    """The day on which a fund's contract took effect: an earlier row is another fund's, or a slip of the pen."""
    effective = facts.get("effective_date") if kind == "fund" else None
    return day(effective) if effective else None


def months_before(day_number: int, months: int) -> int:
    """The same day of an earlier month, or that month's last day: a month before 2024-03-31 is 2024-02-29."""
    end = date.fromordinal(int(day_number) + _EPOCH)
    year, month = divmod(end.year * 12 + end.month - 1 - months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(end.day, last)).toordinal() - _EPOCH


@lru_cache(maxsize=1 << 10)
def window_base(end: int, window: str) -> int:
    """The day on or before which a window's base value lies.

    Months are calendar months; "ytd" counts from 31 December of the year before. Raises KeyError for a window that does
    not exist, and for "launch", which starts on another day for every fund.
    """
    if window == "ytd":
        return date(date.fromordinal(int(end) + _EPOCH).year - 1, 12, 31).toordinal() - _EPOCH
    length = WINDOWS[window]
    if not length.is_fixed:
        raise KeyError(window)
    return end - length.days if length.days else months_before(end, length.months)
