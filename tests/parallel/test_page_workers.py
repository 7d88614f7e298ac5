"""Outcomes come in the order of the tasks, whether they were done here or by workers, and no worker is left."""

from __future__ import annotations

import os
from contextlib import closing

import pytest

from builder.parallel.page_workers import FEW, PageWorkers


def task_and_process(task: int) -> tuple[int, int]:
    """The task, and which process did it."""
    return task, os.getpid()


@pytest.mark.parametrize(("count", "tasks", "is_here"), [(2, FEW - 1, True), (1, FEW, True), (2, FEW, False)])
def test_outcomes_are_in_order_and_only_many_tasks_go_to_workers(count: int, tasks: int, is_here: bool) -> None:
    with closing(PageWorkers(count)) as workers:
        outcomes = list(workers.map(task_and_process, range(tasks)))
    assert [task for task, _ in outcomes] == list(range(tasks))
    assert {process == os.getpid() for _, process in outcomes} == {is_here}


def test_closed_workers_take_no_more_and_those_that_never_began_close_too() -> None:
    workers = PageWorkers(2)
    workers.close()
    assert list(workers.map(abs, range(-FEW, 0))) == list(range(FEW, 0, -1))
    workers.close()
    with pytest.raises(RuntimeError, match="after shutdown"):
        workers.map(abs, range(FEW))
