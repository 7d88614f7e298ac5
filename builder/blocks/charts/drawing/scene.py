"""What a scene is made of: sizes, colours, and the marks that each kind of chart puts into layers.

A scene is plain JSON in which every position, colour and text of a drawing is decided:
{"kind": "marks", "size": [width, height], "padding": {…}, "layers": […]}, and what readers may point at. The process that
draws gets scenes only: no settings of the author's, and no data but what is to be seen. Charts whose layers are of the
same kinds share one compiled specification; only their rows differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

WIDTH, HEIGHT = 520, 270  # a column's width at twice a phone's pixels, less margins
MUTED, GRID, INK = "var(--fb-muted)", "var(--grid)", "currentColor"
COLOURS = tuple(f"var(--c{number})" for number in range(1, 7))
# A line is known by its dashes as well as by its colour, e.g. in print.
DASHES: tuple[tuple[int, ...], ...] = ((), (6, 3), (2, 3), (9, 3, 2, 3), (12, 4), (4, 2, 1, 2))
REFERENCE = "var(--c6)"  # a benchmark's
BAND = 0.14  # how strongly a period or an area is painted

Row = dict[str, Any]  # one mark, e.g. {"x": 4, "y": 8, "text": "甲", "colour": "currentColor"}
Layer = dict[str, Any]  # e.g. {"mark": "text", "look": {"align": "left"}, "rows": [{"x": 4, "y": 8, …}]}
Spot = list[Any]  # left, top, width, height, title, and rows of colour, dashes, label and text: what a pointer is shown


def scene(
    size: tuple[float, float],
    layers: Sequence[Layer],
    *,
    left: float,
    top: float = 2,
    right: float,
    bottom: float = 2,
    **more: Any,
) -> dict[str, Any]:
    """The scene of a plot of this size within these margins; `more` is for the reader's browser, e.g. `spots`."""
    padding = {"left": left, "top": top, "right": right, "bottom": bottom}
    return {"kind": "marks", "size": list(size), "padding": padding, "layers": list(layers), **more}


def layer(mark: str, rows: Iterable[Mapping[str, Any]], **look: Any) -> Layer:
    """Marks of one kind and look."""
    return {"mark": mark, "look": dict(sorted(look.items())), "rows": [dict(row) for row in rows]}


def text(x: float, y: float, words: str, colour: str = INK) -> Row:
    """A row of a text layer: `y` is the middle of the line."""
    return {"x": x, "y": y, "text": words, "colour": colour}


def rule(x: float, y: float, x2: float, y2: float, colour: str = MUTED, dash: Sequence[int] = ()) -> Row:
    """A row of a rule layer: a straight line."""
    return {"x": x, "y": y, "x2": x2, "y2": y2, "colour": colour, "dash": list(dash)}


def rect(x: float, y: float, x2: float, y2: float, colour: str, opacity: float = 1.0) -> Row:
    """A row of a rect layer."""
    return {"x": x, "y": y, "x2": x2, "y2": y2, "colour": colour, "opacity": opacity}


def point(x: float, y: float, colour: str, size: float) -> Row:
    """A row of a point layer: `size` is its area."""
    return {"x": x, "y": y, "colour": colour, "size": size}


def series_colours(count: int, *, reference: bool) -> list[str]:
    """A colour for each of so many series; grey for the last where it is the benchmark."""
    own = [COLOURS[index % len(COLOURS)] for index in range(count - reference)]
    return [*own, REFERENCE] if reference else own
