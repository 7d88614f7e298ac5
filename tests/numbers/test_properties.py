"""Laws that hold for any history: of returns, of cut-offs, and of the fast reading against the exact one."""

from __future__ import annotations

import random
from datetime import timedelta
from itertools import pairwise
from math import log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.model import Answer, Ask
from builder.numbers.measures.measure_table import MEASURES
from builder.numbers.series.day_numbers import day
from builder.numbers.snapshot import Snapshot
from tests.numbers.fund_and_index import FIRST, snapshot_of

WINDOWS = ("1w", "1m", "1y", "ytd", "launch", "")
prices = st.floats(0.1, 10).map(lambda value: round(value, 4))
histories = st.lists(prices, min_size=3, max_size=60)
NUMBERS = [name for name, measure in MEASURES.items() if measure.unit in ("ratio", "nav", "number", "points", "date")]


def days_of(count: int, step: int = 9) -> list[str]:
    return [(FIRST + timedelta(days=step * at)).isoformat() for at in range(count)]


def answers(snapshot: Snapshot, as_of: str) -> dict[tuple[str, str], Answer]:
    """Every number that can be asked for at a cut-off."""
    asked = {}
    for name in NUMBERS:
        for window in ("2022", "2023") if name == "calendar-year" else WINDOWS:
            asked[name, window] = snapshot.answer(Ask(series="fund:1", measure=name, window=window, as_of=as_of))
    for name in ("return", "since-publication", "drawdown", "history"):
        for start in (as_of, "2022-01-20", "2022-06-30"):
            asked[name, start] = snapshot.answer(Ask(series="fund:1", measure=name, start=start, as_of=as_of))
    return asked


def number(snapshot: Snapshot, measure: str, **more: str) -> float:
    value = snapshot.answer(Ask(series="fund:1", measure=measure, **more)).value
    assert isinstance(value, float)
    return value


@given(histories, st.floats(0.01, 100))
@settings(max_examples=40, deadline=None)
def test_returns_do_not_depend_on_the_scale(values: list[float], factor: float) -> None:
    days = days_of(len(values))
    one, other = snapshot_of(days, values), snapshot_of(days, [value * factor for value in values])
    for measure in ("return", "price-return", "drawdown", "volatility"):
        expected = number(one, measure, start=days[0])
        assert number(other, measure, start=days[0]) == pytest.approx(expected, rel=1e-6, abs=1e-9)


@given(histories, st.data())
@settings(max_examples=40, deadline=None)
def test_logarithms_of_returns_add_up(values: list[float], data: st.DataObject) -> None:
    days = days_of(len(values))
    middle = data.draw(st.sampled_from(days))
    snapshot = snapshot_of(days, values)
    parts = number(snapshot, "return", start=days[0], end=middle), number(snapshot, "return", start=middle)
    whole = number(snapshot, "return", start=days[0])
    assert sum(log(1 + part) for part in parts) == pytest.approx(log(1 + whole), abs=1e-9)


@given(histories, st.data())
@settings(max_examples=40, deadline=None)
def test_a_dividend_leaves_the_adjusted_return_as_it_was(values: list[float], data: st.DataObject) -> None:
    days = days_of(len(values))
    at = data.draw(st.integers(1, len(values) - 1))
    share = data.draw(st.floats(0.01, 0.9))
    # From the day on which a share of the value is paid out, every later value is lower by that share.
    paid = [0.0] * len(values)
    paid[at] = values[at] * share
    lower = [value * (1 - share) if on >= at else value for on, value in enumerate(values)]
    without, with_it = snapshot_of(days, values), snapshot_of(days, lower, dividend=paid)
    expected = number(without, "return", start=days[0])
    assert number(with_it, "return", start=days[0]) == pytest.approx(expected, rel=1e-9, abs=1e-9)


@given(histories, st.data())
@settings(max_examples=40, deadline=None)
def test_a_split_leaves_every_return_alone(values: list[float], data: st.DataObject) -> None:
    days = days_of(len(values))
    row = data.draw(st.integers(1, len(values) - 1))
    ratio = data.draw(st.sampled_from([0.25, 0.8765, 1.0054, 1.25, 2.0, 10.0]))
    split = [ratio if number == row else 1.0 for number in range(len(values))]
    lower = [value / ratio if number >= row else value for number, value in enumerate(values)]
    without, with_it = snapshot_of(days, values), snapshot_of(days, lower, split=split)
    for measure in ("return", "price-return", "drawdown", "volatility"):
        expected = number(without, measure, start=days[0])
        assert number(with_it, measure, start=days[0]) == pytest.approx(expected, rel=1e-9, abs=1e-9)


