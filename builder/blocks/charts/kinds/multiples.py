"""The chart kind `multiples`: a small panel for each series, all on the same scales, two beside each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from builder.blocks.block import Answers
from builder.blocks.charts.chart_kind import KEYS, ChartFigure, ChartKind, ChartRequest, through
from builder.blocks.charts.drawing import axis
from builder.blocks.charts.drawing.axis import Axis
from builder.blocks.charts.drawing.font import LARGEST_FONT, width
from builder.blocks.charts.drawing.scene import COLOURS, DASHES, REFERENCE, WIDTH, Row, layer, text
from builder.blocks.charts.drawing.scene import scene as make_scene
from builder.blocks.charts.drawing.time_plot import ChartLine, columns, line_rows, segments
from builder.blocks.charts.kinds import line
from builder.blocks.wording import value_text
from builder.language import translate
from builder.problem import Problem
from builder.slot_params.charts import StandardChartParams

_PANEL, _HEAD, _FOOT, _BETWEEN = 96, 46, 28, 18
_RIGHT = 18  # for half a year's name under the last tick
_OWN = (COLOURS[0], DASHES[0])
_BENCHMARK = (REFERENCE, DASHES[2])


def params(shared: StandardChartParams, request: ChartRequest) -> tuple[StandardChartParams, list[Problem]]:
    """Histories that are rebased, to 100 unless the author says otherwise."""
    measure, problems = line.history_measure(request)
    return replace(shared, measure=measure, rebase=shared.rebase or "100"), problems


def figure(params: StandardChartParams, answers: Answers) -> ChartFigure:
    """The figure of panels. Raises Failed with one unplaced problem where the answers make no chart."""
    histories = line.given_histories(params, answers)
    lines, unit, start = line.rebased_lines(params, answers, histories)
    return ChartFigure(
        scene=scene(lines, unit=unit),
        legend=tuple((drawn.name, REFERENCE, "2 3") for drawn in lines if drawn.reference),
        head=(translate("日期"), *(drawn.name for drawn in lines)),
        rows=line.table(lines),
        unit=unit,
        origin=line.rebased_origin(params, start),
        unit_note=line.rebased_unit_note(unit, start),
        takeaway=line.rebased_sentence(lines, unit, start),
        through=through([(drawn.name, drawn.points[-1][0]) for drawn in lines]),
        synthetic=any(history.synthetic for history in histories),
        start=start,
        thinned=True,
    )


@dataclass(frozen=True, kw_only=True)
class _Panel:
    """A panel's place in the drawing, and the axes that all panels share."""

    left: float
    top: float
    room: float
    time: Axis
    up: Axis

    def x(self, day: int) -> float:
        return self.left + self.time.position(day, self.room)

    def y(self, value: float) -> float:
        return self.top + _PANEL - self.up.position(value, _PANEL)

    def moved(self, rows: Sequence[Row]) -> list[Row]:
        """Rows of a plot, moved to where the panel is."""
        shift = {"x": self.left, "x2": self.left, "y": self.top, "y2": self.top}
        return [{key: value + shift[key] if key in shift else value for key, value in row.items()} for row in rows]


def scene(lines: Sequence[ChartLine], *, unit: str) -> dict[str, Any]:
    """A panel for each line but the benchmark, which is drawn in all of them."""
    own = [series for series in lines if not series.reference]
    benchmarks = [series for series in lines if series.reference]
    up = axis.values([value for series in lines for _, value in series.points], unit, zero=unit == "ratio", most=3)
    first, last = line.first_day(lines), line.last_day(lines)
    left = up.label_room
    room = (WIDTH - left - _RIGHT - _BETWEEN) / 2
    time = axis.dates(first, last, room)
    grid, values = axis.upright_marks(up, room, _PANEL)
    ticks, dates = axis.level_marks(time, room, _PANEL)
    rows: dict[str, list[Row]] = defaultdict(list)
    spots = []
    for index, series in enumerate(own):
        down, across = divmod(index, 2)
        panel = _Panel(
            left=across * (room + _BETWEEN), top=down * (_HEAD + _PANEL + _FOOT) + _HEAD, room=room, time=time, up=up
        )
        end = value_text.text(series.points[-1][1], unit, places=1)
        rows["rules"] += panel.moved([*grid, *ticks])
        rows["dates"] += panel.moved(dates)
        rows["values"] += panel.moved(values) if not across else []
        rows["names"].append(text(panel.left, panel.top - 33, _fitting(series.name, room)))
        rows["ends"].append(text(panel.left + room, panel.top - 13, end, COLOURS[0]))
        for benchmark in benchmarks:
            rows["benchmarks"] += _line_rows(benchmark, panel, _BENCHMARK, index)
        rows["lines"] += _line_rows(series, panel, _OWN, index)
        spots.append(
            [left + panel.left, panel.top, room, _PANEL, series.name, [[COLOURS[0], "", translate("期末"), end]]]
        )
    height = (len(own) + 1) // 2 * (_HEAD + _PANEL + _FOOT)
    return make_scene(
        (WIDTH - left - _RIGHT, height),
        [
            layer("rule", rows["rules"]),
            layer("text", rows["values"], align="right"),
            layer("text", rows["dates"], align="center"),
            layer("text", rows["names"], align="left"),
            layer("text", rows["ends"], align="right", bold=True),
            layer("line", rows["benchmarks"]),
            layer("line", rows["lines"]),
        ],
        left=left,
        right=_RIGHT,
        spots=spots,
    )


def _line_rows(series: ChartLine, panel: _Panel, look: tuple[str, Sequence[int]], index: int) -> list[Row]:
    pieces = segments(series.points, columns(panel.room, 1))
    return line_rows(pieces, panel.x, panel.y, look, f"{index}.0.")


def _fitting(name: str, room: float) -> str:
    """A name as far as there is room for it; the whole name stands in the table."""
    if width(name, LARGEST_FONT) <= room:
        return name
    short = name
    while short and width(short + "…", LARGEST_FONT) > room:
        short = short[:-1]
    return short + "…"


KIND = ChartKind(
    name="multiples",
    keys=(*KEYS, "from", "to", "window", "measure", "benchmark", "rebase"),
    least=2,
    most=13,
    params=params,
    figure=figure,
)
