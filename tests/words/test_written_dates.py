"""Dates as authors write them."""

from __future__ import annotations

import pytest

from builder.words import written_dates

ZONE = "Asia/Shanghai"


@pytest.mark.parametrize("text", ["2024-2-20", "2024-02-30", "1989-12-31", "2200-01-01", "tomorrow", ""])
def test_what_is_no_date_of_a_page_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        written_dates.day_or_moment(text, ZONE)


def test_a_time_is_told_in_the_sites_zone() -> None:
    assert written_dates.moment("2024-02-20 14:50", ZONE) == "2024-02-20T14:50:00+08:00"
    assert written_dates.moment("2024-02-20 14:50", "Europe/Berlin") == "2024-02-20T14:50:00+01:00"
    assert written_dates.moment("2024-02-20T14:50:20 -0500", ZONE) == "2024-02-21T03:50:20+08:00"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2024-02-30", "2024-02 has 29 days"),
        ("2024-13-01", "no month 13"),
        ("1989-12-31", "between 1990 and 2199"),
        ("2024-02-20 25:00", "25:00 is no time"),
        ("2024-02-20T10:00+25:00", "is no time"),
        ("soon", "^$"),
    ],
)
def test_a_wrong_date_says_why(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        written_dates.day_or_moment(text, ZONE)


def test_the_day_before_may_lie_in_another_month() -> None:
    assert written_dates.day_before("2024-03-01T00:10:00+08:00") == "2024-02-29"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("2024/2/20", "did you mean 2024-02-20?"),
        ("20240220", "did you mean 2024-02-20?"),
        ("2024年2月20日", "did you mean 2024-02-20?"),
        ("0001/2/20", "the year must lie between 1990 and 2199"),
        ("2024/13/20", "write 2024-02-20"),
        ("soon", "write 2024-02-20"),
    ],
)
def test_a_hint_says_which_date_was_meant(text: str, hint: str) -> None:
    assert hint in written_dates.hint(text)
