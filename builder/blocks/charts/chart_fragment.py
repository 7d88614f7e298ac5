"""What a reader gets of a chart: its drawing with text alternatives, legend, source, table, CSV file and picture, and the
JSON from which `templates/assets/charts.js` and `ranges.js` answer a pointer. The chart block makes it of a figure and its
SVG; the charts of funds write the same JSON.

A value in the JSON has the digits that the table shows, so that a tooltip cannot say anything else.
"""

from __future__ import annotations

import csv
import json
from base64 import b64decode
from collections.abc import Sequence
from io import StringIO
from typing import Any

from builder.blocks.block import RenderTools
from builder.blocks.charts.chart_kind import ChartFigure, Rows
from builder.blocks.charts.drawing.axis import days
from builder.blocks.charts.drawing.vega_svg import with_text_alternatives
from builder.blocks.images import picture_svg
from builder.blocks.wording import value_text
from builder.forbidden_characters import starts_formula
from builder.language import translate
from builder.model import DETAILS_CLOSE, DETAILS_OPEN, Fragment, digest
from builder.number_format import exact, rounded
from builder.slot_params.charts import ChartParams
from builder.table_fit import fits
from builder.vocabulary import RATIOS

_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_MOST_COLUMNS = 4  # that every phone has room for
_FIRST_COLUMN, _COLUMN = (
    1.0,
    5.2,
)  # em: what the first column of a table has more than another, and the width of a column
_SHORT = 45  # rows that a page shows whole


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


def fragment(
    params: ChartParams,
    chart: ChartFigure,
    svg: str,
    vega: str,
    tools: RenderTools,
    *,
    is_reactive: bool,
    picture: str = "",
    png: str = "",
) -> Fragment:
    """The inside of a chart's figure. `picture` is the SVG that the PNG file was drawn from, `png` that file in base64."""
    file = as_csv(chart.head, chart.rows)
    path = f"charts/{digest(file)[:16]}.csv"
    picture_path = f"charts/{digest(picture)[:16]}.png" if png else ""
    shown = month_ends(chart.rows) if chart.thinned else chart.rows
    title = called(params, chart)
    html = tools.templates.render(
        "blocks/chart.html",
        details=(DETAILS_OPEN, DETAILS_CLOSE) if svg else ("", ""),
        params=params,
        chart=chart,
        called=title,
        drawing=with_text_alternatives(svg, title, params.alt or chart.takeaway) if svg else "",
        live=live(chart),
        vega=vega.replace("<", "\\u003c"),
        module=tools.vega,
        is_reactive=is_reactive,
        rows=[
            (
                first,
                [
                    (
                        "" if value is None else repr(float(value)),
                        chart.shown(column, value),
                        chart.origin(row, column, first),
                    )
                    for column, value in enumerate(values)
                ],
            )
            for row, (first, values) in enumerate(shown)
        ],
        fits=fits(_FIRST_COLUMN + _COLUMN * len(chart.head)) if len(chart.head) > _MOST_COLUMNS else "",
        csv=path,
        picture=picture_path,
        left_out=len(chart.rows) - len(shown),
    )
    return Fragment(html=html, files={path: file, **({picture_path: b64decode(png)} if png else {})})


def called(params: ChartParams, chart: ChartFigure) -> str:
    """What a chart is called: its title, its caption, or the names of what it shows."""
    return params.title or params.caption or translate("、").join(chart.head[1:])


def picture(params: ChartParams, chart: ChartFigure, svg: str, tools: RenderTools) -> str:
    """The SVG of the picture that is shared of a chart."""
    source = "　".join(words for words in (translate("模拟数据") if chart.synthetic else "", chart.through) if words)
    return picture_svg.of_chart(svg, chart, called=called(params, chart), source=source, rising=tools.rising)


# ---------------------------------------------------------------------------------------------------------- table


def month_ends(rows: Rows) -> Rows:
    """A long table's first row, the last of each month, preferably one where every line has a value, and its last; a
    short one whole."""
    if len(rows) <= _SHORT:
        return rows
    ends = {row[0][:7]: row for row in rows} | {row[0][:7]: row for row in rows if None not in row[1]}
    return tuple(sorted({row[0]: row for row in (rows[0], *ends.values(), rows[-1])}.values()))


def as_csv(head: Sequence[str], rows: Rows) -> str:
    """Every row, unrounded, with the mark that lets Excel read Chinese; no text cell can start a formula."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_inert(cell) for cell in head])
    for first, values in rows:
        writer.writerow([_inert(first), *("" if value is None else repr(float(value)) for value in values)])
    return "\ufeff" + out.getvalue()


def _inert(cell: str) -> str:
    return f"'{cell}" if starts_formula(cell) else cell


# ---------------------------------------------------------------------------------------------------- for the browser


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
    is_ratio = chart.unit in RATIOS
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
    digits = exact(value).scaleb(2 if unit in RATIOS else 0)
    return int(rounded(digits, places).scaleb(places))


def _spots(chart: ChartFigure) -> dict[str, Any]:
    """The boxes of a drawing that a pointer is answered in, as its scene names them."""
    spots = [[*(round(length, 1) for length in spot[:4]), *spot[4:]] for spot in chart.scene["spots"]]
    return {LiveKey.KIND: "spots", LiveKey.SPOTS: spots}
