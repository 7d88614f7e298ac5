"""The chart kind `table`: several numbers of each series as a table alone, without a drawing."""

from __future__ import annotations

from dataclasses import replace

from builder.blocks.block import Answers
from builder.blocks.charts.chart_kind import KEYS, NO_DRAWING, ChartFigure, ChartKind, ChartRequest, failed
from builder.blocks.charts.measure_column import columns
from builder.blocks.charts.number_grid import grid, grid_figure
from builder.problem import Problem
from builder.slot_params.charts import StandardChartParams


def params(shared: StandardChartParams, request: ChartRequest) -> tuple[StandardChartParams, list[Problem]]:
    """A column for each measure."""
    asked, problems = columns(request.fence.measure, request)
    return replace(shared, measure=asked[0].measure, columns=asked), problems


def figure(params: StandardChartParams, answers: Answers) -> ChartFigure:
    """The table as a figure. Raises Failed with one unplaced problem where there is no number at all."""
    numbers = grid(params, answers)
    if all(answer.value is None for row in numbers.answers for answer in row):
        message = f"the data hold none of these numbers of {', '.join(numbers.names)}"
        raise failed("no-answer", message, numbers.answers[0][0].note)
    return grid_figure(params, numbers, scene=NO_DRAWING)


KIND = ChartKind(
    name="table", keys=(*KEYS, "measure", "benchmark"), most=20, measures=(1, 8), params=params, figure=figure
)
