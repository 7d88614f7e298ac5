"""A staged source's files in, the data folder with all of them or none out, whatever interrupts.

What is replaced is kept in `.outgoing` with a journal until all new files stand. Where a journal is found, a refresh was
cut off: `restore` puts back what was there, and until then nothing is built from the mixture.
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

_KEPT = Path(JOURNAL).parent


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One refresh at a time; the lock goes with the process, however that ends."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "refresh.lock").open("w") as lock:
        try:
            import fcntl
        except ImportError:  # Windows: a second refresh finds the first one's journal
            yield
            return
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            message = "another refresh is under way"
            raise Failed([Problem(id="unfinished-refresh", path=folder.name, message=message)]) from None
        yield


def install(data: Path, staged: Path, names: Iterable[str]) -> None:
    """Move these files (paths from both folders) over those of the data folder: all, or on any error none."""
    kept, journal = data / _KEPT, data / JOURNAL
    wanted = list(names)
    before = [name for name in wanted if (data / name).exists()]
    for name in before:
        (kept / name).parent.mkdir(parents=True, exist_ok=True)
        same_file(data / name, kept / name)
    kept.mkdir(parents=True, exist_ok=True)
    draft = kept / "journal.tmp"
    with draft.open("w", encoding="utf-8") as file:
        json.dump({"replaced": before, "added": [name for name in wanted if name not in before]}, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(journal)
    try:
        for name in wanted:
            (data / name).parent.mkdir(parents=True, exist_ok=True)
            _settled(staged / name)
            (staged / name).replace(data / name)
    except BaseException:
        restore(data)
        raise
    journal.unlink()
    shutil.rmtree(kept)


def restore(data: Path) -> bool:
    """Undo what an interrupted `accept` did; whether there was one."""
    kept, journal = data / _KEPT, data / JOURNAL
    found = journal.is_file()
    if found:
        record = json.loads(journal.read_bytes())
        for name in record["replaced"]:
            if (kept / name).exists():
                (kept / name).replace(data / name)
        for name in record["added"]:
            (data / name).unlink(missing_ok=True)
            parent = (data / name).parent
            if parent != data and parent.is_dir() and not any(parent.iterdir()):
                parent.rmdir()
        journal.unlink()
    if kept.is_dir():
        shutil.rmtree(kept)
    return found


def same_file(source: Path, target: Path) -> None:
    """The same content at another place: a second name for it where the disk can, else a copy."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _settled(path: Path) -> None:
    """See that a file's content is on the disk before it takes another's place."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
