"""Writes a file so that readers get the old one or the new one, each whole. `publish` writes every file of a site by it.

A new file is written under a name of its own and then renamed. `os.replace` would do, but on ext4 it waits until the new file is
on its way to the disk, 0.1 ms a file, to survive a power failure. A site needs no such care: the next build checks and mends
it. So where Linux can exchange two names, we exchange them. The old file is only moved aside, since freeing its blocks takes as
long again. All of them are removed together at the end, when nobody waits.
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

from builder.model import digest
from builder.problem import Failed, Problem
from builder.safe_path import link_in, path_fault

_HERE = -100  # AT_FDCWD: paths count from the working folder
_EXCHANGE = 2  # RENAME_EXCHANGE, see renameat2(2)
_LONGEST_NAME = 255 - len("..partial")  # bytes
_REMOVERS = 4  # removing is mostly waiting for the file system
_NUMBERS = count()


class AtomicWriter(NamedTuple):
    """Writes files below a folder. Passes to another process."""

    folder: Path
    aside: Path  # replaced files wait here for `clear`; where they cannot be moved here, they are removed at once

    def prepare(self) -> None:
        """Make the folder `aside`, if possible."""
        with suppress(OSError):
            self.aside.mkdir(parents=True, exist_ok=True)

    def write(self, path: str, content: bytes) -> tuple[int, int]:
        """Write a file at its path from the folder. Returns its size and time of change. Raises Failed where that fails."""
        try:
            if fault := path_fault(path) or _link_fault(self.folder, path):
                raise Failed([unsafe_path(self.folder, path, fault)])
            return _write(f"{self.folder}/{path}", content, str(self.aside))
        except OSError as error:
            message = f"the file cannot be written: {error.strerror}"
            hint = "mend the cause and build again: the next build finishes the site"
            where = f"{self.folder.name}/{path}"
            raise Failed([Problem(id="unwritable", path=where, message=message, hint=hint)]) from error

    def clear(self) -> None:
        """Remove the replaced files, also those of builds that were killed."""
        with suppress(OSError):  # the next build tries again
            paths = [f"{self.aside}/{name}" for name in os.listdir(self.aside)]  # noqa: PTH208
            if paths:
                with ThreadPoolExecutor(_REMOVERS) as removers:
                    list(removers.map(_remove, [paths[start::_REMOVERS] for start in range(_REMOVERS)]))


def _remove(paths: list[str]) -> None:
    for path in paths:
        with suppress(OSError):
            os.unlink(path)  # noqa: PTH108


def unsafe_path(folder: Path, path: str, fault: str) -> Problem:
    """The problem of a path that no file of a site can have, e.g. of one that `fault` says "leads upwards"."""
    if fault.endswith("a symbolic link"):
        hint = "remove the link: what it leads to is not part of the site"
        return Problem(id="symlink", path=f"{folder.name}/{path}", message=f"{path} {fault}", hint=hint)
    message, hint = f"the path of a file of the site {fault}", "rename what the file is made of"
    return Problem(id="unsafe-path", path=f"{folder.name}/{path}", message=message, hint=hint)


def partial_name(path: str) -> str:
    """Where a file is written before it gets its name, e.g. "funds/.index.html.partial"; that of a long name has its digest."""
    folder, slash, name = path.rpartition("/")
    name = name if len(name.encode()) <= _LONGEST_NAME else digest(name)
    return f"{folder}{slash}.{name}.partial"


def _link_fault(folder: Path, path: str) -> str:
    link = link_in(folder, path.rpartition("/")[0])
    return f"leads through {link}, a symbolic link" if link else ""


def _write(target: str, content: bytes, aside: str) -> tuple[int, int]:
    # Plain strings: this runs thousands of times in a refresh, and building Path objects would cost as much again.
    fresh = partial_name(target)
    try:
        state = _save(fresh, content)
    except FileNotFoundError:
        Path(target).parent.mkdir(parents=True, exist_ok=True)
        state = _save(fresh, content)
    except FileExistsError:
        os.unlink(fresh)  # noqa: PTH108 - a killed build left it
        state = _save(fresh, content)
    if not _exchange(fresh, target):
        try:
            os.replace(fresh, target)  # noqa: PTH105
        except OSError:
            os.unlink(fresh)  # noqa: PTH108 - e.g. a folder has the name
            raise
        return state
    # The old file has the name `fresh` now.
    try:
        os.rename(fresh, f"{aside}/{os.getpid()}-{next(_NUMBERS)}")  # noqa: PTH104
    except OSError:
        os.unlink(fresh)  # noqa: PTH108
    return state


def _save(path: str, content: bytes) -> tuple[int, int]:
    # "x" follows no symbolic link, and never opens a pipe.
    with open(path, "xb", buffering=0) as file:  # noqa: PTH123
        try:
            rest = memoryview(content)
            while rest:
                rest = rest[file.write(rest) :]
        except BaseException:
            os.unlink(path)  # noqa: PTH108 - the disk may be full: this is of no use to anybody
            raise
        state = os.fstat(file.fileno())
    return state.st_size, state.st_mtime_ns


def _exchange(fresh: str, target: str) -> bool:
    """Exchange the names of two files, if the system can. Returns whether it did. A folder or a link is never exchanged."""
    rename = _renameat2()
    try:
        if rename is None or not stat.S_ISREG(os.lstat(target).st_mode):
            return False
    except FileNotFoundError:
        return False
    return rename(_HERE, os.fsencode(fresh), _HERE, os.fsencode(target), _EXCHANGE) == 0


@lru_cache(maxsize=1)
def _renameat2() -> Callable[[int, bytes, int, bytes, int], int] | None:
    """The system call, where there is one. A file system that cannot exchange names refuses each call."""
    if sys.platform != "linux":
        return None
    try:
        call = ctypes.CDLL(None).renameat2
    except (OSError, AttributeError):
        return None  # a C library without it
    call.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    rename: Callable[[int, bytes, int, bytes, int], int] = call
    return rename
