"""The rule of payments over a grid: the return that is published is the true one, or the history is refused with its day.

Seeded histories, daily, weekly, monthly or with a gap, pay or split something in one row. Growth and accumulated NAV tell
it, copy the NAV, are shifted, scaled anew or absent.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest

from builder.numbers.admission.jump_check import JumpRow, check_jumps
from builder.numbers.series.accumulated_faults import accumulated_faults
from builder.numbers.series.day_numbers import day
from builder.numbers.series.series_stack import SeriesStack
from builder.numbers.sources.evidence.payment_evidence import read_evidence

SPACINGS = {"daily": 0.008, "gap": 0.008, "weekly": 0.014, "monthly": 0.02}
EVENTS = ("split 2", "split 1.5", "split 10", "fold 0.5", "fold to 1.0000", "dividend", "large dividend", "both")
GROWTHS = ("none", "true", "naive", "early", "late")
ACCUMULATED = ("none", "true", "naive", "equal", "rescaled")
EVENT = 150
FUND_LIMIT = 0.3


class Case(NamedTuple):
    """A history, the day of its event, and its true return."""

    table: pd.DataFrame
    event: str
    truth: float


def case(seed: int, spacing: str, event: str, growth: str, accumulated: str, *, earlier: bool = False) -> Case:
    """A history of one event; `earlier` with a dividend before it, which growth and accumulated NAV know or do not."""
    rng = np.random.default_rng(seed)
    count = 200
    moves = rng.normal(0.0004, SPACINGS[spacing], count)
    moves[0] = 0.0
    start = 0.5 if event == "fold to 1.0000" else 1.6
    nav, units, paid = np.zeros(count), 1.0, np.zeros(count)
    ratios = np.ones(count)
    before = start
    for row in range(count):
        value = before * (1 + moves[row])
        if row == EVENT:
            if event.startswith("split") or event == "both":
                ratios[row] = 2.0 if event == "both" else float(event.split()[1])
            elif event == "fold 0.5":
                ratios[row] = 0.5
            if "dividend" in event or event == "both":
                paid[row] = round(value * (0.35 if event == "large dividend" else 0.06), 2)
            if event == "fold to 1.0000":
                ratios[row] = value
        if earlier and row == EVENT - 70:
            paid[row] = 0.05
        nav[row] = before = round((value - paid[row]) / ratios[row], 4)
    units = np.cumprod(ratios)
    total = np.cumprod(np.concatenate(([1.0], (nav[1:] * ratios[1:] + paid[1:]) / nav[:-1])))
    table = pd.DataFrame({"date": list(_days(spacing, count)), "nav": nav})
    true = np.concatenate(([np.nan], np.round((total[1:] / total[:-1] - 1) * 100, 2)))
    naive = np.concatenate(([np.nan], np.round((nav[1:] / nav[:-1] - 1) * 100, 2)))
    early, late = np.roll(true, -1), np.roll(true, 1)
    if growth != "none":
        table["change"] = {"true": true, "naive": naive, "early": early, "late": late}[growth]
    if accumulated != "none":
        old_units = nav * units + np.cumsum(paid * np.concatenate(([1.0], units[:-1])))
        table["accumulated"] = {
            "true": np.round(old_units, 4),
            "naive": np.round(nav + np.cumsum(paid), 4),
            "equal": nav,
            "rescaled": np.round(1.7 + 2 * (nav - nav[0]), 4),
        }[accumulated]
    if spacing == "gap":
        rows = [row for row in range(count) if not EVENT - 12 <= row < EVENT]
        table = table.iloc[rows].reset_index(drop=True)
        if growth in ("true", "naive"):  # of the day before, which has no row
            table.loc[EVENT - 12, "change"] = (true if growth == "true" else naive)[EVENT]
    return Case(table, str(pd.DataFrame({"date": list(_days(spacing, count))})["date"][EVENT]), float(total[-1] - 1))


def _days(spacing: str, count: int) -> Iterator[str]:
    today = date(2006, 1, 31)
    for _ in range(count):
        yield today.isoformat()
        if spacing == "monthly":
            today = (today.replace(day=1) + timedelta(days=63)).replace(day=1) - timedelta(days=1)
        else:
            today += timedelta(days=7 if spacing == "weekly" else (3 if today.weekday() == 4 else 1))


def outcome(table: pd.DataFrame) -> tuple[float, list[tuple[str, str]]]:
    """The return from the first row to the last as it would be published, and the refusals: day and column."""
    evidence, dates, navs = read_evidence(table), table["date"].tolist(), table["nav"].to_numpy()
    refusals = [(dates[fault.row], fault.column) for fault in evidence.faults]
    columns = {
        name: table[name].to_numpy(np.float64) for name in ("nav", "accumulated", "split", "dividend") if name in table
    }
    for name, values in (("dividend", evidence.dividend), ("split", evidence.split)):
        if values is not None:
            columns[name] = values
    days = np.array([day(each) for each in dates], dtype=np.int32)
    (series,) = SeriesStack.of(days, columns, np.array([len(days)])).series
    refusals += [(dates[fault.row], "accumulated") for fault in accumulated_faults([series])]
    settled = columns.get("split", np.full(len(days), np.nan))
    rows = [
        JumpRow(
            day=int(days[row]),
            date=dates[row],
            level=float(series.adjusted[row]),
            value=float(navs[row]),
            places=4,
            is_settled=not np.isnan(settled[row]),
        )
        for row in range(len(days))
    ]
    refusals += [
        (rows[jump.position].date, "nav")
        for jump in check_jumps(rows, FUND_LIMIT, splits=True).jumps
        if not jump.follows
    ]
    return float(series.adjusted[-1] / series.adjusted[0] - 1), refusals


def is_right(case: Case) -> bool:
    """Whether the true return is published, or the history is refused for its event or for a column that cannot be true."""
    published, refusals = outcome(case.table)
    if refusals:
        return any(refused == case.event or column in ("accumulated", "change") for refused, column in refusals)
    return abs(published - case.truth) <= 0.0015 * (1 + abs(case.truth))


def is_told(event: str, growth: str, accumulated: str) -> bool:
    """Whether anything in the data shows the event: a small dividend that no column tells looks like a market's fall."""
    return event != "dividend" or growth in ("true", "early", "late") or accumulated in ("true", "naive", "rescaled")


