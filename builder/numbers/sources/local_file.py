"""The fetcher `file`: reads files of the project, CSV, XLSX, XLS or Parquet, as people export them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from builder.numbers.files.data_folder import not_a_file, unreadable
from builder.numbers.sources.source import Source, Table, Tools
from builder.numbers.sources.tables import table_file
from builder.problem import Failed, Problem


def fetch(source: Source, tools: Tools) -> Iterator[Table]:
    """A table for each file; `from` is a path from the project's folder. Raises Failed with all that cannot be read."""
    problems: list[Problem] = []
    if not source.location:
        message = f"{source.set} does not say where its files are"
        raise Failed([source.problem("from", message, "e.g. from: exports/{code}.csv")])
    for code, location in source.places():
        tools.say(f"{source.set} {code}".strip())
        if code and not source.named and not (tools.root / location).exists():
            # The catalogue may list more than there are histories of; `staging` notices one that is no longer there.
            continue
        try:
            yield table_file.read_table(read_bytes(location, source, tools.root), location, source, code=code)
        except Failed as failed:
            problems += failed.problems
    if problems:
        raise Failed(problems)


def read_bytes(location: str, source: Source, root: Path) -> bytes:
    """A file's bytes. Raises Failed where it is missing, is not a regular file, or is too large."""
    path = root / location
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise Failed([not_a_file(path, location)])
    try:
        size = path.stat().st_size
        if size > table_file.LARGEST:
            message = f"{size:,} bytes; {table_file.LARGEST:,} are the limit"
            raise Failed([Problem(id="too-large", path=location, message=message)])
        return path.read_bytes()
    except FileNotFoundError:
        message, hint = f"there is no file {location}", "paths start from the project's folder"
        raise Failed([source.problem("from", message, hint, id_="missing-data")]) from None
    except OSError as error:
        raise Failed([unreadable(location, error)]) from error
