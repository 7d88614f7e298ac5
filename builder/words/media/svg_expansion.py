"""How many elements a browser draws of an SVG file that shows parts of itself again and again. Used by `svg_sanitiser`.

Twenty-five groups that each show the one before twice are 33 million rectangles: such a file of 1 KB stops a reader's browser.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

MOST_DRAWN = 200_000
_SHOWN = re.compile(r"url\(\s*[\"']?#([^\s\"'()\\<>]+)")
_FLAT = frozenset(("linearGradient", "radialGradient"))  # they take colours from each other, and show nothing


class DrawnElements:
    """The elements of a drawing, and which others each shows: by `<use>`, or as a pattern, a mask, a marker or a filter."""

    def __init__(self) -> None:
        self._shows: list[list[int | str]] = []  # per element: its children, and the ids that it refers to
        self._open: list[int] = []
        self._by_id: dict[str, int] = {}
        self._everywhere: list[str] = []  # ids that a style sheet may give to any element

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins, with the attributes that the drawing keeps."""
        number = len(self._shows)
        if self._open:
            self._shows[self._open[-1]].append(number)
        references = [id_ for value in attributes.values() if "url(" in value for id_ in _SHOWN.findall(value)]
        if name == "use":
            target = (attributes.get("href") or attributes.get("xlink:href") or "").strip()
            references += [target[1:]] if target.startswith("#") else []
        self._shows.append([*references])
        self._open.append(number)
        if name not in _FLAT and (id_ := attributes.get("id")):
            self._by_id.setdefault(id_, number)

    def end(self) -> None:
        """The last element that began ends."""
        self._open.pop()

    def add_sheet(self, sheet: str) -> None:
        """A style sheet of the drawing: what it refers to, any element may show."""
        self._everywhere += _SHOWN.findall(sheet)

    def count(self) -> int:
        """How many elements are drawn, parts that are shown again counted each time; at most one more than `MOST_DRAWN`.

        What shows itself is not drawn: browsers leave it out.
        """
        sheet = [self._by_id[id_] for id_ in self._everywhere if id_ in self._by_id]
        counts: dict[int, int] = {}
        underway: set[int] = set()
        pending = [0] if self._shows else []
        while pending:
            number = pending[-1]
            if number in counts:
                pending.pop()
                continue
            shown = [
                self._by_id.get(entry, number) if isinstance(entry, str) else entry for entry in self._shows[number]
            ]
            shown = [entry for entry in (*shown, *sheet) if entry not in underway and entry != number]
            missing = [entry for entry in shown if entry not in counts]
            if missing:
                underway.add(number)
                pending += missing
            else:
                underway.discard(number)
                counts[number] = min(1 + sum(counts[entry] for entry in shown), MOST_DRAWN + 1)
                pending.pop()
        return counts.get(0, 0)
