"""The pictures of pages as they may be published: of a known type by name and by bytes, drawings sanitised.

The site plan checks them with it, and the build publishes what it returns.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from builder.problem import Failed, Problem
from builder.safe_path import path_fault

_SUFFIXES = {"png": (".png",), "jpeg": (".jpg", ".jpeg"), "gif": (".gif",), "webp": (".webp",), "avif": (".avif",)}
_DRAWING = ".svg"
_PICTURES = (*(suffix for suffixes in _SUFFIXES.values() for suffix in suffixes), _DRAWING)


def is_picture(path: str) -> bool:
    """Whether a file is a picture by its name."""
    return PurePosixPath(path).suffix.lower() in _PICTURES


def publishable(path: str, content: bytes) -> bytes:
    """A picture's bytes as readers may get them. `path` is from the content folder.

    A server says by a file's name what it is, and a browser runs HTML: so the name must end as the bytes begin. Raises
    Failed, with a problem of the file, where it is no PNG, JPEG, GIF, WebP, AVIF or SVG.
    """
    if fault := media_fault(path):
        raise _failed(path, fault, "give it and its folders shorter names")
    suffix = PurePosixPath(path).suffix.lower()
    if suffix == _DRAWING:
        from builder.words.media.svg_sanitiser import sanitised  # most builds have all drawings in the store

        return sanitised(content, path)
    kind = picture_kind(content)
    if not is_picture(path):
        message = f"no picture: names of pictures end in {', '.join(_PICTURES)}"
        raise _failed(path, message, f"rename it to end in {_SUFFIXES[kind][0]}" if kind else "")
    if suffix not in _SUFFIXES.get(kind, ()):
        message = f"not {suffix[1:].upper()}, as its name says: {f'its bytes are {kind.upper()}' if kind else 'not even a picture'}"
        raise _failed(path, message, f"rename it to end in {_SUFFIXES[kind][0]}" if kind else "save the picture again")
    return content


def read_publishable(content: Path, path: str, names_on_disk: Mapping[str, str]) -> bytes:
    """The same of a file in the content folder. Raises Failed where it cannot be read, too.

    `names_on_disk` are those that differ from the paths.
    """
    try:
        return publishable(path, (content / names_on_disk.get(path, path)).read_bytes())
    except OSError as error:
        raise Failed([Problem(id="unreadable", path=path, message=f"cannot be read: {error.strerror}")]) from error


def media_fault(path: str) -> str:
    """Why a file, by its path from the content folder, cannot be published below media/; "" where it can."""
    fault = path_fault(f"media/{path}")
    return f"its path in the site, media/…, {fault}" if fault else ""


def picture_kind(content: bytes) -> str:
    """The type of picture that the first bytes tell; "" where they tell none."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content[4:8] == b"ftyp" and content[8:12] in (b"avif", b"avis"):
        return "avif"
    return ""


def _failed(path: str, message: str, hint: str) -> Failed:
    return Failed([Problem(id="bad-picture", path=path, message=message, hint=hint)])
