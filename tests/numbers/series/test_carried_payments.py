"""What a row that is left out paid, the next row that is used has."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.numbers.series.carried_payments import carried_payments
from builder.numbers.series.series import Series

NONE = float("nan")


def carry(
    dividend: list[float], split: list[float], used: list[bool], days: list[int] | None = None
) -> list[tuple[float, float]]:
    """Dividend and split of the rows that are used."""
    mask = np.array(used)
    numbers = np.array(days or range(len(used)), dtype=np.int32)
    columns = {"dividend": np.array(dividend, dtype=np.float64), "split": np.array(split, dtype=np.float64)}
    carried = carried_payments(numbers, columns, mask)
    return list(zip(*(carried[name][mask].tolist() for name in columns), strict=True))


def test_a_payment_moves_to_the_next_row_that_is_used() -> None:
    assert carry([NONE, 0.1, 0.0, 0.05], [NONE] * 4, [True, False, False, True])[1][0] == 0.15
    assert carry([0, 0, 0], [1, 2, 1.5], [True, False, True])[1] == (0.0, 3.0)
    # Each unit was paid 0.1, became two, and each of these was paid 0.2.
    assert carry([0, 0.1, 0.2], [1, 2, 1], [True, False, True])[1] == (0.5, 2.0)


def test_what_was_paid_before_the_first_row_or_behind_the_last_stays_out() -> None:
    assert carry([0.1, 0.0, 0.2], [1.0, 1.0, 1.0], [False, True, False]) == [(0.0, 1.0)]


def test_two_rows_of_a_day_tell_one_payment() -> None:
    assert carry([0, 0.1, 0.1, 0], [1] * 4, [True, False, False, True], [1, 2, 2, 3])[1] == (0.1, 1.0)
    assert carry([0, 0.1, 0], [1] * 3, [True, False, True], [1, 2, 2])[1] == (0.1, 1.0)
    assert carry([0, 0.1, 0.1], [1] * 3, [True, False, True], [1, 2, 2])[1] == (0.1, 1.0)


@given(
    st.lists(st.tuples(st.floats(0.5, 2), st.sampled_from([0, 0, 0.1]), st.sampled_from([1, 1, 2, 0.5])), min_size=3),
    st.data(),
)
@settings(max_examples=100, deadline=None)
def test_a_row_left_out_changes_a_return_only_by_what_its_dividend_earned_until_the_next(
    rows: list[tuple[float, float, float]], data: st.DataObject
) -> None:
    out = data.draw(st.integers(1, len(rows) - 2))
    late = [float(len(rows)) if row == out else NONE for row in range(len(rows))]
    value, dividend, split = (np.array(column, dtype=np.float64) for column in zip(*rows, strict=True))
    days = np.arange(len(rows), dtype=np.int32)
    history = Series(days, value, {"dividend": dividend, "split": split, "announced": np.array(late)})
    known = history.known(len(rows) - 1)
    assert len(known.days) == len(rows) - 1
    whole, without = history.adjusted[-1] / history.adjusted[0], known.adjusted[-1] / known.adjusted[0]
    reinvested = dividend[out] / value[out] * (value[out + 1] * split[out + 1] + dividend[out + 1])
    units = value[out + 1] * split[out] * split[out + 1] + split[out] * dividend[out + 1]
    assert without / whole == pytest.approx((units + dividend[out]) / (units + reinvested), rel=1e-9)
