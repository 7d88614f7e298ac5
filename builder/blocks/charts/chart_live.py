"""A chart before it is drawn in, the data that its script answers questions from out: inert JSON beside the drawing.

The script is `templates/assets/charts.js`; docs/architecture.md says what each key is. A value is there with the digits
that the table shows, so that a tooltip cannot say anything else.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from builder.blocks.charts.chart_figure import ChartFigure
from builder.blocks.charts.drawing import axis
from builder.blocks.charts.drawing.scene import ROW
from builder.blocks.wording import value_text
from builder.number_format import decimal, rounded

_SPELL = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def live(chart: ChartFigure) -> str:
    """The JSON of a chart's figures, safe inside a script element; "" for a chart that answers nothing."""
    made = {"lines": _lines, "bars": _bars, "marks": _marks}.get(str(chart.scene["kind"]))
    return spelled(made(chart)) if made else ""


def spelled(value: Any) -> str:
    """JSON that cannot end the script element that it stands in."""
    return _SPELL(value).replace("<", "\\u003c")


def deltas(numbers: Sequence[int | None]) -> str:
    """Numbers as their differences, nothing where there is none, e.g. [5, None, 7] as "5,,2"."""
    found, before = [], 0
    for number in numbers:
        found.append("" if number is None else str(number - before))
        before = before if number is None else number
    return ",".join(found)


def _lines(chart: ChartFigure) -> dict[str, Any]:
    scene = chart.scene
    (room, height), padding = scene["size"], scene["padding"]
    places, suffix = value_text.places_of(chart.unit), "%" if chart.unit == "ratio" else ""
    scale = 100.0 if chart.unit == "ratio" else 1.0
    columns = zip(*(values for _, values in chart.rows), strict=True)
    texts = [
        [None if value is None else _last_digits(value, places, chart.unit) for value in column] for column in columns
    ]
    return {
        "k": "lines",
        "b": [padding["left"], padding["top"], room, height],
        "t": scene["x"]["domain"],
        "y": [value * scale for value in scene["y"]["domain"]],
        "f": [places, suffix, int(chart.unit == "ratio" and chart.measure not in value_text.UNSIGNED)],
        "d": deltas([axis.days(day) for day, _ in chart.rows]),
        "l": [
            [name, colour, dash, deltas(column)]
            for (name, colour, dash), column in zip(chart.legend, texts, strict=True)
        ],
        "n": [[*note["days"], note["text"]] for note in scene["notes"]],
        "r": None if scene["rule"] is None else scene["rule"] * scale,
        "h": int(any(line["filled"] for line in scene["lines"])),
        "z": int(scene["rule"] == 0 or any(line["filled"] for line in scene["lines"])),
    }


def _last_digits(value: float, places: int, unit: str) -> int:
    """A value in units of the last place that the table shows, e.g. +329.27% as 32927."""
    exact = decimal(value).scaleb(2 if unit == "ratio" else 0)
    return int(rounded(exact, places).scaleb(places))


def _bars(chart: ChartFigure) -> dict[str, Any]:
    scene = chart.scene
    left, width = scene["padding"]["left"], scene["size"][0]
    top, whole = scene["padding"]["top"], left + width + scene["padding"]["right"]
    boxes = []
    for (name, (value,)), bar in zip(chart.rows, scene["bars"], strict=False):  # a long table is not drawn whole
        text = value_text.text(value, chart.unit, measure=chart.measure)
        box = [0, top + bar["y"], whole, ROW - 2]
        boxes.append([*box, name, [["", "", chart.head[1], text]]])
    return {"k": "spots", "i": boxes}


def _marks(chart: ChartFigure) -> dict[str, Any]:
    """The places of a drawing that tell something, as its scene names them."""
    spots = [[*(round(one, 1) for one in spot[:4]), *spot[4:]] for spot in chart.scene["spots"]]
    return {"k": "spots", "i": spots}
