"""The fragments of one build: found by what they may see of the data, or rendered now, with the helper where there is one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from builder.blocks import RenderTools
from builder.cache.store import Store
from builder.model import canonical_json, digest
from builder.parallel.fragment_rendering import EncodedSlot, RenderOptions, decode_fragment
from builder.parallel.render_helper import PendingFragments, RenderHelper
from builder.problem import Problem
from builder.site_build.cached_data import CachedData
from builder.site_build.slot_requests import Requests, SlotRequest


class FragmentRecord(NamedTuple):
    """What the build knows of a fragment."""

    digest: str
    key: str  # the store has it there
    files: Mapping[str, str]  # files that go with it: site path -> digest


@dataclass(frozen=True, kw_only=True)
class Fragments:
    """What was rendered, or why not, by the ids of slots."""

    records: Mapping[str, FragmentRecord]
    problems: Mapping[str, Problem]  # not yet located: each place that asks for the slot has it
    rendered: int  # how many were not in the store


class FragmentRenderer:
    """Takes requests file by file, and gives all fragments in the end. Live slots are begun at once, by the helper."""

    def __init__(
        self, *, store: Store, data: CachedData, options: RenderOptions, recipe: str, helper: RenderHelper | None
    ) -> None:
        """`recipe` names all that shapes a fragment besides its slot and the data: code, templates and settings."""
        self._store, self._data, self._options, self._recipe, self._helper = store, data, options, recipe, helper
        self._requests: dict[str, Requests] = {}
        self._live: set[str] = set()
        self._batches: list[_Batch] = []

    def add(self, requests: Mapping[str, Requests]) -> None:
        """Take the requests of more files, by path and hole."""
        self._requests |= requests
        live = {request.id: request for request in _all(requests) if request.is_live and request.id not in self._live}
        self._live |= live.keys()
        self._batches.append(self._start(list(live.values())))

    def finish(self) -> Fragments:
        """The fragments of all requests, by the ids of their slots."""
        # The frozen fragments of a file lie under one key: rows after their cut-off change none of them.
        frozen = {
            path: {request.id: request for request in holes.values() if request.id not in self._live}
            for path, holes in self._requests.items()
        }
        keys = {path: "page:" + self._key(*requests.values()) for path, requests in frozen.items()}
        known = self._store.get_many(keys.values())
        records: dict[str, FragmentRecord] = {}
        for encoded in known.values():
            records |= {slot_id: FragmentRecord(*record) for slot_id, record in json.loads(encoded).items()}
        unknown = {path: requests for path, requests in frozen.items() if keys[path] not in known}
        missing = {
            slot_id: request
            for requests in unknown.values()
            for slot_id, request in requests.items()
            if slot_id not in records
        }
        self._batches.append(self._start(list(missing.values())))
        problems: dict[str, Problem] = {}
        rendered = 0
        for batch in self._batches:
            rendered += self._collect(batch, records, problems)
        if not problems:
            self._store.put_many(
                {keys[path]: canonical_json({id_: records[id_] for id_ in unknown[path]}) for path in unknown}
            )
        self._data.keep_scope_digests()
        return Fragments(records=records, problems=problems, rendered=rendered)

    def _start(self, requests: Sequence[SlotRequest]) -> _Batch:
        """Look for these in the store, and begin to render the others."""
        keys = {request.id: self._key(request) for request in requests}
        known = self._store.get_many(keys.values())
        missing = [request for request in requests if keys[request.id] not in known]
        slots = [EncodedSlot(request.block, request.params, request.language) for request in missing]
        pending = PendingFragments(slots, self._data.answers, self._tools, self._helper) if slots else None
        return _Batch(keys, known, missing, pending)

    def _collect(self, batch: _Batch, records: dict[str, FragmentRecord], problems: dict[str, Problem]) -> int:
        for slot_id, key in batch.keys.items():
            if key in batch.known:
                records[slot_id] = _record(key, batch.known[key])
        results = batch.pending.results() if batch.pending else []
        for request, result in zip(batch.missing, results, strict=True):
            if isinstance(result, Problem):
                problems[request.id] = result
                continue
            key = batch.keys[request.id]
            self._store.put(key, result.encoded)
            records[request.id] = FragmentRecord(result.digest, key, result.files)
        return sum(not isinstance(result, Problem) for result in results)

    def _key(self, *requests: SlotRequest) -> str:
        """The key of what these slots become: what they are, and all that they may see of the data."""
        scopes = dict.fromkeys((series, as_of) for request in requests for series, as_of in request.scopes)
        digests = (self._data.scope_digest(series, as_of) for series, as_of in scopes)
        return digest(" ".join([self._recipe, *(request.id for request in requests), *digests]))

    @cached_property
    def _tools(self) -> RenderTools:
        return self._options.tools()


class _Batch(NamedTuple):
    """Slots that were begun together."""

    keys: Mapping[str, str]  # slot's id -> key of its fragment
    known: Mapping[str, str]  # key -> fragment, as the store has it
    missing: Sequence[SlotRequest]
    pending: PendingFragments | None  # the missing ones


def _all(requests: Mapping[str, Requests]) -> Iterable[SlotRequest]:
    return (request for holes in requests.values() for request in holes.values())


def _record(key: str, encoded: str) -> FragmentRecord:
    """What is known of a fragment that the store has at this key."""
    has_files = not encoded.startswith("\n")
    files = {path: digest(text) for path, text in decode_fragment(encoded).files.items()} if has_files else {}
    return FragmentRecord(digest(encoded), key, files)
