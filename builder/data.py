"""The data files' digests in, a directory and answers out, read no further than asked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from builder import numbers
from builder.cache import Store, key
from builder.model import Answer, Ask, Directory
from builder.plain import spelled, unplain
from builder.settings import Settings

if TYPE_CHECKING:
    from builder.numbers.snapshot import Snapshot


class Data:
    """The data files: the directory from the cache, histories on the first answer that is not."""

    def __init__(self, settings: Settings, store: Store, engine: str, files: Mapping[str, str]) -> None:
        self._settings = settings
        self._store = store
        self.key = key("data", engine, settings.options.risk_free, settings.options.trading_days, dict(files))
        self.loaded = False

    @cached_property
    def directory(self) -> Directory:
        """All instruments. Raises Failed with all that is wrong in the data files."""
        name = "directory:" + self.key
        known = self._store.get(name)
        if known is None:
            known = spelled(self.snapshot.directory)
            self._store.put(name, known)
        return unplain(Directory, json.loads(known))

    @property
    def is_known(self) -> bool:
        """Whether these very data were read before."""
        return self._store.get("directory:" + self.key) is not None

    @cached_property
    def snapshot(self) -> Snapshot:
        """The histories, loaded. Raises Failed with all that is wrong in the data files."""
        options = self._settings.options
        self.loaded = True
        place = f"{self._settings.content}/{options.data}"
        return numbers.load(
            self._settings.data_dir, risk_free=options.risk_free, trading_days=options.trading_days, place=place
        )

    def digests(self, asks: Iterable[Ask]) -> list[str]:
        """What names the data behind these asks, known without loading a history."""
        return [self.directory.digests.get(series, "") for series in sorted({ask.series for ask in asks})]

    def sight(self, asks: Iterable[Ask]) -> list[str]:
        """What names the data that answers to these asks can depend on, each at its own cut-off."""
        return [
            self.snapshot.seen(series, as_of) for series, as_of in sorted({(ask.series, ask.as_of) for ask in asks})
        ]

    def answer(self, ask: Ask) -> Answer:
        """What the data say."""
        return self.snapshot.answer(ask)