GRID = [each for each in product(SPACINGS, EVENTS, GROWTHS, ACCUMULATED) if is_told(*each[1:])]


@pytest.mark.slow
@pytest.mark.parametrize("spacing", SPACINGS)
def test_the_true_return_is_published_or_the_history_is_refused_with_its_day(spacing: str) -> None:
    wrong = [
        (seed, *each, earlier)
        for each in GRID
        if each[0] == spacing
        for seed in (1, 2)
        for earlier in ((False, True) if is_told("dividend", *each[2:]) else (False,))
        if not is_right(case(seed, *each, earlier=earlier))
    ]
    assert wrong == []


@pytest.mark.parametrize("spacing", ["daily", "weekly", "monthly"])
@pytest.mark.parametrize("event", ["dividend", "large dividend"])
def test_a_dividend_that_a_true_growth_tells_is_published(spacing: str, event: str) -> None:
    for accumulated in ACCUMULATED:
        true = case(5, spacing, event, "true", accumulated)
        published, refusals = outcome(true.table)
        assert refusals == [] and published == pytest.approx(true.truth, abs=0.002)


@pytest.mark.parametrize("fall", [-0.08, -0.2])
@pytest.mark.parametrize("accumulated", ["none", "true"])
def test_a_fall_of_the_market_is_published_where_the_growth_knows_of_a_dividend(fall: float, accumulated: str) -> None:
    nav = case(6, "daily", "split 2", "none", "none").table["nav"].to_numpy()[:EVENT]
    rng = np.random.default_rng(6)
    moves = np.concatenate(([0.0], nav[1:] / nav[:-1] - 1, [fall], rng.normal(0, 0.01, 30)))
    paid = np.where(np.arange(len(moves)) == 90, 0.05, 0.0)
    values = [1.6]
    for row in range(1, len(moves)):
        values.append(round(values[-1] * (1 + moves[row]) - paid[row], 4))
    table = pd.DataFrame({"date": list(_days("daily", len(moves))), "nav": values})
    growth = (table["nav"] + paid) / table["nav"].shift(1) - 1
    told = table.assign(change=np.round(growth * 100, 2))
    if accumulated == "true":
        told["accumulated"] = np.round(table["nav"] + np.cumsum(paid), 4)
    published, refusals = outcome(told)
    assert refusals == []
    assert published == pytest.approx(float(np.prod(1 + growth[1:]) - 1), abs=0.001)
    # The growth that is only the change of the NAV confirms nothing.
    naive = table.assign(change=np.round(table["nav"].pct_change() * 100, 2))
    assert fall > -0.1 or (str(table["date"][EVENT]), "nav") in outcome(naive)[1]
