"""Slots and answers in, fragments as the store keeps them out; where there are many, a second process renders with this one."""

from __future__ import annotations

import json
import sys
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import lru_cache
from itertools import chain
from pathlib import Path
from threading import active_count
from typing import TYPE_CHECKING, Any, NamedTuple

from builder import blocks, numbers
from builder.model import Fragment, Slot, SlotParams, canonical_json, digest
from builder.numbers.answer_cache import AnswerCache
from builder.output.fill import with_index_html
from builder.problem import Problem
from builder.templating import Templates

if TYPE_CHECKING:
    from builder.numbers.snapshot import Snapshot

_PART = 30  # slots: some 5 ms of work, so that neither waits long for the other at the end
_SWITCH = 0.0003  # seconds
_THREADED = {"numpy", "pyarrow"}  # hold threads from when they are loaded
_MANY = 100  # so many slots are worth handing to a second process that is there


class RenderedFragment(NamedTuple):
    """A fragment that was rendered now."""

    kept: str  # as the store keeps it, see `fragment`
    digest: str  # of `kept`
    files: dict[str, str]  # site path -> digest


def render_slots(
    slots: Sequence[Slot], asked: AnswerCache, tools: blocks.RenderTools
) -> list[RenderedFragment | Problem]:
    """The fragment of every slot, in order, or the problem that kept it from one."""
    asks = [blocks.asks(slot) for slot in slots]
    asked.ahead(chain.from_iterable(asks))
    requests = [(slot, {ask: asked(ask) for ask in each}) for slot, each in zip(slots, asks, strict=True)]
    return [one if isinstance(one, Problem) else _made(one) for one in blocks.render(requests, tools)]


def _made(one: Fragment) -> RenderedFragment:
    kept = f"{_packed(one.files) if one.files else ''}\n{with_index_html(one.html)}"
    return RenderedFragment(
        kept=kept, digest=digest(kept), files={path: digest(text) for path, text in one.files.items()}
    )


def decode_fragment(kept: str) -> Fragment:
    """A fragment as the store keeps it: its files as JSON in the first line, if it has any, then its HTML."""
    files, _, html = kept.partition("\n")
    found = json.loads(files) if files else {}
    return Fragment(
        html=html, files={path: b64decode(one[0]) if isinstance(one, list) else one for path, one in found.items()}
    )


def _packed(files: Mapping[str, str | bytes]) -> str:
    """Files as JSON: a text as it is, a picture as a list of its base64."""
    return canonical_json(
        {path: [b64encode(one).decode()] if isinstance(one, bytes) else one for path, one in files.items()}
    )


class RenderOptions(NamedTuple):
    """What shapes fragments besides their slots and the data, as plain values that pass to another process."""

    rising: str  # see `blocks.Tools`
    cache: Path
    fonts: Path | None = None
    vega: str = ""

    def tools(self) -> blocks.RenderTools:
        """What rendering may use."""
        return blocks.RenderTools(
            templates=Templates.kept(self.cache),
            rising=self.rising,
            cache_dir=self.cache,
            fonts=self.fonts,
            vega=self.vega,
        )


class RenderHelper:
    """A second process, which renders from the end while this one renders from the front; it may write files afterwards."""

    def __init__(self, look: RenderOptions) -> None:
        from multiprocessing import get_context

        # The threads that pass work on wait no longer for the interpreter than they need: the partner would stand idle.
        self._switch = sys.getswitchinterval()
        sys.setswitchinterval(_SWITCH)
        # A fork is there at once and with all that is loaded, but would copy whatever threads and locks libraries hold: where
        # there may be any, a new process is spawned.
        self.is_fork = sys.platform == "linux" and active_count() == 1 and not _THREADED & sys.modules.keys()
        if self.is_fork:
            from builder.numbers import snapshot  # noqa: F401 - which both need, loaded once

        self.executor = ProcessPoolExecutor(1, mp_context=get_context("fork" if self.is_fork else "spawn"))
        self._look = look

    def load(self, data: Path, reckoning: Mapping[str, Any]) -> Callable[[], Snapshot]:
        """Have it load the data, for both; what is returned waits for them, and raises what `numbers.load` does."""
        loaded = self.executor.submit(_load, data, reckoning)
        self.executor.submit(_expect, self._look)
        return loaded.result

    def expect(self) -> None:
        """Have it get ready, while this process loads the data."""
        self.executor.submit(_expect, self._look)

    def hand(self, snapshot: Snapshot) -> None:
        """Give it the data: loading them twice at the same time would take each of the two longer."""
        self.executor.submit(_take, snapshot)

    def release(self) -> None:
        """Let it end by itself, early: a process with much in memory takes a while to do so."""
        self.executor.shutdown(wait=False)

    def close(self) -> None:
        """Let it go; it is gone when this process ends, at the latest."""
        sys.setswitchinterval(self._switch)
        self.executor.shutdown(wait=False, cancel_futures=True)


def start_rendering(
    slots: Sequence[Slot], asked: AnswerCache, tools: blocks.RenderTools, partner: RenderHelper | None
) -> Callable[[], list[RenderedFragment | Problem]]:
    """Have the partner, if there is one, begin to render from the end; what is returned renders from the front until the
    two meet."""
    parts = _parts([slot.block for slot in slots])
    coming: list[Future[list[RenderedFragment | Problem]]] = []
    if partner and len(slots) >= _MANY:
        tasks = [[slots[place].params for place in part] for part in parts[1:]]
        coming = [partner.executor.submit(_render, task) for task in reversed(tasks)][::-1]

    def finish() -> list[RenderedFragment | Problem]:
        found: dict[int, RenderedFragment | Problem] = {}
        for number, part in enumerate(parts):
            if number == 0 or not coming or coming[number - 1].cancel():
                made = render_slots([slots[place] for place in part], asked, tools) if part else []
            else:
                made = coming[number - 1].result()
            found.update(zip(part, made, strict=True))
        return [found[place] for place in range(len(slots))]

    return finish


def _parts(names: Sequence[str]) -> list[list[int]]:
    """The places of slots, by the names of their blocks, in parts that are rendered at once; the first is for one process
    alone. What is alike stands together, since it asks alike. Of few slots each may be large, as a list of all funds is:
    they come first, and each for itself, so that the two processes end at the same time."""
    alike: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        alike.setdefault("" if name in blocks.TOGETHER else name, []).append(place)
    parts = [alike.pop("", [])]
    for places in sorted(alike.values(), key=len):
        size = 1 if len(places) < _PART else _PART
        parts += [places[start : start + size] for start in range(0, len(places), size)]
    return parts


@lru_cache(maxsize=1)
def _held() -> dict[str, Any]:
    """What this process was handed: `tools`, `asked`."""
    return {}


def _expect(look: RenderOptions) -> None:
    import atexit
    import gc
    import os

    from builder.numbers import snapshot  # noqa: F401 - takes a while, and is needed to take the data

    gc.disable()  # as in the process that builds: many values and hardly a cycle
    atexit.register(os._exit, 0)  # nor are they to be taken apart one by one at the end, while that process waits

    _held()["tools"] = look.tools()
    _held()["tools"].templates.prepare("blocks/")


def _load(data: Path, reckoning: Mapping[str, Any]) -> Snapshot:
    snapshot = numbers.load(data, **reckoning)
    _take(snapshot)
    return snapshot


def _take(snapshot: Snapshot) -> None:
    _held()["asked"] = AnswerCache(snapshot)


def _render(task: Sequence[SlotParams]) -> list[RenderedFragment | Problem]:
    return render_slots([Slot(params=params) for params in task], _held()["asked"], _held()["tools"])
