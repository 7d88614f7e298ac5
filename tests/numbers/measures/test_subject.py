"""Which day a figure starts from: worked by hand, over a fund whose market was shut from 2024-02-09 to 2024-02-18."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

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
        ("2023-12-31", "2099-01-01", ("2023-12-31", "2024-03-29")),
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
        ("2024-01-10", None, "成立日期晚于最早净值，数据有误"),
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
    # What moves counts from the value of the day itself, which by now is known.
    assert ask(snapshot, "since-publication", start="2024-02-19").start == "2024-02-19"
