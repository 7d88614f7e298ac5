"""Which ratios are plain: those in which units are split and folded."""

from __future__ import annotations

import pytest

from builder.numbers.series.split_ratio import plain_ratio


@pytest.mark.parametrize(
    ("ratio", "plain"),
    [(1.1, 1.1), (1.2487, 1.25), (2.02, 2.0), (9.9, 10.0), (0.5, 0.5), (0.101, 0.1), (1.051, 1.05), (1.02, None), (12, None)],
)  # fmt: skip
def test_a_ratio_from_one_tenth_to_ten_is_plain_near_a_round_one(ratio: float, plain: float | None) -> None:
    assert plain_ratio(ratio, 0.02) == pytest.approx(plain)
