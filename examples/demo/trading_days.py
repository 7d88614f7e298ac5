"""The trading days of Shanghai and New York in the years of the demo data, for `make_data`."""

from __future__ import annotations

from datetime import date, timedelta

FIRST, LAST = date(2022, 1, 4), date(2024, 3, 8)

# Weekdays on which the Shanghai exchange was closed, as (first day, last day).
_SHANGHAI = (
    ("2022-01-31", "2022-02-04"),
    ("2022-04-04", "2022-04-05"),
    ("2022-05-02", "2022-05-04"),
    ("2022-06-03", "2022-06-03"),
    ("2022-09-12", "2022-09-12"),
    ("2022-10-03", "2022-10-07"),
    ("2023-01-02", "2023-01-02"),
    ("2023-01-23", "2023-01-27"),
    ("2023-04-05", "2023-04-05"),
    ("2023-05-01", "2023-05-03"),
    ("2023-06-22", "2023-06-23"),
    ("2023-09-29", "2023-10-06"),
    ("2024-01-01", "2024-01-01"),
    ("2024-02-09", "2024-02-18"),
)
# Weekdays on which the exchanges of New York were closed.
_NEW_YORK = (
    "2022-01-17 2022-02-21 2022-04-15 2022-05-30 2022-06-20 2022-07-04 2022-09-05 2022-11-24 2022-12-26 "
    "2023-01-02 2023-01-16 2023-02-20 2023-04-07 2023-05-29 2023-06-19 2023-07-04 2023-09-04 2023-11-23 2023-12-25 "
    "2024-01-01 2024-01-15 2024-02-19"
)


def weekdays() -> list[date]:
    """Every Monday to Friday from FIRST to LAST."""
    days = (FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1))
    return [day for day in days if day.weekday() < 5]


def shanghai() -> list[date]:
    """The trading days of the Shanghai exchange."""
    holidays = [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in _SHANGHAI]
    return [day for day in weekdays() if not any(first <= day <= last for first, last in holidays)]


def new_york() -> list[date]:
    """The trading days of the exchanges of New York."""
    holidays = {date.fromisoformat(day) for day in _NEW_YORK.split()}
    return [day for day in weekdays() if day not in holidays]


def both() -> list[date]:
    """The days on which both markets were open. The demo's QDII fund has a NAV on these."""
    abroad = set(new_york())
    return [day for day in shanghai() if day in abroad]
