"""Which day a figure starts from: worked by hand, over a fund whose market was shut from 2024-02-09 to 2024-02-18."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from builder.model import Ask
from builder.numbers.snapshot import Snapshot
from tests.numbers.folder import FUND, ask, fund, snapshot_of
from tests.numbers.two_funds import parquet_bytes

COLUMNS = {"date": 0, "announced": 2}
FIRST, LAST = date(2023, 1, 3), date(2024, 3, 29)


def open_days() -> list[str]:
    shut = {date(2024, 2, 9) + timedelta(days=one) for one in range(10)}
    every = [FIRST + timedelta(days=one) for one in range((LAST - FIRST).days + 1)]
    # Funds publish a NAV on the last day of a half-year even when the market is shut.
    ends = {date(2023, 12, 31)}
    return [one.isoformat() for one in every if one in ends or (one.weekday() < 5 and one not in shut)]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return fund(tmp_path_factory.mktemp("data"), [f"{on},{1 + at / 1000:.4f}" for at, on in enumerate(open_days())])


@pytest.mark.parametrize(
    ("as_of", "window", "start", "end"),
    [
        ("2024-02-20", "1w", "2024-02-08", "2024-02-20"),
        ("2024-02-19", "1w", "2024-02-08", "2024-02-19"),
        ("2024-02-18", "1w", "2024-02-01", "2024-02-08"),
        ("2024-02-20", "1m", "2024-01-19", "2024-02-20"),
        ("2024-03-18", "1m", "2024-02-08", "2024-03-18"),
        ("2024-03-29", "1m", "2024-02-29", "2024-03-29"),
        ("2024-02-29", "1y", "2023-02-28", "2024-02-29"),
        ("2024-02-20", "ytd", "2023-12-31", "2024-02-20"),
        ("2023-12-31", "3m", "2023-09-29", "2023-12-31"),
        ("", "1w", "2024-03-22", "2024-03-29"),
        ("2024-02-20", "launch", "2023-01-03", "2024-02-20"),
    ],
)
def test_a_window_starts_from_the_last_value_on_or_before_its_day(
    snapshot: Snapshot, as_of: str, window: str, start: str, end: str
) -> None:
    answer = ask(snapshot, "return", window=window, as_of=as_of)
    assert (answer.start, answer.end) == (start, end)
    assert answer.value is not None


@pytest.mark.parametrize(
    ("start", "end", "used"),
    [
        ("2024-02-12", "2024-02-19", ("2024-02-08", "2024-02-19")),
        ("2024-02-12", "2024-02-17", ("2024-02-08", "2024-02-08")),
        ("2023-12-31", "2024-04-05", ("2023-12-31", "2024-03-29")),
    ],
)
def test_given_dates_mean_the_last_value_on_or_before_them(
    snapshot: Snapshot, start: str, end: str, used: tuple[str, str]
) -> None:
    answer = ask(snapshot, "return", start=start, end=end)
    assert (answer.start, answer.end) == used


@pytest.mark.parametrize(
    ("more", "value", "used"),
    [
        ({"start": "2024-02-22", "as_of": "2024-02-20"}, None, ("", "")),
        ({"start": "2024-02-17", "as_of": "2024-02-18"}, 0.0, ("2024-02-08", "2024-02-08")),
        ({"start": "2024-04-10"}, 0.0, ("2024-03-29", "2024-03-29")),
    ],
)
def test_a_start_beyond_the_last_value_sees_no_later_one(
    snapshot: Snapshot, more: dict[str, str], value: float | None, used: tuple[str, str]
) -> None:
    answer = ask(snapshot, "return", **more)
    assert (answer.value, (answer.start, answer.end)) == (value, used)


def test_the_cut_off_goes_before_a_later_end(snapshot: Snapshot) -> None:
    assert ask(snapshot, "nav", end="2024-03-01", as_of="2024-02-20").end == "2024-02-20"


@pytest.mark.parametrize(
    ("more", "note"),
    [
        ({"window": "1y", "as_of": "2023-06-01"}, "成立不足 1 年"),
        ({"window": "1m", "as_of": "2023-01-20"}, "成立不足 1 个月"),
        ({"window": "ytd", "as_of": "2023-06-01"}, "本年内成立"),
        ({"start": "2022-12-30"}, "2022-12-30 及以前没有净值数据"),
        ({"window": "1y", "as_of": "2022-12-30"}, "2022-12-30 及以前没有净值数据"),
        ({"start": "2024-03-01", "end": "2024-02-01"}, "起始日晚于截止日"),
    ],
)
def test_without_a_base_there_is_no_number_but_a_reason(snapshot: Snapshot, more: dict[str, str], note: str) -> None:
    answer = ask(snapshot, "return", **more)
    assert (answer.value, answer.note) == (None, note)


def test_a_history_shorter_than_the_fund_is_told_from_a_young_fund(tmp_path: Path) -> None:
    catalogue = "code,name,effective_date\n990001,甲,2013-01-04\n"
    snapshot = fund(tmp_path, ["2024-01-02,1.5", "2024-01-03,1.6"], catalogue=catalogue)
    assert ask(snapshot, "return", window="1y").note == "净值数据不足 1 年"
    assert ask(snapshot, "return", window="ytd").note == "没有上年末的净值数据"
    assert ask(snapshot, "return", window="launch").note == "净值数据未覆盖成立日"


@pytest.mark.parametrize(
    ("effective", "value", "note"),
    [
        ("2024-01-02", 0.05, ""),
        ("2023-12-20", 0.05, ""),
        ("", None, "成立日期未提供"),
    ],
)
def test_the_return_since_launch_starts_from_one(
    tmp_path: Path, effective: str, value: float | None, note: str
) -> None:
    catalogue = f"code,name,effective_date\n990001,甲,{effective}\n"
    snapshot = fund(tmp_path, ["2024-01-05,1.0200", "2024-01-12,1.0500"], catalogue=catalogue)
    answer = ask(snapshot, "return", window="launch")
    assert answer.note == note
    assert answer.value == (None if value is None else pytest.approx(value))
    assert answer.start == (effective if value else "")


def test_an_index_launches_with_its_first_row(tmp_path: Path) -> None:
    files = {
        "indexes.csv": "code,name\nS00001,示例\n",
        "index/S00001.csv": "date,close\n2024-01-02,100\n2024-01-03,110\n",
    }
    answer = ask(snapshot_of(tmp_path, files), "return", "index:S00001", window="launch")
    assert (answer.value, answer.start, answer.end) == (pytest.approx(0.1), "2024-01-02", "2024-01-03")


@pytest.mark.parametrize("way", ["nav/990001.csv", "nav.csv", "nav.parquet"])
def test_a_value_that_became_known_later_is_not_shown_at_an_earlier_cut_off(tmp_path: Path, way: str) -> None:
    """A QDII fund's NAV of the 19th was published on the 21st: a briefing of the 20th cannot have known it."""
    rows = [("2024-02-08", "1.0", ""), ("2024-02-19", "1.1", "2024-02-21"), ("2024-02-20", "1.2", "2024-02-22")]
    if way == "nav.parquet":
        dates = {name: pa.array([row[at] or None for row in rows]).cast(pa.date32()) for name, at in COLUMNS.items()}
        content = parquet_bytes({"code": ["990001"] * 3, "nav": [float(row[1]) for row in rows], **dates})
    else:
        code = "" if way.startswith("nav/") else "990001,"
        header = "code,date,nav,announced\n" if code else "date,nav,announced\n"
        content = (header + "".join(f"{code}{','.join(row)}\n" for row in rows)).encode()
    snapshot = snapshot_of(tmp_path, {"funds.csv": FUND, way: content})
    assert [ask(snapshot, "nav", as_of=f"2024-02-{on}").value for on in (19, 20, 21, 22)] == [1.0, 1.0, 1.1, 1.2]
    assert ask(snapshot, "date", as_of="2024-02-20").value == "2024-02-08"
    assert ask(snapshot, "nav").value == 1.2
    assert ask(snapshot, "return", start="2024-02-08", as_of="2024-02-20").value == 0.0
    # What moves counts from what readers of the briefing saw.
    assert ask(snapshot, "since-publication", start="2024-02-19").start == "2024-02-08"


