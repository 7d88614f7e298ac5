"""The only writer of `site/`: a file that is right is not touched, and nothing of others is deleted.

While files change, build.json says that the site is incomplete. It is written last, with a digest of every file. So a build
that was killed is recognised, and the next one mends the site. What may be removed is in the cache, see `written_files`.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from builder.model import digest
from builder.output.atomic_write import AtomicWriter, partial_name, unsafe_path
from builder.output.written_files import FileState, WrittenFiles
from builder.problem import Failed, Problem
from builder.safe_path import UnsafePathError, link_in, path_below, path_fault, read_regular

RECORD = "build.json"
_MOST_NAMED = 5  # files in a message


class OutputFile(NamedTuple):
    """A file of the site. Passes to another process.

    `digest` is "" where it is not known yet. `content` is the bytes, or what makes them, or None where the file is known to
    be on disk already.
    """

    path: str
    digest: str = ""
    content: bytes | Callable[[], bytes] | None = None

    def read(self) -> bytes | None:
        """The content."""
        return self.content() if callable(self.content) else self.content


class StoredFile(NamedTuple):
    """A file that is on disk now: its digest; its size and time of change where it was written."""

    path: str
    digest: str
    state: tuple[int, int] | None = None


def write_file(writer: AtomicWriter, file: OutputFile) -> StoredFile:
    """Write a file. Raises ValueError where there is no content: a mistake of ours."""
    content = file.read()
    if content is None:
        raise ValueError(f"{file.path} is neither on disk nor given")
    return StoredFile(file.path, file.digest or digest(content), writer.write(file.path, content))


@dataclass
class PublishReport:
    """What `publish` did, in paths of the site."""

    written: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)  # every file of the site: path -> digest


class SiteFolder:
    """A site's folder, and what is known of its files.

    `memory` is a file of the cache folder, for `WrittenFiles`. By it an unchanged site is not read again.
    """

    def __init__(self, folder: Path, memory: Path) -> None:
        if folder.is_symlink():
            hint = "put a folder there, or give another with site_dir"
            message = "the site's folder is a symbolic link"
            raise Failed([Problem(id="symlink", path=folder.name, message=message, hint=hint)])
        if folder.exists() and not folder.is_dir():
            hint = "move it away, or give another folder with site_dir"
            raise Failed([Problem(id="unwritable", path=folder.name, message="a file stands there", hint=hint)])
        self.folder = folder
        self._written = WrittenFiles(memory)
        self.record = _json(folder / RECORD)
        self.writer = AtomicWriter(folder, memory.parent / "replaced")
        self._marking = Lock()
        self._ours: set[str] = set()
        self._is_marked = False

    def holds(self, path: str, content_digest: str) -> bool:
        """Whether the file is there with this content."""
        return bool(content_digest) and self.digest_on_disk(path) == content_digest

    def digest_on_disk(self, path: str) -> str:
        """The digest of the file as it is; "" where there is none."""
        try:
            state = os.lstat(f"{self.folder}/{path}")
        except OSError:
            return ""
        known = self._written.states.get(path)
        if known and known.size == state.st_size and known.changed == state.st_mtime_ns and known.digest:
            return known.digest
        if not stat.S_ISREG(state.st_mode):
            return ""
        try:
            content_digest = digest((self.folder / path).read_bytes())
        except OSError:
            return ""  # it is written anew
        self._written.states[path] = FileState(content_digest, state.st_size, state.st_mtime_ns)
        return content_digest

    def is_complete(self, files: Mapping[str, str], *, content: str) -> bool:
        """Whether the site is exactly these files (path -> digest), finished, and made of the inputs with this key."""
        record = self.record
        if record.get("files") != files or record.get("content") != content or self._written.is_interrupted:
            return False
        return not self._links(files) and all(
            self.holds(path, content_digest) for path, content_digest in files.items()
        )

    def publish(
        self,
        files: Iterable[OutputFile],
        planned: Iterable[str],
        summary: Mapping[str, Any],
        write_files: WriteFiles | None = None,
    ) -> PublishReport:
        """Write what differs, remove what earlier builds wrote and this one did not, and put build.json last.

        `planned` are the paths of all files, known before the first is written. `summary` is what build.json says besides the
        files. `write_files` may use other threads and processes; see parallel.file_writing.
        """
        report = PublishReport()
        planned = set(planned)
        before = set(self._written.states)
        self._check(planned)
        self._ours, self._is_marked = before | planned, False
        self.writer.prepare()
        if self._written.is_interrupted:
            self._remove_partial_files(before)
        for path, content_digest, state in (write_files or _write_in_turn)(self, self._unknown(files, report)):
            report.files[path] = content_digest
            if state:
                self._written.states[path] = FileState(content_digest, *state)
                report.written.append(path)
        for path in sorted(before - set(report.files)):
            self.mark_incomplete()
            if self._remove(path):
                report.removed.append(path)
        record = {**summary, "files": dict(sorted(report.files.items()))}
        if report.written or report.removed or self.record != record:
            self.writer.write(RECORD, _to_bytes(record))
            self.record = record
        self._written.finish(report.files)
        return report

    def _check(self, planned: set[str]) -> None:
        """Raise Failed for a path that leads outside, for a symbolic link, and for files that an unknown build wrote."""
        problems = [unsafe_path(self.folder, path, fault) for path in sorted(planned) if (fault := path_fault(path))]
        if not problems:
            links = self._links(planned)
            problems += [unsafe_path(self.folder, link, "is a symbolic link") for link in links]
        # An earlier build wrote these, by what build.json says; but whoever wrote build.json may have named any file.
        recorded = self.record.get("files")
        unknown = set[str](recorded if isinstance(recorded, dict) else ()) - planned - self._written.states.keys()
        stale = [path for path in sorted(unknown) if not path_fault(path) and os.path.lexists(self.folder / path)]
        if stale:
            files = ", ".join(stale[:_MOST_NAMED]) + (
                f" and {len(stale) - _MOST_NAMED} more" if len(stale) > _MOST_NAMED else ""
            )
            message = (
                f"{RECORD} lists files that are no longer part of the site, and the cache does not know them: {files}"
            )
            hint = f"remove {self.folder.name}/, or these files in it, and build again"
            problems.append(Problem(id="stale-file", path=self.folder.name, message=message, hint=hint))
        if problems:
            raise Failed(problems)

    def _links(self, paths: Iterable[str]) -> list[str]:
        """The folders of these files that are symbolic links."""
        folders = {path.rpartition("/")[0] for path in paths} - {""}
        return sorted({link for folder in folders if (link := link_in(self.folder, folder))})

    def _remove_partial_files(self, paths: Iterable[str]) -> None:
        """Remove what a killed build left of these files, half written or half replaced."""
        for path in (*paths, RECORD):
            with suppress(UnsafePathError, OSError):
                path_below(self.folder, partial_name(path)).unlink()

    def _unknown(self, files: Iterable[OutputFile], report: PublishReport) -> Iterator[OutputFile]:
        """Those files that are not known to be on disk; the others go into the report."""
        for file in files:
            if file.digest and self.holds(file.path, file.digest):
                report.files[file.path] = file.digest
            else:
                yield file

    def store(self, file: OutputFile) -> StoredFile:
        """Write a file unless it is on disk already. Threads may do so side by side."""
        content = file.read()
        content_digest = file.digest or (digest(content) if content is not None else "")
        if self.holds(file.path, content_digest):
            return StoredFile(file.path, content_digest)
        with self._marking:
            self.mark_incomplete()
        return write_file(self.writer, OutputFile(file.path, content_digest, content))

    def mark_incomplete(self) -> None:
        """Say in build.json that the site is being written. The cache remembers all files that were or will be ours: should
        this run be killed, the next one knows what it may remove."""
        if not self._is_marked:
            self._written.begin(self._ours)
            unfinished = {"incomplete": True, "files": dict.fromkeys(sorted(self._ours), "")}
            self.writer.write(RECORD, _to_bytes(unfinished))
            self._is_marked = True

    def _remove(self, path: str) -> bool:
        """Remove a file of ours, and folders that this leaves empty. A path that leads elsewhere by now is left alone."""
        self._written.states.pop(path, None)
        try:
            target = path_below(self.folder, path)
            target.unlink(missing_ok=True)
        except UnsafePathError:
            return False
        except OSError as error:
            message, hint = f"the file cannot be removed: {error.strerror}", "remove it, and build again"
            problem = Problem(id="unwritable", path=f"{self.folder.name}/{path}", message=message, hint=hint)
            raise Failed([problem]) from error
        for folder in target.parents:
            if folder == self.folder:
                break
            try:
                folder.rmdir()
            except OSError:  # others' files are in it
                break
        return True


def _to_bytes(record: Mapping[str, Any]) -> bytes:
    return (json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


WriteFiles = Callable[[SiteFolder, Iterable[OutputFile]], Iterable[StoredFile]]


def _write_in_turn(site: SiteFolder, files: Iterable[OutputFile]) -> Iterator[StoredFile]:
    return map(site.store, files)


def _json(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(read_regular(path))
    except (OSError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
