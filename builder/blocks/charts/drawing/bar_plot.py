"""The plot of one number for each name: the scene that bar charts and allocations are drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from builder.blocks.charts.drawing.font import FONT, width
from builder.blocks.charts.drawing.scene import COLOURS, REFERENCE, WIDTH, Row, layer, rect, rule, scene, text
from builder.blocks.wording import value_text

ROW = 52  # a bar with its name above it
_TOP, _BOTTOM = 27, 47  # of a bar within its row


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One instrument's value; None where the data hold none."""

    name: str
    value: float | None
    reference: bool = False


def bars_scene(bars: Sequence[Bar], *, unit: str, signed: bool, label: str) -> dict[str, Any]:
    """Each name stands above its bar, so that long names fit a phone; the value stands beyond the bar's end."""
    texts = [value_text.text(bar.value, unit, signed=signed) for bar in bars]
    known = [bar.value for bar in bars if bar.value is not None]
    low, high = min([0.0, *known]), max([0.0, *known])
    high = high if high > low else low + 1
    need = ceil(max(width(words, FONT) for words in texts) + 14)
    left, right = (need if low < 0 else 1), (need if high > 0 else 1)
    room = WIDTH - left - right

    def x(value: float) -> float:
        return float((value - low) / (high - low) * room)

    zero = x(0)
    rects: list[Row] = []
    names: list[Row] = []
    gains: list[Row] = []
    losses: list[Row] = []
    for index, (bar, words) in enumerate(zip(bars, texts, strict=True)):
        y, value = index * ROW, bar.value or 0
        end = x(value)
        rects.append(
            rect(
                min(zero, end),
                y + _TOP,
                max(zero, end),
                y + _BOTTOM,
                _colour(bar, is_change=signed and unit == "ratio"),
            )
        )
        names.append(text(-left, y + 16, bar.name))
        beyond = text(round(end + (6 if value >= 0 else -6), 1), y + 37, words)
        (gains if value >= 0 else losses).append(beyond)
    return scene(
        (room, ROW * len(bars)),
        [
            layer("rect", rects),
            layer("rule", [rule(zero, row["y"], zero, row["y2"]) for row in rects]),
            layer("text", [*names, *gains], align="left"),
            layer("text", losses, align="right"),
        ],
        left=left,
        right=right,
        spots=[
            [0, 2 + index * ROW, WIDTH, ROW - 2, bar.name, [["", "", label, words]]]
            for index, (bar, words) in enumerate(zip(bars, texts, strict=True))
        ],
    )


def _colour(bar: Bar, *, is_change: bool) -> str:
    if bar.reference:
        return REFERENCE
    if not is_change:
        return COLOURS[0]
    return "var(--fb-up)" if (bar.value or 0) >= 0 else "var(--fb-down)"
