"""Files in, `site/` out: the only writer there. A file that is right is not touched, and nothing of others is deleted.

While files change, build.json says that the site is incomplete; it is written last, with a digest of every file. A build
that was killed is therefore recognised, and the next one mends it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from builder.model import digest
from builder.problem import Failed, Problem

RECORD = "build.json"
_WRITERS = 2  # the system's part of writing a file takes longer than ours of making it


@dataclass
class Published:
    """What a publication did, in paths of the site."""

    written: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


class Site:
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

    def holds(self, path: str, name: str) -> bool:
        """Whether the file is there with the content of this digest."""
        return self.on_disk(path) == name

    def on_disk(self, path: str) -> str:
        """The digest of the file as it is; empty where there is none."""
        target = self.folder / path
        try:
            state = target.lstat()
        except OSError:
            return ""
        known = self._index.get(path)
        if known and known[1:] == [state.st_size, state.st_mtime_ns]:
            return str(known[0])
        if not target.is_file() or target.is_symlink():
            return ""
        name = digest(target.read_bytes())
        self._index[path] = [name, state.st_size, state.st_mtime_ns]
        return name

    def is_complete(self, files: Mapping[str, str]) -> bool:
        """Whether the site is exactly these files (path -> digest), finished."""
        return self.record.get("files") == files and all(self.holds(path, name) for path, name in files.items())

    def publish(
        self, outputs: Iterable[tuple[str, str, bytes | None]], planned: Iterable[str], summary: Mapping[str, Any]
    ) -> Published:
        """Write what differs, remove what earlier builds wrote and this one did not, and put build.json last.

        `outputs` gives (path, digest, content); the content may be None where the file on disk is known to be right.
        `planned` are all their paths, known before the first is written.
        """
        done = Published()
        before = set(self.record.get("files", ()))
        ours = before | set(planned)
        files: dict[str, str] = {}
        with ThreadPoolExecutor(_WRITERS) as writers:
            writing = list(self._changes(outputs, ours, files, done, writers))
        for change in writing:
            change.result()
        for path in sorted(before - set(files)):
            if not done.written and not done.removed:
                self._mark_incomplete(ours)
            self._remove(path)
            done.removed.append(path)
        record = {**summary, "files": dict(sorted(files.items()))}
        if done.written or done.removed or self.record != record:
            self._write(RECORD, _spelled(record))
            self.record = record
        self._save_index(files)
        return done

    def _changes(
        self,
        outputs: Iterable[tuple[str, str, bytes | None]],
        ours: Iterable[str],
        files: dict[str, str],
        done: Published,
        writers: ThreadPoolExecutor,
    ) -> Iterator[Future[None]]:
        """Begin to write what differs, while the next files are being made."""
        for path, name, content in outputs:
            files[path] = name
            if self.holds(path, name):
                continue
            if content is None:
                raise ValueError(f"{path} is neither on disk nor given")
            if not done.written:
                self._mark_incomplete(ours)
            done.written.append(path)
            yield writers.submit(self._put, path, name, content)

    def _put(self, path: str, name: str, content: bytes) -> None:
        self._write(path, content)
        self._remember(path, name)

    def _mark_incomplete(self, ours: Iterable[str]) -> None:
        # All that was or will be ours is listed: should this run be killed, the next one knows what it may remove.
        self._write(RECORD, _spelled({"incomplete": True, "files": dict.fromkeys(sorted(ours), "")}))

    def _write(self, path: str, content: bytes) -> None:
        target = self.folder / path
        partial = target.with_name(f".{target.name}.partial")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            partial.write_bytes(content)
            partial.replace(target)
        except OSError as error:
            message = f"the file cannot be written: {error.strerror}"
            hint = "build again when it can; what was begun is finished then"
            raise Failed(
                [Problem(id="unwritable", path=f"{self.folder.name}/{path}", message=message, hint=hint)]
            ) from error

    def _remove(self, path: str) -> None:
        target = self.folder / path
        target.unlink(missing_ok=True)
        self._index.pop(path, None)
        for folder in target.parents:
            if folder == self.folder or not folder.is_dir() or any(folder.iterdir()):
                break
            folder.rmdir()

    def _remember(self, path: str, name: str) -> None:
        state = os.lstat(self.folder / path)
        self._index[path] = [name, state.st_size, state.st_mtime_ns]

    def _save_index(self, files: Mapping[str, str]) -> None:
        index = {path: entry for path, entry in self._index.items() if path in files}
        if index != _json(self._index_path):
            self._index_path.parent.mkdir(parents=True, exist_ok=True)
            partial = self._index_path.with_suffix(".partial")
            partial.write_text(json.dumps(index), encoding="utf-8")
            partial.replace(self._index_path)


def _spelled(record: Mapping[str, Any]) -> bytes:
    return (json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _json(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}
