"""Files in, `site/` out: the only writer there. A file that is right is not touched, and nothing of others is deleted.

While files change, build.json says that the site is incomplete; it is written last, with a digest of every file. A build
that was killed is therefore recognised, and the next one mends it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from builder.model import digest
from builder.output.atomic_write import AtomicWriter
from builder.problem import Failed, Problem

RECORD = "build.json"
_BATCH = 32  # files handed to another process at once
_WRITERS = 2  # the system's part of writing a file takes longer than ours of making it


class OutputFile(NamedTuple):
    """A file of the site: its digest where that is known; its content, or what makes it, where it is not known to be
    there already."""

    path: str
    name: str = ""
    content: bytes | Callable[[], bytes] | None = None

    @property
    def made(self) -> bytes | None:
        """The content."""
        return self.content() if callable(self.content) else self.content


class StoredFile(NamedTuple):
    """A file that is there now: its digest, and size and time of change where it was written."""

    path: str
    name: str
    entry: tuple[int, int] | None = None


@dataclass
class PublishReport:
    """What a publication did, in paths of the site."""

    written: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)  # every file of the site: path -> digest


class SiteFolder:
    """A site's folder and what is known of its files.

    The digests of files on disk are remembered with size and time of change in `index`, a file of the cache folder, so that
    an unchanged site is not read again.
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
        self._writer = AtomicWriter(folder, index.parent / "replaced")
        self._marking = Lock()
        self._ours: set[str] = set()
        self._is_marked = False

    def holds(self, path: str, name: str) -> bool:
        """Whether the file is there with the content of this digest."""
        return self.on_disk(path) == name

    def on_disk(self, path: str) -> str:
        """The digest of the file as it is; empty where there is none."""
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
        name = digest(target.read_bytes())
        self._index[path] = [name, state.st_size, state.st_mtime_ns]
        return name

    def is_complete(self, files: Mapping[str, str]) -> bool:
        """Whether the site is exactly these files (path -> digest), finished."""
        return self.record.get("files") == files and all(self.holds(path, name) for path, name in files.items())

    def publish(
        self,
        outputs: Iterable[OutputFile],
        planned: Iterable[str],
        summary: Mapping[str, Any],
        helper: Executor | None = None,
    ) -> PublishReport:
        """Write what differs, remove what earlier builds wrote and this one did not, and put build.json last.

        `planned` are the paths of all outputs, known before the first is written. A `helper` is another process that names
        and writes the files, while this one makes the next. Raises ValueError for an output that is neither on disk nor
        given: a mistake of ours.
        """
        done = PublishReport()
        before = set(self.record.get("files", ()))
        self._ours, self._is_marked = before | set(planned), False
        self._writer.prepare()
        for path, name, entry in self._with(helper, outputs) if helper else self._with_threads(outputs):
            done.files[path] = name
            if entry:
                self._index[path] = [name, *entry]
                done.written.append(path)
        for path in sorted(before - set(done.files)):
            self._mark_incomplete()
            self._remove(path)
            done.removed.append(path)
        record = {**summary, "files": dict(sorted(done.files.items()))}
        if done.written or done.removed or self.record != record:
            self._writer.write(RECORD, _spelled(record))
            self.record = record
        self._save_index(done.files)
        if not helper:
            self._writer.clear()
        return done

    def _with_threads(self, outputs: Iterable[OutputFile]) -> list[StoredFile]:
        # Naming and writing leave the interpreter free: both go on while the next files are being made.
        with ThreadPoolExecutor(_WRITERS) as writers:
            stored = [writers.submit(self._stored, one) for one in outputs]
        return [one.result() for one in stored]

    def _stored(self, output: OutputFile) -> StoredFile:
        """Write a file unless it is there."""
        path, content = output.path, output.made
        name = output.name or (digest(content) if content is not None else "")
        if self.holds(path, name):
            return StoredFile(path, name)
        with self._marking:
            self._mark_incomplete()
        return _store(self._writer, OutputFile(path, name, content))

    def _with(self, helper: Executor, outputs: Iterable[OutputFile]) -> Iterator[StoredFile]:
        """As with threads, but that the site is marked although all files to be named may turn out to be there."""
        coming: list[tuple[Future[list[StoredFile]], list[OutputFile]]] = []
        there: list[StoredFile] = []
        batch: list[OutputFile] = []
        for one in outputs:
            if one.name and self.holds(one.path, one.name):
                there.append(StoredFile(one.path, one.name))
                continue
            self._mark_incomplete()
            batch.append(one)
            if len(batch) == _BATCH:
                coming.append((helper.submit(_store_all, self._writer, batch), batch))
                batch = []
        yield from there
        yield from _store_all(self._writer, batch)
        for future, batch in reversed(coming):
            # The helper goes on from the front, and this process from the end, until the two meet.
            yield from _store_all(self._writer, batch) if future.cancel() else future.result()
        helper.submit(self._writer.clear)  # nobody waits for it

    def _mark_incomplete(self) -> None:
        # All that was or will be ours is listed: should this run be killed, the next one knows what it may remove.
        if not self._is_marked:
            self._writer.write(RECORD, _spelled({"incomplete": True, "files": dict.fromkeys(sorted(self._ours), "")}))
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


def _store_all(writer: AtomicWriter, outputs: Sequence[OutputFile]) -> list[StoredFile]:
    return [_store(writer, one) for one in outputs]


def _store(writer: AtomicWriter, output: OutputFile) -> StoredFile:
    content = output.made
    if content is None:
        raise ValueError(f"{output.path} is neither on disk nor given")
    return StoredFile(output.path, output.name or digest(content), writer.write(output.path, content))


def _spelled(record: Mapping[str, Any]) -> bytes:
    return (json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _json(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}
