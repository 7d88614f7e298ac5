"""The chart kind `dumbbell`: two numbers of each series on one scale, e.g. of two years, as joined dots."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from math import ceil
from typing import Any

from builder.blocks.block import Answers
from builder.blocks.charts.chart_kind import KEYS, ChartFigure, ChartKind, ChartRequest, failed
from builder.blocks.charts.drawing.font import FONT, width
from builder.blocks.charts.drawing.scene import (
    COLOURS,
    GRID,
    INK,
    MUTED,
    REFERENCE,
    WIDTH,
    Row,
    layer,
    point,
    rule,
    text,
)
from builder.blocks.charts.drawing.scene import scene as make_scene
from builder.blocks.charts.measure_column import columns
from builder.blocks.charts.number_grid import grid, grid_figure
from builder.blocks.wording import value_text
from builder.problem import Problem
from builder.slot_params.charts import ChartColumn, StandardChartParams

_ROW, _LINE, _DOT = 56, 40, 90  # a series' row, where its dots lie in it, and a dot's area
_FIRST, _SECOND = REFERENCE, COLOURS[0]


def params(shared: StandardChartParams, request: ChartRequest) -> tuple[StandardChartParams, list[Problem]]:
    """Two measures of one unit."""
    asked, problems = columns(request.fence.measure, request)
    if len({column.unit for column in asked}) > 1 and not problems:
        message = f"{' and '.join(column.label for column in asked)} have no common scale"
        hint = "e.g. measure: [calendar-year 2022, calendar-year 2023]"
        problems = [request.location.problem("measure", message, hint)]
    return replace(shared, measure=asked[0].measure, columns=asked), problems


def figure(params: StandardChartParams, answers: Answers) -> ChartFigure:
    """The figure of pairs. Raises Failed with one unplaced problem where no series has a number."""
    numbers = grid(params, answers)
    pairs = [(row[0], row[1]) for row in numbers.values]
    if all(value is None for pair in pairs for value in pair):
        message = f"the data hold none of these numbers of {', '.join(numbers.names)}"
        raise failed("no-answer", message, numbers.answers[0][0].note)
    legend = tuple((f"{sign} {column.label}", "", "") for sign, column in zip("○●", params.columns, strict=True))
    return grid_figure(
        params, numbers, scene=scene(numbers.names, pairs, params.columns, numbers.signed), legend=legend
    )


def scene(
    names: Sequence[str],
    pairs: Sequence[tuple[float | None, float | None]],
    columns: Sequence[ChartColumn],
    signed: Sequence[bool],
) -> dict[str, Any]:
    """The first number is an empty dot, the second a full one, the name above them; each value stands on its outer side."""
    known = [value for pair in pairs for value in pair if value is not None]
    low, high = min(known), max(known)
    low, high = (low, high) if high > low else (low - abs(low) * 0.1 - 0.01, high + abs(high) * 0.1 + 0.01)
    unit = columns[0].unit
    texts = [
        [value_text.text(value, unit, signed=sign) for sign, value in zip(signed, pair, strict=True)] for pair in pairs
    ]
    side = ceil(max(width(words, FONT) for pair in texts for words in pair) + 14)
    room = WIDTH - 2 * side
    rows: dict[str, list[Row]] = defaultdict(list)
    spots = []
    for index, (name, pair) in enumerate(zip(names, pairs, strict=True)):
        y = index * _ROW + _LINE
        positions = [None if value is None else (value - low) / (high - low) * room for value in pair]
        rows["names"].append(text(-side, y - 24, name))
        rows["rails"].append(rule(0, y, room, y, GRID))
        drawn = [x for x in positions if x is not None]
        if len(drawn) == 2:
            rows["joins"].append(rule(min(drawn), y, max(drawn), y, MUTED))
        for which, x in enumerate(positions):
            if x is None:
                continue
            rows["full" if which else "empty"].append(point(x, y, _SECOND if which else _FIRST, _DOT))
            other = positions[1 - which]
            is_left = other is not None and (x < other or (x == other and not which))
            label = text(x + (-10 if is_left else 10), y, texts[index][which], _SECOND if which else INK)
            rows["before" if is_left else "after"].append(label)
        shown = [["", "", column.label, words] for column, words in zip(columns, texts[index], strict=True)]
        spots.append([0, index * _ROW, WIDTH, _ROW - 2, name, shown])
    return make_scene(
        (room, _ROW * len(names)),
        [
            layer("rule", [*rows["rails"], *rows["joins"]]),
            layer("point", rows["empty"], hollow=True),
            layer("point", rows["full"]),
            layer("text", [*rows["names"], *rows["after"]], align="left"),
            layer("text", rows["before"], align="right"),
        ],
        left=side,
        right=side,
        spots=spots,
    )


KIND = ChartKind(
    name="dumbbell", keys=(*KEYS, "measure", "benchmark"), most=20, measures=(2, 2), params=params, figure=figure
)
