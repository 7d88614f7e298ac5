"""How old values may grow and whether a source fails: told of today alone, and by a calendar that knows its own end."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.model import Answer
from builder.numbers.snapshot import Snapshot
from tests.numbers.folder import HISTORY, ask, snapshot_of

CATALOGUE = "code,name,kind\n990001,甲,指数型\n990002,乙,QDII-指数\n"
DAYS = "date\n2023-12-29\n2024-01-02\n2024-01-03\n2024-01-04\n2024-01-08\n2024-01-13\n"  # shut on the 5th, open on a Saturday


def site(data: Path, sources: str = "", **files: str) -> Snapshot:
    more = {name.replace("__", "/").replace("_csv", ".csv"): text for name, text in files.items()}
    return snapshot_of(
        data, {"funds.csv": CATALOGUE, "nav/990001.csv": HISTORY, "sources.yml": sources or "nav: {}\n", **more}
    )


def test_a_fund_may_be_as_many_trading_days_behind_as_is_declared_and_a_qdii_fund_two_more(tmp_path: Path) -> None:
    snapshot = site(tmp_path, "nav: {freshness: 3}\n")
    assert ask(snapshot, "freshness").value == 3
    assert ask(snapshot, "freshness", "fund:990002").value == 5
    assert ask(snapshot, "freshness", "set:nav").value == 3


def test_what_is_not_meant_to_go_on_is_never_stale(tmp_path: Path) -> None:
    answer = ask(site(tmp_path, "nav: {freshness: none}\n"), "freshness")
    assert (answer.value, answer.note) == (None, "此数据不再更新")


@pytest.mark.parametrize("measure", ["freshness", "failing-since"])
def test_what_is_of_today_has_no_answer_at_a_cut_off(tmp_path: Path, measure: str) -> None:
    status = "set,since\nnav,2024-02-20\n"
    snapshot = site(tmp_path, status_csv=status)
    assert ask(snapshot, measure).value is not None
    assert ask(snapshot, measure, as_of="2024-01-03").value is None


def test_a_failing_source_is_seen_live_and_by_no_frozen_number(tmp_path: Path) -> None:
    fine = site(tmp_path / "fine", "nav: {origin: 天天基金}\n")
    failing = site(tmp_path / "failing", "nav: {origin: 天天基金}\n", status_csv="set,since\nnav,2024-02-20\n")
    assert ask(fine, "failing-since") == Answer(value=None, unit="date")
    assert ask(failing, "failing-since") == Answer(value="2024-02-20", unit="date", note="天天基金")
    assert ask(failing, "failing-since", "set:index").value is None
    assert failing.scope_digest("fund:990001", "") != fine.scope_digest("fund:990001", "")
    assert failing.scope_digest("fund:990001", "2024-01-03") == fine.scope_digest("fund:990001", "2024-01-03")


@pytest.mark.parametrize("status", ["", "set,since\nnav,gestern\n", "set\nnav\n", "\x00", "set,since\n,2024-02-20\n"])
def test_a_status_that_tells_nothing_is_no_failure(tmp_path: Path, status: str) -> None:
    assert ask(site(tmp_path, status_csv=status), "failing-since").value is None


def test_a_status_of_an_earlier_version_tells_the_last_attempt(tmp_path: Path) -> None:
    status = "set,last_success,last_attempt,reason\nnav,,2024-03-05T00:00:00+00:00,x\n"
    assert ask(site(tmp_path, status_csv=status), "failing-since").value == "2024-03-05"


def test_a_calendar_tells_where_it_is_not_monday_to_friday_and_where_it_ends(tmp_path: Path) -> None:
    snapshot = site(tmp_path, "nav: {calendar: SSE}\n", calendars__SSE_csv=DAYS)
    answer = ask(snapshot, "calendar", "set:nav")
    assert (answer.value, answer.start, answer.end) == ("2024-01-03", "2023-12-29", "2024-01-13")
    shut = [on for on, open_ in answer.points if not open_]
    assert shut == ["2024-01-05", "2024-01-09", "2024-01-10", "2024-01-11", "2024-01-12"]
    assert [on for on, open_ in answer.points if open_] == ["2024-01-13"]


def test_a_calendar_is_told_four_hundred_days_around_the_last_value(tmp_path: Path) -> None:
    days = "date\n2020-01-02\n2030-01-02\n"
    answer = ask(site(tmp_path, "nav: {calendar: SSE}\n", calendars__SSE_csv=days), "calendar", "set:nav")
    assert (answer.start, answer.end) == ("2022-11-29", "2025-02-06")


def test_without_a_calendar_nothing_is_told_but_the_last_day(tmp_path: Path) -> None:
    answer = ask(site(tmp_path), "calendar", "set:nav")
    assert (answer.value, answer.start, answer.end, answer.points) == ("2024-01-03", "", "", ())


def test_the_calendar_is_in_what_the_set_sees_and_in_what_no_fund_sees(tmp_path: Path) -> None:
    one = site(tmp_path / "one", "nav: {calendar: SSE}\n", calendars__SSE_csv=DAYS)
    two = site(tmp_path / "two", "nav: {calendar: SSE}\n", calendars__SSE_csv=f"{DAYS}2024-01-15\n")
    assert one.scope_digest("set:nav", "") != two.scope_digest("set:nav", "")
    assert one.scope_digest("fund:990001", "") == two.scope_digest("fund:990001", "")


def test_a_fund_that_has_ended_is_not_stale_and_one_that_is_over_has_no_failing_source(tmp_path: Path) -> None:
    """One whose values merely stopped still says that its source fails: that is why they stopped."""
    goes_on = HISTORY + "2024-03-01,1.2\n"
    catalogue = "code,name,end_date\n990001,甲,2024-01-03\n990002,乙,\n990003,丙,\n"
    histories = {"nav/990001.csv": HISTORY, "nav/990002.csv": goes_on, "nav/990003.csv": HISTORY}
    status = {"status.csv": "set,since\nnav,2024-02-20\n"}
    snapshot = snapshot_of(tmp_path, {"funds.csv": catalogue, **histories, **status})
    of_funds = [
        tuple(ask(snapshot, measure, f"fund:{code}").value for measure in ("freshness", "failing-since"))
        for code in ("990001", "990002", "990003")
    ]
    assert of_funds == [(None, None), (1, "2024-02-20"), (None, "2024-02-20")]
    assert ask(snapshot, "freshness").note == "此数据不再更新"
