"""The chart kind `area`: one history with the ground below it painted, beside its benchmark's if there is one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from builder.blocks.charts.chart_fence import ChartFence
from builder.blocks.charts.chart_kind import ChartKind, ChartRequest
from builder.blocks.charts.kinds import line
from builder.problem import Problem
from builder.slot_params.charts import StandardChartParams


def clashes(fence: ChartFence) -> Iterator[tuple[str, str]]:
    """One line alone is painted, down to a ground that rebased values do not have."""
    if len(fence.series) > 1:
        yield "series", f"type {fence.type} shows one series, and a benchmark if there is one; use line or compare"
    if fence.rebase:
        yield "rebase", f"type {fence.type} is not rebased"


def params(shared: StandardChartParams, request: ChartRequest) -> tuple[StandardChartParams, list[Problem]]:
    """Histories in their own unit."""
    measure, problems = line.history_measure(request)
    return replace(shared, measure=measure), [*problems, *line.scale_faults(request)]


KIND = ChartKind(
    name="area",
    keys=line.KEYS,
    most=2,
    clashes=clashes,
    params=params,
    figure=partial(line.quoted_figure, filled=True),
)
