"""A `chart` fence in, its slot out; a slot's answers in, the figure's inside out: SVG, legend, source, table, CSV."""

from __future__ import annotations

import tempfile
from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from builder.blocks.block import Block
from builder.blocks.charts import chart_fence, chart_figure, chart_live, chart_params, chart_table, history_lines
from builder.blocks.charts.chart_fence import ChartFence, KeyLocation
from builder.blocks.charts.chart_figure import Answers, ChartFigure, Params
from builder.blocks.charts.chart_params import ChartContext
from builder.blocks.charts.custom import custom_chart, custom_figure, datasets, vega_rules
from builder.blocks.charts.custom.custom_chart import CustomChart
from builder.blocks.charts.drawing import drawing_process
from builder.blocks.charts.drawing.drawing_process import DrawFailure
from builder.blocks.charts.kinds import grid, lines, months, panels
from builder.blocks.images import picture_svg, png_images
from builder.model import Ask, Fragment, Mark, digest
from builder.problem import Failed, Problem
from builder.slot_params.charts import ChartParams
from builder.templating import Templates

__all__ = ["BLOCK", "FIGURES", "asks", "render_batch", "resolve"]

# What makes a figure of each kind of chart.
FIGURES: Mapping[str, Callable[[Params, Answers], ChartFigure]] = {
    **dict.fromkeys(("line", "area", "compare", "drawdown", "rolling"), lines.figure),
    "bar": grid.bars,
    "calendar-years": grid.years,
    "allocation": grid.shares,
    "scatter": grid.scatter,
    "monthly": months.figure,
    "multiples": panels.figure,
    "dumbbell": grid.pairs,
    "table": grid.table,
}


class ChartTools(Protocol):
    """What rendering uses."""

    @property
    def templates(self) -> Templates: ...
    @property
    def rising(self) -> str: ...
    @property
    def cache_dir(self) -> Path | None: ...
    @property
    def fonts(self) -> Path | None: ...
    @property
    def vega(self) -> str: ...


def resolve(mark: Mark, context: ChartContext) -> ChartParams:
    """The parameters of the chart that a fence asks for. Raises Failed with all that is wrong, each at its key's line."""
    place = KeyLocation(context.page.path, mark)
    problems: list[Problem] = []
    caption = str(mark.params.get("caption") or "")
    if not caption and not mark.params["spec"].get("alt"):
        message = "the chart has neither a caption (图：…) nor an alt"
        problems.append(place.problem("", message, id="no-text-alternative"))
    try:
        params = (
            custom_chart.params(mark, place, context) if "language" in mark.params else _params(mark, place, context)
        )
    except Failed as failed:
        raise Failed([*failed.problems, *problems]) from None
    if problems:
        raise Failed(problems)
    return ChartParams(values_by_name={**params, "caption": caption})


def _params(mark: Mark, place: KeyLocation, context: ChartContext) -> dict[str, Any]:
    fence = chart_fence.read(mark.params["spec"], place)
    if not isinstance(fence, ChartFence):
        raise Failed(fence)
    params, wrong = chart_params.params(fence, place, context)
    if wrong:
        raise Failed(wrong)
    return params


def asks(params: Params) -> tuple[Ask, ...]:
    """All that a chart needs to know."""
    return datasets.asks(params) if "code" in params else chart_figure.asks(params)


def render_batch(requests: Sequence[tuple[Params, Answers]], tools: ChartTools) -> list[Fragment | Problem]:
    """The inside of each figure, or why there is none, in order; all drawn together. Problems are unplaced, but for a line
    that is counted from the fence's own."""
    ready = drawn(requests, tools)
    shots = {
        at: _picture(requests[at][0], one[0], one[1], tools)
        for at, one in enumerate(ready)
        if tools.fonts and not isinstance(one, Problem) and one[1]
    }
    files = {}
    if tools.fonts and tools.cache_dir and shots:
        made = png_images.draw(list(shots.values()), tools.cache_dir / "charts", tools.fonts)
        files = dict(zip(shots, made, strict=True))
    return [
        one
        if isinstance(one, Problem)
        else _fragment(requests[at][0], one, shots.get(at, ""), files.get(at, ""), tools)
        for at, one in enumerate(ready)
    ]


