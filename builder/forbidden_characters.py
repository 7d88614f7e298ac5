"""Characters that no text may hold: those that the builder's holes are made of, and those that XML does not allow; and texts
that no cell of a published CSV may hold.

Every door by which a text comes in asks here: files, and the values that YAML escapes, HTML entities or JSON strings stand for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from builder.problem import Problem

_MOST_REPORTED = 10
# Private-use characters of the holes, controls (but tab and line ends), halves of surrogate pairs, and two that are no characters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ue000-\ue00f\ufffe\uffff]")

# In UTF-8: the controls, and how the other forbidden characters begin.
_CONTROLS = bytes(code for code in range(0x20) if code not in b"\t\n\r")
_LEADS = (b"\xee\x80", b"\xef\xbf")

# What a spreadsheet takes for the start of a formula, full-width forms too, and the blanks that it passes over before it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_BLANKS = " \u00a0\u3000\ufeff"


def starts_formula(cell: str) -> bool:
    """Whether a spreadsheet may run the text of a cell as a formula. A negative number begins like one, too."""
    return cell.lstrip(_BLANKS).startswith(_FORMULA)


def may_be_forbidden(raw: bytes) -> bool:
    """Whether a file may hold a forbidden character: a quick look at its UTF-8, which spares most files the slow one."""
    return len(raw.translate(None, _CONTROLS)) != len(raw) or any(lead in raw for lead in _LEADS)


def without_forbidden(text: str) -> str:
    """The text with a replacement character in place of each forbidden one, so that the rest can be checked."""
    return _FORBIDDEN.sub("\ufffd", text)


def forbidden_in_file(text: str, *, path: str) -> list[Problem]:
    """A problem for each forbidden character in a file's text, at its line and column; the first ten."""
    problems: list[Problem] = []
    line, line_start = 1, 0
    for match in _FORBIDDEN.finditer(text):
        line += text.count("\n", line_start, match.start())
        line_start = text.rfind("\n", 0, match.start()) + 1
        problems.append(_problem(match[0], path, line, match.start() - line_start + 1, 1))
        if len(problems) == _MOST_REPORTED:
            break
    return problems


def forbidden_in_value(text: str, *, path: str = "", line: int = 0, column: int = 0, length: int = 1) -> Problem | None:
    """The problem of the first forbidden character in a decoded value, e.g. of YAML's "\\uE000"; None where there is none.

    The value stands at this line and column: the character itself is written in another way there.
    """
    match = _FORBIDDEN.search(text)
    return _problem(match[0], path, line, column, length) if match else None


def texts_in(value: Any) -> Iterator[str]:
    """Every text in decoded JSON, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, entry in value.items():
            yield from (key, *texts_in(entry))
    elif isinstance(value, list):
        for item in value:
            yield from texts_in(item)


def _problem(character: str, path: str, line: int, column: int, length: int) -> Problem:
    name = f"U+{ord(character):04X}"
    if "\ue000" <= character <= "\ue00f":
        id_, message = "reserved-character", f"{name} is a private-use character that the builder keeps for itself"
    else:
        id_, message = "not-text", f"{name} is a control character: no page or feed can hold it"
    return Problem(id=id_, path=path, line=line, column=column, length=length, message=message, hint="delete it")
