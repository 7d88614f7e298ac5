"""A page's date as its front matter says it in, the same for readers and for feeds out."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo


def chinese(text: str) -> str:
    """For readers, e.g. "2024-02-20T18:30:00+08:00" as "2024年2月20日 18:30"."""
    if not text:
        return ""
    day = datetime.fromisoformat(text)
    clock = f" {day:%H:%M}" if "T" in text or " " in text else ""
    return f"{day.year}年{day.month}月{day.day}日{clock}"


def month(text: str) -> str:
    """For headings, e.g. "2024年2月"."""
    day = date.fromisoformat(text[:10])
    return f"{day.year}年{day.month}月"


def stamp(text: str, zone: str) -> str:
    """For feeds (RFC 3339): a date without a time is its midnight in the site's zone."""
    moment = datetime.fromisoformat(text) if len(text) > 10 else datetime.combine(date.fromisoformat(text), time())
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(zone))
    return moment.isoformat(timespec="seconds")
