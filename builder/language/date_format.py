"""Dates in words, in the language of the page, e.g. "2024年2月20日" or "20 Feb 2024". Blocks, charts and pages use it."""

from __future__ import annotations

from builder.language import translate

# As English has them; the phrases of Chinese have the number.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def long_date(iso: str) -> str:
    """The day of an ISO date, e.g. "2024年2月20日"."""
    year, month, day = iso[:10].split("-")
    return translate("{year}年{month}月{day}日", year=int(year), month=int(month), day=int(day), name=_name(month))


def month_of_year(iso: str) -> str:
    """The month of an ISO date or month, e.g. "2024年2月"."""
    year, month = iso[:7].split("-")
    return translate("{year}年{month}月", year=int(year), month=int(month), name=_name(month))


def month_alone(month: int) -> str:
    """A month, e.g. "2月"."""
    return translate("{month}月", month=month, name=_MONTHS[month - 1])


def day_of_month(month: int, day: int) -> str:
    """A day without its year, e.g. "2月20日"."""
    return translate("{month}月{day}日", month=month, day=day, name=_MONTHS[month - 1])


def year_alone(year: int | str) -> str:
    """A year, e.g. "2024年"."""
    return translate("{year}年", year=year)


def _name(month: str) -> str:
    return _MONTHS[int(month) - 1]
