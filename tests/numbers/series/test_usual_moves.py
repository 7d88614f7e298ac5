"""What is the market's move: by a fund's own moves, scaled by the root of the weekdays."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest

from builder.numbers.series.usual_moves import WINDOW, usual_move, usual_sizes


def moves(step: int, size: float, count: int = 40, gap: int = 0) -> tuple[list[int], list[float]]:
    """Days and levels of a fund that goes up and down by `size`, from Monday 1970-01-05; the last row comes `gap` later."""
    days = [4 + step * row for row in range(count)]
    days[-1] += gap
    return days, [1.0 + size * (row % 2) for row in range(count)]


def test_the_usual_move_is_that_of_the_spacing_and_grows_with_the_root_of_a_gap() -> None:
    weekly = usual_move(*moves(7, 0.01), 0.3)
    assert weekly.usual == pytest.approx(1.4826 * 0.00995, rel=0.01)
    behind_a_gap = usual_move(*moves(7, 0.01, gap=21), 0.3)
    assert behind_a_gap.usual == pytest.approx(2 * weekly.usual)


def test_a_quiet_fund_explains_less_than_a_lively_one_and_no_fund_less_than_a_floor() -> None:
    quiet, ordinary, lively = (usual_move(*moves(7, size), 0.3) for size in (0.0001, 0.008, 0.03))
    assert quiet.explained == 0.04 and quiet.explained_to_one == 0.01
    assert ordinary.explained == pytest.approx(0.135)
    assert lively.explained == pytest.approx(6 * lively.usual)


def test_few_rows_say_nothing_and_a_part_of_the_limit_is_assumed() -> None:
    few = usual_move(*moves(7, 0.0001, count=5), 0.3)
    assert not few.is_known and few.usual == pytest.approx(0.025 * sqrt(5))


def test_a_large_earlier_move_explains_a_later_one() -> None:
    days, levels = moves(7, 0.001)
    levels[20:] = [level * 1.12 for level in levels[20:]]
    assert usual_move(days, levels, 0.3).explained == pytest.approx(1.5 * 0.1143, rel=0.03)


def test_the_limit_is_wider_only_where_the_own_moves_over_a_gap_are() -> None:
    assert usual_move(*moves(7, 0.008), 0.3).limit == 0.3
    assert usual_move(*moves(7, 0.02, gap=200), 0.3).limit > 0.5


def test_many_rows_at_once_have_the_usual_moves_that_each_has_alone() -> None:
    chance = np.random.default_rng(7)
    ends = np.cumsum(chance.integers(2, 130, 40))
    days = np.cumsum(chance.integers(1, 9, ends[-1])).astype(np.int32)
    levels = np.exp(np.cumsum(chance.normal(0, 0.01, ends[-1])))
    starts = np.concatenate(([0], ends[:-1]))
    rows = np.setdiff1d(np.arange(ends[-1]), starts)
    firsts = starts[np.searchsorted(ends, rows, "right")]
    together = usual_sizes(days, levels, rows, firsts, np.full(len(rows), 0.3))
    for row, first, size in zip(rows.tolist(), firsts.tolist(), together.tolist(), strict=True):
        before = slice(max(first, row - WINDOW - 1), row + 1)
        assert size == pytest.approx(usual_move(days[before].tolist(), levels[before].tolist(), 0.3).usual)
