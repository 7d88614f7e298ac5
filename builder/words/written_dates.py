"""Dates and times as authors write them, checked and brought to ISO form. Used for front matter."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?) ?(Z|[+-]\d\d:?\d\d)?", re.ASCII)
_LOOSE = re.compile(r"(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})\s*日?", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1990, 2199  # of a page
HINT = "write 2024-02-20, 2024-02-20 14:50 or 2024-02-20T14:50:20+08:00"


def day(text: str) -> str:
    """The text itself, where it is an ISO date. Raises ValueError otherwise."""
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    _check_year(date.fromisoformat(text))
    return text


def moment(text: str, zone: str) -> str:
    """The ISO date-time with its offset, e.g. "2024-02-20T14:50:20+08:00". Raises ValueError.

    A time without an offset is in `zone`, the site's time zone.
    """
    match = _MOMENT.fullmatch(text)
    if not match:
        raise ValueError(text)
    offset = (match[3] or "").replace("Z", "+00:00")
    moment = datetime.fromisoformat(f"{match[1]}T{match[2]}{offset}")
    _check_year(moment.date())
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).isoformat()


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
        try:
            meant = date(int(match[1]), int(match[2]), int(match[3]))
            _check_year(meant)
        except ValueError:
            return f"{HINT}; the year must lie between {_FIRST_YEAR} and {_LAST_YEAR}"
        return f"did you mean {meant.isoformat()}?"
    return HINT


def _check_year(day: date) -> None:
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError(f"the year {day.year} is not between {_FIRST_YEAR} and {_LAST_YEAR}")
