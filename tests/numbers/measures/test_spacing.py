"""How many values a year a history has, by the days between them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from math import sqrt
from pathlib import Path
from statistics import stdev

import numpy as np
import pytest

from builder.numbers.measures.spacing import periods_a_year
from builder.numbers.series.day_numbers import day
from tests.numbers.folder import ask, fund

START = date(2023, 1, 6)  # a Friday


def days(steps: list[int]) -> list[str]:
    return [(START + timedelta(days=sum(steps[:count]))).isoformat() for count in range(len(steps) + 1)]


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([3, 1, 1, 1, 1] * 20, 252),
        ([3, 1, 1, 1, 11, 1] + [1] * 20, 252),  # a week of holidays
        ([1, 1, 11], 252),
        ([7] * 50, 52),
        ([7] * 24 + [14] + [7] * 25, 52),  # a week without a value
        ([31, 28, 31, 30, 31, 30], 12),
        ([7] * 42 + [1] * 18, 60 * 365 / (7 * 42 + 18)),  # weekly while closed, daily while open
        ([91, 91, 92, 91], 4 * 365 / 365),
        ([1, 7], 2 * 365 / 8),
    ],
)
def test_the_factor_follows_the_distance_of_the_values(steps: list[int], expected: float) -> None:
    numbers = np.array([day(on) for on in days(steps)], dtype=np.int32)
    assert periods_a_year(numbers, 252) == pytest.approx(expected)


def test_weekly_values_are_not_scaled_as_days(tmp_path: Path) -> None:
    values = [1.0, 1.01, 1.0, 1.02, 1.01, 1.03, 1.0, 1.02]
    snapshot = fund(tmp_path, [f"{on},{value}" for on, value in zip(days([7] * 7), values, strict=True)])
    weekly = [last / first - 1 for first, last in pairwise(values)]
    assert ask(snapshot, "volatility").value == pytest.approx(stdev(weekly) * sqrt(52))


def test_closed_and_open_spells_count_by_the_time_that_they_take(tmp_path: Path) -> None:
    """As 000183, whose volatility of 2.85 % was published as 5.48 %."""
    steps = ([7] * 8 + [3, 1, 1, 1, 1]) * 4
    values = [1 + 0.01 * ((5 * number) % 7) for number in range(len(steps) + 1)]
    snapshot = fund(tmp_path, [f"{on},{value}" for on, value in zip(days(steps), values, strict=True)])
    growth = [last / first - 1 for first, last in pairwise(values)]
    expected = stdev(growth) * sqrt(len(steps) * 365 / sum(steps))
    assert ask(snapshot, "volatility").value == pytest.approx(expected)


def test_even_growth_has_no_sharpe_ratio(tmp_path: Path) -> None:
    rows = [f"{on},{1.001**number!r}" for number, on in enumerate(days([7] * 60))]
    snapshot = fund(tmp_path, rows)
    assert ask(snapshot, "volatility").value == 0.0
    assert (ask(snapshot, "sharpe").value, ask(snapshot, "sharpe").note) == (None, "波动率为零")
