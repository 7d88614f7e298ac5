"""Reads a Word file (.docx) by the library mammoth, which makes HTML of it. Used by `saved_file`; the sole importer of mammoth."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any
from xml.parsers.expat import ExpatError

from builder.importing import web_page
from builder.importing.passage import SavedArticle
from builder.importing.saved_file import no_article
from builder.problem import Failed, Problem, refuse_large

_LARGEST_INSIDE = 100 * 1024 * 1024  # bytes of all that the archive holds
_MOST_FILES = 5_000
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='标题'] => h1:fresh
p[style-name='Caption'] => p:fresh
p[style-name='Subtitle'] => p:fresh
"""


def read(content: bytes, path: str) -> SavedArticle:
    """The passages and pictures of a Word file. Raises Failed where it is none, or unpacks to too much."""
    _check_archive(content, path)
    try:
        import mammoth
    except ImportError as error:
        message, hint = "a Word file needs the package mammoth", "pip install 'fund-briefings[import]'"
        raise Failed([Problem(id="missing-library", path=path, message=message, hint=hint)]) from error
    pictures: dict[str, bytes] = {}

    def keep_picture(image: Any) -> dict[str, str]:
        name = f"word-picture-{len(pictures) + 1}"
        with image.open() as file:
            pictures[name] = file.read()
        return {"src": name}

    try:
        # Pictures that the file only names stay unread: mammoth opens no file outside of the archive unless told to.
        html = mammoth.convert_to_html(
            io.BytesIO(content), style_map=_STYLES, convert_image=mammoth.images.img_element(keep_picture)
        ).value
    except (zipfile.BadZipFile, zlib.error, KeyError, OSError, ValueError, ExpatError, RecursionError) as error:
        raise _unreadable(path) from error
    article = web_page.read(html, path)
    if not article.passages:
        raise no_article(path, "a Word file without a word", "open it in Word and look whether its text is there")
    return SavedArticle(passages=article.passages, pictures=pictures)


def _check_archive(content: bytes, path: str) -> None:
    """Raises Failed for an archive that is damaged, locked, no Word file, or too large once unpacked. Unpacks nothing."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise _unreadable(path) from error
    refuse_large(len(entries), _MOST_FILES, "files inside", path)
    refuse_large(sum(entry.file_size for entry in entries), _LARGEST_INSIDE, "bytes once unpacked", path)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise no_article(path, "an archive that is protected by a password", "save the document without a password")
    if "word/document.xml" not in {entry.filename for entry in entries}:
        raise no_article(path, "an archive that is no Word file", "unpack it, and import the document inside")


def _unreadable(path: str) -> Failed:
    message = "a Word file that is damaged: perhaps only a part of it was downloaded"
    return no_article(path, message, "download it again, or open it in Word and save it anew")
