"""Many histories in a stack: looked up at once, and handed to another process whole."""

from __future__ import annotations

import pickle

import numpy as np

from builder.numbers.series.series_stack import SeriesStack
from tests.numbers.series.history_rows import read, rows_of, table_of


def test_the_last_row_on_or_before_a_day_is_found_for_all_at_once() -> None:
    chance = np.random.default_rng(11)
    series = list(read(table_of(rows_of(chance))).values())
    stack = series[0].stack
    assert stack is not None
    numbers = np.array([history.number for history in series])
    for until in (18_000, 19_000, 19_123, 19_399, 20_000):
        expected = [int(stack.starts[history.number]) + history.count(until) - 1 for history in series]
        assert stack.last_rows(numbers, until).tolist() == expected


def test_a_history_comes_from_another_process_with_its_stack_and_what_it_replaced() -> None:
    days = np.array([19_000, 19_001, 19_002], dtype=np.int32)
    (earlier,) = SeriesStack.of(days[1:2], {"nav": np.array([1.1])}, np.array([1])).series
    stack = SeriesStack.of(days, {"nav": np.array([1.0, 1.2, 1.3])}, np.array([3])).replacing({0: earlier})
    first, again = pickle.loads(pickle.dumps((stack.history(0), stack.history(0))))
    assert first.raw.tolist() == [1.0, 1.2, 1.3] and first.stack is again.stack
    assert first.superseded.raw.tolist() == [1.1]
