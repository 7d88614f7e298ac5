"""The data files as the build asks them: the directory from the store, histories on the first answer that the store lacks."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from builder import numbers
from builder.cache.codec import decode, to_json
from builder.cache.store import Store, key
from builder.model import Answer, Ask, Directory, digest
from builder.numbers.answer_cache import AnswerCache
from builder.settings.settings import Settings

if TYPE_CHECKING:
    from builder.numbers.snapshot import Snapshot


FACTS = "0001-01-01"  # a cut-off before any row: only the line of the catalogue is in the scope


class CachedData:
    """The data of one build."""

    def __init__(self, settings: Settings, store: Store, code: str, files: Mapping[str, str], today: str) -> None:
        """`files` has the digest of every data file; `today` is an ISO date."""
        self._settings = settings
        self._store = store
        self._today = today
        self.key = key("data", code, settings.options.risk_free, settings.options.trading_days, dict(files))
        self.load: Callable[[], Snapshot] = self._load_here  # another process may load the histories
        self._stored_digests = 0  # how many scope digests the store has

    @property
    def folder(self) -> Path:
        """The folder of the data files."""
        return self._settings.data_dir

    @property
    def options(self) -> Mapping[str, Any]:
        """What `numbers.load` takes besides the folder."""
        return self._settings.load_options(self._today)

    def _load_here(self) -> Snapshot:
        return numbers.load(self.folder, **self.options)

    @cached_property
    def snapshot(self) -> Snapshot:
        """The histories, loaded. Raises Failed with all that is wrong in the data files."""
        return self.load()

    @cached_property
    def directory(self) -> Directory:
        """All instruments. Raises Failed with all that is wrong in the data files."""
        known = self._store.get(self._directory_key)
        if known is not None:
            directory = decode(Directory, json.loads(known))
            if directory.by_hand_until <= self._today:
                return directory
        # Even where the clock went back, a build with the store says what one without it does.
        known = to_json(self.snapshot.directory)
        self._store.put(self._directory_key, known)
        return decode(Directory, json.loads(known))

    @property
    def directory_of_pages(self) -> Directory:
        """The directory with the years that the data reach, and no day: else every day would make the pages anew."""
        years = {name: day[:4] for name, day in self.directory.data_as_of.items()}
        return replace(self.directory, data_as_of=years)

    @property
    def _directory_key(self) -> str:
        return "directory:" + self.key

    @property
    def names(self) -> Directory | None:
        """The instruments that the catalogues name, for use where only histories are wrong."""
        place = f"{self._settings.content}/{self._settings.options.data}"
        return numbers.catalogue_directory(self.folder, problem_path=place)

    @property
    def is_known(self) -> bool:
        """Whether an earlier build read these very data."""
        return self._store.get(self._directory_key) is not None

    @cached_property
    def names_key(self) -> str:
        """Names all of the directory that words can depend on: no history, and of the last dates only the year."""
        directory = self.directory
        years = {set_name: day[:4] for set_name, day in directory.data_as_of.items()}
        return digest(to_json([list(directory.instruments.values()), directory.synthetic, years]))

    def scope_digest(self, series: str, as_of: str) -> str:
        """The digest of all data that an answer about this series at this cut-off can depend on; "" is live.

        No history is read where an earlier build asked for the same.
        """
        scope = f"{series} {as_of}"
        if scope not in self._scope_digests:
            self._scope_digests[scope] = (
                self.snapshot.scope_digest(series, as_of) if as_of else self.directory.digests[series]
            )
        return self._scope_digests[scope]

    @cached_property
    def _scope_digests(self) -> dict[str, str]:
        known: dict[str, str] = json.loads(self._store.get("scope-digests:" + self.key) or "{}")
        self._stored_digests = len(known)
        return known

    def keep_scope_digests(self) -> None:
        """Put the scope digests that are new into the store."""
        if len(self._scope_digests) > self._stored_digests:
            self._store.put("scope-digests:" + self.key, json.dumps(self._scope_digests))

    @cached_property
    def answers(self) -> AnswerCache:
        """The histories, ready to be asked. Raises Failed as `snapshot` does."""
        return AnswerCache(self.snapshot)

    def answer(self, ask: Ask) -> Answer:
        """What the data say to one question."""
        return self.answers(ask)
