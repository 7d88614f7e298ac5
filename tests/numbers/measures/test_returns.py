"""Returns, worked by hand over a few rows."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from builder.numbers.snapshot import Snapshot
from tests.numbers.folder import ask, fund, snapshot_of


def test_a_dividend_lowers_the_nav_and_not_the_return(tmp_path: Path) -> None:
    rows = ["2024-01-02,2.0000,", "2024-01-03,1.5500,0.5", "2024-01-04,1.6000,"]
    snapshot = fund(tmp_path, rows, header="date,nav,dividend")
    assert ask(snapshot, "change", as_of="2024-01-03").value == pytest.approx(0.025)
    assert ask(snapshot, "price-return", start="2024-01-02", end="2024-01-03").value == pytest.approx(-0.225)
    grown = (1.55 + 0.5) / 2 * 1.6 / 1.55
    assert ask(snapshot, "return", start="2024-01-02").value == pytest.approx(grown - 1)
    assert ask(snapshot, "adjusted").value == pytest.approx(2 * grown)
    assert ask(snapshot, "nav").value == 1.6


def test_a_split_lowers_the_nav_and_not_the_return(tmp_path: Path) -> None:
    snapshot = fund(tmp_path, ["2024-01-02,3.0,", "2024-01-03,1.05,3", "2024-01-04,1.05,1"], header="date,nav,split")
    assert ask(snapshot, "return", start="2024-01-02").value == pytest.approx(0.05)


def test_a_split_is_not_taken_for_a_dividend(tmp_path: Path) -> None:
    rows = ["2024-01-02,2.0,2.0,", "2024-01-03,1.0,2.0,2", "2024-01-04,1.1,2.2,"]
    snapshot = fund(tmp_path, rows, header="date,nav,accumulated,split")
    assert ask(snapshot, "return", start="2024-01-02").value == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("last", "value", "note"),
    [("2024-01-02", None, "区间不足一年，不作年化"), ("2024-01-03", 1.2 ** (365 / 365) - 1, "")],
)
def test_a_year_or_more_is_annualised(tmp_path: Path, last: str, value: float | None, note: str) -> None:
    snapshot = fund(tmp_path, ["2023-01-03,1.0", f"{last},1.2"])
    answer = ask(snapshot, "annualised", window="launch")
    assert answer.note == note
    assert answer.value == (None if value is None else pytest.approx(value))
    assert (answer.start, answer.end) == ("2023-01-03", last)


BESIDE = "code,name,effective_date,index,benchmark_formula\n990001,甲,2023-01-03,S1,S1*1\n"


def _beside(folder: Path, fund_rows: dict[str, float], index_rows: dict[str, float]) -> Snapshot:
    files = {"funds.csv": BESIDE, "indexes.csv": "code,name\nS1,示例\n"}
    for name, rows, column in (("nav/990001", fund_rows, "nav"), ("index/S1", index_rows, "close")):
        files[f"{name}.csv"] = f"date,{column}\n" + "".join(f"{day},{value}\n" for day, value in rows.items())
    return snapshot_of(folder, files)


def test_an_excess_return_ends_where_both_have_a_value(tmp_path: Path) -> None:
    fund_rows = {"2024-01-29": 1.0, "2024-02-26": 1.1, "2024-02-27": 1.2, "2024-02-29": 1.3}
    snapshot = _beside(tmp_path, fund_rows, {"2024-01-29": 100, "2024-02-26": 105, "2024-02-28": 110})
    answer = ask(snapshot, "excess-return", window="1m")
    assert (answer.value, answer.start, answer.end) == (pytest.approx(0.2 - 0.05), "2024-01-29", "2024-02-27")
    behind = ask(snapshot, "index-return", window="1m")
    assert (behind.value, behind.end) == (pytest.approx(0.1), "2024-02-28")
    # Nothing that came later changes it; once the index goes on, its market was closed.
    frozen = _beside(
        tmp_path / "on", fund_rows, {"2024-01-29": 100, "2024-02-26": 105, "2024-02-28": 110, "2024-03-01": 1}
    )
    assert ask(frozen, "excess-return", window="1m", as_of="2024-02-29") == answer
    assert ask(frozen, "excess-return", window="1m").value == pytest.approx(0.3 - 0.1)


@pytest.mark.parametrize("measure", ["index-return", "benchmark-return", "excess-return"])
def test_an_index_that_ends_before_the_fund_is_not_set_beside_it(tmp_path: Path, measure: str) -> None:
    fund_rows = {"2024-01-29": 1.0, "2024-02-20": 1.0, "2024-02-22": 1.1, "2024-02-29": 1.3}
    lagging = {"2024-01-29": 100, "2024-02-15": 104}
    snapshot = _beside(tmp_path, fund_rows, lagging)
    for window in ("1w", "1m"):
        answer = ask(snapshot, measure, window=window)
        assert answer.value is None and "止于 2024-02-15" in answer.note
    closed = _beside(tmp_path / "closed", fund_rows, {**lagging, "2024-03-01": 110})
    assert ask(closed, measure, window="1m").value == pytest.approx(0.3 - 0.04 if measure == "excess-return" else 0.04)


def test_an_index_without_a_value_in_the_period_earned_nothing_that_is_known(tmp_path: Path) -> None:
    snapshot = _beside(tmp_path, {"2024-02-22": 1.1, "2024-02-26": 1.3}, {"2024-02-22": 100})
    answer = ask(snapshot, "index-return", start="2024-02-22", end="2024-02-26")
    assert answer.value is None and answer.note == "跟踪指数的数据止于 2024-02-22"


def test_a_calendar_year_counts_once_it_is_over(tmp_path: Path) -> None:
    rows = ["2022-12-30,1.0", "2023-12-29,1.1", "2023-12-31,1.12", "2024-06-28,1.3"]
    catalogue = "code,name\n990001,甲\n"
    snapshot = fund(tmp_path, rows, catalogue=catalogue)
    whole = ask(snapshot, "calendar-year", window="2023")
    assert (whole.value, whole.start, whole.end) == (pytest.approx(0.12), "2022-12-30", "2023-12-31")
    assert ask(snapshot, "calendar-year", window="2023", as_of="2023-12-30").note == "2023 年尚未结束"
    assert ask(snapshot, "calendar-year", window="2024").note == "2024 年尚未结束"
    assert ask(snapshot, "calendar-year", window="2022").note == "2021-12-31 及以前没有净值数据"
    assert ask(snapshot, "calendar-year", window="2024", as_of="2025-01-02").note == "没有 2024 年末的净值数据"


def test_nothing_happened_since_publication_until_a_newer_value(tmp_path: Path) -> None:
    snapshot = fund(tmp_path, ["2024-01-02,1.0", "2024-01-03,1.1"])
    answer = ask(snapshot, "since-publication", start="2024-01-02")
    assert (answer.value, answer.start, answer.end) == (pytest.approx(0.1), "2024-01-02", "2024-01-03")
    still = ask(snapshot, "since-publication", start="2024-01-08")
    assert (still.value, still.note) == (None, "发布后尚无新净值")


ROLLING_ROWS = ("2023-01-31,1.00", "2023-02-27,1.10", "2023-02-28,1.20", "2023-03-31,1.50", "2023-04-03,1.65")


def test_each_day_counts_from_its_own_windows_base(tmp_path: Path) -> None:
    answer = ask(fund(tmp_path, ROLLING_ROWS), "rolling-return", window="1m")
    # 28 February less a month is 28 January, before the first row; 31 March less a month is 28 February.
    assert [day for day, _ in answer.points] == ["2023-03-31", "2023-04-03"]
    assert [round(value, 12) for _, value in answer.points] == [0.25, 0.375]
    assert (answer.start, answer.end, answer.unit, answer.value) == (
        "2023-03-31",
        "2023-04-03",
        "ratio",
        answer.points[-1][1],
    )


def test_the_last_point_is_the_return_that_a_sentence_would_tell(tmp_path: Path) -> None:
    snapshot = fund(tmp_path, ROLLING_ROWS)
    for as_of in ("2023-03-31", "2023-04-03"):
        rolling = ask(snapshot, "rolling-return", window="1m", as_of=as_of)
        assert rolling.value == ask(snapshot, "return", window="1m", as_of=as_of).value


def test_dates_bound_the_days_and_not_their_windows(tmp_path: Path) -> None:
    answer = ask(fund(tmp_path, ROLLING_ROWS), "rolling-return", window="1m", start="2023-04-01")
    assert [(day, round(value, 12)) for day, value in answer.points] == [("2023-04-03", 0.375)]


def test_without_a_whole_window_there_is_a_note(tmp_path: Path) -> None:
    answer = ask(fund(tmp_path, ROLLING_ROWS), "rolling-return", window="1y")
    assert (answer.value, answer.points, answer.note) == (None, (), "净值数据不足，不能计算滚动收益率")


@pytest.mark.parametrize("as_of", [f"2024-06-{day:02}" for day in range(10, 17)])
def test_a_year_up_to_any_day_of_the_week_is_a_year(tmp_path: Path, as_of: str) -> None:
    first, count = date(2023, 1, 3), 600
    days = [day for day in (first + timedelta(number) for number in range(count)) if day.weekday() < 5]
    snapshot = fund(tmp_path, [f"{day},{1 + number / 1000:.4f}" for number, day in enumerate(days)])
    for measure in ("annualised", "sharpe"):
        assert ask(snapshot, measure, window="1y", as_of=as_of).value is not None


def test_a_week_is_no_day(tmp_path: Path) -> None:
    weekly = [f"2024-01-{day:02},{1 + day / 100:.2f}" for day in (5, 12, 19, 26)]
    snapshot = fund(tmp_path, weekly)
    answer = ask(snapshot, "change")
    assert (answer.value, answer.note) == (None, "上一个净值在 2024-01-19")
    holiday = [f"2024-02-{day:02},{1 + day / 100:.2f}" for day in (5, 6, 7, 8, 19)]
    answer = ask(fund(tmp_path / "daily", holiday), "change")
    assert (answer.value, answer.start) == (pytest.approx(1.19 / 1.08 - 1), "2024-02-08")
