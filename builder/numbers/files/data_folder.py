"""The data folder as files: lists them, and gives the digest of each. A build reads the digests to see what has changed.

Nothing is parsed here and numpy is not imported, so that a build with nothing to do stays quick.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

from builder.problem import Failed, Problem

FILE_ENDINGS = (".csv", ".parquet", ".xlsx", ".xls", ".yml")
UNFINISHED = ".refresh-unfinished"  # an empty file that is there while a refresh replaces files


def digests(data: Path, *, problem_path: str = "content/data") -> dict[str, str]:
    """The digest of every data file, by its path from the data folder, e.g. {"nav/012733.csv": "9f…"}.

    Hidden files are left out. Raises Failed with every symbolic link and every file that cannot be read, and while a
    refresh is unfinished.
    """
    digest_by_path: dict[str, str] = {}
    problems: list[Problem] = []
    if data.is_symlink():
        raise Failed([not_a_file(data, problem_path)])
    if os.path.lexists(data / UNFINISHED):
        message = "a refresh was cut off, or is under way: some files are new and some are old"
        hint = "run `briefings refresh`: it first puts back what was there"
        problems.append(Problem(id="unfinished-refresh", path=problem_path, message=message, hint=hint))
    for path, is_file in walk(data):
        file_name = path.relative_to(data).as_posix()
        if not is_file:
            problems.append(not_a_file(path, f"{problem_path}/{file_name}"))
            continue
        try:
            digest_by_path[file_name] = blake2b(path.read_bytes(), digest_size=16).hexdigest()
        except OSError as error:
            problems.append(unreadable(f"{problem_path}/{file_name}", error))
    if problems:
        raise Failed(problems)
    return digest_by_path


@contextmanager
def reading(problem_path: str) -> Iterator[None]:
    """Whatever a reader raises becomes a problem of its file, so that all other files are read too."""
    try:
        yield
    except Failed:
        raise
    except Exception as error:
        message = f"the file cannot be read: {type(error).__name__}: {str(error)[:200]}"
        raise Failed([Problem(id="unreadable", path=problem_path, message=message)]) from error


def walk(folder: Path) -> Iterator[tuple[Path, bool]]:
    """Every entry below a folder that is not a folder, sorted by name, and whether it is a regular file.

    Hidden entries are left out; symbolic links are not followed. These are not regular files, nor is a folder that is called
    like a file of data.
    """
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False) and not entry.name.endswith(FILE_ENDINGS):
                yield from walk(Path(entry.path))
            else:
                yield Path(entry.path), entry.is_file(follow_symlinks=False)


def not_a_file(path: Path, problem_path: str) -> Problem:
    """The problem of a symbolic link, a folder, a pipe or a device where a data file should be."""
    if path.is_dir() and not path.is_symlink():
        hint = "put the file itself there, or give the folder another name"
        return Problem(id="unreadable", path=problem_path, message="this is a folder, not a file", hint=hint)
    if not path.is_symlink():
        # Opening a pipe would wait for ever.
        return Problem(id="unreadable", path=problem_path, message="this is a pipe or a device, not a file")
    hint = "put the file itself here: a link could publish a file from outside the project"
    return Problem(id="symlink", path=problem_path, message="a symbolic link is never followed", hint=hint)


def unreadable(problem_path: str, error: OSError) -> Problem:
    """The problem of a file that the operating system does not let us read."""
    return Problem(id="unreadable", path=problem_path, message=f"the file cannot be read: {error.strerror or error}")
