"""Processes that make pages and shells where there are many; a few are made here. The build has one pool of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cached_property
from typing import TypeVar

Task = TypeVar("Task")
Outcome = TypeVar("Outcome")

FEW = 48  # so few tasks are done sooner here than by workers that must first start


class PageWorkers:
    """Does the tasks of `page_tasks`, with the same outcome in any process."""

    def __init__(self, count: int) -> None:
        self.count = count

    def map(self, work: Callable[[Task], Outcome], tasks: Sequence[Task]) -> Iterator[Outcome]:
        """The outcomes in order. Many tasks are begun at once by the workers, few are done here as outcomes are taken."""
        if len(tasks) < FEW or self.count < 2:
            return map(work, tasks)
        return self._pool.map(work, tasks, chunksize=max(1, len(tasks) // (self.count * 6)))

    @cached_property
    def _pool(self) -> ProcessPoolExecutor:
        from multiprocessing import get_context

        # Spawned, since a fork would copy whatever threads and locks the libraries hold.
        return ProcessPoolExecutor(self.count, mp_context=get_context("spawn"))

    def close(self) -> None:
        """End the processes, and drop what they have not begun."""
        if "_pool" in self.__dict__:
            self._pool.shutdown(cancel_futures=True)