# ------------------------------------------------------------------------------------------------- values that are too old


def weekdays(first: str, last: str) -> list[str]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    every = (start + timedelta(days=number) for number in range((end - start).days + 1))
    return [one.isoformat() for one in every if one.weekday() < 5]


def rows_of(days: list[str]) -> list[str]:
    return [f"{on},{1 + number / 1000:.4f}" for number, on in enumerate(days)]


PLAIN = "code,name\n990001,甲\n"


@pytest.mark.parametrize(
    ("window", "gap", "note"),
    [
        ("1w", ("2024-02-24", "2024-03-10"), "2024-03-08 前 11 天内没有净值，最近一个在 2024-02-23"),
        ("1m", ("2024-01-25", "2024-02-20"), "2024-02-15 前 15 天内没有净值，最近一个在 2024-01-24"),
        ("ytd", ("2023-12-17", "2024-01-05"), "2023-12-31 前 11 天内没有净值，最近一个在 2023-12-15"),
        ("1y", ("2023-02-20", "2023-03-20"), "2023-03-15 前 15 天内没有净值，最近一个在 2023-02-17"),
    ],
)
def test_a_base_too_far_before_its_window_is_no_base(
    tmp_path: Path, window: str, gap: tuple[str, str], note: str
) -> None:
    days = [on for on in weekdays("2022-12-01", "2024-03-15") if not gap[0] <= on <= gap[1]]
    snapshot = fund(tmp_path, rows_of(days), catalogue=PLAIN)
    answer = ask(snapshot, "return", window=window)
    assert (answer.value, answer.note) == (None, note)
    for measure in ("volatility", "drawdown", "price-return"):
        assert ask(snapshot, measure, window=window).value is None
    # A little later the window begins behind the gap.
    assert ask(snapshot, "return", start=max(on for on in days if on < "2024-03-12")).value is not None


