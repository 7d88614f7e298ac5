"""Dividends are the rises of the accumulated NAV over the unit NAV."""

from __future__ import annotations

import numpy as np

from builder.numbers.series.accumulated_dividends import dividends_in

NAV = np.array([1.0, 0.95, 0.9, 0.85])


def test_a_rise_over_the_nav_was_paid() -> None:
    assert dividends_in(np.array([1.0, 1.0, np.nan, 1.0]), NAV, None).tolist() == [0.0, 0.05, 0.0, 0.1]


def test_behind_a_split_it_says_nothing() -> None:
    assert dividends_in(np.array([1.0, 1.0, 1.0, 1.0]), NAV, np.array([1, 1, 2, 1])).tolist() == [0.0, 0.05, 0.0, 0.0]
