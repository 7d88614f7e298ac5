"""A `chart` fence in, its slot out; a slot's answers in, the figure's inside out: SVG, legend, source, table, CSV."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from builder.blocks import chart_history, chart_live, chart_measure, chart_spec, chart_table, chart_worker
from builder.blocks.chart_axis import shown
from builder.blocks.chart_figure import Answers, Figure, Params, figure, ids, name_ask, value_ask
from builder.blocks.chart_spec import Fence, Place
from builder.blocks.chart_worker import Failure
from builder.blocks.names import find
from builder.model import Ask, Directory, Fragment, Instrument, Mark, Measure, Page, Slot, digest
from builder.problem import Failed, Problem
from builder.render import Templates


class Context(Protocol):
    """What resolving looks at."""

    @property
    def page(self) -> Page: ...
    @property
    def directory(self) -> Directory: ...
    @property
    def measures(self) -> Mapping[str, Measure]: ...


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
    params, wrong = _params(fence, place, context)
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


def _params(fence: Fence, place: Place, context: Context) -> tuple[dict[str, Any], list[Problem]]:
    problems: list[Problem] = []

    def instrument(written: str, key: str) -> Instrument | None:
        try:
            return find(written, context.directory)
        except Failed as failed:
            problems.extend(place.problem(key, one.message, one.hint, one.id) for one in failed.problems)
            return None

    found = [one for written in fence.series if (one := instrument(written, "series"))]
    benchmark = instrument(fence.benchmark, "benchmark") if fence.benchmark else None
    every = [*found, *([benchmark] if benchmark else [])]
    if len({one.id for one in every}) < len(every):
        problems.append(place.problem("series", "two of the names mean the same series"))
    window, label = fence.window, ""
    if fence.type == "bar":
        measure, window, label, wrong = chart_measure.of_bars(fence, every, context.measures, place)
    else:
        measure, wrong = chart_measure.of_lines(fence, every, place)
    problems += wrong
    rebase = fence.rebase or ("100" if fence.type == "compare" else "")
    return {
        "type": fence.type,
        "series": [one.id for one in found],
        "benchmark": benchmark.id if benchmark else "",
        "measure": measure,
        "label": label,
        "window": window,
        "start": fence.start,
        "end": fence.end,
        "as_of": "" if fence.live else fence.as_of or context.page.meta.as_of,
        "rebase": rebase,
        "annotate": [
            {"start": note.date or note.start, "end": note.date or note.end, "text": note.text}
            for note in fence.annotate
        ],
        "alt": fence.alt,
        "title": fence.title,
        "height": fence.height,
    }, problems


def asks(params: Params) -> tuple[Ask, ...]:
    """What a chart needs to know: each instrument's name, and its history or its number."""
    return tuple(ask(params, series) for series in ids(params) for ask in (name_ask, value_ask))


def render_batch(requests: Sequence[tuple[Params, Answers]], tools: Tools) -> list[Fragment | Problem]:
    """The inside of each figure, or why there is none, in order; all drawn together. Problems are unplaced."""
    figures = [_figure(params, answers) for params, answers in requests]
    scenes = [one.scene for one in figures if isinstance(one, Figure)]
    if not scenes:
        return [one for one in figures if isinstance(one, Problem)]
    drawn = iter(_draw(scenes, tools.cache_dir))
    return [
        one if isinstance(one, Problem) else _fragment(params, answers, one, next(drawn), tools.templates)
        for one, (params, answers) in zip(figures, requests, strict=True)
    ]


def _figure(params: Params, answers: Answers) -> Figure | Problem:
    try:
        return figure(params, answers)
    except Failed as failed:
        return failed.problems[0]


def _draw(scenes: Sequence[dict[str, Any]], cache: Path | None) -> list[str | Failure]:
    if cache is not None:
        return chart_worker.draw(scenes, cache / "charts")
    with tempfile.TemporaryDirectory() as folder:
        return chart_worker.draw(scenes, Path(folder))


def _fragment(
    params: Params, answers: Answers, chart: Figure, drawn: str | Failure, templates: Templates
) -> Fragment | Problem:
    if isinstance(drawn, Failure):
        return Problem(id="chart-failed", message=f"the chart could not be drawn: {drawn.reason}")
    file = chart_table.as_csv(chart.head, chart.rows)
    path = f"charts/{digest(file)[:16]}.csv"
    rows = chart.rows if params["type"] == "bar" else chart_history.month_ends(chart.rows)
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
                [(_exact(value), _shown(value, chart), origin) for value, origin in zip(values, origins, strict=True)],
            )
            for (first, values), origins in zip(rows, _origins(params, answers, chart, rows), strict=True)
        ],
        csv=path,
        left_out=len(chart.rows) - len(rows),
    )
    return Fragment(html=html, files={path: file})


def _origins(
    params: Params, answers: Answers, chart: Figure, rows: Sequence[tuple[str, Any]]
) -> list[list[dict[str, str]]]:
    """Where the values of each row come from: series, measure and dates, as every number of the site tells them."""
    found: list[list[dict[str, str]]] = []
    measure = _measure(params)
    for at, (first, _) in enumerate(rows):
        if params["type"] == "bar":
            answer = answers[value_ask(params, ids(params)[at])]
            of_row = [(ids(params)[at], answer.start, answer.end)]
        else:
            of_row = [(series, chart.start, first) for series in ids(params)]
        found.append(
            [{"series": series, "measure": measure, "start": start, "end": end} for series, start, end in of_row]
        )
    return found


def _measure(params: Params) -> str:
    if params["type"] == "drawdown":
        return "drawdown-history"
    rebased = {"percent": "return", "100": "history-rebased"}
    return str(rebased.get(params["rebase"], params["measure"]))


def _exact(value: float | None) -> str:
    return "" if value is None else repr(float(value))


def _shown(value: float | None, chart: Figure) -> str:
    return shown(value, chart.unit, measure=chart.measure)
