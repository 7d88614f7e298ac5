"""Numbers as answers in, the figure of a chart out that has one for each series and column: bars, shares, years, pairs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from builder.blocks.charts import chart_sentences
from builder.blocks.charts.chart_figure import (
    NO_DRAWING,
    Answers,
    ChartFigure,
    Origin,
    Params,
    column_ask,
    fail,
    ids,
    is_reference,
    names,
    number,
    origin_of,
    value_ask,
)
from builder.blocks.charts.drawing import scene as chart_scene
from builder.blocks.charts.drawing.scene import Bar
from builder.blocks.charts.kinds import pairs as chart_pairs
from builder.blocks.charts.kinds import scatter as chart_scatter
from builder.blocks.charts.kinds import years as chart_years
from builder.blocks.wording import value_text
from builder.blocks.wording.value_text import cn_date
from builder.model import Answer, Ask


def bars(params: Params, answers: Answers) -> ChartFigure:
    """One number of each instrument. Raises Failed with one unplaced problem where there is none, as all here do."""
    called, asked = names(params, answers), [value_ask(params, series) for series in ids(params)]
    given = [answers[ask] for ask in asked]
    values = [number(answer) for answer in given]
    if all(value is None for value in values):
        raise fail("no-answer", f"the data hold no {params['measure']} of {', '.join(called)}", given[0].note)
    unit, measure = next(answer.unit for answer in given if answer.value is not None), params["measure"]
    drawn = [
        Bar(name=name, value=value, reference=is_reference(params, at))
        for at, (name, value) in enumerate(zip(called, values, strict=True))
    ]
    return ChartFigure(
        scene=chart_scene.of_bars(drawn, unit=unit, measure=measure),
        head=("名称", params["label"]),
        rows=tuple((bar.name, (bar.value,)) for bar in drawn),
        unit=unit,
        measure=measure,
        origin=_origins([[origin_of(ask, answer)] for ask, answer in zip(asked, given, strict=True)]),
        unit_note=params["label"],
        takeaway=chart_sentences.of_bars(drawn, params["label"], unit, measure),
        through=chart_sentences.through([(name, answer.end) for name, answer in zip(called, given, strict=True)]),
        synthetic=any(answer.synthetic for answer in given),
    )


def shares(params: Params, answers: Answers) -> ChartFigure:
    """What a fund held, by its last report that was known."""
    (series,) = params["series"]
    ask = value_ask(params, series)
    answer, called = answers[ask], names(params, answers)[0]
    if not answer.points:
        raise fail("no-answer", f"the data hold no {params['measure']} of {called}", answer.note)
    measure, label = params["measure"], chart_sentences.SHARES[params["measure"]]
    drawn = [Bar(name=name, value=weight) for name, weight in answer.points[:20]]
    rest = len(answer.points) - len(drawn)
    note = f"{called}：{label}" + (f"；另有 {rest} 项未画出" if rest else "")
    origin = {**origin_of(ask, answer), "start": ""}
    return ChartFigure(
        scene=chart_scene.of_bars(drawn, unit="ratio", measure=measure),
        head=("名称", label),
        rows=tuple((name, (weight,)) for name, weight in answer.points),
        unit="ratio",
        measure=measure,
        origin=lambda row, column, first: origin,
        unit_note=note,
        takeaway=chart_sentences.of_shares(called, label, answer.points, answer.end),
        through=f"报告期{cn_date(answer.end)}",
        synthetic=answer.synthetic,
    )


def years(params: Params, answers: Answers) -> ChartFigure:
    """The return of each calendar year, of funds and what they are held against. Years that no one has are left out."""
    called, grid, asked = _grid(params, answers)
    own = len(params["series"])
    kept = [at for at in range(len(params["columns"])) if any(row[at].value is not None for row in grid[:own])]
    if not kept:
        raise fail("no-answer", f"the data hold no whole calendar year of {', '.join(called)}", grid[0][0].note)
    labels = [params["columns"][at]["label"] for at in kept]
    values = [[number(row[at]) for row in grid] for at in kept]
    styles = chart_scene.colours(len(called), reference=bool(params["benchmark"]))
    ends = [(name, max((row[at].end for at in kept), default="")) for name, row in zip(called, grid, strict=True)]
    return ChartFigure(
        scene=chart_years.scene(labels, values, called, styles),
        legend=tuple((name, colour, "") for name, colour in zip(called, styles, strict=True))
        if len(called) > 1
        else (),
        head=("年度", *called),
        rows=tuple((label, tuple(row)) for label, row in zip(labels, values, strict=True)),
        unit="ratio",
        measure="calendar-year",
        origin=_origins([[origin_of(asked[at][year], grid[at][year]) for at in range(len(grid))] for year in kept]),
        unit_note="年度收益率" if len(called) > 1 else f"{called[0]}：年度收益率",
        takeaway=chart_sentences.of_years(labels, called, values),
        through=chart_sentences.through(ends),
        synthetic=any(answer.synthetic for row in grid for answer in row),
    )


def scatter(params: Params, answers: Answers) -> ChartFigure:
    """Two numbers of each series, one for each direction."""
    called, grid, asked = _grid(params, answers)
    values = [(number(row[0]), number(row[1])) for row in grid]
    if sum(None not in pair for pair in values) < 2:
        note = next((answer.note for row in grid for answer in row if answer.note), "")
        raise fail("no-answer", f"the data hold both numbers of fewer than two of {', '.join(called)}", note)
    references = [is_reference(params, at) for at in range(len(called))]
    scene, legend = chart_scatter.scene(called, values, params["columns"], references, params["height"])
    return _of_grid(params, called, grid, asked, scene=scene, legend=legend)


def pairs(params: Params, answers: Answers) -> ChartFigure:
    """Two numbers of each series on one scale, e.g. of two years."""
    called, grid, asked = _grid(params, answers)
    values = [(number(row[0]), number(row[1])) for row in grid]
    if all(value is None for pair in values for value in pair):
        raise fail("no-answer", f"the data hold none of these numbers of {', '.join(called)}", grid[0][0].note)
    columns = params["columns"]
    scene = chart_pairs.scene(called, values, columns)
    legend = tuple((f"{sign} {one['label']}", "", "") for sign, one in zip("○●", columns, strict=True))
    return _of_grid(params, called, grid, asked, scene=scene, legend=legend)


def table(params: Params, answers: Answers) -> ChartFigure:
    """Numbers as a table alone."""
    called, grid, asked = _grid(params, answers)
    if all(answer.value is None for row in grid for answer in row):
        raise fail("no-answer", f"the data hold none of these numbers of {', '.join(called)}", grid[0][0].note)
    return _of_grid(params, called, grid, asked, scene=NO_DRAWING, legend=())


Grid = list[list[Answer]]


def _grid(params: Params, answers: Answers) -> tuple[Sequence[str], Grid, list[list[Ask]]]:
    """Each series' name, its answers and its questions. A contract's benchmark has no number where its fund has none."""
    asked = [[column_ask(params, series, column) for column in params["columns"]] for series in ids(params)]
    grid = [[answers[ask] for ask in row] for row in asked]
    if params["benchmark"] and grid[-1][0].unit == "ratio" and asked[-1][0].measure == "benchmark-return":
        none = [answer.value is None for answer in grid[0]]
        grid[-1] = [
            Answer(value=None, unit="ratio", note=answer.note, synthetic=answer.synthetic) if missing else answer
            for missing, answer in zip(none, grid[-1], strict=True)
        ]
    return names(params, answers), grid, asked


def _of_grid(
    params: Params,
    called: Sequence[str],
    grid: Grid,
    asked: list[list[Ask]],
    *,
    scene: Mapping[str, Any],
    legend: tuple[tuple[str, str, str], ...],
) -> ChartFigure:
    columns, units = params["columns"], _units(params, grid)
    values = [tuple(number(answer) for answer in row) for row in grid]
    said = [
        (
            name,
            [
                (one["label"], value_text.text(value, units[at][0], measure=units[at][1]))
                for at, (one, value) in enumerate(zip(columns, row, strict=True))
            ],
        )
        for name, row in zip(called, values, strict=True)
    ]
    ends = [(name, max(answer.end for answer in row)) for name, row in zip(called, grid, strict=True)]
    return ChartFigure(
        scene=scene,
        legend=legend,
        head=("名称", *(one["label"] for one in columns)),
        rows=tuple(zip(called, values, strict=True)),
        unit=units[0][0],
        measure=units[0][1],
        columns=tuple(units),
        origin=_origins([[origin_of(*one) for one in zip(*row, strict=True)] for row in zip(asked, grid, strict=True)]),
        takeaway=chart_sentences.of_grid(said),
        through=chart_sentences.through(ends),
        synthetic=any(answer.synthetic for row in grid for answer in row),
    )


def _units(params: Params, grid: Grid) -> list[tuple[str, str]]:
    """The unit and measure of each column: an answer knows its unit better than the table of measures."""
    found = []
    for at, column in enumerate(params["columns"]):
        unit = next((row[at].unit for row in grid if row[at].value is not None), column["unit"])
        found.append((unit, column["measure"]))
    return found


def _origins(found: list[list[Origin]]) -> Callable[[int, int, str], Origin]:
    return lambda row, column, first: found[row][column]
