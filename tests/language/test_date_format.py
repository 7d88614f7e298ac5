"""Dates in the words of a language."""

from __future__ import annotations

from builder.language import date_format, speaking


def shown() -> list[str]:
    return [
        date_format.long_date("2024-02-20T10:00:00+08:00"),
        date_format.month_of_year("2024-02"),
        date_format.month_alone(9),
        date_format.day_of_month(2, 20),
        date_format.year_alone(2024),
    ]


def test_dates_are_in_the_words_of_the_page() -> None:
    assert shown() == ["2024年2月20日", "2024年2月", "9月", "2月20日", "2024年"]
    with speaking("en"):
        assert shown() == ["20 Feb 2024", "Feb 2024", "Sep", "20 Feb", "2024"]
