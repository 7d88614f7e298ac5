"""Keys in, values out: what was made before, kept under a name made of all that went into it.

Nothing here is ever invalidated. A changed input is another key; a lost or damaged store costs time and nothing else.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any

from builder.model import canonical_json, digest
from builder.problem import Failed, Problem

_NAME = "cache.sqlite"
_RAW = "CAST(value AS BLOB)"  # a text's bytes as they lie there
_CHUNK = 500  # keys asked for at once; SQLite takes 999 parameters at least
_FULL = 1 << 30  # bytes; beyond this the store starts afresh, since most of what it holds is of builds long gone


def key(step: str, *parts: Any) -> str:
    """The name of a recipe: the step, and plain JSON of all that goes into it."""
    return digest(canonical_json([step, *parts]))


class Store:
    """What was made before, in one SQLite file. Values are text. Used as a context: written back when it ends."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _NAME
        self._fresh: dict[str, str] = {}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._connection = self._open()
        except (OSError, sqlite3.DatabaseError) as error:
            message = f"the cache cannot be written: {getattr(error, 'strerror', None) or error}"
            hint = "it is a folder that may be removed at any time; make its place writable"
            raise Failed([Problem(id="unwritable", path=folder.name, message=message, hint=hint)]) from error

    def _open(self) -> sqlite3.Connection:
        if self._path.exists() and self._path.stat().st_size > _FULL:
            self._path.unlink()
        try:
            return _connect(self._path)
        except sqlite3.DatabaseError:
            self._path.unlink(missing_ok=True)
            return _connect(self._path)

    def get(self, name: str) -> str | None:
        """The value under a key, if it was made before."""
        return self.get_many([name]).get(name)

    def get_many(self, names: Iterable[str]) -> dict[str, str]:
        """The values under those of the keys that were made before."""
        wanted = list(dict.fromkeys(names))
        found = self.fresh(wanted)
        return found | _found(self._connection, "value", [name for name in wanted if name not in found])

    def bytes(self, names: Iterable[str]) -> dict[str, bytes]:
        """The UTF-8 of the values under those of the keys that were made before."""
        wanted = list(dict.fromkeys(names))
        found = {name: value.encode() for name, value in self.fresh(wanted).items()}
        return found | _found(self._connection, _RAW, [name for name in wanted if name not in found])

    def fresh(self, names: Iterable[str]) -> dict[str, str]:
        """Those of the values that only this process has yet."""
        return {name: self._fresh[name] for name in names if name in self._fresh}

    def put(self, name: str, value: str) -> None:
        """Keep a value under its key."""
        self._fresh[name] = value

    def put_many(self, values: Mapping[str, str]) -> None:
        """Keep values under their keys."""
        self._fresh.update(values)

    def keep(self) -> None:
        """Write what is new to the file, all or nothing."""
        if self._fresh:
            with self._connection:
                self._connection.executemany("INSERT OR REPLACE INTO made VALUES (?, ?)", self._fresh.items())
            self._fresh = {}

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            self.keep()
        finally:
            self._connection.close()


def read_only_store(folder: Path) -> ReadOnlyStore:
    """The store in this folder as others read it; the same for as long as it is the same file."""
    return _shelf(folder, (folder / _NAME).stat().st_ino)


@lru_cache(maxsize=1)
def _shelf(folder: Path, file: int) -> ReadOnlyStore:
    return ReadOnlyStore(folder)


class ReadOnlyStore:
    """The file of a store as another process reads it: what had been written there, and nothing is changed."""

    def __init__(self, folder: Path) -> None:
        address = (folder / _NAME).resolve().as_uri()
        self._connection = sqlite3.connect(f"{address}?mode=ro", uri=True, timeout=60)
        self._connection.execute("PRAGMA mmap_size=1073741824")

    def bytes(self, names: Iterable[str]) -> dict[str, bytes]:
        """The UTF-8 of the values under those of the keys that are there."""
        return _found(self._connection, _RAW, list(dict.fromkeys(names)))


def _found(connection: sqlite3.Connection, what: str, names: Sequence[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for start in range(0, len(names), _CHUNK):
        part = names[start : start + _CHUNK]
        marks = ",".join("?" * len(part))
        found.update(connection.execute(f"SELECT key, {what} FROM made WHERE key IN ({marks})", part))
    return found


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=60)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA cache_size=-32000")  # 32 MB, so that an index of a large site stays in memory
    connection.execute("PRAGMA mmap_size=1073741824")
    # With row ids values are appended and only the small index of keys is written all over.
    connection.execute("CREATE TABLE IF NOT EXISTS made (key TEXT PRIMARY KEY, value TEXT)")
    connection.execute("SELECT key FROM made LIMIT 1").fetchall()
    return connection
