"""A scene in, its marks out: layers of bands, lines, bars, dots and texts, each with its places in the drawing's units.

Charts whose layers are of the same kinds share one compiled specification; only their rows differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from builder.blocks.charts.drawing.axis import FONT

MUTED, GRID, INK = "var(--fb-muted)", "var(--grid)", "currentColor"
Layer = dict[str, Any]  # e.g. {"mark": "text", "align": "left", "bold": False, "rows": [{"x": 4, "y": 8, …}]}
_BAND = 0.14  # how strongly a stretch of time or an area is painted
TICK = 4


def layer(mark: str, rows: Iterable[Mapping[str, Any]], **look: Any) -> Layer:
    """Marks of one kind and look."""
    return {"mark": mark, "look": dict(sorted(look.items())), "rows": [dict(row) for row in rows]}


def text(x: float, y: float, words: str, colour: str = INK) -> dict[str, Any]:
    """A row of a text layer: `y` is the middle of the line."""
    return {"x": x, "y": y, "text": words, "colour": colour}


def rule(x: float, y: float, x2: float, y2: float, colour: str = MUTED, dash: Sequence[int] = ()) -> dict[str, Any]:
    """A row of a rule layer."""
    return {"x": x, "y": y, "x2": x2, "y2": y2, "colour": colour, "dash": list(dash)}


def rect(x: float, y: float, x2: float, y2: float, colour: str, opacity: float = 1.0) -> dict[str, Any]:
    """A row of a rect layer."""
    return {"x": x, "y": y, "x2": x2, "y2": y2, "colour": colour, "opacity": opacity}


def marks(scene: Mapping[str, Any]) -> list[Layer]:
    """A scene's layers, from the back to the front; those without a row are left out. Raises KeyError for no scene."""
    kind = scene["kind"]
    found = _lines(scene) if kind == "lines" else _bars(scene) if kind == "bars" else scene["layers"]
    return [one for one in found if one["rows"]]


def place(value: float, ends: Sequence[float], room: float) -> float:
    """Where a value lies on a scale that is so long."""
    return float((value - ends[0]) / (ends[1] - ends[0]) * room)


def axis_up(scale: Mapping[str, Any], room: float, height: float) -> tuple[list[Any], list[Any]]:
    """The lines across a plot at each tick of its upright scale, and the texts to the left of them."""
    at = [(height - place(value, scale["domain"], height), label) for value, label in scale["ticks"]]
    return [rule(0, y, room, y, GRID) for y, _ in at], [text(-6, y, label, MUTED) for y, label in at]


def axis_across(scale: Mapping[str, Any], room: float, height: float) -> tuple[list[Any], list[Any]]:
    """The ticks below a plot, and the texts under them."""
    at = [(place(value, scale["domain"], room), label) for value, label in scale["ticks"]]
    ticks = [rule(x, height, x, height + TICK) for x, _ in at]
    return ticks, [text(x, height + TICK + 5 + FONT / 2, label, MUTED) for x, label in at]


def line_rows(line: Mapping[str, Any], across: Any, up: Any, at: int = 0) -> list[dict[str, Any]]:
    """The points of a line as rows; a part of it that stands alone is one."""
    return [
        {"x": across(day), "y": up(value), "part": f"{at}.{part}", "colour": line["colour"], "dash": line["dash"]}
        for part, points in enumerate(line["segments"])
        for day, value in points
    ]


def _lines(scene: Mapping[str, Any]) -> list[Layer]:
    room, height = scene["size"]

    def across(day: float) -> float:
        return place(day, scene["x"]["domain"], room)

    def up(value: float) -> float:
        return float(height - place(value, scene["y"]["domain"], height))

    grid, values = axis_up(scene["y"], room, height)
    ticks, dates = axis_across(scene["x"], room, height)
    bands, events, notes = _notes(scene, across)
    zero = [] if scene["rule"] is None else [rule(0, up(scene["rule"]), room, up(scene["rule"]))]
    drawn = [line_rows(line, across, up, at) for at, line in enumerate(scene["lines"])]
    foot = min(height, max(0.0, up(0.0)))
    painted = [
        row | {"y2": foot} for line, rows in zip(scene["lines"], drawn, strict=True) if line["filled"] for row in rows
    ]
    ends = [
        {"x": across(end["day"]), "y": up(end["value"]), "colour": end["colour"], "size": 42} for end in scene["ends"]
    ]
    return [
        layer("rect", bands),
        layer("rule", [*grid, *ticks, *zero, *events]),
        layer("text", values, align="right"),
        layer("text", dates, align="center"),
        layer("text", notes, align="left"),
        layer("area", painted),
        layer("line", [row for rows in drawn for row in rows]),
        layer("point", ends),
        layer(
            "text",
            [text(room + 8, end["y"], end["text"], end["colour"]) for end in scene["ends"]],
            align="left",
            bold=True,
        ),
    ]


def _notes(scene: Mapping[str, Any], across: Any) -> tuple[list[Any], list[Any], list[Any]]:
    """A band behind each stretch of time, a dashed line at each event, and their texts above the plot."""
    height = scene["size"][1]
    rows = 1 + max((note["row"] for note in scene["notes"]), default=-1)
    bands, events, words = [], [], []
    for note in scene["notes"]:
        y = (note["row"] - rows) * (FONT + 6) + FONT / 2
        start, end = (across(day) for day in note["days"])
        if note["days"][0] == note["days"][1]:
            events.append(rule(start, y + FONT / 2 + 2, start, height, MUTED, (3, 3)))
        else:
            bands.append(rect(start, 0, end, height, MUTED, _BAND))
        words.append(text(note["x"], y, note["text"]))
    return bands, events, words


def _bars(scene: Mapping[str, Any]) -> list[Layer]:
    """Each bar below its name, its value beyond its end."""
    room, ends = scene["size"][0], scene["x"]["domain"]
    zero = place(0, ends, room)
    bars: list[Any] = []
    names: list[Any] = []
    gains: list[Any] = []
    losses: list[Any] = []
    for bar in scene["bars"]:
        y, value = bar["y"], bar["value"] or 0
        there = place(value, ends, room)
        bars.append(rect(min(zero, there), y + 27, max(zero, there), y + 47, bar["colour"]))
        names.append(text(-scene["padding"]["left"], y + 16, bar["name"]))
        (gains if value >= 0 else losses).append(text(bar["x"], y + 37, bar["text"]))
    return [
        layer("rect", bars),
        layer("rule", [rule(zero, bar["y"] + 27, zero, bar["y"] + 47) for bar in scene["bars"]]),
        layer("text", [*names, *gains], align="left"),
        layer("text", losses, align="right"),
    ]
