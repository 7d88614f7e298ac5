"""A file's content in, the file at its place out: whoever reads meanwhile gets the old one or the new one, each whole.

A file is made beside its place and put there by its name. `os.replace` does that everywhere, but ext4 lets it wait until the new
file is on its way to the disk, for programs that count on that after a power failure: 0.1 ms a file. A site is checked and mended
by its next build. So where Linux can exchange two names, that is done. To free what the old file held can take as long again:
it is only put aside, and all of them are removed together when nobody waits for it.
"""

from __future__ import annotations

import ctypes
import os
import stat
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import NamedTuple

from builder.problem import Failed, Problem

_HERE = -100  # AT_FDCWD: paths count from the working folder
_EXCHANGE = 2  # RENAME_EXCHANGE, see renameat2(2)
_REMOVERS = 4  # removing is mostly waiting for the file system
_NUMBERS = count()


class AtomicWriter(NamedTuple):
    """Writes the files of a folder. Passes to another process."""

    folder: Path
    aside: Path  # takes what is replaced until `clear`; on another file system, or gone, that is removed at once

    def prepare(self) -> None:
        """Make the folder `aside`, where that can be."""
        with suppress(OSError):
            self.aside.mkdir(parents=True, exist_ok=True)

    def write(self, path: str, content: bytes) -> tuple[int, int]:
        """Put a file at its path from the folder: its size and time of change. Raises Failed where that cannot be."""
        try:
            return _put(f"{self.folder}/{path}", content, str(self.aside))
        except OSError as error:
            message = f"the file cannot be written: {error.strerror}"
            hint = "build again when it can; what was begun is finished then"
            where = f"{self.folder.name}/{path}"
            raise Failed([Problem(id="unwritable", path=where, message=message, hint=hint)]) from error

    def clear(self) -> None:
        """Remove what was put aside, also by builds that were killed."""
        with suppress(OSError):  # what cannot be removed now is removed the next time
            paths = [f"{self.aside}/{name}" for name in os.listdir(self.aside)]  # noqa: PTH208
            if paths:
                with ThreadPoolExecutor(_REMOVERS) as removers:
                    list(removers.map(_removed, [paths[at::_REMOVERS] for at in range(_REMOVERS)]))


def _removed(paths: list[str]) -> None:
    for path in paths:
        with suppress(OSError):
            os.unlink(path)  # noqa: PTH108


def _put(target: str, content: bytes, aside: str) -> tuple[int, int]:
    # Plain strings: this runs thousands of times in a refresh, and building Path objects would cost as much again.
    parent, _, name = target.rpartition("/")
    fresh = f"{parent}/.{name}.partial"
    try:
        state = _saved(fresh, content)
    except FileNotFoundError:
        Path(parent).mkdir(parents=True, exist_ok=True)
        state = _saved(fresh, content)
    if not _exchanged(fresh, target):
        os.replace(fresh, target)  # noqa: PTH105
        return state
    # What stood there has the name `fresh` now.
    try:
        os.rename(fresh, f"{aside}/{os.getpid()}-{next(_NUMBERS)}")  # noqa: PTH104
    except OSError:
        os.unlink(fresh)  # noqa: PTH108
    return state


def _saved(path: str, content: bytes) -> tuple[int, int]:
    with open(path, "wb", buffering=0) as file:  # noqa: PTH123
        rest = memoryview(content)
        while rest:
            rest = rest[file.write(rest) :]
        state = os.fstat(file.fileno())
    return state.st_size, state.st_mtime_ns


def _exchanged(fresh: str, target: str) -> bool:
    """Whether the two could be exchanged and were; only files are, never a folder or a link."""
    rename = _rename()
    try:
        if rename is None or not stat.S_ISREG(os.lstat(target).st_mode):
            return False
    except FileNotFoundError:
        return False
    return rename(_HERE, os.fsencode(fresh), _HERE, os.fsencode(target), _EXCHANGE) == 0


@lru_cache(maxsize=1)
def _rename() -> Callable[[int, bytes, int, bytes, int], int] | None:
    """The system's call, where there is one; a file system that cannot exchange refuses each time."""
    if sys.platform != "linux":
        return None
    try:
        call = ctypes.CDLL(None).renameat2
    except (OSError, AttributeError):
        return None  # a C library without it
    call.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    found: Callable[[int, bytes, int, bytes, int], int] = call
    return found
