"""Dates and times as authors write them, checked and brought to ISO form. Used for front matter."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?) ?(Z|[+-]\d\d:?\d\d)?", re.ASCII)
_LOOSE = re.compile(r"(\d{4})\s*+[-/.年]?\s*+(\d{1,2})\s*+[-/.月]?\s*+(\d{1,2})\s*+日?", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1990, 2199  # of a page
HINT = "write 2024-02-20, 2024-02-20 14:50 or 2024-02-20T14:50:20+08:00"


def day(text: str) -> str:
    """The text itself, where it is an ISO date. Raises ValueError, with the reason, otherwise."""
    if not _DAY.fullmatch(text):
        raise ValueError("")
    _check(text)
    return text


def moment(text: str, zone: str) -> str:
    """The ISO date-time in `zone`, the site's time zone, e.g. "2024-02-20T14:50:20+08:00". Raises ValueError.

    A time without an offset is in that zone; any other is the same instant there, so that its day is the site's.
    """
    match = _MOMENT.fullmatch(text)
    if not match:
        raise ValueError("")
    _check(match[1])
    offset = (match[3] or "").replace("Z", "+00:00")
    try:
        written = datetime.fromisoformat(f"{match[1]}T{match[2]}{offset}")
    except ValueError as error:
        raise ValueError(f"{match[2]}{offset} is no time of a day") from error
    there = ZoneInfo(zone)
    return (written.astimezone(there) if written.tzinfo else written.replace(tzinfo=there)).isoformat()


def day_or_moment(text: str, zone: str) -> str:
    """The ISO date or date-time, whichever was written. Raises ValueError."""
    return day(text) if _DAY.fullmatch(text) else moment(text, zone)


def day_before(iso: str) -> str:
    """The day before an ISO date or date-time."""
    return (date.fromisoformat(iso[:10]) - timedelta(days=1)).isoformat()


def hint(text: str) -> str:
    """What would be right instead of a text that is no date, e.g. "did you mean 2024-02-20?" for 2024/2/20."""
    match = _LOOSE.fullmatch(text.strip())
    if match:
        meant = f"{match[1]}-{match[2].zfill(2)}-{match[3].zfill(2)}"
        try:
            _check(meant)
        except ValueError as error:
            return f"{HINT}; {error}"
        return f"did you mean {meant}?"
    return HINT


def _check(text: str) -> None:
    """Raises ValueError, with the reason, where a text in the form of an ISO date is no day of a page."""
    year, month, number = (int(part) for part in text.split("-"))
    if not 1 <= month <= 12:
        raise ValueError(f"there is no month {month}")
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ValueError(f"the year must lie between {_FIRST_YEAR} and {_LAST_YEAR}")
    if not 1 <= number <= (days := monthrange(year, month)[1]):
        raise ValueError(f"{text[:7]} has {days} days")
