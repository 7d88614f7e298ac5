"""Calendar years and their returns in, a scene out: for each year a bar for every series, the years below each other."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

from builder.blocks.charts.drawing.axis import FONT
from builder.blocks.charts.drawing.chart_marks import layer, rect, rule, text
from builder.blocks.charts.drawing.font import width
from builder.blocks.charts.drawing.scene import WIDTH
from builder.blocks.wording import value_text

_BAR, _GAP = 22, 14  # a bar with the space below it, and what keeps years apart


def scene(
    labels: Sequence[str], values: Sequence[Sequence[float | None]], names: Sequence[str], colours: Sequence[str]
) -> dict[str, Any]:
    """The bars of each year, one for each name in its colour; the value stands beyond the bar's end."""
    known = [value for year in values for value in year if value is not None]
    low, high = min(0.0, *known), max(0.0, *known)
    high = high if high > low else low + 0.01
    texts = [[value_text.text(value, "ratio", measure="calendar-year") for value in year] for year in values]
    need = ceil(max(width(one, FONT) for year in texts for one in year) + 10)
    left = ceil(max(width(label, FONT) for label in labels)) + 10 + (need if low < 0 else 0)
    right = need if high > 0 else 4
    room = WIDTH - left - right
    scale = room / (high - low)
    zero = -low * scale
    block = _BAR * len(names) + _GAP
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in ("bars", "years", "gains", "losses")}
    spots = []
    for at, (label, year) in enumerate(zip(labels, values, strict=True)):
        top = at * block
        rows["years"].append(text(-left, top + _BAR * len(names) / 2, label))
        for series, value in enumerate(year):
            y, x = top + series * _BAR, zero + (value or 0) * scale
            rows["bars"].append(rect(min(zero, x), y + 2, max(zero, x), y + _BAR - 2, colours[series]))
            place = text(x + (6 if (value or 0) >= 0 else -6), y + _BAR / 2, texts[at][series])
            rows["gains" if (value or 0) >= 0 else "losses"].append(place)
        said = [[colours[series], "", names[series], one] for series, one in enumerate(texts[at])]
        spots.append([0, top, WIDTH, block - 2, label, said])
    height = block * len(labels) - _GAP
    return {
        "kind": "marks",
        "size": [room, height],
        "padding": {"left": left, "top": 2, "right": right, "bottom": 2},
        "layers": [
            layer("rect", rows["bars"]),
            layer("rule", [rule(zero, 0, zero, height)]),
            layer("text", [*rows["years"], *rows["gains"]], align="left"),
            layer("text", rows["losses"], align="right"),
        ],
        "spots": spots,
    }
