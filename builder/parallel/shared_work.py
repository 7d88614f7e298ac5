"""Work that this process and a helper process do together, until both meet. Used for rendering and for writing files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from typing import Generic, TypeVar

Task = TypeVar("Task")
Outcome = TypeVar("Outcome")


class SharedWork(Generic[Task, Outcome]):
    """A list of tasks. The helper begins with the first as soon as it is added; this process takes them from the end.

    `work` runs in the helper and must give the same outcome in either process, also when it is done twice: if the helper
    dies, this process does all that is left. Tasks and outcomes must pickle.
    """

    def __init__(self, helper: Executor, work: Callable[[Task], Outcome]) -> None:
        self._helper, self._work = helper, work
        self._tasks: list[tuple[Task, Future[Outcome] | None]] = []

    def add(self, task: Task) -> None:
        """Offer a task to the helper."""
        self._tasks.append((task, submit(self._helper, self._work, task)))

    def outcomes(self, work_here: Callable[[Task], Outcome] | None = None) -> Sequence[Outcome]:
        """Do what the helper has not begun, and wait for the rest: the outcomes in the order of the tasks.

        `work_here` does a task in this process, where that differs from `work`.
        """
        work = work_here or self._work
        last_first = [_outcome(task, future, work) for task, future in reversed(self._tasks)]
        self._tasks = []
        return last_first[::-1]


def submit(helper: Executor, work: Callable[..., Outcome], *arguments: object) -> Future[Outcome] | None:
    """Give work to the helper; None where the helper has died."""
    try:
        return helper.submit(work, *arguments)
    except BrokenExecutor:
        return None


def _outcome(task: Task, future: Future[Outcome] | None, work: Callable[[Task], Outcome]) -> Outcome:
    if future is None or future.cancel():
        if future:
            # If the helper dies later, Python tells each of its futures so, up to the first that was cancelled: there it
            # fails, and whoever waits for one behind it waits for ever.
            future.set_exception = lambda exception: None  # type: ignore[method-assign]
        return work(task)
    try:
        return future.result()
    except BrokenExecutor:
        return work(task)
