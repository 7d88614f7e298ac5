"""A second process that renders and writes beside the build. A large refresh has one; its doorway is `PendingFragments`.

The helper decides nothing and writes nothing to the store. On Linux it is a fork, which is there at once with all that is
loaded. A fork copies whatever threads and locks libraries hold, so where there may be any, a new process is spawned.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from contextlib import ExitStack, suppress
from functools import lru_cache
from pathlib import Path
from threading import active_count
from typing import TYPE_CHECKING, Any

from builder import blocks, numbers
from builder.numbers.answer_cache import AnswerCache
from builder.parallel.fragment_rendering import EncodedSlot, RenderedFragment, RenderOptions, render_slots
from builder.parallel.process_tuning import collect_no_garbage, fast_thread_switches
from builder.parallel.shared_work import SharedWork, submit
from builder.problem import Problem

if TYPE_CHECKING:
    from builder.numbers.snapshot import Snapshot

Batch = Sequence[EncodedSlot]
Rendered = list[RenderedFragment | Problem]

_BATCH = 30  # slots, some 5 ms of work: neither process waits long for the other at the end
_WORTHWHILE = 100  # slots; fewer are rendered here
_THREADED = {"numpy", "pyarrow"}  # libraries that hold threads from when they are loaded


class RenderHelper:
    """The second process."""

    def __init__(self, options: RenderOptions) -> None:
        from multiprocessing import get_context

        self._tuning = ExitStack()
        self._tuning.enter_context(fast_thread_switches())
        self.is_fork = sys.platform == "linux" and active_count() == 1 and not _THREADED & sys.modules.keys()
        if self.is_fork:
            from builder.numbers import snapshot  # noqa: F401 - both processes need it: load it once

        self.executor: Executor = ProcessPoolExecutor(1, mp_context=get_context("fork" if self.is_fork else "spawn"))
        self._options = options

    def load_data(self, folder: Path, options: Mapping[str, Any]) -> Callable[[], Snapshot]:
        """Load the data for both processes, if the helper can do so sooner. The result waits for them.

        A spawned helper starts so late that this process loads the data meanwhile and sends them. Raises Failed as
        `numbers.load` does.
        """
        loading = submit(self.executor, _load_data, folder, options) if self.is_fork else None
        submit(self.executor, _warm_up, self._options)

        def load() -> Snapshot:
            if loading:
                with suppress(BrokenExecutor):  # the helper has died: load the data here
                    return loading.result()
            snapshot = numbers.load(folder, **options)
            submit(self.executor, _receive_data, snapshot)
            return snapshot

        return load

    def close(self) -> None:
        """Drop what the helper has not begun, and wait for its end: Python's own wait at exit can meet a closed pipe."""
        self._tuning.close()
        self.executor.shutdown(cancel_futures=True)


class PendingFragments:
    """Slots that are being rendered."""

    def __init__(
        self, slots: Batch, answers: AnswerCache, tools: blocks.RenderTools, helper: RenderHelper | None
    ) -> None:
        self._slots, self._answers, self._tools = slots, answers, tools
        self._positions = batch_positions([slot.block for slot in slots])
        self._shared: SharedWork[Batch, Rendered] | None = None
        if helper and len(slots) >= _WORTHWHILE:
            self._shared = SharedWork(helper.executor, _render)
            for positions in reversed(self._positions[1:]):
                self._shared.add([slots[position] for position in positions])

    def results(self) -> Rendered:
        """The fragment of each slot, in order, or the problem that kept it from one."""
        first, *others = self._positions
        rendered = [self._render_here([self._slots[position] for position in first])] if first else [[]]
        if self._shared:
            rendered += reversed(self._shared.outcomes(self._render_here))
        else:
            rendered += [self._render_here([self._slots[position] for position in positions]) for positions in others]
        by_position: dict[int, RenderedFragment | Problem] = {}
        for positions, results in zip(self._positions, rendered, strict=True):
            by_position.update(zip(positions, results, strict=True))
        return [by_position[position] for position in range(len(self._slots))]

    def _render_here(self, slots: Batch) -> Rendered:
        return render_slots(slots, self._answers, self._tools)


def batch_positions(blocks_of_slots: Sequence[str]) -> list[list[int]]:
    """Positions of slots in batches, by the names of their blocks. The first batch is for one process alone.

    Slots of one block stand together, since they ask alike. A block with few slots may have large ones, such as the list of
    all funds: each of these is a batch of its own and comes first, so that both processes end at the same time.
    """
    by_block: dict[str, list[int]] = {}
    for position, block in enumerate(blocks_of_slots):
        by_block.setdefault("" if block in blocks.TOGETHER else block, []).append(position)
    batches = [by_block.pop("", [])]
    for positions in sorted(by_block.values(), key=len):
        size = 1 if len(positions) < _BATCH else _BATCH
        batches += [positions[start : start + size] for start in range(0, len(positions), size)]
    return batches


# ------------------------------------------------------------------------------------------- what runs in the helper


@lru_cache(maxsize=1)
def _state() -> dict[str, Any]:
    """What the helper was given: `tools`, `answers`."""
    return {}


def _warm_up(options: RenderOptions) -> None:
    from builder.numbers import snapshot  # noqa: F401 - takes a while, and the data need it

    collect_no_garbage()
    _state()["tools"] = options.tools()
    _state()["tools"].templates.prepare("blocks/")


def _load_data(folder: Path, options: Mapping[str, Any]) -> Snapshot:
    snapshot = numbers.load(folder, **options)
    _receive_data(snapshot)
    return snapshot


def _receive_data(snapshot: Snapshot) -> None:
    _state()["answers"] = AnswerCache(snapshot)


def _render(slots: Batch) -> Rendered:
    return render_slots(slots, _state()["answers"], _state()["tools"])
