"""Reads a saved file: a page as HTML, a Word file, or text in the usual Chinese encodings. For `desk.import_article`."""

from __future__ import annotations

import re

from builder.forbidden_characters import without_forbidden
from builder.importing.passage import SavedArticle
from builder.problem import Failed, Problem, refuse_large

LARGEST = 20 * 1024 * 1024  # bytes of a saved file
_LONGEST_TEXT = 4 * 1024 * 1024  # characters of its text, without pictures inside
_ZIP, _OLE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-"
_HTML = re.compile(rb"<(?:!doctype html|html|head|body|div|p|meta|article|section|table)\b", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,4}=\s{0,4}[\"']?\s{0,4}([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_DATA = re.compile(r"data:[a-z/+.;=-]{0,60}base64,[A-Za-z0-9+/=\s%]*+", re.IGNORECASE)
_CODECS = {"gb2312": "gb18030", "gbk": "gb18030"}  # pages say less than they use
_SAVE_AGAIN = "save the page as HTML, the document as .docx, or copy its text into a .txt file"


def read(content: bytes, path: str) -> SavedArticle:
    """The passages of a saved file. `path` names it in problems. Raises Failed where it holds no article that can be read."""
    refuse_large(len(content), LARGEST, "bytes", path)
    if content.startswith(_ZIP):
        from builder.importing import word_file  # its library is optional

        return word_file.read(content, path)
    if content.startswith(_OLE):
        message = "a Word file that is protected by a password, or one in the old format .doc"
        raise no_article(path, message, "open it in Word, and save it as .docx without a password")
    if content.startswith(_PDF):
        raise no_article(path, "a PDF, which has no paragraphs that could be taken over", _SAVE_AGAIN)
    text = _text(content, path)
    if not text.strip():
        raise no_article(path, "the file is empty", _SAVE_AGAIN)
    is_html = bool(_HTML.search(content[:4096]))
    if is_html and len(text) > _LONGEST_TEXT:
        refuse_large(len(_DATA.sub("", text)), _LONGEST_TEXT, "characters", path)
    elif not is_html:
        refuse_large(len(text), _LONGEST_TEXT, "characters", path)
    if is_html:
        from builder.importing import web_page

        return web_page.read(text, path)
    from builder.importing import copied_text

    return copied_text.read(text)


def no_article(path: str, message: str, hint: str) -> Failed:
    """The problem of a file that no briefing can be made of."""
    return Failed([Problem(id="not-an-article", path=path, message=message, hint=hint)])


def _text(content: bytes, path: str) -> str:
    """The file as text: in the encoding that it names, in UTF-8 or UTF-16, or else in GB 18030."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", errors="replace")
    elif b"\0" in content:
        raise no_article(path, "binary data, not an article", _SAVE_AGAIN)
    else:
        text = _decoded(content, path)
    return without_forbidden(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))


def _decoded(content: bytes, path: str) -> str:
    declared = _CHARSET.search(content[:4096])
    names = ["utf-8", "gb18030"]
    if declared and (name := declared[1].decode().lower()) in ("gb2312", "gbk", "gb18030", "big5"):
        names = [_CODECS.get(name, name), "utf-8", "gb18030"]
    for name in names:
        try:
            return content.decode(name)
        except UnicodeDecodeError:
            continue
    # A file of which a part is lost ends in the middle of a character.
    text = content.decode("utf-8", errors="replace")
    if text.count("\ufffd") > max(3, len(text) // 50):
        raise no_article(path, "neither UTF-8 nor GB 18030 text", _SAVE_AGAIN)
    return text
