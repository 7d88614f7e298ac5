"""What the cache remembers of the files that it wrote into a site: only these are ever removed. `publish` keeps one for each site.

The site's own build.json is not asked: whoever can write into the site's folder could name any file there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from builder.cache.replace_file import replace_file
from builder.problem import Failed, Problem


class FileState(NamedTuple):
    """A file as it was written or read: its digest, and by which size and time of change it is known again."""

    digest: str = ""  # "" where it was about to be written when the build was killed
    size: int = 0
    changed: int = 0  # nanoseconds


class WrittenFiles:
    """The memory of one site: every file that is ours, and whether a build was interrupted while it wrote."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.is_interrupted, self.states = _read(file)
        self._stored = dict(self.states)

    def begin(self, paths: Iterable[str]) -> None:
        """Remember, before the first of them is written, that all these files are ours."""
        planned = {path: FileState() for path in paths if path not in self.states}
        self.is_interrupted = True
        self._write(planned | self.states)

    def finish(self, paths: Mapping[str, str]) -> None:
        """Remember that the site consists of these files and that all are written."""
        self.states = {path: state for path, state in self.states.items() if path in paths}
        if self.is_interrupted or self.states != self._stored:
            self.is_interrupted = False
            self._write(self.states)

    def _write(self, states: Mapping[str, FileState]) -> None:
        self._stored = dict(states)
        record = {"interrupted": self.is_interrupted, "files": states}
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self._file, json.dumps(record))
        except OSError as error:
            message = f"the cache cannot be written: {error.strerror or error}"
            hint = "mend the cause and build again; the cache may also be removed"
            raise Failed([Problem(id="unwritable", path=self._file.name, message=message, hint=hint)]) from error


def _read(file: Path) -> tuple[bool, dict[str, FileState]]:
    """What was remembered; nothing where there is no such file, or it is damaged."""
    try:
        record = json.loads(file.read_bytes())
        states = {path: FileState(*state) for path, state in record["files"].items()}
        if all(
            isinstance(digest, str) and isinstance(size, int) and isinstance(changed, int)
            for digest, size, changed in states.values()
        ):
            return bool(record["interrupted"]), states
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    return False, {}
