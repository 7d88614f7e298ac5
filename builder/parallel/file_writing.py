"""Files are written while the next are being made: by threads of this process, or together with the helper process.

`SiteFolder.publish` is handed one of the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import partial

from builder.output.atomic_write import AtomicWriter
from builder.output.publish import OutputFile, SiteFolder, StoredFile, WriteFiles, write_file
from builder.parallel.shared_work import SharedWork, submit

_BATCH = 32  # files handed to the helper at once
_THREADS = 2  # the system takes longer to write a file than we to make it


def file_writing(helper: Executor | None) -> WriteFiles:
    """The way to write files: together with the helper, where there is one."""
    return partial(_write_with_helper, helper) if helper else _write_with_threads


def _write_with_threads(site: SiteFolder, files: Iterable[OutputFile]) -> Iterator[StoredFile]:
    # Digests and system calls leave the interpreter free for what makes the next file.
    with ThreadPoolExecutor(_THREADS) as threads:
        stored = [threads.submit(site.store, file) for file in files]
    for future in stored:
        yield future.result()
    site.writer.clear()


def _write_with_helper(helper: Executor, site: SiteFolder, files: Iterable[OutputFile]) -> Iterator[StoredFile]:
    """Each process makes the contents of the files that it writes. All are written, even those that turn out to be there."""
    write = partial(_write_files, site.writer)
    shared: SharedWork[Sequence[OutputFile], list[StoredFile]] = SharedWork(helper, write)
    batch: list[OutputFile] = []
    for file in files:
        site.mark_incomplete()
        batch.append(file)
        if len(batch) == _BATCH:
            shared.add(batch)
            batch = []
    yield from write(batch)
    for stored in shared.outcomes():
        yield from stored
    submit(helper, site.writer.clear)  # nobody waits for it


def _write_files(writer: AtomicWriter, files: Sequence[OutputFile]) -> list[StoredFile]:
    return [write_file(writer, file) for file in files]
