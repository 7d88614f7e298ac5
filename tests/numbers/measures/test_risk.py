"""Risk, worked by hand over a few rows."""

from __future__ import annotations

from math import sqrt
from pathlib import Path

import pytest

from builder.numbers.snapshot import Snapshot
from tests.numbers.folder import ask, fund, snapshot_of

INDEX = {"indexes.csv": "code,name\nS00001,示例指数\n"}


def tracked(data: Path, benchmark: str, index: str = "S00001") -> Snapshot:
    fund_rows = "date,nav\n2024-01-02,1.0\n2024-01-03,1.1\n2024-01-04,1.045\n2024-01-07,1.045\n2024-01-08,1.1\n"
    index_rows = "date,close\n2024-01-02,100\n2024-01-03,110\n2024-01-04,104\n2024-01-08,110\n"
    funds = f"code,name,index,benchmark\n990001,甲,{index},{benchmark}\n"
    return snapshot_of(data, {**INDEX, "funds.csv": funds, "nav/990001.csv": fund_rows, "index/S00001.csv": index_rows})


def test_drawdown_runs_from_peak_to_trough(tmp_path: Path) -> None:
    rows = ["2024-01-02,1.0", "2024-01-03,1.25", "2024-01-04,1.1", "2024-01-05,1.0", "2024-01-08,1.3"]
    snapshot = fund(tmp_path, rows)
    whole = ask(snapshot, "drawdown")
    assert (whole.value, whole.start, whole.end) == (pytest.approx(-0.2), "2024-01-03", "2024-01-05")
    part = ask(snapshot, "drawdown", start="2024-01-05")
    assert (part.value, part.start, part.end) == (0.0, "2024-01-05", "2024-01-05")


def test_a_fall_below_the_launch_price_is_a_drawdown_since_launch(tmp_path: Path) -> None:
    snapshot = fund(tmp_path, ["2023-01-06,0.985", "2023-01-13,0.99"])
    answer = ask(snapshot, "drawdown", window="launch")
    assert (answer.value, answer.start, answer.end) == (pytest.approx(-0.015), "2023-01-03", "2023-01-06")


def test_volatility_is_the_sample_deviation_of_daily_returns_a_year(tmp_path: Path) -> None:
    snapshot = fund(tmp_path, ["2024-01-02,1.0", "2024-01-03,1.1", "2024-01-04,1.045"])
    mean = (0.1 - 0.05) / 2
    expected = sqrt(((0.1 - mean) ** 2 + (-0.05 - mean) ** 2) / 1) * sqrt(252)
    assert ask(snapshot, "volatility").value == pytest.approx(expected)
    assert ask(snapshot, "volatility", end="2024-01-03").note == "数据太少，不计算波动率"


def test_a_first_value_on_the_day_of_contract_effect_is_no_day_of_growth(tmp_path: Path) -> None:
    snapshot = fund(tmp_path, ["2023-01-03,1.0", "2023-01-04,1.1", "2023-01-05,1.045", "2023-01-06,1.05"])
    assert ask(snapshot, "volatility", window="launch").value == ask(snapshot, "volatility", start="2023-01-03").value


def test_sharpe_is_what_a_unit_of_risk_earned(tmp_path: Path) -> None:
    catalogue = "code,name\n990001,甲\n"
    rows = ["2022-01-04,1.0", "2022-06-01,1.1", "2023-01-04,1.05", "2024-01-04,1.2"]
    snapshot = fund(tmp_path, rows, catalogue=catalogue)
    annual, swings = ask(snapshot, "annualised").value, ask(snapshot, "volatility").value
    assert isinstance(annual, float) and isinstance(swings, float)
    assert ask(snapshot, "sharpe").value == pytest.approx((annual - 0.015) / swings)
    assert ask(snapshot, "sharpe", start="2023-01-05").note == "区间不足一年，不作年化"
    flat = fund(tmp_path / "flat", ["2022-01-04,1.0", "2023-01-04,1.0", "2024-01-04,1.0"], catalogue=catalogue)
    assert ask(flat, "sharpe").note == "波动率为零"


def test_the_tracking_error_is_over_the_days_that_fund_and_index_share(tmp_path: Path) -> None:
    answer = ask(tracked(tmp_path, "示例指数×95%+活期存款利率×5%"), "tracking-error")
    apart = [0.1 - 0.95 * 0.1, -0.05 - 0.95 * (104 / 110 - 1), 1.1 / 1.045 - 1 - 0.95 * (110 / 104 - 1)]
    apart = [one - 0.05 * 0.0035 * days / 365 for one, days in zip(apart, (1, 1, 4), strict=True)]
    mean = sum(apart) / 3
    assert answer.value == pytest.approx(sqrt(sum((one - mean) ** 2 for one in apart) / 2) * sqrt(252))
    assert (answer.start, answer.end) == ("2024-01-02", "2024-01-08")


@pytest.mark.parametrize(
    ("benchmark", "index", "note"),
    [
        ("", "S00001", "未提供业绩比较基准"),
        ("沪深300×50%+示例指数×50%", "S00001", "暂无业绩比较基准所用指数的数据"),
        ("无此指数", "S00002", "暂无业绩比较基准所用指数的数据"),
        ("示例指数×50%", "S00001", "业绩比较基准的文字无法识别，未提供计算公式"),
    ],
)
def test_there_is_no_tracking_error_without_a_benchmark(tmp_path: Path, benchmark: str, index: str, note: str) -> None:
    answer = ask(tracked(tmp_path, benchmark, index), "tracking-error")
    assert (answer.value, answer.note) == (None, note)
