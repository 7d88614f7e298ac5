"""What an author wrote as a date in, its ISO form out. A time without an offset is the site's own."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?) ?(Z|[+-]\d\d:?\d\d)?", re.ASCII)
_LOOSE = re.compile(r"(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})\s*日?", re.ASCII)
_FIRST, _LAST = 1990, 2199  # years that a page can be of
HINT = "write 2024-02-20, 2024-02-20 14:50 or 2024-02-20T14:50:20+08:00"


def day(text: str) -> str:
    """An ISO date. Raises ValueError."""
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    _in_reach(date.fromisoformat(text))
    return text


def moment(text: str, zone: str) -> str:
    """An ISO date-time with its offset, e.g. "2024-02-20T14:50:20+08:00". Raises ValueError."""
    match = _MOMENT.fullmatch(text)
    if not match:
        raise ValueError(text)
    offset = (match[3] or "").replace("Z", "+00:00")
    found = datetime.fromisoformat(f"{match[1]}T{match[2]}{offset}")
    _in_reach(found.date())
    return (found if found.tzinfo else found.replace(tzinfo=ZoneInfo(zone))).isoformat()


def day_or_moment(text: str, zone: str) -> str:
    """An ISO date or date-time, whichever was written. Raises ValueError."""
    return day(text) if _DAY.fullmatch(text) else moment(text, zone)


def day_before(iso: str) -> str:
    """The day before a date or date-time."""
    return (date.fromisoformat(iso[:10]) - timedelta(days=1)).isoformat()


def hint(text: str) -> str:
    """What would be right instead of this."""
    match = _LOOSE.fullmatch(text.strip())
    if match:
        try:
            meant = date(int(match[1]), int(match[2]), int(match[3]))
            _in_reach(meant)
        except ValueError:
            return f"{HINT}; years from {_FIRST} to {_LAST} are taken"
        return f"did you mean {meant.isoformat()}?"
    return HINT


def _in_reach(found: date) -> None:
    if not _FIRST <= found.year <= _LAST:
        raise ValueError(f"{found.year} is out of reach")
