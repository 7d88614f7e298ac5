"""Two processes share a list of tasks, and the outcomes come in the order of the tasks, whoever did them."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from threading import Event

import pytest

from builder.parallel.shared_work import SharedWork


def test_outcomes_come_in_the_order_of_the_tasks() -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as helper:
        shared = SharedWork(helper, abs)
        for task in range(-50, 0):
            shared.add(task)
        assert list(shared.outcomes()) == list(range(50, 0, -1))
        assert list(shared.outcomes()) == []  # done once


def test_this_process_does_what_the_helper_has_not_begun() -> None:
    begun, go_on = Event(), Event()

    def slow(task: int) -> str:
        begun.set()
        go_on.wait(10)
        return f"helper {task}"

    def here(task: int) -> str:
        go_on.set()
        return f"here {task}"

    with ThreadPoolExecutor(1) as helper:
        shared = SharedWork(helper, slow)
        for task in range(3):
            shared.add(task)
        assert begun.wait(10)
        assert list(shared.outcomes(here)) == ["helper 0", "here 1", "here 2"]


def test_what_fails_in_the_helper_fails_here() -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as helper:
        shared = SharedWork(helper, int)
        shared.add("no number")
        with pytest.raises(ValueError, match="no number"):
            shared.outcomes()


def square_or_die(task: tuple[int, int]) -> int:
    """The square of a number; ends any process but the one whose id stands beside it."""
    number, process = task
    if os.getpid() != process:
        os._exit(1)
    return number * number


def test_where_the_helper_dies_this_process_does_all_that_is_left() -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as helper:
        shared = SharedWork(helper, square_or_die)
        for number in range(20):
            shared.add((number, os.getpid()))
        assert list(shared.outcomes()) == [number * number for number in range(20)]
        shared.add((5, os.getpid()))  # offered to a helper that is known to be dead
        assert list(shared.outcomes()) == [25]
