"""The JSON beside a chart's drawing, from which `templates/assets/charts.js` and `ranges.js` answer readers. Figures of
charts and of funds write it.

A value has the digits that the table shows, so that a tooltip cannot say anything else.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from builder.blocks.charts.chart_kind import ChartFigure
from builder.blocks.charts.drawing.axis import days
from builder.blocks.wording import value_text
from builder.number_format import decimal, rounded

_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class LiveKey:
    """The keys of that JSON; `LIVE` in charts.js has the same. No enumeration: a refresh looks them up for every fund."""

    KIND = "k"  # "lines" or "spots"
    PLOT = "b"  # left, top, width and height of the plot
    TIME = "t"  # first and last day, as ordinals
    VALUES = "y"  # lowest and highest value as drawn
    FORMAT = "f"  # decimals, the sign behind a value, whether a plus is written
    DAYS = "d"  # each as its distance from the one before
    LINES = "l"  # of each: name, colour, dashes, and values in units of the last decimal, each from the one before
    NOTES = "n"  # of each: first day, last day, text
    RULE = "r"  # the value that a line marks
    FILLED = "h"  # whether the first line is painted down to 0
    ZERO = "z"  # whether the axis contains 0
    SPOTS = "i"  # of each: left, top, width, height, title, and rows of colour, dashes, name and text
    # Where the values lie in files, as on a fund's page:
    FILES = "src"  # their addresses
    DERIVED = "m"  # what is drawn of them: "change" or "fall"
    FROM = "from"  # the first day that there is
    MONTHS = "now"  # that the drawing shows
    LINKED = "g"  # which of the drawings that change together this is
    WHOLE = "whole"  # the word for all time
    LAUNCH = "launch"  # whether that begins with a unit at 1.0000


def live(chart: ChartFigure) -> str:
    """The JSON of a chart's figures, safe inside a script element; "" for a chart that answers nothing."""
    if "time" in chart.scene:
        return script_json(_lines(chart))
    return script_json(_spots(chart)) if "spots" in chart.scene else ""


def script_json(value: Any) -> str:
    """JSON that cannot end the script element that it stands in."""
    return _ENCODE(value).replace("<", "\\u003c")


def deltas(numbers: Sequence[int | None]) -> str:
    """Numbers as their differences, nothing where there is none, e.g. [5, None, 7] as "5,,2"."""
    differences, before = [], 0
    for number in numbers:
        differences.append("" if number is None else str(number - before))
        before = before if number is None else number
    return ",".join(differences)


def _lines(chart: ChartFigure) -> dict[str, Any]:
    scene = chart.scene
    padding = scene["padding"]
    is_ratio = chart.unit == "ratio"
    places, suffix = value_text.places_of(chart.unit), "%" if is_ratio else ""
    scale = 100.0 if is_ratio else 1.0
    columns = zip(*(values for _, values in chart.rows), strict=True)
    last_digits = [
        [None if value is None else _last_digits(value, places, chart.unit) for value in column] for column in columns
    ]
    return {
        LiveKey.KIND: "lines",
        LiveKey.PLOT: [padding["left"], padding["top"], *scene["size"]],
        LiveKey.TIME: scene["time"],
        LiveKey.VALUES: [value * scale for value in scene["values"]],
        LiveKey.FORMAT: [places, suffix, int(is_ratio and chart.signed)],
        LiveKey.DAYS: deltas([days(day) for day, _ in chart.rows]),
        LiveKey.LINES: [
            [name, colour, dash, deltas(column)]
            for (name, colour, dash), column in zip(chart.legend, last_digits, strict=True)
        ],
        LiveKey.NOTES: scene["notes"],
        LiveKey.RULE: None if scene["rule"] is None else scene["rule"] * scale,
        LiveKey.FILLED: int(scene["filled"]),
        LiveKey.ZERO: int(scene["rule"] == 0 or scene["filled"]),
    }


def _last_digits(value: float, places: int, unit: str) -> int:
    """A value in units of the last place that the table shows, e.g. +329.27% as 32927."""
    exact = decimal(value).scaleb(2 if unit == "ratio" else 0)
    return int(rounded(exact, places).scaleb(places))


def _spots(chart: ChartFigure) -> dict[str, Any]:
    """The boxes of a drawing that a pointer is answered in, as its scene names them."""
    spots = [[*(round(length, 1) for length in spot[:4]), *spot[4:]] for spot in chart.scene["spots"]]
    return {LiveKey.KIND: "spots", LiveKey.SPOTS: spots}
