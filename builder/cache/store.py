"""The store: what earlier builds made, by key. Every step of a build looks here first.

A key is made of all that goes into a value. So nothing in the store is ever invalidated: a changed input is another key. A lost
or damaged store costs time and nothing else: every value has a check, a wrong one counts as missing, and where something that
must be there is missing, the store is thrown away and the work done again (`with_sound_store`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack, suppress
from functools import lru_cache, wraps
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn, ParamSpec, TypeVar
from zlib import crc32

from builder.cache.process_lock import only_process
from builder.model import canonical_json, digest
from builder.problem import Failed, Problem

STORE, _LOCK = "cache.sqlite", "build.lock"
_CHUNK = 500  # keys in one query; SQLite takes 999 parameters at least
_FULL = 1 << 30  # bytes; a larger store is dropped, since old builds made most of it
_PATIENCE = 60.0  # seconds to wait for another build
# What the disk or another process is to blame for. Anything else that SQLite says means a damaged file.
_REFUSALS = ("BUSY", "LOCKED", "FULL", "CANTOPEN", "READONLY", "PERM", "IOERR", "NOMEM", "NOLFS", "AUTH")
P = ParamSpec("P")
Result = TypeVar("Result")


class DamagedStoreError(Exception):
    """The store lacks a value that an earlier build certainly wrote, or its file is damaged."""


def with_sound_store(work: Callable[P, Result]) -> Callable[P, Result]:
    """The same work, done once more from an empty store if the store turns out to be damaged."""

    @wraps(work)
    def sound(*args: P.args, **kwargs: P.kwargs) -> Result:
        with suppress(DamagedStoreError):
            return work(*args, **kwargs)
        try:
            return work(*args, **kwargs)
        except DamagedStoreError as error:
            message, hint = f"the cache is damaged again and again: {error}", "is the disk sound? remove the cache"
            raise Failed([Problem(id="unwritable", message=message, hint=hint)]) from error

    return sound


def key(step: str, *parts: Any) -> str:
    """The key of a recipe: the name of the step, and all that goes into it as plain JSON."""
    return digest(canonical_json([step, *parts]))


class Store:
    """One SQLite file of texts, for one process at a time. A context: new values are written when it ends.

    Raises Failed where the disk refuses or another process is at work, and DamagedStoreError as `with_sound_store` expects.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / STORE
        self._new: dict[str, str] = {}
        self._ending = ExitStack()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._ending.enter_context(only_process(folder / _LOCK, "build", patience=_PATIENCE))
            self._connection = self._open()
        except (OSError, sqlite3.Error) as error:
            self._ending.close()
            _refuse(folder, error)

    def _open(self) -> sqlite3.Connection:
        if self._path.exists() and self._path.stat().st_size > _FULL:
            _remove(self._path)
        try:
            return _connect(self._path)
        except sqlite3.Error as error:
            if _is_refusal(error):
                raise
            _remove(self._path)
            return _connect(self._path)

    def get(self, key: str) -> str | None:
        """The value under a key; None where no build made it."""
        return self.get_many([key]).get(key)

    def get_many(self, keys: Iterable[str]) -> dict[str, str]:
        """The values by key, of those keys that have one."""
        wanted = list(dict.fromkeys(keys))
        new = self.unwritten(wanted)
        return new | {key: raw.decode() for key, raw in self._select(key for key in wanted if key not in new).items()}

    def need(self, key: str) -> str:
        """The value under a key that has one for certain, since a value that is there names it."""
        return self.need_many([key])[key]

    def need_many(self, keys: Iterable[str]) -> dict[str, str]:
        """The values by key, where every key has one for certain."""
        wanted = list(keys)
        return _complete(self.get_many(wanted), wanted)

    def need_bytes(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The UTF-8 of the values by key, where every key has one for certain."""
        wanted = list(dict.fromkeys(keys))
        new = {key: value.encode() for key, value in self.unwritten(wanted).items()}
        return _complete(new | self._select(key for key in wanted if key not in new), wanted)

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
        if not self._new:
            return
        rows = ((key, *_checked(key, value.encode())) for key, value in self._new.items())
        try:
            with self._connection:
                self._connection.executemany("INSERT OR REPLACE INTO checked VALUES (?, ?, ?)", rows)
        except sqlite3.Error as error:
            _refuse(self._path.parent, error)
        self._new = {}

    def _select(self, keys: Iterable[str]) -> dict[str, bytes]:
        try:
            return _select(self._connection, keys)
        except sqlite3.Error as error:
            _refuse(self._path.parent, error)

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        with self._ending:
            try:
                if error is None:
                    self.write()
                elif not isinstance(error, DamagedStoreError):
                    with suppress(Failed, DamagedStoreError):  # the first error is the one to tell
                        self.write()
            finally:
                with suppress(sqlite3.Error):
                    self._connection.close()
                if isinstance(error, DamagedStoreError):
                    _remove(self._path)


def read_only_store(folder: Path) -> ReadOnlyStore:
    """The store of a folder, as another process reads it. One object for as long as it is the same file."""
    try:
        return _open_read_only(folder, (folder / STORE).stat().st_ino)
    except (OSError, sqlite3.Error) as error:
        _refuse(folder, error)


@lru_cache(maxsize=1)
def _open_read_only(folder: Path, file: int) -> ReadOnlyStore:
    return ReadOnlyStore(folder)


class ReadOnlyStore:
    """The values that a store has written, for another process. It changes nothing."""

    def __init__(self, folder: Path) -> None:
        address = (folder / STORE).resolve().as_uri()
        self._folder = folder
        self._connection = sqlite3.connect(f"{address}?mode=ro", uri=True, timeout=60)
        self._connection.execute("PRAGMA mmap_size=1073741824")

    def need_bytes(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The UTF-8 of the values by key, where every key has one for certain. Raises DamagedStoreError."""
        wanted = list(dict.fromkeys(keys))
        try:
            return _complete(_select(self._connection, wanted), wanted)
        except sqlite3.Error as error:
            _refuse(self._folder, error)


def _select(connection: sqlite3.Connection, keys: Iterable[str]) -> dict[str, bytes]:
    wanted = list(keys)
    values: dict[str, bytes] = {}
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        placeholders = ",".join("?" * len(chunk))
        rows = connection.execute(f"SELECT key, value, sum FROM checked WHERE key IN ({placeholders})", chunk)
        # A row that is not as it was written counts as missing.
        values.update({key: value for key, value, check in rows if _is_whole(key, value, check)})
    return values


def _checked(key: str, value: bytes) -> tuple[bytes, int]:
    return value, crc32(value, crc32(key.encode()))


def _is_whole(key: Any, value: Any, check: Any) -> bool:
    return isinstance(key, str) and isinstance(value, bytes) and _checked(key, value)[1] == check


Value = TypeVar("Value", str, bytes)


def _complete(values: dict[str, Value], keys: Iterable[str]) -> dict[str, Value]:
    for key in keys:
        if key not in values:
            raise DamagedStoreError(key)
    return values


def _refuse(folder: Path, error: OSError | sqlite3.Error) -> NoReturn:
    """Raise Failed where the disk refuses, and DamagedStoreError where the file is damaged."""
    if isinstance(error, sqlite3.Error) and not _is_refusal(error):
        raise DamagedStoreError(str(error)) from error
    message = f"the cache cannot be used: {getattr(error, 'strerror', None) or error}"
    hint = "make the folder writable, on a disk with space and locks; it may also be removed at any time"
    raise Failed([Problem(id="unwritable", path=folder.name, message=message, hint=hint)]) from error


def _is_refusal(error: sqlite3.Error) -> bool:
    name = getattr(error, "sqlite_errorname", "")  # e.g. "SQLITE_IOERR_FSYNC"
    return name.removeprefix("SQLITE_").startswith(_REFUSALS) and not name.endswith(("SHORT_READ", "CORRUPTFS"))


def _remove(path: Path) -> None:
    """Remove a database with the files that belong to it: an old log would be played into the next one."""
    for suffix in ("-wal", "-shm", ""):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=60)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA cache_size=-32000")  # 32 MB: the index of a large site stays in memory
        connection.execute("PRAGMA mmap_size=1073741824")
        # A table with row ids: values are appended, and only the small index of keys is written in random order.
        connection.execute("CREATE TABLE IF NOT EXISTS checked (key TEXT PRIMARY KEY, value BLOB, sum INTEGER)")
        connection.execute("SELECT key, value, sum FROM checked LIMIT 1").fetchall()
    except BaseException:
        connection.close()
        raise
    return connection
