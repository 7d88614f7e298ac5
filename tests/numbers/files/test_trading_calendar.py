"""Trading days: by a file between its first and last day, elsewhere by weekdays."""

from __future__ import annotations

from pathlib import Path

from builder.numbers.files.trading_calendar import TradingCalendar
from builder.numbers.series.day_numbers import day
from tests.numbers.folder import FUND, HISTORY, places, problems_of


def test_a_bad_calendar_is_a_problem_of_the_build(tmp_path: Path) -> None:
    files = {"funds.csv": FUND, "nav/990001.csv": HISTORY, "calendars/SSE.csv": "date\n2024-13-01\n"}
    files["sources.yml"] = "nav: {calendar: SSE}\nindex: {calendar: SSE}\n"
    assert places(problems_of(tmp_path, files)) == [("calendars/SSE.csv", 2, 1, "bad-cell")]


CLOSED_ON_A_FRIDAY = TradingCalendar(days=[day(date) for date in ("2024-01-04", "2024-01-08", "2024-01-09")])


def test_without_a_file_weekdays_are_trading_days_but_for_new_years_day() -> None:
    weekdays = TradingCalendar()
    assert [date for date in ("2024-01-01", "2024-01-05", "2024-01-06") if weekdays.trades(day(date))] == ["2024-01-05"]
    assert weekdays.between(day("2024-01-05"), day("2024-01-09")) == 1


def test_a_file_counts_between_its_first_and_last_day() -> None:
    assert not CLOSED_ON_A_FRIDAY.trades(day("2024-01-05"))
    assert CLOSED_ON_A_FRIDAY.between(day("2024-01-04"), day("2024-01-09")) == 1


def test_after_the_last_day_of_a_file_weekdays_count() -> None:
    assert CLOSED_ON_A_FRIDAY.trades(day("2024-01-12"))
    assert CLOSED_ON_A_FRIDAY.between(day("2024-01-09"), day("2024-01-15")) == 3