@given(histories, st.integers(0, 999))
@settings(max_examples=40, deadline=None)
def test_the_adjusted_nav_chains_daily_growth(values: list[float], seed: int) -> None:
    chance = random.Random(seed)
    paid = [chance.choice([0.0, 0.1, 0.25]) for _ in values]
    split = [chance.choice([1.0, 1.0054, 3.63]) for _ in values]
    days = days_of(len(values))
    chained = 1.0
    for at in range(1, len(values)):
        chained *= (values[at] * split[at] + paid[at]) / values[at - 1]
    snapshot = snapshot_of(days, values, dividend=paid, split=split)
    assert number(snapshot, "return", start=days[0]) == pytest.approx(chained - 1, rel=1e-9)


@given(histories)
@settings(max_examples=40, deadline=None)
def test_a_drawdown_is_between_nothing_and_everything(values: list[float]) -> None:
    answer = snapshot_of(days_of(len(values)), values).answer(Ask(series="fund:1", measure="drawdown"))
    assert isinstance(answer.value, float)
    assert -1 <= answer.value <= 0
    assert answer.start <= answer.end


@given(histories, st.lists(prices, min_size=1, max_size=20), st.sampled_from([1, 9]), st.integers(0, 999))
@settings(max_examples=25, deadline=None)
def test_rows_after_the_cut_off_change_no_answer_and_nothing_seen(
    values: list[float], later: list[float], step: int, seed: int
) -> None:
    days = days_of(len(values) + len(later), step)
    cut = len(values)
    chance = random.Random(seed)
    paid = [chance.choice([0.0, 0.0, 0.1, float("nan")]) for _ in days]
    split = [chance.choice([1.0, float("nan"), 2.0]) for _ in days]
    before = snapshot_of(days[:cut], values, dividend=paid[:cut], split=split[:cut])
    after = snapshot_of(days, values + later, dividend=paid, split=split)
    for as_of in (days[cut - 1], days[cut // 2]):
        assert repr(answers(after, as_of)) == repr(answers(before, as_of))
        assert after.scope_digest("fund:1", as_of) == before.scope_digest("fund:1", as_of)
    assert after.scope_digest("fund:1", "") != before.scope_digest("fund:1", "")
    assert before.scope_digest("fund:1", "") == before.scope_digest("fund:1", days[cut - 1])


@given(st.lists(prices, min_size=1, max_size=20), st.lists(st.integers(0, 3), min_size=25, max_size=25), st.data())
@settings(max_examples=60, deadline=None)
def test_what_became_known_after_the_cut_off_changes_no_answer_and_nothing_seen(
    values: list[float], lags: list[int], data: st.DataObject
) -> None:
    """Each row became known some rows after its own day; at any cut-off it is as if the others did not exist, but for
    what they paid: the next row has that, as fund houses announce it before."""
    days = days_of(25)
    cut = data.draw(st.integers(0, len(values) - 1))
    numbers = [day(on) for on in days]
    announced = [float(numbers[min(at + lag, 24)]) if lag else float("nan") for at, lag in enumerate(lags)]
    columns = {"announced": announced, "dividend": [0.1 * (at % 3) for at in range(25)], "accumulated": [1.0] * 25}
    levels = values + [1.0] * (25 - len(values))
    whole = snapshot_of(days, levels, **columns)
    known = [at for at in range(25) if at <= cut and not announced[at] > numbers[cut]]
    paid = columns["dividend"]
    for before, row in pairwise(known):
        if any(paid[before + 1 : row]):
            paid = [*paid[:row], round(sum(paid[before + 1 : row + 1]), 10), *paid[row + 1 :]]
    columns |= {"dividend": paid}
    alone = snapshot_of(
        [days[at] for at in known],
        [levels[at] for at in known],
        **{name: [column[at] for at in known] for name, column in columns.items()},
    )
    assert repr(answers(whole, days[cut])) == repr(answers(alone, days[cut]))
    assert whole.scope_digest("fund:1", days[cut]) == alone.scope_digest("fund:1", days[cut])


@given(histories, st.data())
@settings(max_examples=40, deadline=None)
def test_a_changed_row_before_the_cut_off_is_seen(values: list[float], data: st.DataObject) -> None:
    days = days_of(len(values))
    at = data.draw(st.integers(0, len(values) - 1))
    cut = data.draw(st.integers(0, len(values) - 1))
    changed = [value + 0.0001 if on == at else value for on, value in enumerate(values)]
    one, other = snapshot_of(days, values), snapshot_of(days, changed)
    assert (one.scope_digest("fund:1", days[cut]) != other.scope_digest("fund:1", days[cut])) == (at <= cut)


@given(histories, st.lists(st.integers(0, 59), max_size=8))
@settings(max_examples=40, deadline=None)
def test_what_is_seen_does_not_depend_on_what_was_asked_before(values: list[float], cuts: list[int]) -> None:
    days = days_of(60)
    asked, fresh = snapshot_of(days[: len(values)], values), snapshot_of(days[: len(values)], values)
    for cut in cuts:
        asked.scope_digest("fund:1", days[cut])
    assert asked.scope_digest("fund:1", days[30]) == fresh.scope_digest("fund:1", days[30])
