"""JSON as an author wrote it in, its value and the place of every part of it out."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

Path = tuple[str | int, ...]  # e.g. ("encoding", "x", "field")
_BLANK = re.compile(r"[ \t\n\r]*")
_DEEPEST = 60


def _no(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


_DECODER = json.JSONDecoder(parse_constant=_no)


class JsonReadError(Exception):
    """Not JSON: the 0-based line and column, what is wrong and what would be right."""

    def __init__(self, text: str, at: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.line, self.column = _place(text, at)
        self.message, self.hint = message, hint


def read(text: str) -> tuple[Any, dict[Path, tuple[int, int]]]:
    """The value, and for the path of each part its 0-based line and column: of a key's value, the key's.

    Raises MisreadError for anything else than one JSON value, for a key that comes twice and for nesting beyond sense.
    """
    reader = _JsonReader(text)
    value = reader.value(())
    if reader.at < len(text):
        raise JsonReadError(text, reader.at, "there is something behind the JSON", "one object stands in the block")
    return value, {path: _place(text, at) for path, at in reader.places.items()}


def nearest(places: Mapping[Path, tuple[int, int]], path: Path) -> tuple[int, int]:
    """The place of a part, or of the nearest part around it that has one."""
    while path not in places and path:
        path = path[:-1]
    return places.get(path, (0, 0))


def _place(text: str, at: int) -> tuple[int, int]:
    before = text[:at]
    return before.count("\n"), at - (before.rfind("\n") + 1)


class _JsonReader:
    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.places: dict[Path, int] = {}

    def _blank(self) -> str:
        """Passes over blanks; gives the next character."""
        match = _BLANK.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.text[self.at : self.at + 1]

    def _fail(self, message: str, hint: str = "") -> JsonReadError:
        return JsonReadError(self.text, min(self.at, max(0, len(self.text.rstrip()) - 1)), message, hint)

    def value(self, path: Path) -> Any:
        first = self._blank()
        self.places.setdefault(path, self.at)
        if len(path) > _DEEPEST:
            raise self._fail("nested too deeply")
        found = self._object(path) if first == "{" else self._list(path) if first == "[" else self._scalar()
        self._blank()
        return found

    def _scalar(self) -> Any:
        try:
            found, self.at = _DECODER.raw_decode(self.text, self.at)
        except json.JSONDecodeError as error:
            self.at = error.pos
            hint = (
                "keys and texts stand in double quotes; no comma behind the last" if error.pos < len(self.text) else ""
            )
            raise self._fail(f"not JSON: {error.msg}", hint) from None
        except ValueError as error:
            raise self._fail(f"not JSON: {error}") from None
        return found

    def _object(self, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        self.at += 1
        if self._blank() == "}":
            self.at += 1
            return found
        while True:
            self._blank()
            start, key = self.at, self._scalar()
            if not isinstance(key, str):
                self.at = start
                raise self._fail("not JSON: a key must be a text in double quotes")
            if key in found:
                self.at = start
                raise self._fail(f"{key} stands here twice", "keep one of them")
            if self._blank() != ":":
                raise self._fail("not JSON: a colon is missing behind the key")
            self.at += 1
            self.places[(*path, key)] = start
            found[key] = self.value((*path, key))
            if not self._goes_on("}"):
                return found

    def _list(self, path: Path) -> list[Any]:
        found: list[Any] = []
        self.at += 1
        if self._blank() == "]":
            self.at += 1
            return found
        while True:
            found.append(self.value((*path, len(found))))
            if not self._goes_on("]"):
                return found

    def _goes_on(self, end: str) -> bool:
        sign = self._blank()
        if sign not in (",", end) or not sign:
            raise self._fail(f"not JSON: a comma or {end} is missing")
        self.at += 1
        return sign == ","
