"""Says whether a cache folder was made here. What came with a checkout or a copy is thrown away: a cache holds compiled code.

`read_settings` claims the folder before anything is read from it, for every command.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path

from builder.model import digest
from builder.problem import Failed, Problem

_ORIGIN = "origin"
_MACHINE_IDS = ("/etc/machine-id", "/var/lib/dbus/machine-id")


def claim(folder: Path) -> None:
    """Make the cache folder ours: if it was not made here, it is emptied. Raises Failed for a symbolic link, and OSError."""
    if folder.is_symlink():
        message, hint = "the cache's folder is a symbolic link", "remove it: the next build makes a folder"
        raise Failed([Problem(id="symlink", path=folder.name, message=message, hint=hint)])
    folder.mkdir(parents=True, exist_ok=True)
    if is_own(folder):
        return
    with _held(folder):
        if is_own(folder):  # another process was quicker
            return
        for entry in folder.iterdir():
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()
        (folder / _ORIGIN).write_text(origin_of(folder), encoding="utf-8")


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Keeps a second process from claiming the folder meanwhile, where the system has such locks."""
    try:
        import fcntl

        descriptor = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):
        yield
        return
    try:
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def is_own(folder: Path) -> bool:
    """Whether this folder was made on this machine, at this place."""
    with suppress(OSError, UnicodeDecodeError):
        file = folder / _ORIGIN
        return (
            not folder.is_symlink() and not file.is_symlink() and file.read_text(encoding="utf-8") == origin_of(folder)
        )
    return False


def origin_of(folder: Path) -> str:
    """The key of this machine and of this folder: nobody elsewhere knows it, and a copy of the folder has another.

    It holds through reboots, and for containers into which the project is mounted.
    """
    return digest(f"{_machine_id()} {folder.stat().st_ino}")


@lru_cache(maxsize=1)
def _machine_id() -> str:
    for file in _MACHINE_IDS:
        with suppress(OSError, UnicodeDecodeError):
            return Path(file).read_text(encoding="utf-8").strip()
    return ""
