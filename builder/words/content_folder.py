"""Reads the content folder: Markdown files as text, other files as digests. Used by every build; skips the data folder."""

from __future__ import annotations

import os
import posixpath
import stat
import unicodedata
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from builder.forbidden_characters import forbidden_in_file, may_be_forbidden, without_forbidden
from builder.model import SourceFile, digest
from builder.problem import Problem
from builder.suggest import nearest

TEXT_LIMIT = 256 * 1024  # bytes of one Markdown file: 10 seconds and 0.5 GB at worst, see docs/reliability.md
ASSET_LIMIT = 20 * 1024 * 1024  # bytes of one other file
DESCRIPTIONS = "descriptions.yml"  # of topics, columns and authors
_PAGE_FOLDERS = ("briefings/", "pages/")
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdx")
_OTHER_TEXTS = (".txt", ".text", ".rst")  # texts beside pages; elsewhere they may be anything
_README = "readme.md"  # for those who work on the files
_LINK_MESSAGE = "a symbolic link could publish any file of this machine"


@dataclass(frozen=True, kw_only=True)
class ContentFolder:
    """All that the content folder holds, by path from it, and what is wrong with it. Paths are in composed form (NFC)."""

    sources: Mapping[str, SourceFile] = field(default_factory=dict)
    assets: Mapping[str, str] = field(default_factory=dict)  # path -> digest, e.g. {"briefings/2024/sora.png": "9f…"}
    names_on_disk: Mapping[str, str] = field(
        default_factory=dict
    )  # where another than the path: some systems decompose
    descriptions: SourceFile | None = None  # of topics, columns and authors
    problems: tuple[Problem, ...] = ()

    @property
    def unreadable(self) -> frozenset[str]:
        """The paths of files that are there and cannot be used: that a page links to one, or shows it, is no further problem."""
        return frozenset(problem.path for problem in self.problems) - self.sources.keys() - self.assets.keys()


def read_content(content: Path, *, data: str = "data") -> ContentFolder:
    """All files of the authors: Markdown as text, any other file as its digest.

    Byte-order marks and Windows line ends are taken away. Hidden files are skipped; any other file that cannot be read
    is a problem. `data` is the folder of the data files, from the content folder.
    """
    if content.is_symlink():
        return ContentFolder(problems=(_problem("symlink", "", _LINK_MESSAGE, "put the folder itself there"),))
    if not content.exists():
        hint = "make it, with a page, e.g. briefings/2024/2024-02-20-sora.md; docs_dir in mkdocs.yml names it"
        return ContentFolder(problems=(_problem("no-pages", "", "there is no folder with pages", hint),))
    sources: dict[str, SourceFile] = {}
    assets: dict[str, str] = {}
    names_on_disk: dict[str, str] = {}
    problems: list[Problem] = []
    for on_disk, entry in _files(content, "", data, problems):
        path = on_disk if on_disk.isascii() else unicodedata.normalize("NFC", on_disk)
        if path in sources or path in assets:
            message = "two files have this name: their letters are composed in another way"
            problems.append(_problem("unreadable", path, message, "rename one of them"))
            continue
        if path != on_disk:
            names_on_disk[path] = on_disk
        is_text = (path.startswith(_PAGE_FOLDERS) and path.lower().endswith(".md")) or path == DESCRIPTIONS
        raw = _bytes(path, entry, TEXT_LIMIT if is_text else ASSET_LIMIT, problems)
        if raw is None:
            continue
        if not is_text:
            assets[path] = digest(raw)
            problems += _lost_page(path)
        elif (text := _text(path, raw, problems)) is not None:
            sources[path] = SourceFile(path=path, text=text)
    if not sources and not problems:
        hint = "write one, e.g. briefings/2024/2024-02-20-sora.md or pages/about.md; docs/authoring.md says how"
        problems.append(
            _problem("no-pages", "", "there is no page: neither briefings/ nor pages/ has an .md file", hint)
        )
    return ContentFolder(
        descriptions=sources.pop(DESCRIPTIONS, None),
        sources=sources,
        assets=assets,
        names_on_disk=names_on_disk,
        problems=tuple(problems),
    )