def test_weekly_values_and_a_holiday_reach_their_windows(tmp_path: Path) -> None:
    weekly = [(date(2022, 12, 2) + timedelta(days=7 * week)).isoformat() for week in range(67) if week not in (8, 44)]
    snapshot = fund(tmp_path, rows_of(weekly), catalogue=PLAIN)
    for window in ("1w", "1m", "3m", "6m", "1y", "ytd"):
        assert ask(snapshot, "return", window=window).value is not None
    assert ask(snapshot, "calendar-year", window="2023").value is not None


@pytest.mark.parametrize(
    ("rows", "note"),
    [
        (
            ["2022-06-30,2.0", "2023-03-01,1.0", "2023-12-29,1.1"],
            "2022-12-31 前 11 天内没有净值，最近一个在 2022-06-30",
        ),
        (
            ["2022-12-30,1.0", "2023-09-01,1.2", "2024-01-02,1.3"],
            "2023-12-31 前 11 天内没有净值，最近一个在 2023-09-01",
        ),
        (["2022-12-30,1.0", "2023-12-18,1.2"], "没有 2023 年末的净值数据"),
    ],
)
def test_both_ends_of_a_calendar_year_have_values_of_their_own(tmp_path: Path, rows: list[str], note: str) -> None:
    answer = ask(fund(tmp_path, rows, catalogue=PLAIN), "calendar-year", window="2023", as_of="2024-01-05")
    assert (answer.value, answer.note) == (None, note)


def test_the_change_of_a_day_is_not_that_of_half_a_year(tmp_path: Path) -> None:
    answer = ask(fund(tmp_path, ["2022-06-30,2.0", "2023-03-01,1.0"], catalogue=PLAIN), "change")
    assert (answer.value, answer.note) == (None, "上一个净值在 2022-06-30")


def test_an_end_within_a_gap_has_no_number(tmp_path: Path) -> None:
    days = [on for on in weekdays("2023-01-02", "2024-03-15") if not "2023-05-01" <= on <= "2023-07-31"]
    snapshot = fund(tmp_path, rows_of(days), catalogue=PLAIN)
    answer = ask(snapshot, "return", start="2023-01-03", end="2023-06-30")
    assert (answer.value, answer.note) == (None, "2023-06-30 前 15 天内没有净值，最近一个在 2023-04-28")


# ------------------------------------------------------------------------------------------------------------- launches


