"""The documents that pages link to, as they may be published: PDF, CSV and XLSX, told by name and by bytes. The site plan
checks them with it, and the build publishes what it returns."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO, StringIO
from pathlib import Path, PurePosixPath

from builder.forbidden_characters import starts_formula
from builder.problem import Failed, Problem
from builder.words.media.picture_files import media_fault

TYPES = ("pdf", "csv", "xlsx")  # that the setting `documents` may name
_NUMBER = re.compile(r"[+-]?[\d,]*+(?:(?<=\d)|\.\d++)(?:[eE][+-]?\d++)?%?")
_SEPARATOR = re.compile(
    r"\s*+\"?\s*+sep\s*+=", re.IGNORECASE
)  # a first line from which Excel takes the separator of cells
_NOT_IN_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def is_document(path: str) -> bool:
    """Whether a file is a document by its name."""
    return document_type(path) in TYPES


def document_type(path: str) -> str:
    """What the settings call this type of file, e.g. "pdf"."""
    return PurePosixPath(path).suffix.lower()[1:]


def read_document(content: Path, path: str, names_on_disk: Mapping[str, str]) -> bytes:
    """A document's bytes. `path` is from the folder `content`; `names_on_disk` are those that differ from the paths.

    Raises Failed, with a problem of the file, where it is not what its name says, or cannot be read.
    """
    if fault := media_fault(path):
        hint = "give it and its folders shorter names"
        raise Failed([Problem(id="bad-document", path=path, message=fault, hint=hint)])
    try:
        raw = (content / names_on_disk.get(path, path)).read_bytes()
    except OSError as error:
        raise Failed([Problem(id="unreadable", path=path, message=f"cannot be read: {error.strerror}")]) from error
    if fault := _FAULTS[document_type(path)](raw):
        hint = "save it again in the program that it comes from"
        raise Failed([Problem(id="bad-document", path=path, message=fault, hint=hint)])
    return raw


def _pdf_fault(raw: bytes) -> str:
    return "" if raw.startswith(b"%PDF-") else "not PDF, as its name says: its bytes do not begin with %PDF-"


def _xlsx_fault(raw: bytes) -> str:
    names: set[str] = set()
    if raw.startswith(b"PK\x03\x04"):  # nothing stands before the archive that a browser could take for a page
        try:
            with zipfile.ZipFile(BytesIO(raw)) as archive:
                names = {name.lower() for name in archive.namelist()}
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            pass
    if not {"[content_types].xml", "xl/workbook.xml"} <= names:
        return "not XLSX, as its name says: it is no archive with a workbook"
    return "it holds programs (vbaProject.bin)" if any("vbaproject" in name for name in names) else ""


def _csv_fault(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "not CSV in UTF-8"
    if _NOT_IN_TEXT.search(text):
        return "not CSV, as its name says: it holds control characters"
    if text.lstrip().startswith("<"):
        return "not CSV, as its name says: it begins like HTML or XML"
    if _SEPARATOR.match(text):
        return "line 1: its separator is set with sep=, so a spreadsheet reads other cells than stand between commas"
    rows = csv.reader(StringIO(text, newline=""))
    try:
        for row in rows:
            for cell in row:
                if starts_formula(cell) and len(cell.strip()) > 1 and not _NUMBER.fullmatch(cell.strip()):
                    return f"line {rows.line_num}: a spreadsheet would run the cell {cell[:20]!r} as a formula"
    except csv.Error as error:
        return f"line {rows.line_num}: not CSV: {error}"
    return ""


_FAULTS: Mapping[str, Callable[[bytes], str]] = {"pdf": _pdf_fault, "csv": _csv_fault, "xlsx": _xlsx_fault}
