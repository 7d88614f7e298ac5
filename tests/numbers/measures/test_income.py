"""Income and yield of money-market funds, and the returns chained from them: by hand, and by pandas."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from builder.numbers.snapshot import Snapshot
from tests.numbers.folder import ask, snapshot_of

FUND = "code,name,kind,effective_date\n990001,示例货币A,货币型-普通货币,2022-12-30\n"
# A Friday, the Sunday with two days' income, and two days more.
ROWS = ["2022-12-30,0.6,2.2", "2023-01-01,1.2,2.21", "2023-01-02,0.7,", "2023-01-03,0.5,2.19"]


def money(folder: Path, rows: list[str], header: str = "date,income,yield7", catalogue: str = FUND) -> Snapshot:
    return snapshot_of(folder, {"funds.csv": catalogue, "nav/990001.csv": "\n".join([header, *rows]) + "\n"})


def test_income_and_yield_are_those_of_the_last_day(tmp_path: Path) -> None:
    snapshot = money(tmp_path, ROWS)
    income, yield7 = ask(snapshot, "income"), ask(snapshot, "yield7")
    assert (income.value, income.unit, income.end) == (0.5, "income", "2023-01-03")
    assert (yield7.value, yield7.unit, yield7.end, yield7.signed) == (0.0219, "yield", "2023-01-03", False)
    assert ask(snapshot, "income", as_of="2023-01-01").value == 1.2
    assert ask(snapshot, "yield7", as_of="2023-01-02").note == "2023-01-02 没有此项数据"
    assert ask(snapshot, "income", as_of="2022-12-29").note == "2022-12-29 及以前没有收益数据"


def test_a_return_chains_the_incomes_after_its_first_day(tmp_path: Path) -> None:
    snapshot = money(tmp_path, ROWS)
    found = ask(snapshot, "return", start="2022-12-30")
    assert found.value == pytest.approx(1.00012 * 1.00007 * 1.00005 - 1, abs=1e-15)
    assert (found.start, found.end) == ("2022-12-30", "2023-01-03")
    assert ask(snapshot, "change").value == pytest.approx(0.00005, abs=1e-15)


def test_since_launch_the_first_days_income_counts(tmp_path: Path) -> None:
    found = ask(money(tmp_path, ROWS), "return", window="launch")
    assert found.value == pytest.approx(1.00006 * 1.00012 * 1.00007 * 1.00005 - 1, abs=1e-15)
    assert found.start == "2022-12-30"


def test_since_publication_counts_from_the_cut_off(tmp_path: Path) -> None:
    found = ask(money(tmp_path, ROWS), "since-publication", start="2023-01-01")
    assert found.value == pytest.approx(1.00007 * 1.00005 - 1, abs=1e-15)


def test_nothing_behind_the_cut_off_matters(tmp_path: Path) -> None:
    whole, cut = money(tmp_path / "a", ROWS), money(tmp_path / "b", ROWS[:2])
    for measure, window in (
        ("return", "launch"),
        ("income", ""),
        ("yield7", ""),
        ("track", ""),
        ("income-history", ""),
    ):
        asked = {"window": window, "as_of": "2023-01-01"}
        assert ask(whole, measure, **asked) == ask(cut, measure, **asked), measure
    assert whole.scope_digest("fund:990001", "2023-01-01") == cut.scope_digest("fund:990001", "2023-01-01")
    assert whole.scope_digest("fund:990001", "2023-01-02") != cut.scope_digest("fund:990001", "2023-01-02")


def test_a_fall_is_none_until_a_day_earns_less_than_nothing(tmp_path: Path) -> None:
    assert ask(money(tmp_path / "a", ROWS), "drawdown").value == 0
    with_loss = [*ROWS, "2023-01-04,-2.5,1.1", "2023-01-05,0.5,1.1"]
    assert ask(money(tmp_path / "b", with_loss), "drawdown").value == pytest.approx(-0.00025, abs=1e-15)


@pytest.mark.parametrize(
    ("measure", "window"),
    [("nav", ""), ("accumulated", ""), ("price-return", "1w"), ("raw-history", ""), ("volatility", "launch"),
     ("sharpe", "launch"), ("tracking-error", "launch")],
)  # fmt: skip
def test_a_money_fund_has_no_nav_and_no_number_for_what_hardly_varies(
    tmp_path: Path, measure: str, window: str
) -> None:
    found = ask(money(tmp_path, ROWS), measure, window=window)
    assert (found.value, found.note, found.end) == (None, "货币市场基金没有这一指标", "2023-01-03")


def test_a_fund_with_a_nav_has_no_income(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "funds.csv": "code,name\n990001,甲\n",
        "nav/990001.csv": "date,nav\n2024-01-02,1.1\n",
    }
    assert ask(snapshot_of(tmp_path, files), "income").note == "此类品种没有这一指标"


def test_a_history_without_yields_has_none(tmp_path: Path) -> None:
    snapshot = money(tmp_path, ["2022-12-30,0.6", "2022-12-31,0.6"], header="date,income")
    assert ask(snapshot, "yield7").note == "2022-12-31 没有此项数据"
    assert ask(snapshot, "yield7-history").note == "没有此项数据"


def test_histories_are_points_and_days_without_a_yield_are_left_out(tmp_path: Path) -> None:
    snapshot = money(tmp_path, ROWS)
    assert ask(snapshot, "income-history", start="2023-01-01").points == (
        ("2023-01-01", 1.2), ("2023-01-02", 0.7), ("2023-01-03", 0.5)
    )  # fmt: skip
    yields = ask(snapshot, "yield7-history")
    assert yields.points == (("2022-12-30", 0.022), ("2023-01-01", 0.0221), ("2023-01-03", 0.0219))
    assert (yields.start, yields.end, yields.unit) == ("2022-12-30", "2023-01-03", "yield")


def test_the_file_of_a_fund_has_what_was_published(tmp_path: Path) -> None:
    track = str(ask(money(tmp_path, ROWS), "track").value)
    assert '"places":7,"values":[10000600,10001800,10002500,10003000]' in track
    assert track.endswith('"income":[0.6,1.2,0.7,0.5],"yield7":[2.2,2.21,null,2.19]')


def test_pandas_agrees_over_random_histories(tmp_path: Path) -> None:
    """Windows, calendar years and annualised returns of three years, with weekends in one row."""
    chance = np.random.default_rng(8)
    days = [date(2021, 1, 1) + timedelta(days=number) for number in range(1200)]
    days = [day for day in days if day.weekday() < 5 or day.weekday() == 6 or (day.month, day.day) == (12, 31)]
    gaps = np.diff(np.array([date(2020, 12, 31), *days], dtype="datetime64[D]")).astype(float)
    incomes = pd.Series((chance.normal(0.6, 0.1, len(days)) * gaps).round(4), index=pd.DatetimeIndex(days))
    rows = [f"{day.date()},{income}" for day, income in incomes.items()]
    snapshot = money(tmp_path, rows, "date,income", "code,name,effective_date\n990001,示例货币A,2021-01-01\n")
    growth = (1 + incomes / 10_000).cumprod()
    for as_of in ("2022-05-31", "2023-03-12", "2024-02-29"):
        known = growth[:as_of]
        end = known.index[-1]
        for window, offset in (
            ("1w", pd.DateOffset(days=7)), ("1m", pd.DateOffset(months=1)), ("1y", pd.DateOffset(years=1)),
        ):  # fmt: skip
            base = known[: end - offset]
            expected = known.iloc[-1] / base.iloc[-1] - 1
            found = ask(snapshot, "return", window=window, as_of=as_of)
            assert found.value == pytest.approx(expected, abs=1e-13), (window, as_of)
            assert found.start == str(base.index[-1].date())
        since = ask(snapshot, "annualised", window="launch", as_of=as_of)
        span = (end - pd.Timestamp("2021-01-01")).days
        assert since.value == pytest.approx(known.iloc[-1] ** (365 / span) - 1, abs=1e-12)
    year = growth[:"2023"].iloc[-1] / growth[:"2022"].iloc[-1] - 1
    assert ask(snapshot, "calendar-year", window="2023").value == pytest.approx(year, abs=1e-13)


DAILY = [f"2024-02-{day:02},{0.55 + day % 3 / 100}" for day in range(1, 22)]


def test_a_missing_day_is_no_zero(tmp_path: Path) -> None:
    snapshot = money(tmp_path, [*DAILY[:6], *DAILY[18:]], "date,income")
    for measure in ("return", "annualised", "drawdown"):
        answer = ask(snapshot, measure, start="2024-02-01", end="2024-02-21")
        assert (answer.value, answer.note) == (None, "2024-02-07 至 2024-02-18 缺少每万份收益"), measure
    assert ask(snapshot, "adjusted").note == "2024-02-07 至 2024-02-18 缺少每万份收益"
    # What lies before or behind the gap is known.
    assert ask(snapshot, "return", start="2024-02-01", end="2024-02-06").value == pytest.approx(0.00028, abs=2e-6)
    assert ask(snapshot, "return", start="2024-02-19", end="2024-02-21").value == pytest.approx(0.000111, abs=2e-6)
    assert ask(snapshot, "change", as_of="2024-02-19").value is None
    assert ask(snapshot, "change").value == pytest.approx(0.000055)
    assert ask(snapshot, "history").start == "2024-02-19"
    assert ask(snapshot, "history").note == "收益自 2024-02-19 起"
    assert '"start":"2024-02-19"' in str(ask(snapshot, "track").value)
    assert [ask(snapshot, "rolling-return", window="1w", as_of=f"2024-02-{day}").value for day in (19, 21)] == [
        None,
        None,
    ]
    assert len(ask(snapshot, "income-history").points) == 9


def test_days_announced_late_are_no_zeros(tmp_path: Path) -> None:
    rows = [f"{row},{'2024-03-05' if 8 <= number < 14 else ''}" for number, row in enumerate(DAILY)]
    snapshot = money(tmp_path, rows, "date,income,announced")
    frozen = ask(snapshot, "since-publication", start="2024-02-01", as_of="2024-02-21")
    assert (frozen.value, frozen.note) == (None, "2024-02-09 至 2024-02-14 缺少每万份收益")
    assert ask(snapshot, "return", start="2024-02-01").value == pytest.approx(0.00112, abs=2e-5)


def test_a_first_row_after_the_launch_begins_the_return_since_launch(tmp_path: Path) -> None:
    snapshot = money(tmp_path, DAILY, "date,income", FUND.replace("2022-12-30", "2024-01-25"))
    assert ask(snapshot, "return", window="launch").start == "2024-02-01"
