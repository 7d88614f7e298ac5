"""The fetcher `file`: reads files of the project, CSV, XLSX, XLS or Parquet, as people export them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from builder.numbers.files.data_folder import unreadable
from builder.numbers.sources.source import Source, Table, Tools
from builder.numbers.sources.tables import size_limits, table_file
from builder.problem import Failed, Problem
from builder.safe_path import UnsafePathError, path_below, read_regular

_MOST_SHOWN = 200  # characters of a path


def fetch(source: Source, tools: Tools) -> Iterator[Table]:
    """A table for each file; `from` is a path from the project's folder. Raises Failed with all that cannot be read."""
    problems: list[Problem] = []
    if not source.location:
        message = f"{source.set} does not say where its files are"
        raise Failed([source.problem("from", message, "e.g. from: exports/{code}.csv")])
    for code, location in source.places():
        tools.say(f"{source.set} {code}".strip())
        try:
            if code and not source.named and not _path(location, source, tools.root).exists():
                # The catalogue may list more than there are histories of; `staging` notices one that is no longer there.
                continue
            yield table_file.read_table(read_bytes(location, source, tools.root), location, source, code=code)
        except Failed as failed:
            problems += failed.problems
    if problems:
        raise Failed(problems)


def read_bytes(location: str, source: Source, root: Path) -> bytes:
    """A file's bytes. Raises Failed where it is missing, outside the project, no regular file, or too large."""
    try:
        path = _path(location, source, root)
        size = path.stat().st_size
        if size > size_limits.LARGEST:
            message = f"{size:,} bytes; {size_limits.LARGEST:,} are the limit"
            raise Failed([Problem(id="too-large", path=location, message=message)])
        return read_regular(path)
    except FileNotFoundError:
        message, hint = f"there is no file {location}", "paths start from the project's folder"
        raise Failed([source.problem("from", message, hint, id_="missing-data")]) from None
    except OSError as error:
        raise Failed([unreadable(location, error)]) from error


def _path(location: str, source: Source, root: Path) -> Path:
    """The file that `from` names. Raises Failed where it could be any file outside the project, or a hidden one."""
    hint = "paths start from the project's folder, e.g. exports/{code}.csv; bring other files there"
    try:
        path = path_below(root, location)
    except UnsafePathError as error:
        id_ = "symlink" if "symbolic link" in str(error) else "unsafe-path"
        raise Failed([source.problem("from", f"{location[:_MOST_SHOWN]} {error}", hint, id_=id_)]) from None
    if any(name.startswith(".") for name in location.split("/")):
        raise Failed([source.problem("from", f"{location} is hidden", hint, id_="unsafe-path")])
    return path
