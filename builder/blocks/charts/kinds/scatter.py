"""Two numbers of each series in, a scene and its legend out: a numbered dot for each, one number for each direction.

Numbers instead of names beside the dots: fund names are longer than the space between dots, and a number tells dots
apart without colour.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

from builder.blocks.charts.drawing import axis as chart_axis
from builder.blocks.charts.drawing.axis import FONT
from builder.blocks.charts.drawing.chart_marks import axis_across, axis_up, layer, place, rule, text
from builder.blocks.charts.drawing.font import width
from builder.blocks.charts.drawing.scene import COLOURS, REFERENCE, WIDTH
from builder.blocks.charts.kinds.pairs import Pairs
from builder.blocks.wording import value_text

_HEIGHT, _DOT = 340, 70
_TRIES = ((10, 0), (-10, 0), (0, -14), (0, 14), (10, -14), (10, 14), (-10, -14), (-10, 14))
Legend = tuple[tuple[str, str, str], ...]


def scene(
    names: Sequence[str],
    values: Pairs,
    columns: Sequence[Mapping[str, str]],
    references: Sequence[bool],
    height: int,
) -> tuple[dict[str, Any], Legend]:
    """The dots of all series that have both numbers; the legend says which number is whose, and who has no dot."""
    dots = [(at, pair[0], pair[1]) for at, pair in enumerate(values) if pair[0] is not None and pair[1] is not None]
    across = chart_axis.values([x for _, x, _ in dots], columns[0]["unit"], most=5)
    up = chart_axis.values([y for _, _, y in dots], columns[1]["unit"], zero=False)
    left = ceil(max(width(label, FONT) for _, label in up.ticks) + 8)
    right = ceil(width(across.ticks[-1][1], FONT) / 2 + 4)
    top, bottom = FONT + 14, 2 * FONT + 20
    room, tall = WIDTH - left - right, (height or _HEIGHT) - top - bottom
    scales: list[dict[str, Any]] = [
        {"domain": [axis.low, axis.high], "ticks": [list(tick) for tick in axis.ticks]} for axis in (across, up)
    ]
    grid, ups = axis_up(scales[1], room, tall)
    ticks, downs = axis_across(scales[0], room, tall)
    at = [
        (which, place(x, scales[0]["domain"], room), tall - place(y, scales[1]["domain"], tall)) for which, x, y in dots
    ]
    zero = scales[1]["domain"]
    rules = [rule(0, tall - place(0, zero, tall), room, tall - place(0, zero, tall))] if zero[0] < 0 < zero[1] else []
    titles = [
        text(-left, -FONT - 2, f"↑ {columns[1]['label']}"),
        text(room, tall + 2 * FONT + 10, f"{columns[0]['label']} →"),
    ]
    points = [
        {"x": x, "y": y, "colour": REFERENCE if references[which] else COLOURS[0], "size": _DOT} for which, x, y in at
    ]
    shown_ = [
        [f"{one['label']}" for one in columns],
        *(
            [
                value_text.text(value, one["unit"], measure=one["measure"])
                for one, value in zip(columns, pair, strict=True)
            ]
            for pair in values
        ),
    ]
    spots = [
        [
            left + x - 14,
            top + y - 14,
            28,
            28,
            names[which],
            [["", "", label, one] for label, one in zip(shown_[0], shown_[which + 1], strict=True)],
        ]
        for which, x, y in at
    ]
    drawn = {
        "kind": "marks",
        "size": [room, tall],
        "x": scales[0],
        "y": scales[1],
        "padding": {"left": left, "top": top, "right": right, "bottom": bottom},
        "layers": [
            layer("rule", [*grid, *ticks, *rules]),
            layer("text", ups, align="right"),
            layer("text", downs, align="center"),
            layer("text", titles[:1], align="left"),
            layer("text", titles[1:], align="right"),
            layer("point", points),
            layer("text", _numbers(at), align="center", bold=True),
        ],
        "spots": spots,
    }
    drawable = {which for which, _, _ in dots}
    legend = tuple(
        (f"{at + 1} {name}" + ("" if at in drawable else "（暂无数据）"), "", "") for at, name in enumerate(names)
    )
    return drawn, legend


def _numbers(dots: Sequence[tuple[int, float, float]]) -> list[dict[str, Any]]:
    """Each dot's number beside it, on the first side that is free of other dots and numbers."""
    taken = [(x, y, 8.0) for _, x, y in dots]
    found = []
    for which, x, y in dots:
        words = str(which + 1)
        half = width(words, FONT) / 2
        options = [(x + dx + (half if dx > 0 else -half if dx < 0 else 0), y + dy) for dx, dy in _TRIES]
        clear = (
            one
            for one in options
            if all(
                abs(one[0] - ox) >= half + size or abs(one[1] - oy) >= FONT / 2 + 5
                for ox, oy, size in taken
                if (ox, oy) != (x, y)
            )
        )
        spot = next(clear, options[0])
        taken.append((*spot, half))
        found.append(text(*spot, words))
    return found
