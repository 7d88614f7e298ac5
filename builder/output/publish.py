"""The only writer of `site/`: a file that is right is not touched, and nothing of others is deleted.

While files change, build.json says that the site is incomplete. It is written last, with a digest of every file. So a build
that was killed is recognised, and the next one mends the site.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from builder.model import digest
from builder.output.atomic_write import AtomicWriter
from builder.problem import Failed, Problem

RECORD = "build.json"


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

    `index` is a file of the cache folder. It remembers the digests of the files on disk with their size and time of change,
    so that an unchanged site is not read again.
    """

    def __init__(self, folder: Path, index: Path) -> None:
        if folder.is_symlink():
            hint = "put a folder there, or give another with site_dir"
            message = "the site's folder is a symbolic link"
            raise Failed([Problem(id="symlink", path=folder.name, message=message, hint=hint)])
        if folder.exists() and not folder.is_dir():
            hint = "move it away, or give another folder with site_dir"
            raise Failed([Problem(id="unwritable", path=folder.name, message="a file stands there", hint=hint)])
        self.folder = folder
        self._index_path = index
        self._index: dict[str, list[Any]] = _json(index)
        self.record = _json(folder / RECORD)
        self.writer = AtomicWriter(folder, index.parent / "replaced")
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
        known = self._index.get(path)
        if known and known[1:] == [state.st_size, state.st_mtime_ns]:
            return str(known[0])
        target = self.folder / path
        if not target.is_file() or target.is_symlink():
            return ""
        content_digest = digest(target.read_bytes())
        self._index[path] = [content_digest, state.st_size, state.st_mtime_ns]
        return content_digest

    def is_complete(self, files: Mapping[str, str], *, content: str) -> bool:
        """Whether the site is exactly these files (path -> digest), finished, and made of the inputs with this key."""
        record = self.record
        if record.get("files") != files or record.get("content") != content:
            return False
        return all(self.holds(path, content_digest) for path, content_digest in files.items())

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
        before = set(self.record.get("files", ()))
        self._ours, self._is_marked = before | set(planned), False
        self.writer.prepare()
        for path, content_digest, state in (write_files or _write_in_turn)(self, self._unknown(files, report)):
            report.files[path] = content_digest
            if state:
                self._index[path] = [content_digest, *state]
                report.written.append(path)
        for path in sorted(before - set(report.files)):
            self.mark_incomplete()
            self._remove(path)
            report.removed.append(path)
        record = {**summary, "files": dict(sorted(report.files.items()))}
        if report.written or report.removed or self.record != record:
            self.writer.write(RECORD, _to_bytes(record))
            self.record = record
        self._save_index(report.files)
        return report

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
        """Say in build.json that the site is being written. It lists all files that were or will be ours: should this run be
        killed, the next one knows what it may remove."""
        if not self._is_marked:
            unfinished = {"incomplete": True, "files": dict.fromkeys(sorted(self._ours), "")}
            self.writer.write(RECORD, _to_bytes(unfinished))
            self._is_marked = True

    def _remove(self, path: str) -> None:
        target = self.folder / path
        target.unlink(missing_ok=True)
        self._index.pop(path, None)
        for folder in target.parents:
            if folder == self.folder or not folder.is_dir() or any(folder.iterdir()):
                break
            folder.rmdir()

    def _save_index(self, files: Mapping[str, str]) -> None:
        index = {path: entry for path, entry in self._index.items() if path in files}
        if index != _json(self._index_path):
            self._index_path.parent.mkdir(parents=True, exist_ok=True)
            partial = self._index_path.with_suffix(".partial")
            partial.write_text(json.dumps(index), encoding="utf-8")
            partial.replace(self._index_path)


def _to_bytes(record: Mapping[str, Any]) -> bytes:
    return (json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


WriteFiles = Callable[[SiteFolder, Iterable[OutputFile]], Iterable[StoredFile]]


def _write_in_turn(site: SiteFolder, files: Iterable[OutputFile]) -> Iterator[StoredFile]:
    return map(site.store, files)


def _json(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}
