"""What a drawdown is measured from."""

from __future__ import annotations

from builder.blocks.charts.kinds.drawdown import drawdown


def test_a_drawdown_is_measured_from_the_highest_value_so_far() -> None:
    points = (("2023-01-02", 1.0), ("2023-01-03", 2.0), ("2023-01-04", 1.5), ("2023-01-05", 3.0))
    assert [value for _, value in drawdown(points)] == [0.0, 0.0, -0.25, 0.0]
