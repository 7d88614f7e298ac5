"""The chart block: a fence becomes parameters with their questions, and the answers become figures that are drawn together.
`blocks` loads it when a page has a chart; the briefing's pictures use its drawings."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

from builder.blocks.block import Answers, Block, RenderTools, ResolveContext
from builder.blocks.charts import chart_fence, chart_fragment, chart_kind
from builder.blocks.charts.chart_fence import BRIEFING, ChartFence, KeyLocation
from builder.blocks.charts.chart_kind import ChartFigure, ChartRequest
from builder.blocks.charts.custom import custom_chart, custom_figure, datasets, vega_rules
from builder.blocks.charts.drawing import drawing_process
from builder.blocks.charts.drawing.drawing_process import DrawFailure
from builder.blocks.charts.kinds import KINDS
from builder.blocks.images import png_images
from builder.model import Ask, Fragment, Instrument, Mark, unique
from builder.problem import Failed, Problem
from builder.slot_params.charts import CONTRACT, ChartNote, ChartParams, CustomChartParams, StandardChartParams

Request: TypeAlias = tuple[ChartParams, Answers]


def resolve(mark: Mark, context: ResolveContext) -> ChartParams:
    """What a fence asks for. Raises Failed with all that is wrong, each at its key's line."""
    location = KeyLocation(context.page.path, mark)
    problems: list[Problem] = []
    caption = str(mark.params.get("caption") or "")
    if not caption and not mark.params["spec"].get("alt"):
        message = "the chart has neither a caption (图：…) nor an alt"
        problems.append(location.problem("", message, id="no-text-alternative"))
    read = custom_chart.params if "language" in mark.params else _params
    try:
        params = read(mark, location, context)
    except Failed as failed:
        raise Failed([*failed.problems, *problems]) from None
    if problems:
        raise Failed(problems)
    return replace(params, caption=caption)


def _params(mark: Mark, location: KeyLocation, context: ResolveContext) -> StandardChartParams:
    fence = chart_fence.read(mark.params["spec"], location, tuple(KINDS))
    kind = KINDS[fence.type]
    clashes = [location.problem(key, message) for key, message in kind.all_clashes(fence)]
    if clashes:
        raise Failed(clashes)
    problems: list[Problem] = []
    looked_up = [location.instrument(written, "series", context.directory, problems) for written in fence.series]
    series = [instrument for instrument in looked_up if instrument]
    benchmark, instruments = _benchmark(fence, series, location, context, problems)
    if len({instrument.id for instrument in instruments}) < len(instruments):
        problems.append(location.problem("series", "two of the names mean the same series"))
    shared = StandardChartParams(
        type=fence.type,
        series=tuple(instrument.id for instrument in series),
        benchmark=benchmark,
        window=fence.window,
        start=fence.start,
        end=fence.end,
        as_of="" if fence.live else fence.as_of or context.page.meta.as_of,
        rebase=fence.rebase,
        annotate=_notes(fence, location, context, problems),
        alt=fence.alt,
        title=fence.title,
        height=fence.height,
        sources=unique(instrument.origin for instrument in instruments if instrument.origin),
    )
    request = ChartRequest(
        fence=fence,
        location=location,
        instruments=instruments,
        measures=context.measures,
        directory=context.directory,
    )
    params, wrong = kind.params(shared, request)
    if problems or wrong:
        raise Failed([*problems, *wrong])
    # What the kind itself asks, such as histories, no key of the fence names.
    asked = unique((params.measure, *(column.measure for column in params.columns)))
    known = [context.measures[name] for name in asked if name in context.measures]
    unfit = [
        problem for measure in known for problem in location.misfits("series", measure, instruments, context.measures)
    ]
    if unfit:
        raise Failed(unfit)
    return params


def _benchmark(
    fence: ChartFence,
    series: list[Instrument],
    location: KeyLocation,
    context: ResolveContext,
    problems: list[Problem],
) -> tuple[str, list[Instrument]]:
    """The id of what the series are compared with, and all instruments of the chart."""
    may_be_contract = KINDS[fence.type].contract and len(series) == 1
    written = fence.benchmark or (CONTRACT if may_be_contract and series[0].benchmark else "")
    if written in ("", "none"):
        return "", series
    if written != CONTRACT:
        other = location.instrument(written, "benchmark", context.directory, problems)
        return (other.id, [*series, other]) if other else ("", series)
    if may_be_contract and series[0].kind == "fund":
        return f"{CONTRACT}:{series[0].id}", series
    message = "benchmark: contract is for a chart of the calendar years of one fund"
    problems.append(location.problem("benchmark", message, "name an index, e.g. benchmark: index:930713"))
    return "", series


def _notes(
    fence: ChartFence, location: KeyLocation, context: ResolveContext, problems: list[Problem]
) -> tuple[ChartNote, ...]:
    notes = []
    for note in fence.annotate:
        own = note.date == BRIEFING
        start = context.page.meta.date[:10] if own else note.date or note.start
        if not start:
            problems.append(location.problem("annotate", "this page has no date of its own to mark"))
        notes.append(ChartNote(start=start, end=start if note.date else note.end, text=note.text, own=own))
    return tuple(notes)