@pytest.mark.parametrize(
    ("effective", "first", "expected"),
    [
        ("2024-01-02", "2024-01-02,1.0000", ("2024-01-02", 0.1)),
        ("2024-01-02", "2024-01-05,1.0012", ("2024-01-02", 0.1)),  # a first class: 1.0000 on the day of effect
        ("2024-01-02", "2024-01-05,0.9677", ("2024-01-02", 0.1)),  # a first class that fell at once
        ("2024-01-02", "2024-01-03,1.0300", ("2024-01-03", 1.1 / 1.03 - 1)),  # too far off for one day
        ("2023-12-20", "2024-01-05,1.0600", ("2024-01-05", 1.1 / 1.06 - 1)),
        ("2024-01-02", "2024-01-05,0.1580", ("2024-01-05", 1.1 / 0.158 - 1)),  # a class in dollars
        ("2024-01-02", "2024-01-02,1.9740", ("2024-01-02", 1.1 / 1.974 - 1)),  # a later class
        (
            "2024-01-02",
            "2024-01-02,1.0130",
            ("2024-01-02", 1.1 / 1.013 - 1),
        ),  # on the day itself a first class is 1.0000
    ],
)
def test_a_class_that_starts_off_one_counts_from_its_own_first_value(
    tmp_path: Path, effective: str, first: str, expected: tuple[str, float]
) -> None:
    snapshot = fund(tmp_path, [first, "2024-01-08,1.1"], catalogue=f"code,name,effective_date\n990001,甲,{effective}\n")
    answer = ask(snapshot, "return", window="launch")
    assert (answer.start, answer.value) == (expected[0], pytest.approx(expected[1]))
    fall = ask(snapshot, "drawdown", window="launch")
    base = 1.1 / (1 + expected[1])
    value = float(first.partition(",")[2])
    assert fall.value == pytest.approx(min(value / base - 1, 1.1 / max(base, value) - 1, 0.0))


def test_no_row_before_the_contract_is_ever_a_base(tmp_path: Path) -> None:
    """A first row of 1970 is a slip of the pen, and what was before a conversion is another fund's."""
    catalogue = "code,name,effective_date\n990001,甲,2024-01-02\n"
    rows = ["1970-01-01,5.0", "2023-06-01,3.0", *rows_of(weekdays("2024-01-02", "2024-03-01"))]
    clean = fund(tmp_path / "clean", rows[2:], catalogue=catalogue)
    soiled = fund(tmp_path / "soiled", rows, catalogue=catalogue)
    for measure in ("return", "drawdown", "volatility", "history"):
        for window in ("launch", "1m", "6m", "ytd"):
            assert ask(soiled, measure, window=window) == ask(clean, measure, window=window)
    assert ask(soiled, "return", start="2023-06-30").value is None
    assert ask(soiled, "track") == ask(clean, "track")


# ------------------------------------------------------------------------------------------------ histories that ended


def ended(tmp_path: Path, facts: str = "") -> Snapshot:
    """A fund that ended on 2022-06-30 and one that goes on."""
    catalogue = "code,name,end_date\n" + f"990001,甲,{facts}\n990002,乙,\n"
    files = {
        "funds.csv": catalogue,
        "nav/990001.csv": "date,nav\n" + "\n".join(rows_of(weekdays("2020-12-28", "2022-06-30"))) + "\n",
        "nav/990002.csv": "date,nav\n" + "\n".join(rows_of(weekdays("2020-12-28", "2024-03-15"))) + "\n",
    }
    return snapshot_of(tmp_path, files)


@pytest.mark.parametrize("as_of", ["", "2024-03-15", "2022-08-01"])
def test_of_a_fund_that_ended_there_is_the_last_value_and_no_return(tmp_path: Path, as_of: str) -> None:
    snapshot = ended(tmp_path)
    for measure, window in (
        ("return", "1w"),
        ("return", "ytd"),
        ("drawdown", ""),
        ("volatility", "1y"),
        ("change", ""),
    ):
        answer = ask(snapshot, measure, window=window, as_of=as_of)
        assert (answer.value, answer.note, answer.end, answer.ended) == (
            None, "净值止于 2022-06-30", "2022-06-30", True,
        )  # fmt: skip
    nav = ask(snapshot, "nav", as_of=as_of)
    assert nav.ended and nav.value is not None and nav.end == "2022-06-30"
    assert ask(snapshot, "return", window="1w", as_of="2022-07-01").value is not None
    assert ask(snapshot, "return", start="2021-06-01", end="2022-06-30", as_of="2024-03-15").value is not None
    assert ask(snapshot, "calendar-year", window="2021", as_of="2024-03-15").value is not None
    assert not ask(snapshot, "nav", series="fund:990002", as_of=as_of).ended


