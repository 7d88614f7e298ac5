"""The data files' digests in, a directory and answers out, read no further than asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
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


FACTS = "0001-01-01"  # a cut-off before any row: what lies within sight is the catalogue's line alone


class CachedData:
    """The data files: the directory from the cache, histories on the first answer that is not."""

    def __init__(self, settings: Settings, store: Store, engine: str, files: Mapping[str, str]) -> None:
        self._settings = settings
        self._store = store
        self.key = key("data", engine, settings.options.risk_free, settings.options.trading_days, dict(files))
        self.coming: Callable[[], Snapshot] | None = None  # waits for the histories, where another process loads them
        self._kept = 0  # how many sights the store has

    @cached_property
    def directory(self) -> Directory:
        """All instruments. Raises Failed with all that is wrong in the data files."""
        name = "directory:" + self.key
        known = self._store.get(name)
        if known is None:
            known = to_json(self.snapshot.directory)
            self._store.put(name, known)
        return decode(Directory, json.loads(known))

    @property
    def names(self) -> Directory | None:
        """The instruments that the catalogues name, where only histories are wrong."""
        place = f"{self._settings.content}/{self._settings.options.data}"
        return numbers.catalogue_directory(self._settings.data_dir, problem_path=place)

    @property
    def is_known(self) -> bool:
        """Whether these very data were read before."""
        return self._store.get("directory:" + self.key) is not None

    @cached_property
    def snapshot(self) -> Snapshot:
        """The histories, loaded. Raises Failed with all that is wrong in the data files."""
        return self.coming() if self.coming else numbers.load(self.source[0], **self.source[1])

    @property
    def source(self) -> tuple[Path, Mapping[str, Any]]:
        """The folder that they are loaded from, and what they are loaded with."""
        return self._settings.data_dir, self._settings.reckoning

    @cached_property
    def names_key(self) -> str:
        """Names all of the directory that words can depend on: no history, and of the last dates only the year."""
        directory = self.directory
        years = {name: through[:4] for name, through in directory.data_as_of.items()}
        return digest(to_json([list(directory.instruments.values()), directory.synthetic, years]))

    def scope_digest(self, series: str, as_of: str) -> str:
        """What names the data that an answer about this series at this cut-off can depend on.

        Once a build has kept it, no history is looked at.
        """
        name = f"{series} {as_of}"
        if name not in self._scope_digests:
            self._scope_digests[name] = (
                self.snapshot.scope_digest(series, as_of) if as_of else self.directory.digests[series]
            )
        return self._scope_digests[name]

    @cached_property
    def _scope_digests(self) -> dict[str, str]:
        known: dict[str, str] = json.loads(self._store.get("sights:" + self.key) or "{}")
        self._kept = len(known)
        return known

    def keep_scope_digests(self) -> None:
        """Remember what was asked for."""
        if len(self._scope_digests) > self._kept:
            self._store.put("sights:" + self.key, json.dumps(self._scope_digests))

    @cached_property
    def asked(self) -> AnswerCache:
        """The histories, ready to be asked. Raises Failed as `snapshot` does."""
        return AnswerCache(self.snapshot)

    def answer(self, ask: Ask) -> Answer:
        """What the data say to one question."""
        return self.asked(ask)
