"""The content folder in, its Sources and the digests of its other files out. The data folder is not looked into."""

from __future__ import annotations

import os
import re
import stat
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from builder.model import SourceFile, digest
from builder.problem import Problem
from builder.words.marks.code_mask import TextPosition

TEXT_LIMIT = 2 * 1024 * 1024  # bytes of one Markdown file
ASSET_LIMIT = 20 * 1024 * 1024  # bytes of one other file
_ROOMS = ("briefings/", "pages/")
_RESERVED = re.compile("[\ue000-\ue00f]")
_MAY_BE_RESERVED = "\ue000".encode()[:2]  # how the UTF-8 of each begins


@dataclass(frozen=True, kw_only=True)
class ContentFolder:
    """All that the content folder holds, by path from it, and what is wrong with it."""

    sources: Mapping[str, SourceFile] = field(default_factory=dict)
    assets: Mapping[str, str] = field(default_factory=dict)  # path -> digest, e.g. {"briefings/2024/sora.png": "9f…"}
    problems: tuple[Problem, ...] = ()


def read_content(content: Path, *, data: str = "data") -> ContentFolder:
    """Everything authors own but the data: Markdown as text, any other file as a digest.

    Byte-order marks and Windows line ends are taken away. A file that cannot be taken is a problem, never skipped;
    hidden files are. `data` is the data files' folder, from the content folder.
    """
    sources: dict[str, SourceFile] = {}
    assets: dict[str, str] = {}
    problems: list[Problem] = []
    if content.is_symlink():
        hint = "put the folder itself there"
        problem = _whole("symlink", "", "a symbolic link could publish any file of this machine", hint)
        return ContentFolder(problems=(problem,))
    for path, entry in _files(content, "", data.strip("/"), problems):
        is_text = path.startswith(_ROOMS) and path.lower().endswith(".md")
        raw = _bytes(path, entry, TEXT_LIMIT if is_text else ASSET_LIMIT, problems)
        if raw is None:
            continue
        if not is_text:
            assets[path] = digest(raw)
        elif (text := _text(path, raw, problems)) is not None:
            sources[path] = SourceFile(path=path, text=text)
    return ContentFolder(sources=sources, assets=assets, problems=tuple(problems))


def reserved(place: TextPosition) -> list[Problem]:
    """The characters of a text that the builder keeps for its holes, the first ten of them."""
    found = [match.start() for match in _RESERVED.finditer(place.text)][:10] if _RESERVED.search(place.text) else []
    return [
        place.problem(
            "reserved-character",
            at,
            at + 1,
            f"U+{ord(place.text[at]):04X} is a private-use character that the builder keeps for itself",
            "delete it",
        )
        for at in found
    ]


def _files(
    folder: Path | str, prefix: str, data: str, problems: list[Problem]
) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every regular file below, by name; what is neither file nor folder is a problem."""
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        problems.append(_whole("unreadable", prefix.rstrip("/"), f"the folder cannot be read: {error.strerror}"))
        return
    for entry in found:
        path = prefix + entry.name
        if path == data:
            continue
        if entry.is_symlink():
            hint = "put the file itself here"
            problems.append(
                _whole("symlink", _shown(path), "a symbolic link could publish any file of this machine", hint)
            )
        elif entry.name.startswith("."):
            continue
        elif _shown(path) != path:
            problems.append(_whole("unreadable", _shown(path), "the file's name is not UTF-8", "rename it"))
        elif entry.is_dir(follow_symlinks=False):
            yield from _files(entry.path, f"{path}/", data, problems)
        elif entry.is_file(follow_symlinks=False):
            yield path, entry
        else:
            problems.append(_whole("unreadable", path, "neither a file nor a folder"))


def _bytes(path: str, entry: os.DirEntry[str], limit: int, problems: list[Problem]) -> bytes | None:
    try:
        # Neither a Path nor a buffer: every build reads every file, and a thousand of each cost a good part of it.
        with open(entry.path, "rb", buffering=0) as file:  # noqa: PTH123
            status = os.fstat(file.fileno())
            if stat.S_ISREG(status.st_mode) and status.st_size <= limit:
                return file.read(status.st_size) if status.st_size else b""
    except OSError as error:
        problems.append(_whole("unreadable", path, f"the file cannot be read: {error.strerror}"))
        return None
    message = f"{status.st_size / 1024 / 1024:.1f} MB; at most {limit // 1024 // 1024} MB are read"
    problems.append(_whole("too-large", path, message, "make it smaller, or split it"))
    return None


def _text(path: str, raw: bytes, problems: list[Problem]) -> str | None:
    raw = raw.removeprefix(BOM_UTF8)
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        message = f"byte {raw[error.start]:#04x} is not UTF-8"
        hint = "save the file as UTF-8; Windows editors often write GBK"
        problems.append(Problem(id="not-text", path=path, line=line, column=column, message=message, hint=hint))
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if (at := text.find("\x00")) >= 0:
        place = TextPosition(path=path, text=text)
        problems.append(place.problem("not-text", at, at + 1, "a NUL byte: this is not a text", "remove the file"))
        return None
    wrong = reserved(TextPosition(path=path, text=text)) if _MAY_BE_RESERVED in raw else []
    problems.extend(wrong)
    return None if wrong else text


def _whole(id_: str, path: str, message: str, hint: str = "") -> Problem:
    return Problem(id=id_, path=path, message=message, hint=hint)


def _shown(path: str) -> str:
    return path.encode("utf-8", "backslashreplace").decode()