def test_the_catalogue_may_say_when_a_fund_ended(tmp_path: Path) -> None:
    snapshot = ended(tmp_path, "2022-06-30")
    assert ask(snapshot, "return", window="1m", as_of="2022-07-01").note == "已于 2022-06-30 终止"
    assert ask(snapshot, "return", window="1m").note == "已于 2022-06-30 终止"
    assert ask(snapshot, "return", window="1m", as_of="2022-06-30").value is not None


def test_monthly_values_have_not_ended_for_a_month(tmp_path: Path) -> None:
    ends = [f"2023-{month:02}-28" for month in range(1, 13)]
    snapshot = fund(tmp_path, rows_of(ends), catalogue=PLAIN)
    assert not ask(snapshot, "nav", as_of="2024-01-27").ended
    assert ask(snapshot, "nav", as_of="2024-03-01").ended


def test_that_a_fund_ended_is_in_what_live_answers_depend_on(tmp_path: Path) -> None:
    going, gone = ended(tmp_path / "gone"), ended(tmp_path / "going")
    assert going.scope_digest("fund:990001", "") == gone.scope_digest("fund:990001", "")
    alone = fund(
        tmp_path / "alone", rows_of(weekdays("2020-12-28", "2022-06-30")), catalogue="code,name,end_date\n990001,甲,\n"
    )
    assert alone.scope_digest("fund:990001", "") != gone.scope_digest("fund:990001", "")
    assert alone.scope_digest("fund:990001", "2022-06-30") == gone.scope_digest("fund:990001", "2022-06-30")


# ---------------------------------------------------------------------------------------------------- since publication


def test_since_publication_counts_from_what_was_known_then(tmp_path: Path) -> None:
    rows = ["2024-02-15,1.0000,2024-02-16", "2024-02-16,1.1000,2024-02-19", "2024-02-20,1.1000,2024-02-21"]
    snapshot = fund(tmp_path, rows, header="date,nav,announced", catalogue=PLAIN)
    answer = ask(snapshot, "since-publication", start="2024-02-18")
    assert (answer.value, answer.start, answer.end) == (pytest.approx(0.1), "2024-02-15", "2024-02-20")


def test_a_day_announced_twice_counts_since_publication_from_its_first_value(tmp_path: Path) -> None:
    rows = ["2024-02-15,1.0000,2024-02-16", "2024-02-15,1.0500,2024-02-20", "2024-02-16,1.1000,2024-02-21"]
    snapshot = fund(tmp_path, rows, header="date,nav,announced", catalogue=PLAIN)
    answer = ask(snapshot, "since-publication", start="2024-02-18")
    assert (answer.value, answer.start, answer.end) == (pytest.approx(0.1), "2024-02-15", "2024-02-16")
    later = ask(snapshot, "since-publication", start="2024-02-20")
    assert (later.value, later.start) == (pytest.approx(1.1 / 1.05 - 1), "2024-02-15")


@pytest.mark.parametrize("other", [("1.0000,2024-02-16", "1.0100,2024-02-16"), ("2024-02-20", "2024-02-19")])
def test_the_live_digest_has_what_was_announced_first_and_when(tmp_path: Path, other: tuple[str, str]) -> None:
    rows = ["2024-02-15,1.0000,2024-02-16", "2024-02-15,1.0500,2024-02-20", "2024-02-16,1.1000,2024-02-21"]
    first = fund(tmp_path / "first", rows, header="date,nav,announced", catalogue=PLAIN)
    changed = [row.replace(*other) for row in rows]
    second = fund(tmp_path / "second", changed, header="date,nav,announced", catalogue=PLAIN)
    assert first.scope_digest("fund:990001", "") != second.scope_digest("fund:990001", "")
    assert first.scope_digest("fund:990001", "2024-02-21") == second.scope_digest("fund:990001", "2024-02-21")


def test_a_fund_whose_contract_begins_behind_all_of_its_rows_has_no_value_and_no_traceback(tmp_path: Path) -> None:
    rows = rows_of(weekdays("2012-01-02", "2013-12-31"))
    snapshot = fund(tmp_path, rows, catalogue="code,name,effective_date\n990001,甲,2021-01-04\n")
    for measure, window in (("nav", ""), ("return", "1y"), ("calendar-year", "2013")):
        answer = ask(snapshot, measure, window=window)
        wanted = "2013-12-31 及以前没有净值数据" if measure == "calendar-year" else "暂无净值数据"
        assert (answer.value, answer.note) == (None, wanted)


