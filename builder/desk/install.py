"""Installs the new data files of a set for `refresh`: all of them or none, whenever the process is interrupted.

The files that are replaced stay in the cache folder, beside a journal, until every new file is there. The journal is in the
cache because that folder is this machine's own: a journal in the data folder could be anybody's. In the data folder lies only
a mark that says that they are unfinished: nothing is built until `restore` has put the old files back.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from builder.cache.replace_file import partial_of, replace_file
from builder.model import digest
from builder.numbers.files.data_folder import UNFINISHED
from builder.problem import Failed, Problem
from builder.safe_path import UnsafePathError, path_below

_JOURNAL, _REPLACED = "refresh.json", "replaced-data"


@dataclass(frozen=True, kw_only=True)
class Journal:
    """What an installation replaces: each file by its path from the data folder, with digests of its content."""

    replaced: Mapping[str, str]  # path -> digest of the old content
    added: Mapping[str, str]  # path -> digest of the new content


def install(data: Path, staged: Path, paths: Iterable[str], cache: Path) -> None:
    """Move these files of the folder `staged` into the folder `data`: all of them or, on any error, none.

    `paths` are relative to both folders, e.g. "nav/012733.csv". Raises Failed for a path that leads outside, and OSError.
    """
    new = {path: _below(data, path) for path in paths}
    old = {path: digest(target.read_bytes()) for path, target in new.items() if target.exists()}
    added = {path: digest((staged / path).read_bytes()) for path in new if path not in old}
    record = {"data": _name_of(data), "replaced": old, "added": added}
    (cache / _REPLACED).mkdir(parents=True, exist_ok=True)
    replace_file(cache / _JOURNAL, json.dumps(record), durable=True)
    try:
        for path in old:
            _make_room(cache / _REPLACED / path)
            link_or_copy(new[path], cache / _REPLACED / path)
        replace_file(data / UNFINISHED, "", durable=True)
        for path, target in new.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            _move(staged / path, target)
    except BaseException:
        restore(data, cache)
        raise
    _clear(data, cache)  # the mark first: without it, the journal asks for nothing


def restore(data: Path, cache: Path) -> bool:
    """Put back what an interrupted `install` replaced. Returns whether there was one.

    Only a file that the journal names with its content is put back or removed. Raises Failed where that is impossible.
    """
    journal = _read_journal(data, cache)
    if not os.path.lexists(data / UNFINISHED):  # no file was replaced yet, or all were
        _clear(data, cache)
        return False
    if journal is None:
        message = f"{UNFINISHED} says that a refresh was interrupted, and the cache has no record of it"
        raise Failed([_unfinished(data, message)])
    lost = [path for path, content in journal.replaced.items() if not _put_back(data, cache, path, content)]
    if lost:
        raise Failed(
            [_unfinished(data, f"a refresh was interrupted, and the old {', '.join(lost[:5])} cannot be put back")]
        )
    for path, content in journal.added.items():
        target = _below(data, path)
        partial_of(target).unlink(missing_ok=True)
        if target.is_file() and digest(target.read_bytes()) == content:
            target.unlink()
        if target.parent != data:
            with suppress(OSError):  # other files are in it
                target.parent.rmdir()
    _clear(data, cache)
    return True


def _put_back(data: Path, cache: Path, path: str, content: str) -> bool:
    """Give a file its old content, unless it has it. Returns whether it has it now."""
    target, old_file = _below(data, path), cache / _REPLACED / path
    partial_of(target).unlink(missing_ok=True)
    if target.is_file() and digest(target.read_bytes()) == content:
        return True
    if not old_file.is_file() or digest(old_file.read_bytes()) != content:
        return False
    _move(old_file, target)
    return True


def _read_journal(data: Path, cache: Path) -> Journal | None:
    """The journal of this data folder; None where there is none, or it is damaged."""
    try:
        record = json.loads((cache / _JOURNAL).read_bytes())
        journal = Journal(replaced=dict(record["replaced"]), added=dict(record["added"]))
        contents = (*journal.replaced.values(), *journal.added.values())
        return (
            journal
            if record["data"] == _name_of(data) and all(isinstance(content, str) for content in contents)
            else None
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _clear(data: Path, cache: Path) -> None:
    """Remove the mark and the journal of an installation, whose files are all old or all new."""
    for file in (data / UNFINISHED, cache / _JOURNAL):
        file.unlink(missing_ok=True)
        partial_of(file).unlink(missing_ok=True)
    shutil.rmtree(cache / _REPLACED, ignore_errors=True)


def _name_of(data: Path) -> str:
    """Names the data folder in a journal, so that none is undone elsewhere."""
    state = data.stat()
    return f"{state.st_ino} {data.name}"


def _below(data: Path, path: str) -> Path:
    try:
        return path_below(data, path)
    except UnsafePathError as error:
        hint = "a data file has a path such as nav/012733.csv"
        problem = Problem(id="unsafe-path", path=data.name, message=f"{path!r} {error}", hint=hint)
        raise Failed([problem]) from None


def _unfinished(data: Path, message: str) -> Problem:
    hint = f"put the data folder back from version control, then remove {UNFINISHED} there"
    return Problem(id="unfinished-refresh", path=data.name, message=message, hint=hint)


def _make_room(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)


def _move(source: Path, target: Path) -> None:
    """Move a file, whole, in place of another; by a copy where the cache is on another disk than the data."""
    with source.open("rb") as file:
        os.fsync(file.fileno())  # it is on the disk before it replaces another
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        replace_file(target, source.read_bytes(), durable=True)
        source.unlink()


def link_or_copy(source: Path, target: Path) -> None:
    """A second name for a file, which costs no time or space; a copy where the disk has no links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
