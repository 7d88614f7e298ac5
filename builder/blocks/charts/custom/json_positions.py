"""JSON with the position of each of its values, so that a problem in an author's specification points at its line. Custom
charts read `vega-lite` fences with it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

Path = tuple[str | int, ...]  # e.g. ("encoding", "x", "field")
_BLANK = re.compile(r"[ \t\n\r]*")
_DEEPEST = 60


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)


class JsonReadError(Exception):
    """Not JSON: the 0-based line and column, what is wrong and what would be right."""

    def __init__(self, text: str, offset: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.line, self.column = _line_and_column(text, offset)
        self.message, self.hint = message, hint


def read(text: str) -> tuple[Any, dict[Path, tuple[int, int]]]:
    """The value, and for the path of each value in it the 0-based line and column: of a key's value, the key's.

    Raises JsonReadError for anything else than one JSON value, for a key that comes twice and for too deep nesting.
    """
    reader = _JsonReader(text)
    value = reader.value(())
    if reader.offset < len(text):
        raise JsonReadError(text, reader.offset, "there is something behind the JSON", "one object stands in the block")
    return value, {path: _line_and_column(text, offset) for path, offset in reader.offsets.items()}


def nearest(positions: Mapping[Path, tuple[int, int]], path: Path) -> tuple[int, int]:
    """The position of a value, or of the nearest value around it that has one."""
    while path not in positions and path:
        path = path[:-1]
    return positions.get(path, (0, 0))


def _line_and_column(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset]
    return before.count("\n"), offset - (before.rfind("\n") + 1)


class _JsonReader:
    def __init__(self, text: str) -> None:
        self.text, self.offset = text, 0
        self.offsets: dict[Path, int] = {}

    def _skip_blanks(self) -> str:
        """Passes over blanks; returns the next character."""
        match = _BLANK.match(self.text, self.offset)
        self.offset = match.end() if match else self.offset
        return self.text[self.offset : self.offset + 1]

    def _error(self, message: str, hint: str = "") -> JsonReadError:
        last = max(0, len(self.text.rstrip()) - 1)
        return JsonReadError(self.text, min(self.offset, last), message, hint)

    def value(self, path: Path) -> Any:
        first = self._skip_blanks()
        self.offsets.setdefault(path, self.offset)
        if len(path) > _DEEPEST:
            raise self._error("nested too deeply")
        value = self._object(path) if first == "{" else self._list(path) if first == "[" else self._scalar()
        self._skip_blanks()
        return value

    def _scalar(self) -> Any:
        try:
            value, self.offset = _DECODER.raw_decode(self.text, self.offset)
        except json.JSONDecodeError as error:
            self.offset = error.pos
            hint = (
                "keys and texts stand in double quotes; no comma behind the last" if error.pos < len(self.text) else ""
            )
            raise self._error(f"not JSON: {error.msg}", hint) from None
        except ValueError as error:
            raise self._error(f"not JSON: {error}") from None
        return value

    def _object(self, path: Path) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        self.offset += 1
        if self._skip_blanks() == "}":
            self.offset += 1
            return entries
        while True:
            self._skip_blanks()
            start, key = self.offset, self._scalar()
            if not isinstance(key, str):
                self.offset = start
                raise self._error("not JSON: a key must be a text in double quotes")
            if key in entries:
                self.offset = start
                raise self._error(f"{key} stands here twice", "keep one of them")
            if self._skip_blanks() != ":":
                raise self._error("not JSON: a colon is missing behind the key")
            self.offset += 1
            self.offsets[(*path, key)] = start
            entries[key] = self.value((*path, key))
            if not self._has_more("}"):
                return entries

    def _list(self, path: Path) -> list[Any]:
        items: list[Any] = []
        self.offset += 1
        if self._skip_blanks() == "]":
            self.offset += 1
            return items
        while True:
            items.append(self.value((*path, len(items))))
            if not self._has_more("]"):
                return items

    def _has_more(self, end: str) -> bool:
        sign = self._skip_blanks()
        if sign not in (",", end) or not sign:
            raise self._error(f"not JSON: a comma or {end} is missing")
        self.offset += 1
        return sign == ","