def asks(params: ChartParams) -> tuple[Ask, ...]:
    """All that a chart needs to know."""
    return datasets.asks(params) if isinstance(params, CustomChartParams) else chart_kind.asks(_standard(params))


def _standard(params: ChartParams) -> StandardChartParams:
    assert isinstance(params, StandardChartParams)
    return params


def render_batch(requests: Sequence[Request], tools: RenderTools) -> list[Fragment | Problem]:
    """The inside of each figure, or why there is none, in order; all drawn together. Problems are unplaced, but for a line
    that is counted from the fence's own."""
    drawings = drawn(requests, tools)
    pictures: dict[int, str] = {}
    if tools.fonts and tools.cache_dir:
        pictures = {
            index: chart_fragment.picture(requests[index][0], drawing.figure, drawing.svg, tools)
            for index, drawing in enumerate(drawings)
            if isinstance(drawing, DrawnChart) and drawing.svg
        }
    pngs: dict[int, str | DrawFailure] = {}
    if pictures and tools.fonts and tools.cache_dir:
        files = png_images.draw(list(pictures.values()), tools.cache_dir / "charts", tools.fonts)
        pngs = dict(zip(pictures, files, strict=True))
    fragments: list[Fragment | Problem] = []
    for index, drawing in enumerate(drawings):
        png = pngs.get(index, "")
        if isinstance(drawing, Problem):
            fragments.append(drawing)
        elif isinstance(png, DrawFailure):
            message = f"the chart's picture could not be drawn: {png.reason}"
            fragments.append(Problem(id="chart-failed", message=message))
        else:
            fragments.append(
                chart_fragment.fragment(
                    requests[index][0],
                    drawing.figure,
                    drawing.svg,
                    drawing.vega,
                    tools,
                    is_reactive=is_reactive(drawing.figure.scene),
                    picture=pictures.get(index, ""),
                    png=png,
                )
            )
    return fragments


@dataclass(frozen=True, kw_only=True)
class DrawnChart:
    """A figure with its drawing."""

    figure: ChartFigure
    svg: str  # "" for a chart that is all table
    vega: str  # for the reader's browser; "" for a chart without parameters, and where no module runs it


def drawn(requests: Sequence[Request], tools: RenderTools) -> list[DrawnChart | Problem]:
    """Each chart's figure with its drawing, or why there is none, in order. All are drawn together."""
    figures = figures_of(requests, unconfined_code=tools.unconfined_code)
    scenes: list[Mapping[str, Any]] = []
    for figure in figures:
        if isinstance(figure, ChartFigure):
            scenes += _scenes(figure, tools)
    drawings = iter(_draw(scenes, tools.cache_dir) if scenes else [])
    results: list[DrawnChart | Problem] = []
    for figure, (params, _) in zip(figures, requests, strict=True):
        if isinstance(figure, Problem):
            results.append(figure)
            continue
        svg, vega, *_ = [*(next(drawings) for _ in _scenes(figure, tools)), "", ""]
        if isinstance(svg, DrawFailure):
            results.append(custom_chart.failure(params, svg))
        elif isinstance(vega, DrawFailure):
            results.append(custom_chart.failure(params, vega))
        else:
            results.append(DrawnChart(figure=figure, svg=svg, vega=vega))
    return results


def _scenes(figure: ChartFigure, tools: RenderTools) -> list[Mapping[str, Any]]:
    """What is drawn of a figure: nothing, its scene, or that and the Vega that the reader's browser runs."""
    scene = figure.scene
    if scene["kind"] == "none":
        return []
    return [scene, {**scene, "kind": "compiled"}] if tools.vega and is_reactive(scene) else [scene]


def is_reactive(scene: Mapping[str, Any]) -> bool:
    """Whether a chart declares parameters, so that it needs Vega itself to answer."""
    return scene["kind"] == "written" and bool(vega_rules.parameters(scene["spec"]))


def figures_of(requests: Sequence[Request], *, unconfined_code: bool = False) -> list[ChartFigure | Problem]:
    """Each chart before it is drawn, or why there is none, in order; the programs of custom charts run side by side."""
    custom = [(params, answers) for params, answers in requests if isinstance(params, CustomChartParams)]
    specs = iter(custom_chart.read(custom, unconfined_code=unconfined_code) if custom else [])
    figures: list[ChartFigure | Problem] = []
    for params, answers in requests:
        try:
            if isinstance(params, CustomChartParams):
                spec = next(specs)
                figures.append(spec if isinstance(spec, Problem) else custom_figure.figure(params, answers, spec))
            else:
                figures.append(KINDS[params.type].figure(_standard(params), answers))
        except Failed as failed:
            figures.append(failed.problems[0])
    return figures


def figure_of(params: ChartParams, answers: Answers) -> ChartFigure:
    """A standard chart that is only told, not drawn. Raises Failed where the answers make none."""
    standard = _standard(params)
    return KINDS[standard.type].figure(standard, answers)


def _draw(scenes: Sequence[Mapping[str, Any]], cache: Path | None) -> list[str | DrawFailure]:
    if cache is not None:
        return drawing_process.draw(scenes, cache / "charts")
    with tempfile.TemporaryDirectory() as folder:
        return drawing_process.draw(scenes, Path(folder))


BLOCK = Block(params=ChartParams, asks=asks, render=render_batch)
