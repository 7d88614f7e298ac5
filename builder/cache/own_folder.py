"""Says whether a cache folder was made here. What came with a checkout or a copy is thrown away: a cache holds compiled code.

`read_settings` claims the folder before anything is read from it, for every command. `briefings trust-cache` keeps the store
of a cache that CI restored.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from builder.cache.store import STORE
from builder.model import digest
from builder.problem import Failed, Problem

_ORIGIN, _PROOF = "origin", "origin-proof"


def claim(folder: Path) -> None:
    """Make the cache folder ours: if it was not made here, it is emptied. Raises Failed for a symbolic link, and for a cache
    that cannot be emptied; OSError where the folder cannot be made."""
    _make_own(folder, spared=())


def trust(folder: Path) -> None:
    """Make a cache ours that was restored from a copy: its store is kept, all else removed, as it is compiled or acted upon.

    Whoever calls this vouches for the store, whose values are published as they are. Raises as `claim` does.
    """
    _make_own(folder, spared=(STORE, f"{STORE}-wal", f"{STORE}-shm"))


def _make_own(folder: Path, spared: Collection[str]) -> None:
    if folder.is_symlink():
        message, hint = "the cache's folder is a symbolic link", "remove it: the next build makes a folder"
        raise Failed([Problem(id="symlink", path=folder.name, message=message, hint=hint)])
    folder.mkdir(parents=True, exist_ok=True)
    if is_own(folder):
        return
    with _held(folder):
        if is_own(folder):  # another process was quicker
            return
        try:
            for entry in folder.iterdir():
                mode = entry.lstat().st_mode
                if stat.S_ISDIR(mode):
                    shutil.rmtree(entry)
                elif entry.name not in spared or not stat.S_ISREG(mode):
                    entry.unlink()
            adopt(folder)
        except OSError as error:
            message = f"the cache was made elsewhere, and cannot be emptied: {error.strerror or error}"
            problem = Problem(id="unwritable", path=folder.name, message=message, hint="remove it")
            raise Failed([problem]) from error


def adopt(folder: Path) -> None:
    """Make this folder ours as it is. Whoever calls this vouches for the compiled code in it. Raises OSError."""
    (folder / _ORIGIN).write_text("")
    (folder / _PROOF).write_text(_proof_of(folder), encoding="utf-8")


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
    """Whether this folder was made here: it is no copy, and came with no checkout or archive."""
    proof = folder / _PROOF
    if any(path.is_symlink() for path in (folder, folder / _ORIGIN, proof)):
        return False
    with suppress(OSError, UnicodeDecodeError):
        return proof.read_text(encoding="utf-8") == _proof_of(folder)
    return False


def _proof_of(folder: Path) -> str:
    """Names the file `origin` by its inode and the time of its last change, which no checkout, copy or archive can set."""
    state = (folder / _ORIGIN).lstat()
    return digest(f"{state.st_ino} {state.st_ctime_ns}")
