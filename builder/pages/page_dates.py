"""The date of a page's front matter, written for readers and for feeds. Used by the pages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from builder.language.date_format import long_date

# How a correction begins with its day: 2024年3月5日 or 2024-03-05.
_DAY = re.compile(r"\s*(\d{4})(?:年|-)(\d{1,2})(?:月|-)(\d{1,2})")


def written_date(text: str) -> str:
    """The date for readers, e.g. "2024年2月20日 18:30" for "2024-02-20T18:30:00+08:00"."""
    if not text:
        return ""
    moment = datetime.fromisoformat(text)
    clock = f" {moment:%H:%M}" if "T" in text or " " in text else ""
    return f"{long_date(moment.date().isoformat())}{clock}"


def feed_timestamp(text: str, zone: str) -> str:
    """The date for feeds (RFC 3339); a date without a time means midnight in the site's time zone."""
    moment = datetime.fromisoformat(text) if len(text) > 10 else datetime.combine(date.fromisoformat(text), time())
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(zone))
    return moment.isoformat(timespec="seconds")


def last_correction(corrections: Iterable[str]) -> str:
    """The ISO date of the latest correction that begins with its day, e.g. "2024-03-05"; "" where none does."""
    days = [""]
    for text in corrections:
        if match := _DAY.match(text):
            with suppress(ValueError):  # e.g. a 31st of February
                days.append(date(*map(int, match.groups())).isoformat())
    return max(days)
