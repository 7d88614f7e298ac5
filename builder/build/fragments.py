"""What the holes of all files want in, a record of each fragment out: found by what it can see of the data, or rendered now."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from functools import cached_property
from typing import Any, NamedTuple

from builder import slot_params
from builder.blocks import RenderTools
from builder.build.cached_data import CachedData
from builder.cache.store import Store
from builder.model import Slot, canonical_json, digest
from builder.parallel.render_helper import RenderHelper, RenderOptions, decode_fragment, start_rendering
from builder.problem import Failed, Problem

Record = Mapping[str, Any]  # the fragment's `digest`, the key `at` which the store has it, `files`: site path -> digest


class SlotRequest(NamedTuple):
    """A slot as the store keeps it, with its name and what it must see of the data."""

    id: str
    block: str
    params: dict[str, Any]
    scopes: Sequence[Sequence[str]]  # series and cut-off
    line: int
    column: int
    length: int
    source: str  # e.g. "content/pages/about.md"

    @property
    def slot(self) -> Slot:
        """The slot itself."""
        return Slot(params=slot_params.from_json(self.block, self.params))

    @property
    def is_live(self) -> bool:
        """Whether it asks for the latest there is of anything."""
        return any(not as_of for _, as_of in self.scopes)

    def placed(self, problem: Problem) -> Problem:
        """A problem of this slot, at the place where the author asked for it."""
        return problem.within(path=self.source, line=self.line, column=self.column, length=self.length)


class FragmentMaker:
    """The fragments of one build, by the ids of their slots."""

    def __init__(
        self, *, store: Store, look: RenderOptions, shape: str, data: CachedData, counts: Counter[str]
    ) -> None:
        self._store, self._look, self._data, self._counts = store, look, data, counts
        self._shape = shape  # names all that shapes a fragment besides its slot and the data
        self.partner: RenderHelper | None = None
        self._wanted: dict[str, Mapping[str, SlotRequest]] = {}
        self._live: dict[str, SlotRequest] = {}
        self._waiting: list[Callable[[], tuple[dict[str, Record], dict[str, Problem]]]] = []

    def expect_many(self) -> None:
        """Get a second process ready to render, since much of what pages show has changed."""
        self.partner = RenderHelper(self._look)
        if self.partner.is_fork:
            self._data.coming = self.partner.load(*self._data.source)
            return
        self.partner.expect()
        with suppress(Failed):  # told when the directory is asked for
            self.partner.hand(self._data.snapshot)

    def begin(self, wanted: Mapping[str, Mapping[str, SlotRequest]]) -> None:
        """Have the second process, where there is one, begin with what is live of this; `wanted` maps files to their
        holes."""
        self._wanted |= wanted
        live = {one.id: one for holes in wanted.values() for one in holes.values() if one.is_live}
        some = [one for name, one in live.items() if name not in self._live]
        self._live.update(live)
        self._waiting.append(self._begun(some))

    def records(self) -> tuple[dict[str, Record], dict[str, Problem]]:
        """For the id of each slot that was begun the record of its fragment, and for those that failed the problem."""
        # What is live is rendered by a second process while this one looks at what is frozen.
        pages = {
            path: {one.id: one for one in holes.values() if one.id not in self._live}
            for path, holes in self._wanted.items()
        }
        names = {path: "page:" + self._sight(*frozen.values()) for path, frozen in pages.items()}
        known = self._store.get_many(names.values())
        records: dict[str, Record] = {}
        problems: dict[str, Problem] = {}
        for page in known.values():
            records |= json.loads(page)
        rest = {path: frozen for path, frozen in pages.items() if names[path] not in known}
        lacking = {name: one for frozen in rest.values() for name, one in frozen.items() if name not in records}
        self._waiting.append(self._begun(list(lacking.values())))
        for finish in self._waiting:
            found, failed = finish()
            records |= found
            problems |= failed
        told = {names[path]: {one: records[one] for one in frozen} for path, frozen in rest.items() if not problems}
        self._store.put_many({name: canonical_json(page) for name, page in told.items()})
        self._data.keep_scope_digests()
        self._wanted, self._live, self._waiting = {}, {}, []
        return records, problems

    def _begun(self, some: Sequence[SlotRequest]) -> Callable[[], tuple[dict[str, Record], dict[str, Problem]]]:
        """Find these by sight and begin to render the others; what is returned waits for them."""
        seen = {one.id: self._sight(one) for one in some}
        known = self._store.get_many(seen.values())
        missing = [one for one in some if seen[one.id] not in known]
        slots = [one.slot for one in missing]
        coming = start_rendering(slots, self._data.asked, self._tools, self.partner) if slots else list

        def finish() -> tuple[dict[str, Record], dict[str, Problem]]:
            records = {name: _record(at, known[at]) for name, at in seen.items() if at in known}
            problems: dict[str, Problem] = {}
            for one, made in zip(missing, coming(), strict=True):
                if isinstance(made, Problem):
                    problems[one.id] = made
                    continue
                at = seen[one.id]
                self._store.put(at, made.kept)
                records[one.id] = {"digest": made.digest, "at": at, "files": made.files}
                self._counts["fragments"] += 1
            return records, problems

        return finish

    def _sight(self, *some: SlotRequest) -> str:
        """Names what these slots become: a day that is added to the data changes nothing of what the frozen can see."""
        pairs = dict.fromkeys((series, as_of) for one in some for series, as_of in one.scopes)
        sights = (self._data.scope_digest(series, as_of) for series, as_of in pairs)
        return digest(" ".join([self._shape, *(one.id for one in some), *sights]))

    @property
    def helper(self) -> Executor | None:
        """The second process, where there is one, for other work."""
        return self.partner.executor if self.partner else None

    def files(self, name: str) -> Mapping[str, str | bytes]:
        """The files that go with the fragment at this key: site path -> content."""
        return decode_fragment(self._store.get_many([name])[name]).files

    @cached_property
    def _tools(self) -> RenderTools:
        return self._look.tools()

    def release(self) -> None:
        """Let the second process end once it has done what it was given."""
        if self.partner:
            self.partner.release()

    def close(self) -> None:
        """Let the second process go."""
        if self.partner:
            self.partner.close()


def _record(at: str, kept: str) -> Record:
    """What is told of a fragment that the store has at this key."""
    files = {path: digest(text) for path, text in decode_fragment(kept).files.items()} if kept[0] != "\n" else {}
    return {"digest": digest(kept), "at": at, "files": files}
