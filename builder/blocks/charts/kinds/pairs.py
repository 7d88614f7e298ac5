"""Two numbers of each series in, a scene out: a dot for each on one scale, joined, the names above them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

from builder.blocks.charts.drawing.axis import FONT
from builder.blocks.charts.drawing.chart_marks import MUTED, layer, rule, text
from builder.blocks.charts.drawing.font import width
from builder.blocks.charts.drawing.scene import WIDTH
from builder.blocks.wording import value_text

_ROW, _LINE, _DOT = 56, 40, 90
_FIRST, _SECOND = "var(--c6)", "var(--c1)"
Pairs = Sequence[tuple[float | None, float | None]]


def scene(names: Sequence[str], values: Pairs, columns: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """The first number is an empty dot, the second a full one; each has its value on its outer side."""
    unit = columns[0]["unit"]
    known = [value for pair in values for value in pair if value is not None]
    low, high = min(known), max(known)
    low, high = (low, high) if high > low else (low - abs(low) * 0.1 - 0.01, high + abs(high) * 0.1 + 0.01)
    texts = [
        [value_text.text(value, unit, measure=one["measure"]) for one, value in zip(columns, pair, strict=True)]
        for pair in values
    ]
    side = ceil(max(width(one, FONT) for pair in texts for one in pair) + 14)
    room = WIDTH - 2 * side
    parts = ("rails", "joins", "empty", "full", "words", "before", "after")
    rows: dict[str, list[dict[str, Any]]] = {part: [] for part in parts}
    spots = []
    for at, (name, pair) in enumerate(zip(names, values, strict=True)):
        y = at * _ROW + _LINE
        places = [None if value is None else (value - low) / (high - low) * room for value in pair]
        rows["words"].append(text(-side, y - 24, name))
        rows["rails"].append(rule(0, y, room, y, "var(--grid)"))
        there = [place for place in places if place is not None]
        if len(there) == 2:
            rows["joins"].append(rule(min(there), y, max(there), y, MUTED))
        for which, place in enumerate(places):
            if place is None:
                continue
            rows["full" if which else "empty"].append(
                {"x": place, "y": y, "colour": _SECOND if which else _FIRST, "size": _DOT}
            )
            other = places[1 - which]
            leftmost = other is not None and (place < other or (place == other and not which))
            label = text(place + (-10 if leftmost else 10), y, texts[at][which], _SECOND if which else "currentColor")
            rows["before" if leftmost else "after"].append(label)
        said = [["", "", one["label"], shown_] for one, shown_ in zip(columns, texts[at], strict=True)]
        spots.append([0, at * _ROW, WIDTH, _ROW - 2, name, said])
    return {
        "kind": "marks",
        "size": [room, _ROW * len(names)],
        "padding": {"left": side, "top": 2, "right": side, "bottom": 2},
        "layers": [
            layer("rule", [*rows["rails"], *rows["joins"]]),
            layer("point", rows["empty"], hollow=True),
            layer("point", rows["full"]),
            layer("text", [*rows["words"], *rows["after"]], align="left"),
            layer("text", rows["before"], align="right"),
        ],
        "spots": spots,
    }
