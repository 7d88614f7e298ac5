"""A row of a money-market fund has the income of all days since the row before it, or it is told that it has not."""

from __future__ import annotations

import numpy as np
import pytest

from builder.numbers.series.income_cover import is_covered, week_yields

NONE = float("nan")


def covered(days: list[int], income: list[float], yield7: list[float] | None = None) -> list[int]:
    """The numbers of the rows that are not covered."""
    yields = None if yield7 is None else np.array(yield7)
    return np.flatnonzero(~is_covered(np.array(days, dtype=np.int32), np.array(income), yields)).tolist()


def test_every_day_is_covered() -> None:
    assert covered([1, 2, 3, 4], [0.5, 2.6, 0.1, -0.2]) == []


def test_a_missing_day_is_no_zero() -> None:
    assert covered([1, 2, 3, 5, 6], [0.55, 0.54, 0.56, 0.55, 0.55]) == [3]
    assert covered([1, 2, 3, 16, 17], [0.55] * 5) == [3]


def test_a_row_after_a_weekend_or_a_holiday_has_their_income() -> None:
    assert covered([1, 2, 5, 6, 16, 17], [0.55, 0.54, 1.64, 0.56, 4.2, 0.5]) == []
    # Week for week: only the yield can tell that these are no single days.
    assert covered([1, 8, 15], [3.9, 3.8, 4.1], [2.05, 2.0, 2.1]) == []
    assert covered([1, 8, 15], [0.55, 0.56, 0.54], [2.05, 2.0, 2.1]) == [1, 2]


def test_what_comes_later_changes_nothing() -> None:
    days, income = [1, 2, 3, 5, 6, 9, 10], [0.5, 0.5, 0.5, 0.5, 0.5, 1.5, 9.0]
    for count in range(1, len(days) + 1):
        assert covered(days[:count], income[:count]) == [row for row in covered(days, income) if row < count]


def test_a_yield_that_its_seven_days_do_not_make_is_seen() -> None:
    days, income = list(range(1, 13)), [0.55] * 12
    yields = [2.0277] * 12  # (1 + 0.55 / 10000) ** 365 - 1
    assert covered(days, income, yields) == []
    income[8] = 5.5  # mistyped
    assert covered(days, income, yields) == [8, 9, 10, 11]


def test_the_yield_of_seven_days_simple_and_compounded() -> None:
    lowest, highest = week_yields(np.arange(8, dtype=np.int32), np.full(8, 0.55))
    assert np.isnan(lowest[:7]).all()
    assert lowest[7] == pytest.approx(0.55 * 3.65)
    assert highest[7] == pytest.approx(((1 + 0.55 / 10_000) ** 365 - 1) * 100)
