"""The notes of rows that were accepted: restated ones, gaps, a late end."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from builder import numbers
from tests.numbers.folder import write
from tests.numbers.new_data import FUNDS, NAV, NEXT, OLD, TODAY, audit, notes, taken


@pytest.mark.parametrize(
    ("code", "last", "late"),
    [
        ("990001", "2024-01-15", ""),
        ("990001", "2024-01-12", ""),
        ("990001", "2024-01-11", "ends on 2024-01-11, 2 trading days ago; 1 are the limit"),
        ("990002", "2024-01-10", ""),  # QDII: two days more
        ("990002", "2024-01-09", "ends on 2024-01-09, 4 trading days ago; 3 are the limit"),
    ],
)
def test_late_is_counted_in_trading_days(tmp_path: Path, code: str, last: str, late: str) -> None:
    result = numbers.audit(
        write(tmp_path / "staged", {f"nav/{code}.csv": f"date,nav\n2024-01-09,1\n{last},1.0\n"}),
        write(tmp_path / "present", {"funds.csv": FUNDS}),
        today=TODAY,
    )
    assert notes(result).get("late", "") == late


def test_a_fund_that_has_ended_is_not_late_after_its_end(tmp_path: Path) -> None:
    for end_date, late in (
        ("2024-01-05", ""),
        ("2024-01-12", "ends on 2024-01-05, 4 trading days ago; 1 are the limit"),
    ):
        result = numbers.audit(
            write(tmp_path / end_date, {NAV: "date,nav\n2024-01-04,1.0\n2024-01-05,1.0\n"}),
            write(tmp_path / f"{end_date}-present", {"funds.csv": f"code,name,end_date\n990001,甲,{end_date}\n"}),
            today=TODAY,
        )
        assert notes(result).get("late", "") == late


def test_late_is_counted_by_the_calendar_and_limit_of_the_set(tmp_path: Path) -> None:
    shut = [date(2024, 1, 1) + timedelta(days=at) for at in range(30) if at not in range(11, 14)]
    calendar = "date\n" + "".join(f"{on}\n" for on in shut)
    more = {"sources.yml": "nav: {calendar: SSE, freshness: 0}\n", "calendars/SSE.csv": calendar}
    result = audit(tmp_path, {NAV: "date,nav\n" + OLD}, **more)
    assert notes(result) == {"late": "ends on 2024-01-11, 1 trading days ago; 0 are the limit"}


def test_a_gap_is_noted_and_never_filled(tmp_path: Path) -> None:
    later = "date,nav\n2024-01-02,1.0\n2024-01-12,1.01\n2024-01-15,1.02\n"
    result = audit(tmp_path, {"nav/990002.csv": later})
    assert notes(result) == {"gap": "1 gaps; the longest has 7 trading days, from 2024-01-02 to 2024-01-12"}
    assert len(taken(result, "nav/990002.csv")) == 3


def test_a_restated_row_is_accepted_and_noted(tmp_path: Path) -> None:
    result = audit(tmp_path, {NAV: "date,nav\n" + OLD.replace("1.0090", "1.0190") + NEXT})
    assert notes(result) == {
        "restated": "1 rows are restated; the largest change is on 2024-01-09: 1.009 became 1.019 (0.99%)"
    }
    assert "2024-01-09,1.0190" in taken(result)


def test_a_dividend_that_is_restated_is_told_by_its_column(tmp_path: Path) -> None:
    present = "date,nav,dividend\n2024-01-10,1.0,\n2024-01-11,1.0,\n2024-01-12,1.0,0.04\n"
    staged = present.replace("11,1.0,", "11,1.0,0.05")
    result = audit(tmp_path, {NAV: staged}, **{NAV: present})
    message = "1 rows are restated; the largest change is on 2024-01-11: dividend blank became 0.05 (5.00%)"
    assert notes(result)["restated"] == message
