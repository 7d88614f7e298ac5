"""Dates for readers and for feeds."""

from __future__ import annotations

import pytest

from builder.language.date_format import month_of_year
from builder.pages.page_dates import feed_timestamp, last_correction, written_date


@pytest.mark.parametrize(
    ("date", "shown"),
    [("2024-02-20T18:30:00+08:00", "2024年2月20日 18:30"), ("2024-02-20", "2024年2月20日"), ("", "")],
)
def test_readers_see_the_day_and_the_time_if_there_is_one(date: str, shown: str) -> None:
    assert written_date(date) == shown


def test_headings_name_the_month() -> None:
    assert month_of_year("2024-02-01") == "2024年2月"


@pytest.mark.parametrize(
    ("date", "timestamp"),
    [
        ("2024-02-20", "2024-02-20T00:00:00+08:00"),
        ("2024-02-20T18:30:00", "2024-02-20T18:30:00+08:00"),
        ("2024-02-20T18:30:00+00:00", "2024-02-20T18:30:00+00:00"),
    ],
)
def test_feeds_have_a_whole_timestamp(date: str, timestamp: str) -> None:
    assert feed_timestamp(date, "Asia/Shanghai") == timestamp


def test_the_last_correction_is_the_latest_day_that_begins_one() -> None:
    assert last_correction(["2024年3月5日:更正", "2024-04-01 再更正", "无日期", "2024年2月31日"]) == "2024-04-01"
    assert last_correction(["见 2024-04-01"]) == last_correction([]) == ""
