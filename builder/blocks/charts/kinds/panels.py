"""Histories in, the figure of small multiples out: a panel for each series, all on the same scales, two beside each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

from builder.blocks.charts import chart_sentences, history_lines
from builder.blocks.charts.chart_figure import Answers, ChartFigure, Params, is_reference, names
from builder.blocks.charts.drawing import axis as chart_axis
from builder.blocks.charts.drawing import chart_marks
from builder.blocks.charts.drawing import scene as chart_scene
from builder.blocks.charts.drawing.axis import FONT
from builder.blocks.charts.drawing.chart_marks import layer, line_rows, place, text
from builder.blocks.charts.drawing.font import width
from builder.blocks.charts.drawing.scene import WIDTH
from builder.blocks.charts.history_lines import ChartLine
from builder.blocks.charts.kinds import lines as chart_lines
from builder.blocks.wording import value_text

_PANEL, _HEAD, _FOOT, _BETWEEN = 96, 46, 28, 18
_RIGHT = 18  # for half a year's name under the last tick


def figure(params: Params, answers: Answers) -> ChartFigure:
    """The chart, complete but for its drawing. Raises Failed with one unplaced problem where there is none."""
    called, given = names(params, answers), chart_lines.histories(params, answers)
    unit = "ratio" if params["rebase"] == "percent" else "index100"
    points = chart_lines.together([answer.points for answer in given], called, percent=unit == "ratio")
    lines = [
        ChartLine(name=name, points=one, reference=is_reference(params, at))
        for at, (name, one) in enumerate(zip(called, points, strict=True))
    ]
    start = max(line.points[0][0] for line in lines)
    benchmark = [line for line in lines if line.reference]
    note = chart_sentences.unit_note(unit, start, rebased=True, params=params)
    return ChartFigure(
        scene=scene(lines, unit=unit),
        legend=tuple((line.name, chart_scene.REFERENCE, "2 3") for line in benchmark),
        head=("日期", *called),
        rows=history_lines.table(lines),
        unit=unit,
        measure="",
        origin=chart_lines.origin(params, start),
        unit_note=note,
        takeaway=chart_sentences.of_lines(lines, unit, start, rebased=True, params=params),
        through=chart_sentences.through([(line.name, line.points[-1][0]) for line in lines]),
        synthetic=any(answer.synthetic for answer in given),
        start=start,
        thinned=True,
    )


def scene(lines: Sequence[ChartLine], *, unit: str) -> dict[str, Any]:
    """A panel for each line but the benchmark, which is drawn in all of them."""
    own = [line for line in lines if not line.reference]
    others = [line for line in lines if line.reference]
    up = chart_axis.values([value for line in lines for _, value in line.points], unit, zero=unit == "ratio", most=3)
    first, last = min(line.points[0][0] for line in lines), max(line.points[-1][0] for line in lines)
    left = ceil(max(width(label, FONT) for _, label in up.ticks) + 8)
    room = (WIDTH - left - _RIGHT - _BETWEEN) / 2
    time = chart_axis.dates(first, last, room)
    scales: list[Mapping[str, Any]] = [
        {"domain": [axis.low, axis.high], "ticks": [list(tick) for tick in axis.ticks]} for axis in (time, up)
    ]
    layers: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("rules", "values", "dates", "names", "ends", "behind", "lines")
    }
    spots = []
    for at, line in enumerate(own):
        row, column = divmod(at, 2)
        corner = (column * (room + _BETWEEN), row * (_HEAD + _PANEL + _FOOT) + _HEAD)
        end = value_text.text(line.points[-1][1], unit, places=1)
        _panel(layers, corner, room, scales, outer=not column)
        layers["names"] += [text(corner[0], corner[1] - 33, _fitting(line.name, room))]
        layers["ends"] += [text(corner[0] + room, corner[1] - 13, end, "var(--c1)")]
        for each, into in [*((one, "behind") for one in others), (line, "lines")]:
            layers[into] += _rows(each, corner, room, scales, f"{at}")
        spots.append([left + corner[0], corner[1], room, _PANEL, line.name, [["var(--c1)", "", "期末", end]]])
    rows = (len(own) + 1) // 2
    return {
        "kind": "marks",
        "size": [WIDTH - left - _RIGHT, rows * (_HEAD + _PANEL + _FOOT)],
        "padding": {"left": left, "top": 2, "right": _RIGHT, "bottom": 2},
        "layers": [
            layer("rule", layers["rules"]),
            layer("text", layers["values"], align="right"),
            layer("text", layers["dates"], align="center"),
            layer("text", layers["names"], align="left"),
            layer("text", layers["ends"], align="right", bold=True),
            layer("line", layers["behind"]),
            layer("line", layers["lines"]),
        ],
        "spots": spots,
    }


def _panel(
    layers: dict[str, list[dict[str, Any]]],
    corner: tuple[float, float],
    room: float,
    scales: Sequence[Mapping[str, Any]],
    *,
    outer: bool,
) -> None:
    """Adds a panel's grid and, at the outer side, its scale."""
    grid, values = chart_marks.axis_up(scales[1], room, _PANEL)
    ticks, dates = chart_marks.axis_across(scales[0], room, _PANEL)
    layers["rules"] += [_moved(one, corner) for one in (*grid, *ticks)]
    layers["dates"] += [_moved(one, corner) for one in dates]
    layers["values"] += [_moved(one, corner) for one in values] if outer else []


def _moved(row: dict[str, Any], corner: tuple[float, float]) -> dict[str, Any]:
    across, down = corner
    shift = {"x": across, "x2": across, "y": down, "y2": down}
    return {key: value + shift[key] if key in shift else value for key, value in row.items()}


def _rows(
    line: ChartLine, corner: tuple[float, float], room: float, scales: Sequence[Mapping[str, Any]], panel: str
) -> list[dict[str, Any]]:
    parts = history_lines.segments(line.points, history_lines.columns(room, 1))
    drawn = {
        "colour": chart_scene.REFERENCE if line.reference else "var(--c1)",
        "dash": [2, 3] if line.reference else [],
        "segments": [[[chart_axis.days(day), value] for day, value in part] for part in parts],
    }
    rows = line_rows(
        drawn,
        lambda day: corner[0] + place(day, scales[0]["domain"], room),
        lambda value: corner[1] + _PANEL - place(value, scales[1]["domain"], _PANEL),
    )
    return [row | {"part": f"{panel}.{row['part']}"} for row in rows]


def _fitting(name: str, room: float) -> str:
    """A name as far as there is room for it; the whole of it stands in the table."""
    if width(name, FONT) <= room:
        return name
    kept = name
    while kept and width(kept + "…", FONT) > room:
        kept = kept[:-1]
    return kept + "…"
