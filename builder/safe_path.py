"""The one door for paths that come out of content, data, the cache or a built site: each is checked before anything is opened.

A path that passes is relative, stays inside its root, and crosses no symbolic link there. Used by every room that joins a folder
of ours with a name that it did not choose itself.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import unicodedata
from pathlib import Path

_LONGEST, _LONGEST_NAME = 1_000, 255  # bytes
_LONGEST_PART, _LONGEST_ADDRESS = (
    240,
    800,
)  # bytes of an address: what files add to it, e.g. ".json", still fits
_FILE_NAME = re.compile(r".*\.(?:html|json|xml)", re.ASCII | re.IGNORECASE)
_ORDINARY = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*", re.ASCII)
_NOT_IN_PATHS = re.compile("[\x00-\x1f\x7f\\\\\ud800-\udfff\ue000-\ue00f\ufffe\uffff]")
_DRIVE = re.compile(r"[A-Za-z]:")


class UnsafePathError(ValueError):
    """A path that is not opened; its text says why, as the end of a sentence, e.g. "is absolute"."""


def path_fault(path: str) -> str:
    """Why a path, as text, could lead anywhere but below its root; "" where it is safe. Reads nothing."""
    if _ORDINARY.fullmatch(path):
        # The most paths by far: nothing in them can mean anything else.
        return "" if len(path) <= _LONGEST_NAME else _length_fault(path)
    if not path or path.startswith("/") or _DRIVE.match(path):
        return "is absolute" if path else "is empty"
    if character := _NOT_IN_PATHS.search(path):
        return f"holds {'a backslash' if character[0] == chr(92) else f'the character U+{ord(character[0]):04X}'}"
    names = path.split("/")
    if ".." in names:
        return "leads upwards"
    if "" in names or "." in names:
        return "is not written in its shortest form"
    if not unicodedata.is_normalized("NFC", path):
        return "is not in Unicode's composed form (NFC)"
    return _length_fault(path)


def address_fault(address: str) -> str:
    """Why a page or a fund cannot have this address, or this last part of one, e.g. "briefings/sora/" or "012733"; "" where it can.

    Whatever names a folder of the site passes here, where its author wrote it: so no build fails at it later.
    """
    parts = address.strip("/").split("/")
    if len(address.encode()) > _LONGEST_ADDRESS or any(len(part.encode()) > _LONGEST_PART for part in parts):
        return f"is too long for an address: {_LONGEST_PART} bytes are the limit of a part, {_LONGEST_ADDRESS} of the whole"
    if named := next((part for part in parts if _FILE_NAME.fullmatch(part)), ""):
        return f"ends like a file of the site: {named} would be a folder"
    return ""


def _length_fault(path: str) -> str:
    if len(path.encode()) > _LONGEST or any(len(name.encode()) > _LONGEST_NAME for name in path.split("/")):
        return f"is too long: {_LONGEST_NAME} bytes are the limit of a name, {_LONGEST:,} that of a path"
    return ""


def link_in(root: Path, path: str) -> str:
    """The part of a path below `root` that is a symbolic link, e.g. "funds"; "" where none is. `root` itself is not looked at."""
    if not path:
        return ""
    for end in (*(index for index, letter in enumerate(path) if letter == "/"), len(path)):
        try:
            mode = os.lstat(f"{root}/{path[:end]}").st_mode
        except (FileNotFoundError, NotADirectoryError):
            return ""
        if stat.S_ISLNK(mode):
            return path[:end]
    return ""


def path_below(root: Path, path: str) -> Path:
    """The file or folder of this path below `root`. Raises UnsafePathError where the path could lead anywhere else."""
    if fault := path_fault(path):
        raise UnsafePathError(fault)
    if link := link_in(root, path):
        raise UnsafePathError("is a symbolic link" if link == path else f"leads through {link}, a symbolic link")
    return root / path


def read_regular(path: Path, *, most: int = -1) -> bytes:
    """The content of a file that anybody may have put there, or its first bytes. Raises OSError, also for a pipe or a device:
    these are not waited for."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "this is a pipe, a device or a folder, not a file", str(path))
    with open(descriptor, "rb", buffering=0) as file:  # noqa: PTH123
        return file.read(most)