def _lost_page(path: str) -> list[Problem]:
    """A problem where a file was meant as a page, and becomes none: it is in another folder, or has another ending."""
    _, ending = posixpath.splitext(path.lower())
    is_beside_pages = path.startswith(_PAGE_FOLDERS)
    if posixpath.basename(path).lower() == _README or ending not in (
        *_MARKDOWN,
        *(_OTHER_TEXTS if is_beside_pages else ()),
    ):
        return []
    if is_beside_pages:
        message = f"this file becomes no page: the name of a page ends in .md, not in {ending}"
        return [
            _problem(
                "not-a-page", path, message, f"rename it to {posixpath.splitext(path)[0]}.md, or move it elsewhere"
            )
        ]
    folder, _, rest = path.partition("/")
    likely = nearest(folder, [name.strip("/") for name in _PAGE_FOLDERS]) if rest else ""
    name = posixpath.basename(posixpath.splitext(path)[0]) + ".md"
    hint = f"did you mean {likely}/{rest}?" if likely else f"move it to briefings/{name} or pages/{name}"
    return [_problem("not-a-page", path, "this file becomes no page: it is neither in briefings/ nor in pages/", hint)]


def _files(
    folder: Path | str, prefix: str, data: str, problems: list[Problem]
) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every regular file of a folder and the folders in it, by path; what is neither file nor folder is a problem."""
    try:
        with os.scandir(folder) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
    except OSError as error:
        problems.append(_problem("unreadable", prefix.rstrip("/"), f"the folder cannot be read: {error.strerror}"))
        return
    for entry in entries:
        path = prefix + entry.name
        printable = path.encode("utf-8", "backslashreplace").decode()
        if path == data:
            continue
        if entry.is_symlink():
            problems.append(_problem("symlink", printable, _LINK_MESSAGE, "put the file itself here"))
        elif entry.name.startswith("."):
            continue
        elif printable != path:
            problems.append(_problem("unreadable", printable, "the file's name is not UTF-8", "rename it"))
        elif entry.is_dir(follow_symlinks=False):
            yield from _files(entry.path, f"{path}/", data, problems)
        elif entry.is_file(follow_symlinks=False):
            yield path, entry
        else:
            problems.append(_problem("unreadable", path, "neither a file nor a folder"))


def _bytes(path: str, entry: os.DirEntry[str], limit: int, problems: list[Problem]) -> bytes | None:
    """The file's content; None, and a problem, where it cannot be read or is larger than `limit` bytes."""
    try:
        # Neither a Path nor a buffer: every build reads every file, and a thousand of each take a good part of its time.
        with open(entry.path, "rb", buffering=0) as file:  # noqa: PTH123
            status = os.fstat(file.fileno())
            if stat.S_ISREG(status.st_mode) and status.st_size <= limit:
                return file.read(status.st_size) if status.st_size else b""
    except OSError as error:
        problems.append(_problem("unreadable", path, f"the file cannot be read: {error.strerror}"))
        return None
    message = f"{status.st_size // 1024:,} KB; at most {limit // 1024:,} KB are read"
    problems.append(_problem("too-large", path, message, "make it smaller, or split it"))
    return None


def _text(path: str, raw: bytes, problems: list[Problem]) -> str | None:
    """The bytes as text with Unix line ends; None, and a problem, where they are no text."""
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
    if may_be_forbidden(raw) and (forbidden := forbidden_in_file(text, path=path)):
        problems.extend(forbidden)
        return without_forbidden(text)
    return text


def _problem(id_: str, path: str, message: str, hint: str = "") -> Problem:
    """A problem of a whole file."""
    return Problem(id=id_, path=path, message=message, hint=hint)
