"""Which ratios are plain: those in which units are split and folded."""

from __future__ import annotations

import numpy as np
import pytest

from builder.numbers.series.series_stack import SeriesStack
from builder.numbers.series.split_ratio import plain_ratio, with_splits


@pytest.mark.parametrize(
    ("ratio", "plain"),
    [(1.1, 1.1), (1.2487, 1.25), (2.02, 2.0), (9.9, 10.0), (0.5, 0.5), (0.101, 0.1), (1.051, 1.05), (1.02, None), (12, None)],
)  # fmt: skip
def test_a_ratio_from_one_tenth_to_ten_is_plain_near_a_round_one(ratio: float, plain: float | None) -> None:
    assert plain_ratio(ratio, 0.02) == pytest.approx(plain)


def test_a_declared_split_counts_over_the_one_in_the_file_and_in_what_was_announced_first() -> None:
    days, nav, split = np.array([1, 2, 3], dtype=np.int32), np.array([2.0, 1.0, 1.5]), np.array([np.nan, np.nan, 3.0])
    (earlier,) = SeriesStack.of(days[1:2], {"nav": nav[1:2]}, np.array([1])).series
    stack = SeriesStack.of(days, {"nav": nav, "split": split}, np.array([3])).replacing({0: earlier})
    history = stack.history(0)
    declared = with_splits(history, {2: 2.0, 3: 1.0})
    assert declared.adjusted.tolist() == [2.0, 2.0, 3.0]
    assert declared.superseded is not None and declared.superseded.columns["split"].tolist() == [2.0]
    assert np.isnan(split[:2]).all()
