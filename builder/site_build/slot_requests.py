"""What each hole of a planned file asks for. The plan makes these, the store keeps them, and fragments are rendered of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from builder import blocks, numbers, slot_params
from builder.cache.store import Store
from builder.model import Slot, SlotParams, canonical_json
from builder.problem import Problem
from builder.site_build.cached_data import FACTS

Requests = Mapping[str, "SlotRequest"]  # by the name of the hole


class SlotRequest(NamedTuple):
    """A slot of a planned file: what fills it, what it may see of the data, and where its author asked for it."""

    id: str
    block: str
    params: dict[str, Any]
    scopes: Sequence[Sequence[str]]  # series and cut-off of each answer, "" for live
    line: int
    column: int
    length: int
    language: str  # of the page, e.g. "zh"
    source: str  # e.g. "content/pages/about.md"; "" on a generated page

    @property
    def slot(self) -> Slot:
        """The slot itself."""
        return Slot(params=slot_params.from_json(self.block, self.params), language=self.language)

    @property
    def is_live(self) -> bool:
        """Whether it asks for the latest value of anything."""
        return any(not as_of for _, as_of in self.scopes)

    def replaced(self, params: SlotParams) -> SlotRequest:
        """The same request, with other parameters that ask the same of the data."""
        slot = Slot(params=params, language=self.language)
        return self._replace(id=slot.id, params=params.to_json())

    def locate(self, problem: Problem) -> Problem:
        """A problem of this slot, at the place where its author asked for it."""
        return problem.within(path=self.source, line=self.line, column=self.column, length=self.length)


def encode_slots(slots: Mapping[str, Slot]) -> str:
    """The slots of one file by hole, as the store keeps them: the fields of `SlotRequest` but for the source."""
    rows = {
        hole: [
            *(slot.id, slot.block, slot.params.to_json(), _scopes(slot)),
            *(slot.line, slot.column, slot.length, slot.language),
        ]
        for hole, slot in slots.items()
    }
    return canonical_json(rows)


def _scopes(slot: Slot) -> list[tuple[str, str]]:
    """The series that a slot asks about, each with its cut-off. Facts of the catalogue have no cut-off and no history."""
    measures = numbers.measures_by_name()
    return sorted(
        {(ask.series, FACTS if measures[ask.measure].unit == "text" else ask.as_of) for ask in blocks.asks(slot)}
    )


def load_requests(store: Store, files: Iterable[tuple[str, str, str]]) -> dict[str, dict[str, SlotRequest]]:
    """The requests of files, by path and hole. `files` gives the path, the key of the slots and the source of each."""
    files = list(files)
    encoded = store.need_many(key for _, key, _ in files)
    return {
        path: {hole: SlotRequest._make([*row, source]) for hole, row in json.loads(encoded[key]).items()}
        for path, key, source in files
    }