def test_a_row_before_its_contracts_effect_counts_nowhere(tmp_path: Path) -> None:
    catalogue = "code,name,effective_date\n990001,甲,2024-01-02\n"
    snapshot = fund(tmp_path, ["1970-01-01,9.0", "2024-01-02,1.0000", "2024-01-03,1.1000"], catalogue=catalogue)
    assert ask(snapshot, "return", window="launch").value == pytest.approx(0.1)
    assert [day for day, _ in ask(snapshot, "history").points] == ["2024-01-02", "2024-01-03"]
    assert ask(snapshot, "nav", as_of="2023-12-31").value is None


LATER_CLASS = "code,name,effective_date,parent\n990001,甲A,2022-01-04,\n990002,甲C,2023-03-31,990001\n"


@pytest.mark.parametrize(
    ("first", "base", "start"),
    [("1.0400", 1.04, "2023-04-03"), ("1.0000", 1.0, "2023-03-31"), ("1.0010", 1.0, "2023-03-31")],
)
def test_a_later_class_starts_at_the_nav_of_the_first_where_that_is_what_its_first_row_follows_from(
    tmp_path: Path, first: str, base: float, start: str
) -> None:
    parent = "date,nav\n2022-01-04,1.0000\n2023-03-31,1.0400\n2023-04-03,1.0401\n2023-04-04,1.0500\n"
    files = {"funds.csv": LATER_CLASS, "nav/990001.csv": parent}
    files["nav/990002.csv"] = f"date,nav\n2023-04-03,{first}\n2023-04-04,1.1950\n"
    snapshot = snapshot_of(tmp_path, files)
    answer = ask(snapshot, "return", "fund:990002", window="launch")
    assert (answer.value, answer.start) == (pytest.approx(1.195 / base - 1), start)
    before = snapshot.scope_digest("fund:990002", "2023-04-04")
    files["nav/990001.csv"] = parent.replace("1.0500", "1.0600")
    assert snapshot_of(tmp_path / "b", files).scope_digest("fund:990002", "2023-04-04") == before
    files["nav/990001.csv"] = parent.replace("1.0400", "1.0000")
    changed = snapshot_of(tmp_path / "c", files)
    assert changed.scope_digest("fund:990002", "2023-04-04") != before
    assert ask(changed, "return", "fund:990002", window="launch").start == "2023-03-31"


def test_this_year_is_that_of_the_cut_off_or_of_the_sets_last_day(tmp_path: Path) -> None:
    """In the first days of January, a fund that publishes late does not show all of last year beside the others."""
    files = {
        "funds.csv": "code,name\n990001,甲\n990002,乙\n",
        "nav/990001.csv": "date,nav\n2022-12-30,1.0\n2023-12-29,1.2\n",
        "nav/990002.csv": "date,nav\n2022-12-30,1.0\n2023-12-29,1.2\n2024-01-02,1.23\n",
    }
    snapshot = snapshot_of(tmp_path, files)
    late = ask(snapshot, "return", window="ytd")
    assert (late.value, late.note) == (None, "2024 年尚无净值数据")
    assert ask(snapshot, "return", series="fund:990002", window="ytd").value == pytest.approx(0.025)
    assert ask(snapshot, "history", window="ytd").points == (("2023-12-29", 1.2),)
    for as_of, value in (("2023-12-30", pytest.approx(0.2)), ("2024-01-02", None)):
        assert ask(snapshot, "return", window="ytd", as_of=as_of).value == value
    asks = [Ask(series=f"fund:99000{number}", measure="return", window="ytd") for number in (1, 2)] * 8
    many = [Ask(series=one.series, measure="return", window="ytd", start="", as_of="2024-01-02") for one in asks]
    assert snapshot.answers(many) == {one: snapshot.answer(one) for one in many}


def test_a_live_answer_changes_when_another_fund_brings_the_new_year(tmp_path: Path) -> None:
    files = {
        "funds.csv": "code,name\n990001,甲\n990002,乙\n",
        "nav/990001.csv": "date,nav\n2022-12-30,1.0\n2023-12-29,1.2\n",
        "nav/990002.csv": "date,nav\n2022-12-30,1.0\n2023-12-29,1.2\n",
    }
    before = snapshot_of(tmp_path / "before", files).scope_digest("fund:990001", "")
    files["nav/990002.csv"] += "2024-01-02,1.23\n"
    assert snapshot_of(tmp_path / "after", files).scope_digest("fund:990001", "") != before
