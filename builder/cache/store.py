"""The store: what earlier builds made, by key. Every step of a build looks here first.

A key is made of all that goes into a value. So nothing in the store is ever invalidated: a changed input is another key. A lost
or damaged store costs time and nothing else.
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
_RAW = "CAST(value AS BLOB)"  # the bytes of a text, as SQLite stores them
_CHUNK = 500  # keys in one query; SQLite takes 999 parameters at least
_FULL = 1 << 30  # bytes; a larger store is dropped, since old builds made most of it


def key(step: str, *parts: Any) -> str:
    """The key of a recipe: the name of the step, and all that goes into it as plain JSON."""
    return digest(canonical_json([step, *parts]))


class Store:
    """One SQLite file of texts. A context: new values are written when it ends."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _NAME
        self._new: dict[str, str] = {}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._connection = self._open()
        except (OSError, sqlite3.DatabaseError) as error:
            message = f"the cache cannot be written: {getattr(error, 'strerror', None) or error}"
            hint = "make the folder writable; it may also be removed at any time"
            raise Failed([Problem(id="unwritable", path=folder.name, message=message, hint=hint)]) from error

    def _open(self) -> sqlite3.Connection:
        if self._path.exists() and self._path.stat().st_size > _FULL:
            self._path.unlink()
        try:
            return _connect(self._path)
        except sqlite3.DatabaseError:
            self._path.unlink(missing_ok=True)
            return _connect(self._path)

    def get(self, key: str) -> str | None:
        """The value under a key; None where no build made it."""
        return self.get_many([key]).get(key)

    def get_many(self, keys: Iterable[str]) -> dict[str, str]:
        """The values by key, of those keys that have one."""
        wanted = list(dict.fromkeys(keys))
        new = self.unwritten(wanted)
        return new | _select(self._connection, "value", [key for key in wanted if key not in new])

    def bytes(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The UTF-8 of the values by key, of those keys that have one."""
        wanted = list(dict.fromkeys(keys))
        new = {key: value.encode() for key, value in self.unwritten(wanted).items()}
        return new | _select(self._connection, _RAW, [key for key in wanted if key not in new])

    def unwritten(self, keys: Iterable[str]) -> dict[str, str]:
        """The new values by key, of those keys whose values are not in the file yet."""
        return {key: self._new[key] for key in keys if key in self._new}

    def put(self, key: str, value: str) -> None:
        """Keep a value under its key."""
        self._new[key] = value

    def put_many(self, values: Mapping[str, str]) -> None:
        """Keep values under their keys."""
        self._new.update(values)

    def write(self) -> None:
        """Write the new values to the file, all or none."""
        if self._new:
            with self._connection:
                self._connection.executemany("INSERT OR REPLACE INTO made VALUES (?, ?)", self._new.items())
            self._new = {}

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            self.write()
        finally:
            self._connection.close()


def read_only_store(folder: Path) -> ReadOnlyStore:
    """The store of a folder, as another process reads it. One object for as long as it is the same file."""
    return _open_read_only(folder, (folder / _NAME).stat().st_ino)


@lru_cache(maxsize=1)
def _open_read_only(folder: Path, file: int) -> ReadOnlyStore:
    return ReadOnlyStore(folder)


class ReadOnlyStore:
    """The values that a store has written, for another process. It changes nothing."""

    def __init__(self, folder: Path) -> None:
        address = (folder / _NAME).resolve().as_uri()
        self._connection = sqlite3.connect(f"{address}?mode=ro", uri=True, timeout=60)
        self._connection.execute("PRAGMA mmap_size=1073741824")

    def bytes(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The UTF-8 of the values by key, of those keys that have one."""
        return _select(self._connection, _RAW, list(dict.fromkeys(keys)))


def _select(connection: sqlite3.Connection, column: str, keys: Sequence[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for start in range(0, len(keys), _CHUNK):
        chunk = keys[start : start + _CHUNK]
        placeholders = ",".join("?" * len(chunk))
        values.update(connection.execute(f"SELECT key, {column} FROM made WHERE key IN ({placeholders})", chunk))
    return values


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=60)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA cache_size=-32000")  # 32 MB: the index of a large site stays in memory
    connection.execute("PRAGMA mmap_size=1073741824")
    # A table with row ids: values are appended, and only the small index of keys is written in random order.
    connection.execute("CREATE TABLE IF NOT EXISTS made (key TEXT PRIMARY KEY, value TEXT)")
    connection.execute("SELECT key FROM made LIMIT 1").fetchall()
    return connection
