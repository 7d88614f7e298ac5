"""An independent library as judge of our measures, over random series and the real ones."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import empyrical
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.model import Ask
from builder.numbers import load
from builder.numbers.snapshot import Snapshot
from tests.numbers.fund_and_index import FIRST, snapshot_of
from tests.real_data import shared, write_site_data

RISK_FREE, DAYS_A_YEAR = 0.015, 252
growth = st.lists(st.floats(-0.2, 0.2), min_size=5, max_size=400)
NOISE = 1e-9  # we take a smaller yearly deviation for the rounding of binary fractions, and it is 0


def theirs(days: list[str], values: list[float]) -> dict[str, float]:
    """What the library makes of the same values. What it counts otherwise than we do is said here."""
    daily = pd.Series(values, index=pd.to_datetime(days)).pct_change().dropna()
    total = float(empyrical.cum_returns_final(daily))
    span = (date.fromisoformat(days[-1]) - date.fromisoformat(days[0])).days
    # It annualises by the number of rows; with so many "rows a year" that both mean the same time, it counts days.
    annualised = float(empyrical.annual_return(daily, annualization=365 * len(daily) / span))
    volatility = float(empyrical.annual_volatility(daily, annualization=DAYS_A_YEAR))
    return {
        "return": total,
        "annualised": annualised,
        "volatility": volatility,
        "drawdown": float(empyrical.max_drawdown(daily)),
        # Its own is of mean daily returns; ours, as 蛋卷 and 雪球 show it, of the annualised one.
        "sharpe": (annualised - RISK_FREE) / volatility if volatility else float("nan"),
    }


def agrees(snapshot: Snapshot, series: str, days: list[str], values: list[float]) -> None:
    expected = theirs(days, values)
    for measure, value in expected.items():
        answer = snapshot.answer(Ask(series=series, measure=measure, start=days[0], end=days[-1]))
        if answer.value is None:
            assert measure in ("annualised", "sharpe"), answer.note
            assert answer.note in ("区间不足一年，不作年化", "波动率为零")
            continue
        assert answer.value == pytest.approx(value, rel=1e-8, abs=NOISE), measure


@given(growth, st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_the_library_agrees_on_random_series(steps: list[float], apart: int) -> None:
    values = [1.0, *np.cumprod([1 + step for step in steps]).tolist()]
    days = [(FIRST + timedelta(days=apart * at)).isoformat() for at in range(len(values))]
    agrees(snapshot_of(days, values), "fund:1", days, values)


@given(growth, growth)
@settings(max_examples=40, deadline=None)
def test_the_library_agrees_on_what_a_fund_strays_from_its_benchmark(own: list[float], index: list[float]) -> None:
    count = min(len(own), len(index)) + 1
    days = [(FIRST + timedelta(days=at)).isoformat() for at in range(count)]
    fund, market = ([1.0, *np.cumprod([1 + step for step in one]).tolist()][:count] for one in (own, index))
    snapshot = snapshot_of(days, fund, index=market)
    daily, benchmark = (pd.Series(one, index=pd.to_datetime(days)).pct_change().dropna() for one in (fund, market))
    apart = daily - 0.95 * benchmark
    expected = float(empyrical.annual_volatility(apart, annualization=DAYS_A_YEAR))
    answer = snapshot.answer(Ask(series="fund:1", measure="tracking-error"))
    assert answer.value == pytest.approx(expected, rel=1e-8, abs=NOISE)


@pytest.mark.real
@pytest.mark.parametrize(
    ("series", "start", "end"),
    [
        ("fund:012733", "2022-03-14", "2026-06-11"),
        ("fund:012733", "2023-02-20", "2024-02-20"),
        ("index:930713", "2015-01-05", "2026-08-21"),
        ("index:930851", "2022-11-30", "2024-02-19"),
        ("index:000300", "2021-02-10", "2024-02-05"),
        ("stock:NVDA", "2022-09-01", "2024-03-08"),
        ("stock:AVGO", "2022-11-30", "2024-02-16"),
    ],
)
def test_the_library_agrees_on_the_real_series(tmp_path: Path, series: str, start: str, end: str) -> None:
    write_site_data(tmp_path, shared())
    snapshot = load(tmp_path, risk_free=RISK_FREE, trading_days=DAYS_A_YEAR)
    points = snapshot.answer(Ask(series=series, measure="history", start=start, end=end)).points
    assert len(points) > 200
    agrees(snapshot, series, [on for on, _ in points], [value for _, value in points])


@pytest.mark.real
def test_the_library_agrees_on_what_the_real_benchmark_earned(tmp_path: Path) -> None:
    """012733's contract: 930713 × 95 % and a cash rate of 0.35 % × 5 %, its weights restored each day."""
    write_site_data(tmp_path, shared())
    snapshot = load(tmp_path, risk_free=RISK_FREE, trading_days=DAYS_A_YEAR)
    answer = snapshot.answer(Ask(series="fund:012733", measure="benchmark-return", window="1y", as_of="2024-02-20"))
    index = snapshot.answer(Ask(series="index:930713", measure="history", start="2023-02-20", end="2024-02-20")).points
    daily = pd.Series([value for _, value in index], index=pd.to_datetime([on for on, _ in index]))
    apart = daily.index.to_series().diff().dt.days
    mixed = (0.95 * daily.pct_change() + 0.05 * 0.0035 * apart / 365).dropna()
    assert (answer.start, answer.end) == ("2023-02-20", "2024-02-20")
    assert answer.value == pytest.approx(float(empyrical.cum_returns_final(mixed)), rel=1e-9)
    own = snapshot.answer(Ask(series="fund:012733", measure="return", window="1y", as_of="2024-02-20")).value
    excess = snapshot.answer(Ask(series="fund:012733", measure="excess-return", window="1y", as_of="2024-02-20")).value
    assert isinstance(own, float) and isinstance(excess, float)
    # A feeder follows its benchmark within its fees and what it holds in cash.
    assert abs(excess) < 0.03
