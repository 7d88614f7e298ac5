"""Writes a small file so that others see the old one or the new one, each whole: settings, memories, journals, ledgers.

The pages of a site have a faster way of their own, see `output.atomic_write`.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def replace_file(path: Path, content: str | bytes, *, durable: bool = False) -> None:
    """Write a file. `durable` waits until it is on the disk, so that it survives a power failure. Raises OSError.

    Nothing is left of a write that fails; what a killed one left is overwritten by the next.
    """
    partial = partial_of(path)
    raw = content.encode() if isinstance(content, str) else content
    try:
        with suppress(FileNotFoundError):
            partial.unlink()
        # "x" follows no symbolic link, and never opens a pipe.
        with partial.open("xb") as file:
            file.write(raw)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        partial.replace(path)
    except BaseException:
        with suppress(OSError):
            partial.unlink()
        raise


def partial_of(path: Path) -> Path:
    """Where a file is written before it gets its name, e.g. ".sora.json.partial"."""
    return path.with_name(f".{path.name}.partial")
