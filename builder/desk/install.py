"""Installs the new data files of a set for `refresh`: all of them or none, whenever the process is interrupted.

The files that are replaced stay in `.outgoing`, beside a journal, until every new file is there. A journal means that a
refresh was interrupted: nothing is built until `restore` has put the old files back.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from builder.numbers.files.data_folder import JOURNAL
from builder.problem import Failed, Problem

_OUTGOING = Path(JOURNAL).parent


@contextmanager
def only_refresh(folder: Path) -> Iterator[None]:
    """Holds a lock in this folder: one refresh at a time. The lock ends with its process, however that ends.

    Raises Failed if another refresh is running.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "refresh.lock").open("w") as lock:
        try:
            import fcntl
        except ImportError:  # on Windows, a second refresh stops at the journal of the first
            yield
            return
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            message = "another refresh is running"
            raise Failed([Problem(id="unfinished-refresh", path=folder.name, message=message)]) from None
        yield


def install(data: Path, staged: Path, paths: Iterable[str]) -> None:
    """Move these files of the folder `staged` into the folder `data`: all of them or, on any error, none.

    `paths` are relative to both folders, e.g. "nav/012733.csv".
    """
    outgoing, journal = data / _OUTGOING, data / JOURNAL
    new = list(paths)
    replaced = [path for path in new if (data / path).exists()]
    for path in replaced:
        (outgoing / path).parent.mkdir(parents=True, exist_ok=True)
        link_or_copy(data / path, outgoing / path)
    outgoing.mkdir(parents=True, exist_ok=True)
    partial = outgoing / "journal.tmp"
    with partial.open("w", encoding="utf-8") as file:
        json.dump({"replaced": replaced, "added": [path for path in new if path not in replaced]}, file)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(journal)
    try:
        for path in new:
            (data / path).parent.mkdir(parents=True, exist_ok=True)
            _sync(staged / path)
            (staged / path).replace(data / path)
    except BaseException:
        restore(data)
        raise
    journal.unlink()
    shutil.rmtree(outgoing)


def restore(data: Path) -> bool:
    """Put back what an interrupted `install` replaced. Returns whether there was one."""
    outgoing, journal = data / _OUTGOING, data / JOURNAL
    interrupted = journal.is_file()
    if interrupted:
        record = json.loads(journal.read_bytes())
        for path in record["replaced"]:
            if (outgoing / path).exists():
                (outgoing / path).replace(data / path)
        for path in record["added"]:
            (data / path).unlink(missing_ok=True)
            parent = (data / path).parent
            if parent != data and parent.is_dir() and not any(parent.iterdir()):
                parent.rmdir()
        journal.unlink()
    if outgoing.is_dir():
        shutil.rmtree(outgoing)
    return interrupted


def link_or_copy(source: Path, target: Path) -> None:
    """A second name for a file, which costs no time or space; a copy where the disk has no links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _sync(path: Path) -> None:
    """Make sure that a file's content is on the disk before the file replaces another."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
