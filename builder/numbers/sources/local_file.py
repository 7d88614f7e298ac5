"""The fetcher `file`: reads files of the project, CSV, XLSX, XLS or Parquet, as people export them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from builder.numbers.files.data_folder import unreadable
from builder.numbers.sources.source import Source, Table, Tools
from builder.numbers.sources.tables import size_limits, table_file
from builder.problem import Failed, Problem, refuse_large
from builder.safe_path import UnsafePathError, path_below, read_regular
from builder.suggest import did_you_mean
from builder.vocabulary import SETS

_MOST_SHOWN = 200  # characters of a path


def fetch(source: Source, tools: Tools) -> Iterator[Table]:
    """A table for each file; `from` is a path from the project's folder. A history that cannot be read has its problems.

    Raises Failed for a catalogue or calendar, and where no file is there.
    """
    problems: list[Problem] = []
    absent: list[str] = []  # paths
    if not source.location:
        message = f"{source.set} does not say where its files are"
        raise Failed([source.problem("from", message, "e.g. from: exports/{code}.csv")])
    for code, location in source.places():
        tools.say(f"{source.set} {code}".strip())
        try:
            if code and not source.named and not _path(location, source, tools.root).exists():
                # The catalogue may list more than there are histories of; `staging` notices one that is no longer there.
                absent.append(location)
                continue
            yield table_file.read_or_refuse(read_bytes(location, source, tools.root), location, source, code=code)
        except Failed as failed:
            if code and source.set in SETS:
                yield Table(frame=None, place=location, code=code, problems=failed.problems)
            else:
                problems += failed.problems
    if absent and len(absent) == len(source.places()):
        problems.append(missing_files(absent, source, tools.root))
    if problems:
        raise Failed(problems)


def missing_files(locations: Sequence[str], source: Source, root: Path) -> Problem:
    """The problem at `from` of files that are not there: it names the first, or the folder that does not exist either."""
    more = f", nor {len(locations) - 1} more" if len(locations) > 1 else ""
    folder = _missing_folder(locations[0], root)
    if not folder:
        hint = "paths start from the project's folder"
        return source.problem("from", f"there is no file {locations[0]}{more}", hint, id_="missing-data")
    parent = (root / folder).parent
    hint = did_you_mean(Path(folder).name, [path.name for path in parent.iterdir() if path.is_dir()])
    message = f"there is no folder {folder}, so no file {locations[0]}{more}"
    return source.problem("from", message, hint or "paths start from the project's folder", id_="missing-data")


def _missing_folder(location: str, root: Path) -> str:
    """The first folder of a path that does not exist; "" where all do."""
    folders = [folder.as_posix() for folder in PurePosixPath(location).parents][-2::-1]
    return next((folder for folder in folders if not (root / folder).is_dir()), "")


def read_bytes(location: str, source: Source, root: Path) -> bytes:
    """A file's bytes. Raises Failed where it is missing, outside the project, no regular file, or too large."""
    try:
        path = _path(location, source, root)
        refuse_large(path.stat().st_size, size_limits.LARGEST, "bytes", location)
        return read_regular(path)
    except FileNotFoundError:
        raise Failed([missing_files([location], source, root)]) from None
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