def drawn(
    requests: Sequence[tuple[Params, Answers]], tools: ChartTools
) -> list[tuple[ChartFigure, str, str] | Problem]:
    """Each figure with its drawing's SVG, "" for one that is all table, and its Vega, "" for one without parameters or
    where no module runs it; or why there is none. All are drawn together."""
    figures = _figures(requests)
    scenes = [one.scene for one in figures if isinstance(one, ChartFigure) and one.scene["kind"] != "none"]
    reactive = [{**scene, "kind": "compiled"} for scene in scenes if tools.vega and is_reactive(scene)]
    made = _draw([*scenes, *reactive], tools.cache_dir) if scenes else []
    svgs, vegas = iter(made[: len(scenes)]), iter(made[len(scenes) :])
    found: list[tuple[ChartFigure, str, str] | Problem] = []
    for one, (params, _) in zip(figures, requests, strict=True):
        if isinstance(one, Problem):
            found.append(one)
            continue
        svg = "" if one.scene["kind"] == "none" else next(svgs)
        vega = next(vegas) if tools.vega and is_reactive(one.scene) else ""
        failed = svg if isinstance(svg, DrawFailure) else vega if isinstance(vega, DrawFailure) else None
        found.append(custom_chart.failure(params, failed) if failed else (one, str(svg), str(vega)))
    return found


def is_reactive(scene: Mapping[str, Any]) -> bool:
    """Whether a chart declares parameters, so that it needs Vega itself to answer."""
    return scene["kind"] == "written" and bool(vega_rules.parameters(scene["spec"]))


def _picture(params: Params, chart: ChartFigure, svg: str, tools: ChartTools) -> str:
    source = "　".join(part for part in ("模拟数据" if chart.synthetic else "", chart.through) if part)
    called = _called(params, chart)
    return picture_svg.of_chart(svg, chart, called=called, source=source, rising=tools.rising)


def _called(params: Params, chart: ChartFigure) -> str:
    return str(params["title"] or params["caption"] or "、".join(chart.head[1:]))


def _figures(requests: Sequence[tuple[Params, Answers]]) -> list[ChartFigure | Problem]:
    written = iter(custom_chart.read([one for one in requests if "code" in one[0]]))
    return [_figure(params, answers, next(written) if "code" in params else None) for params, answers in requests]


def _figure(params: Params, answers: Answers, written: CustomChart | Problem | None) -> ChartFigure | Problem:
    if isinstance(written, Problem):
        return written
    try:
        return custom_figure.figure(params, answers, written) if written else FIGURES[params["type"]](params, answers)
    except Failed as failed:
        return failed.problems[0]


def _draw(scenes: Sequence[Mapping[str, Any]], cache: Path | None) -> list[str | DrawFailure]:
    if cache is not None:
        return drawing_process.draw(scenes, cache / "charts")
    with tempfile.TemporaryDirectory() as folder:
        return drawing_process.draw(scenes, Path(folder))


def _fragment(
    params: Params, made: tuple[ChartFigure, str, str], shot: str, png: str | DrawFailure, tools: ChartTools
) -> Fragment | Problem:
    chart, drawn, vega = made
    if isinstance(png, DrawFailure):
        return Problem(id="chart-failed", message=f"the chart's picture could not be drawn: {png.reason}")
    file = chart_table.as_csv(chart.head, chart.rows)
    path = f"charts/{digest(file)[:16]}.csv"
    rows = history_lines.month_ends(chart.rows) if chart.thinned else chart.rows
    opening, _, inside = drawn.partition(">")  # the drawing has no text alternatives yet, the template writes them
    html = tools.templates.render(
        "blocks/chart.html",
        params=params,
        chart=chart,
        called=_called(params, chart),
        description=params["alt"] or chart.takeaway,
        opening=opening,
        inside=inside,
        live=chart_live.live(chart),
        vega=vega.replace("<", "\\u003c"),
        module=tools.vega,
        is_reactive=is_reactive(chart.scene),
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
        picture=f"charts/{digest(shot)[:16]}.png" if png else "",
        left_out=len(chart.rows) - len(rows),
    )
    pictured = {f"charts/{digest(shot)[:16]}.png": b64decode(png)} if png else {}
    return Fragment(html=html, files={path: file, **pictured})


BLOCK = Block(params=ChartParams, asks=asks, render=render_batch)
