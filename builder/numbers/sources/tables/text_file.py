"""Finds the rows in a text file: CSV with any separator, JSON, JSONP; and says what a file is that has none. Used by `table_file`.

A web page, a log-in, a message about a quota and an empty answer are each refused by name.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from itertools import islice
from typing import Any, NamedTuple

from builder.numbers.sources.source import Source
from builder.numbers.sources.tables import header_rows
from builder.numbers.sources.tables.size_limits import check_table_size
from builder.problem import Failed, Problem

WEB_PAGE_HINT = "open it in a browser: it may ask for a log-in, or say what is wrong"
_SEPARATORS = {
    ",": "comma",
    "\t": "tab",
    ";": "semicolon",
    "|": "bar",
    "，": "full-width comma",
    "  ": "blanks",
    " ": "blank",
}
_BLANKS = {"  ": re.compile(r"[ \t\u3000]{2,}"), " ": re.compile(r"[ \t\u3000]+")}  # between cells that are in columns
_SAMPLE_LINES = 60
_JSONP = re.compile(
    r"\s*+(?>/\*.*?\*/\s*+)?(?:var\s++[\w$]++\s*+=\s*+)?(?:[\w$.]++\s*+\(\s*+)?([\[{].*[\]}])\s*+\)?\s*+;?\s*+",
    re.DOTALL,
)
_MARKUP = (b"<!doctype", b"<html", b"<head", b"<body", b"<?xml", b"<script", b"<!--", b"<table", b"<div", b"<meta")
_LOG_IN = re.compile(
    "登录|登陆|验证码|未授权|password|captcha|log.?in|sign.?in|unauthori[sz]ed|forbidden|access denied", re.I
)
_QUOTA = re.compile(
    "频繁|频率|次数|最多访问|每分钟|配额|超限|积分|权限|稍后再试"
    "|too many|quota|rate limit|daily.*limit|limit.*reached|exceeded",
    re.I,
)
_NOTHING = re.compile("no data|no results?|not found|(无|没有|暂无|未查询到|未找到).{0,4}(数据|记录|结果|信息)", re.I)
_LONGEST_MESSAGE = 2_000  # characters of a text that may be a message instead of data
_MOST_QUOTED = 120  # characters of a text that a message quotes


class TextRows(NamedTuple):
    """The rows of a text file, and the line of each; in JSON its number."""

    rows: list[list[Any]]
    lines: list[int]
    format: str
    separator: str = ""


def refuse_web_page(raw: bytes, problem_path: str) -> None:
    """Raises Failed for a web page in place of data: a notice, a log-in, an error, a table."""
    start = raw[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not start.startswith(_MARKUP):
        return
    page = raw[: 1 << 20].decode("utf-8", errors="replace")
    title = re.search(r"<title[^<>]*+>([^<]*+)</title>", page, re.I)
    title_text = f": {_quoted(title[1])}" if title and "\ufffd" not in title[1] else ""
    if re.search(r"type\s*=\s*.?password", page, re.I) or (title and _LOG_IN.search(title[1])):
        raise _not_data(problem_path, f"this is a log-in page, not a table{title_text}", WEB_PAGE_HINT)
    if re.search("<table", page, re.I):
        hint = "open it in a spreadsheet program and save it as XLSX or CSV"
        raise _not_data(problem_path, f"this is a web page with a table in it, not a table of data{title_text}", hint)
    raise _not_data(problem_path, f"this is a web page, not a table{title_text}", WEB_PAGE_HINT)


def refuse_message(text: str, problem_path: str) -> None:
    """Raises Failed for a short text that says why there are no data."""
    text = text.strip()
    if len(text) > _LONGEST_MESSAGE:
        return
    if _QUOTA.search(text):
        hint = "wait, or ask for less; some sources count requests by account"
        raise _not_data(problem_path, f"this is a message about a quota, not a table: {_quoted(text)}", hint)
    if _LOG_IN.search(text):
        raise _not_data(problem_path, f"this asks for a log-in and is no table: {_quoted(text)}", WEB_PAGE_HINT)
    if _NOTHING.search(text):
        message = f"the source says that it has no data: {_quoted(text)}"
        raise Failed([Problem(id="empty-data", path=problem_path, message=message)])


def _not_data(problem_path: str, message: str, hint: str) -> Failed:
    return Failed([Problem(id="not-data", path=problem_path, line=1, message=message, hint=hint)])


def _quoted(text: str) -> str:
    text = re.sub(r"\s+", " ", text)
    return text if len(text) <= _MOST_QUOTED else text[:_MOST_QUOTED] + "…"


def decode(raw: bytes, problem_path: str) -> tuple[str, str]:
    """Text, and the name of its encoding: by its byte-order mark, else UTF-8, else GB 18030 (which includes GBK).

    Raises Failed for anything else.
    """
    marks = (
        (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8"),
        (b"\xff\xfe", "utf-16", "UTF-16"),
        (b"\xfe\xff", "utf-16", "UTF-16"),
    )
    for mark, codec, encoding in marks:
        if raw.startswith(mark):
            return _decode_as(raw, codec, problem_path), encoding
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_as(raw, "gb18030", problem_path), "GB 18030"
    return _decode_as(raw, "utf-8", problem_path), "UTF-8"


def _decode_as(raw: bytes, codec: str, problem_path: str) -> str:
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{raw[error.start]:02x} is neither UTF-8 nor GB 18030"
        raise Failed([Problem(id="not-text", path=problem_path, line=line, message=message)]) from None
    if "\0" in text:
        raise Failed([Problem(id="not-text", path=problem_path, message="the file holds zero bytes")])
    return text


def find_rows(text: str, source: Source, problem_path: str) -> TextRows:
    """The rows of a text. Raises Failed where it is cut off."""
    start = text.lstrip()
    if start.startswith(("[", "{")) or (match := _JSONP.fullmatch(text)):
        body = start if start.startswith(("[", "{")) else match[1]  # type: ignore[index]
        try:
            rows = _json_rows(json.loads(body))
        except (ValueError, RecursionError) as error:
            message, hint = f"this is JSON that cannot be read: {error}", "is the file cut off?"
            raise Failed([Problem(id="bad-cell", path=problem_path, line=1, message=message, hint=hint)]) from None
        if not rows:
            refuse_message(body, problem_path)
            message = f"there is no table in this JSON: {_quoted(body)}"
            raise Failed([Problem(id="empty-data", path=problem_path, line=1, message=message)])
        return TextRows(rows, list(range(len(rows))), "JSON" if body is start else "JSONP")
    separator = _separator(text, source)
    if separator in _BLANKS:
        rows = _rows_in_columns(text, separator)
        check_table_size(max(map(len, rows)), sum(map(len, rows)) + len(rows), problem_path)
        _refuse_blank_cells(rows, source, problem_path)
        return TextRows(rows, list(range(1, len(rows) + 1)), "text in columns", _SEPARATORS[separator])
    rows, lines = [], []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        cells = 0
        for row in reader:
            rows.append(row)
            cells += len(row) + 1
            check_table_size(len(row), cells, problem_path)
            lines.append(reader.line_num)
    except csv.Error as error:
        message = f"not CSV: {error}"
        raise Failed([Problem(id="bad-cell", path=problem_path, line=len(rows) + 1, message=message)]) from error
    return TextRows(rows, lines, "CSV", _SEPARATORS[separator])


def _separator(text: str, source: Source) -> str:
    """What separates the cells: that with which the headings are found best, else that with which rows are alike."""
    sample = "\n".join(islice((line for line in text.splitlines() if line.strip()), _SAMPLE_LINES))

    def merit(separator: str) -> tuple[int, int]:
        if separator not in _BLANKS and separator not in sample:
            return 0, 0
        try:
            rows = (
                _rows_in_columns(sample, separator)
                if separator in _BLANKS
                else list(csv.reader(io.StringIO(sample, newline=""), delimiter=separator))
            )
        except csv.Error:
            return 0, 0
        header = header_rows.find(rows, source)
        if separator in _BLANKS and not header:
            return 0, 0  # words have blanks between them too
        widths = [len(row) for row in rows]
        return header.known if header else 0, max((width - 1) * widths.count(width) for width in {*widths, 1})

    return max(_SEPARATORS, key=merit)


def _rows_in_columns(text: str, separator: str) -> list[list[Any]]:
    return [_BLANKS[separator].split(line.strip()) for line in text.splitlines()]


def _refuse_blank_cells(rows: Sequence[Sequence[str]], source: Source, problem_path: str) -> None:
    """Raises Failed for rows that lack a cell: between blanks, nothing tells which."""
    if (header := header_rows.find(rows, source)) is None:
        return
    below, width = rows[header.end :], len(header.headings)
    notes = header_rows.notes(below, header.headings)
    wrong = [header.end + 1 + row for row, cells in enumerate(below) if 1 < len(cells) != width and row not in notes]
    if wrong:
        message = f"{len(rows[wrong[0] - 1])} cells below {width} headings, and blanks alone between them: which one is blank?"
        message += f" {len(wrong)} rows are like this" if len(wrong) > 1 else ""
        hint = "export it with commas or tabs between the cells"
        raise Failed([Problem(id="bad-cell", path=problem_path, line=wrong[0], message=message, hint=hint)])


def _json_rows(value: Any) -> list[list[Any]]:
    """The first table in a JSON value, as rows with its headings first; none where there is no table."""
    if isinstance(value, list):
        if value and all(isinstance(entry, dict) for entry in value):
            headings = list(dict.fromkeys(key for entry in value for key in entry))
            return [headings, *([entry.get(key) for key in headings] for entry in value)]
        is_table = value and all(isinstance(entry, list) for entry in value)
        return [list(entry) for entry in value] if is_table else []
    if not isinstance(value, dict):
        return []
    names = value.get("fields") or value.get("columns")
    body = value.get("items") or value.get("data")
    if isinstance(names, list) and isinstance(body, list) and all(isinstance(row, list) for row in body):
        return [names, *map(list, body)] if body else []
    columns = list(value.values())
    if len(columns) > 1 and all(isinstance(column, dict | list) and column for column in columns):
        cells = [list(column.values()) if isinstance(column, dict) else column for column in columns]
        if len({len(column) for column in cells}) == 1 and all(map(_is_flat, cells)):
            return [list(value), *map(list, zip(*cells, strict=True))]  # a list of cells for each heading
    return next((rows for entry in columns if (rows := _json_rows(entry))), [])


def _is_flat(value: Any) -> bool:
    return (
        isinstance(value, Sequence)
        and not isinstance(value, str)
        and not any(isinstance(v, list | dict) for v in value)
    )
