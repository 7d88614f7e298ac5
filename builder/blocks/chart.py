"""A `chart` fence in, its slot out; a slot's answers in, the figure's inside out: SVG, legend, source, table, CSV."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from builder.blocks import (
    chart_grid,
    chart_history,
    chart_lines,
    chart_live,
    chart_months,
    chart_panels,
    chart_params,
    chart_spec,
    chart_table,
    chart_worker,
)
from builder.blocks.chart_figure import Answers, Figure, Params, asks
from builder.blocks.chart_params import Context
from builder.blocks.chart_spec import Fence, Place
from builder.blocks.chart_worker import Failure
from builder.model import Fragment, Mark, Slot, digest
from builder.problem import Failed, Problem
from builder.render import Templates

__all__ = ["FIGURES", "asks", "render_batch", "resolve"]

# What makes a figure of each kind of chart.
FIGURES: Mapping[str, Callable[[Params, Answers], Figure]] = {
    **dict.fromkeys(("line", "area", "compare", "drawdown", "rolling"), chart_lines.figure),
    "bar": chart_grid.bars,
    "calendar-years": chart_grid.years,
    "allocation": chart_grid.shares,
    "scatter": chart_grid.scatter,
    "monthly": chart_months.figure,
    "multiples": chart_panels.figure,
    "dumbbell": chart_grid.pairs,
    "table": chart_grid.table,
}


class Tools(Protocol):
    """What rendering uses."""

    @property
    def templates(self) -> Templates: ...
    @property
    def cache_dir(self) -> Path | None: ...


def resolve(mark: Mark, context: Context) -> Slot:
    """The slot that a fence asks for. Raises Failed with all that is wrong, each at its key's line."""
    place = Place(context.page.path, mark)
    fence = chart_spec.read(mark.params["spec"], place)
    problems = list(fence) if isinstance(fence, list) else []
    caption = str(mark.params.get("caption") or "")
    if not caption and not mark.params["spec"].get("alt"):
        message = "the chart has neither a caption (图：…) nor an alt"
        problems.append(place.problem("", message, id="no-text-alternative"))
    if not isinstance(fence, Fence):
        raise Failed(problems)
    params, wrong = chart_params.params(fence, place, context)
    if problems or wrong:
        raise Failed([*problems, *wrong])
    return Slot(
        block="chart",
        params={**params, "caption": caption},
        path=context.page.path,
        line=mark.line,
        column=mark.column,
        length=mark.length,
    )


def render_batch(requests: Sequence[tuple[Params, Answers]], tools: Tools) -> list[Fragment | Problem]:
    """The inside of each figure, or why there is none, in order; all drawn together. Problems are unplaced."""
    figures = [_figure(params, answers) for params, answers in requests]
    scenes = [one.scene for one in figures if isinstance(one, Figure) and one.scene["kind"] != "none"]
    drawn = iter(_draw(scenes, tools.cache_dir) if scenes else ())
    return [
        one
        if isinstance(one, Problem)
        else _fragment(params, one, "" if one.scene["kind"] == "none" else next(drawn), tools.templates)
        for one, (params, _) in zip(figures, requests, strict=True)
    ]


def _figure(params: Params, answers: Answers) -> Figure | Problem:
    try:
        return FIGURES[params["type"]](params, answers)
    except Failed as failed:
        return failed.problems[0]


def _draw(scenes: Sequence[Mapping[str, Any]], cache: Path | None) -> list[str | Failure]:
    if cache is not None:
        return chart_worker.draw(scenes, cache / "charts")
    with tempfile.TemporaryDirectory() as folder:
        return chart_worker.draw(scenes, Path(folder))


def _fragment(params: Params, chart: Figure, drawn: str | Failure, templates: Templates) -> Fragment | Problem:
    if isinstance(drawn, Failure):
        return Problem(id="chart-failed", message=f"the chart could not be drawn: {drawn.reason}")
    file = chart_table.as_csv(chart.head, chart.rows)
    path = f"charts/{digest(file)[:16]}.csv"
    rows = chart_history.month_ends(chart.rows) if chart.thinned else chart.rows
    opening, _, inside = drawn.partition(">")  # the drawing has no text alternatives yet, the template writes them
    html = templates.render(
        "blocks/chart.html",
        params=params,
        chart=chart,
        called=params["title"] or params["caption"] or "、".join(chart.head[1:]),
        description=params["alt"] or chart.takeaway,
        opening=opening,
        inside=inside,
        live=chart_live.live(chart),
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
            for row, (first, values) in enumerate(rows)
        ],
        csv=path,
        left_out=len(chart.rows) - len(rows),
    )
    return Fragment(html=html, files={path: file})
