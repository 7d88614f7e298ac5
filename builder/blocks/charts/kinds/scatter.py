"""The chart kind `scatter`: two numbers of each series, one for each direction, as numbered dots.

Numbers instead of names beside the dots: fund names are longer than the space between dots, and a number tells dots
apart without colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil
from typing import Any

from builder.blocks.block import Answers
from builder.blocks.charts.chart_kind import KEYS, ChartFigure, ChartKind, ChartRequest, Legend, failed
from builder.blocks.charts.drawing import axis
from builder.blocks.charts.drawing.font import FONT, width
from builder.blocks.charts.drawing.scene import COLOURS, REFERENCE, WIDTH, Row, layer, point, rule, text
from builder.blocks.charts.drawing.scene import scene as make_scene
from builder.blocks.charts.measure_column import columns
from builder.blocks.charts.number_grid import grid, grid_figure
from builder.blocks.wording import value_text
from builder.language import translate
from builder.problem import Problem
from builder.slot_params.charts import ChartColumn, StandardChartParams

_HEIGHT, _DOT = 340, 70  # of the whole drawing; a dot's area
_SPOT = 28  # the side of the square around a dot that a pointer hits
# Where a dot's number may stand beside it, the best first.
_SIDES = ((10, 0), (-10, 0), (0, -14), (0, 14), (10, -14), (10, 14), (-10, -14), (-10, 14))


def params(shared: StandardChartParams, request: ChartRequest) -> tuple[StandardChartParams, list[Problem]]:
    """Two measures, volatility and return unless the author says otherwise."""
    fence, location = request.fence, request.location
    written = fence.measure
    if not written:
        window = fence.window or "1y"
        written = (f"volatility {window}", f"return {window}")
    elif fence.window:
        return shared, [location.problem("window", "measure says its windows itself; leave window out")]
    if len(written) != 2:
        message = "type scatter takes 2 of measure, e.g. [volatility 1y, return 1y]"
        return shared, [location.problem("measure", message)]
    asked, problems = columns(written, request)
    return replace(shared, measure=asked[0].measure, columns=asked), problems


def figure(params: StandardChartParams, answers: Answers) -> ChartFigure:
    """The figure of dots. Raises Failed with one unplaced problem where fewer than two series have both numbers."""
    numbers = grid(params, answers)
    pairs = [(row[0], row[1]) for row in numbers.values]
    if sum(None not in pair for pair in pairs) < 2:
        note = next((answer.note for row in numbers.answers for answer in row if answer.note), "")
        raise failed("no-answer", f"the data hold both numbers of fewer than two of {', '.join(numbers.names)}", note)
    references = [params.is_reference(index) for index in range(len(numbers.names))]
    drawn, legend = scene(numbers.names, pairs, params.columns, numbers.signed, references, params.height)
    return grid_figure(params, numbers, scene=drawn, legend=legend)


def scene(
    names: Sequence[str],
    pairs: Sequence[tuple[float | None, float | None]],
    columns: Sequence[ChartColumn],
    signed: Sequence[bool],
    references: Sequence[bool],
    height: int,
) -> tuple[dict[str, Any], Legend]:
    """The dots of all series that have both numbers; the legend says which number is whose, and who has no dot."""
    dots = [(index, x, y) for index, (x, y) in enumerate(pairs) if x is not None and y is not None]
    across = axis.values([x for _, x, _ in dots], columns[0].unit, most=5)
    up = axis.values([y for _, _, y in dots], columns[1].unit)
    left, right = up.label_room, ceil(width(across.ticks[-1][1], FONT) / 2 + 4)
    top, bottom = FONT + 14, 2 * FONT + 20
    room, tall = WIDTH - left - right, (height or _HEIGHT) - top - bottom
    grid_lines, up_labels = axis.upright_marks(up, room, tall)
    ticks, across_labels = axis.level_marks(across, room, tall)
    placed = [(index, across.position(x, room), tall - up.position(y, tall)) for index, x, y in dots]
    zero = tall - up.position(0, tall)
    zero_line = [rule(0, zero, room, zero)] if up.low < 0 < up.high else []
    colours = [REFERENCE if reference else COLOURS[0] for reference in references]
    drawable = {index for index, _, _ in dots}
    legend = tuple(
        (f"{index + 1} {name}" + ("" if index in drawable else translate("（暂无数据）")), "", "")
        for index, name in enumerate(names)
    )
    spots = [
        [
            left + x - _SPOT / 2,
            top + y - _SPOT / 2,
            _SPOT,
            _SPOT,
            names[index],
            _rows(pairs[index], columns, signed),
        ]
        for index, x, y in placed
    ]
    drawn = make_scene(
        (room, tall),
        [
            layer("rule", [*grid_lines, *ticks, *zero_line]),
            layer("text", up_labels, align="right"),
            layer("text", across_labels, align="center"),
            layer("text", [text(-left, -FONT - 2, f"↑ {columns[1].label}")], align="left"),
            layer("text", [text(room, tall + 2 * FONT + 10, f"{columns[0].label} →")], align="right"),
            layer("point", [point(x, y, colours[index], _DOT) for index, x, y in placed]),
            layer("text", _numbers(placed), align="center", bold=True),
        ],
        left=left,
        top=top,
        right=right,
        bottom=bottom,
        spots=spots,
    )
    return drawn, legend


def _rows(pair: Sequence[float | None], columns: Sequence[ChartColumn], signed: Sequence[bool]) -> list[list[str]]:
    return [
        ["", "", column.label, value_text.text(value, column.unit, signed=sign)]
        for column, value, sign in zip(columns, pair, signed, strict=True)
    ]


def _numbers(dots: Sequence[tuple[int, float, float]]) -> list[Row]:
    """Each dot's number beside it, on the first side that is free of other dots and numbers."""
    taken = [(x, y, 8.0) for _, x, y in dots]
    rows = []
    for index, x, y in dots:
        words = str(index + 1)
        half = width(words, FONT) / 2
        options = [(x + dx + (half if dx > 0 else -half if dx < 0 else 0), y + dy) for dx, dy in _SIDES]
        free = (
            option
            for option in options
            if all(
                abs(option[0] - other_x) >= half + size or abs(option[1] - other_y) >= FONT / 2 + 5
                for other_x, other_y, size in taken
                if (other_x, other_y) != (x, y)
            )
        )
        chosen = next(free, options[0])
        taken.append((*chosen, half))
        rows.append(text(*chosen, words))
    return rows


KIND = ChartKind(
    name="scatter",
    keys=(*KEYS, "measure", "window", "benchmark", "height"),
    least=2,
    most=20,
    measures=(0, 2),
    params=params,
    figure=figure,
)
