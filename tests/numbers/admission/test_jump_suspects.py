"""The quick look at many histories misses no jump that the check of each would find."""

from __future__ import annotations

import numpy as np
import pytest

from builder.numbers.admission.history_jumps import jump_rows
from builder.numbers.admission.jump_check import check_jumps
from builder.numbers.admission.jump_suspects import suspects
from builder.numbers.series.series_stack import SeriesStack

COUNT = 600
RATIOS, WRONG = (1.05, 1.1, 1.15, 1.25, 2, 10, 0.5, 0.8), (1.04, 0.96, 1.1, 0.8, 1.3, 10)


def histories(chance: np.random.Generator, column: str, *, pays: bool) -> SeriesStack:
    """Histories of all spacings and sizes of moves: even, split, folded to 1, mistyped, off for days, cut off."""
    days, navs = [], []
    for _ in range(COUNT):
        rows = int(chance.integers(2, 90))
        steps = chance.normal(0, chance.choice([0.0003, 0.004, 0.012, 0.03]), rows)
        nav = np.exp(np.cumsum(steps)) * chance.choice([1, 0.7, 2.5])
        row = int(chance.integers(1, rows))
        match int(chance.integers(0, 6)):
            case 1:
                nav[row:] /= chance.choice(RATIOS)
            case 2:
                nav[row] *= chance.choice(WRONG)
            case 3:
                nav[row:] /= nav[row]
            case 4:
                nav[row : row + 3] *= chance.choice([1.4, 0.5])
            case 5:
                nav[-1] = np.round(nav[-1], 1)
        days.append(19_000 + np.cumsum(chance.integers(1, chance.choice([2, 4, 30]), rows)))
        navs.append(np.maximum(np.round(nav, 4), 0.01))
    columns = {column: np.concatenate(navs)}
    if pays:
        columns["dividend"] = np.where(chance.random(len(columns[column])) < 0.01, 0.05, 0.0)
    ends = np.cumsum([len(nav) for nav in navs])
    return SeriesStack.of(np.concatenate(days).astype(np.int32), columns, ends)


@pytest.mark.parametrize("limit", [0.3, 0.2])
@pytest.mark.parametrize(("column", "pays"), [("nav", False), ("nav", True), ("adjusted", False)])
def test_every_history_with_a_jump_is_a_suspect_and_few_others(column: str, pays: bool, limit: float) -> None:
    stack = histories(np.random.default_rng(20_240_220), column, pays=pays)
    jumping = {
        number
        for number, series in enumerate(stack.series)
        if check_jumps(
            jump_rows(series, np.zeros(len(series.days), dtype=np.bool_)), limit, splits=column == "nav"
        ).jumps
    }
    suspected = {*suspects(stack, np.full(COUNT, limit))}
    assert len(jumping) > COUNT / 4
    assert jumping <= suspected
    assert len(suspected - jumping) < COUNT / 4


def test_a_money_fund_is_looked_at_by_its_own_limit() -> None:
    income = np.full(40, 0.5)
    income[20] = 150.0  # 1.5 %
    stack = SeriesStack.of(np.arange(19_000, 19_040, dtype=np.int32), {"income": income}, np.array([40]))
    assert suspects(stack, np.array([0.01])) == [0]
    assert suspects(stack, np.array([0.3])) == []
