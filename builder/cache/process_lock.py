"""One process at a time: a lock on a file of the cache folder, which says who holds it. The store and a refresh each take one.

The operating system ends the lock with its process, however that ends, so that none is ever stale. Helper processes do not
inherit it.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import TextIO

from builder.problem import Failed, Problem

_PAUSE = 0.05  # seconds
_HELD = (errno.EACCES, errno.EAGAIN)


@contextmanager
def only_process(file: Path, task: str, *, patience: float = 0.0) -> Iterator[None]:
    """Hold the lock of this file during `task`, e.g. "build". Waits `patience` seconds for another process that holds it.

    Raises Failed where that takes longer, or where the disk has no locks.
    """
    lock = _taken(file, task, patience)
    try:
        yield
    finally:
        lock.close()


def _taken(file: Path, task: str, patience: float) -> TextIO:
    try:
        lock = file.open("a+", encoding="utf-8")
        try:
            _take(lock, file, task, patience)
            lock.seek(0)
            lock.truncate()
            lock.write(str(os.getpid()))
            lock.flush()
        except BaseException:
            lock.close()
            raise
    except OSError as error:
        message = f"the lock {file.name} cannot be taken: {error.strerror or error}"
        hint = "make the cache's folder writable, on a disk that has locks and space"
        raise Failed([Problem(id="unwritable", path=file.parent.name, message=message, hint=hint)]) from error
    return lock


def _take(lock: TextIO, file: Path, task: str, patience: float) -> None:
    try:
        import fcntl
    except ImportError:  # on Windows nobody is kept out
        return
    pauses = int(patience / _PAUSE)
    while True:
        try:
            fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except OSError as error:
            if error.errno not in _HELD:
                raise
        if pauses == 0:
            raise Failed([_busy(lock, file, task)])
        pauses -= 1
        Event().wait(_PAUSE)


def _busy(lock: TextIO, file: Path, task: str) -> Problem:
    lock.seek(0)
    holder = f"process {number}" if (number := lock.read(20).strip()).isdecimal() else "a process"
    since = datetime.fromtimestamp(os.fstat(lock.fileno()).st_mtime, UTC).isoformat(sep=" ", timespec="seconds")
    message = f"another {task} is running: {holder}, since {since}"
    hint = f"wait until it is done, or end it; its lock, {file.parent.name}/{file.name}, ends with it"
    return Problem(id="busy", path=file.parent.name, message=message, hint=hint)
