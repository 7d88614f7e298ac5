"""The data folder in, the digest of every file out: plain bytes, nothing is parsed and no numpy is imported."""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from builder.problem import Failed, Problem

JOURNAL = ".outgoing/journal.json"  # what a refresh is about to replace; gone when it is done


def digests(data: Path, *, place: str = "content/data") -> dict[str, str]:
    """Name every data file by its path from the data folder, e.g. {"nav/012733.csv": "9f…"}, hidden files aside.

    Raises Failed with every symbolic link and every file that cannot be read, placed below `place`.
    """
    found: dict[str, str] = {}
    problems: list[Problem] = []
    if data.is_symlink():
        raise Failed([not_a_file(data, place)])
    if (data / JOURNAL).is_file():
        message = "a refresh was cut off, or is under way: some files are new and some are old"
        hint = "run `briefings refresh`: it first puts back what was there"
        problems.append(Problem(id="unfinished-refresh", path=place, message=message, hint=hint))
    for path, is_plain in walk(data):
        name = path.relative_to(data).as_posix()
        if not is_plain:
            problems.append(not_a_file(path, f"{place}/{name}"))
            continue
        try:
            found[name] = blake2b(path.read_bytes(), digest_size=16).hexdigest()
        except OSError as error:
            problems.append(unreadable(f"{place}/{name}", error))
    if problems:
        raise Failed(problems)
    return found


def walk(folder: Path) -> Iterator[tuple[Path, bool]]:
    """Every file below a folder, sorted by name, and whether it is a plain one; symbolic links are never followed."""
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from walk(Path(entry.path))
            else:
                yield Path(entry.path), entry.is_file(follow_symlinks=False)


def not_a_file(path: Path, place: str) -> Problem:
    """What is wrong with what is no plain file: a symbolic link, a pipe, a device."""
    if not path.is_symlink():
        # Opening a pipe would wait for ever.
        return Problem(id="unreadable", path=place, message="this is a pipe or a device, not a file")
    hint = "put the file itself here: a link could publish a file from outside the project"
    return Problem(id="symlink", path=place, message="a symbolic link is never followed", hint=hint)


def unreadable(path: str, error: OSError) -> Problem:
    """What is wrong with a file that the system refuses to give."""
    return Problem(id="unreadable", path=path, message=f"the file cannot be read: {error.strerror or error}")
