"""A declared path in, the tables of the files there out: CSV, XLSX, XLS or Parquet as people export them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from builder.numbers.files.data_folder import not_a_file, unreadable
from builder.numbers.sources import table_file
from builder.numbers.sources.source import Source, Table, Tools
from builder.problem import Failed, Problem


def fetch(source: Source, tools: Tools) -> Iterator[Table]:
    """A table for each file; `from` is a path from the project's folder. Raises Failed with all that cannot be read."""
    problems: list[Problem] = []
    if not source.location:
        raise Failed(
            [source.problem("from", f"{source.set} does not say where its files are", "e.g. from: exports/{code}.csv")]
        )
    for code, where in source.places():
        tools.say(f"{source.set} {code}".strip())
        if code and not source.named and not (tools.root / where).exists():
            continue  # the catalogue may know more than there are histories of; one that vanishes is noticed later
        try:
            yield table_file.read_table(read_bytes(where, source, tools.root), where, source, code=code)
        except Failed as failed:
            problems += failed.problems
    if problems:
        raise Failed(problems)


def read_bytes(where: str, source: Source, root: Path) -> bytes:
    """A file's bytes. Raises Failed where it is not there, no plain file, or too large."""
    path = root / where
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise Failed([not_a_file(path, where)])
    try:
        size = path.stat().st_size
        if size > table_file.LARGEST:
            raise Failed(
                [Problem(id="too-large", path=where, message=f"{size:,} bytes; {table_file.LARGEST:,} are the limit")]
            )
        return path.read_bytes()
    except FileNotFoundError:
        message = f"there is no file {where}"
        raise Failed(
            [source.problem("from", message, "paths start from the project's folder", id_="missing-data")]
        ) from None
    except OSError as error:
        raise Failed([unreadable(where, error)]) from error
