"""The chart kind `bar`: one number of each series, as bars below each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from builder.blocks.block import Answers
from builder.blocks.charts.chart_fence import ChartFence
from builder.blocks.charts.chart_kind import (
    KEYS,
    ChartFigure,
    ChartKind,
    ChartRequest,
    failed,
    names,
    number,
    origin_of,
    through,
    value_ask,
)
from builder.blocks.charts.drawing.bar_plot import Bar, bars_scene
from builder.blocks.charts.measure_column import column
from builder.blocks.wording import value_text
from builder.language import translate
from builder.problem import Problem
from builder.slot_params.charts import StandardChartParams


def clashes(fence: ChartFence) -> Iterator[tuple[str, str]]:
    """A bar needs something to measure."""
    if not fence.measure:
        yield "measure", "type bar needs a measure, e.g. measure: return 1y"


def params(shared: StandardChartParams, request: ChartRequest) -> tuple[StandardChartParams, list[Problem]]:
    """One measure over its window, or over the fence's window or dates."""
    fence = request.fence
    asked, problems = column(
        fence.first_measure,
        request.instruments,
        request.measures,
        request.location,
        window=fence.window,
        start=fence.start,
        end=fence.end,
    )
    return replace(shared, measure=asked.measure, label=asked.label, window=asked.window), problems


def figure(params: StandardChartParams, answers: Answers) -> ChartFigure:
    """The figure of bars. Raises Failed with one unplaced problem where no series has a number."""
    called, questions = names(params, answers), [value_ask(params, series) for series in params.ids]
    given = [answers[ask] for ask in questions]
    values = [number(answer) for answer in given]
    if all(value is None for value in values):
        raise failed("no-answer", f"the data hold no {params.measure} of {', '.join(called)}", given[0].note)
    unit, signed = next((answer.unit, answer.signed) for answer in given if answer.value is not None)
    bars = [
        Bar(name=name, value=value, reference=params.is_reference(index))
        for index, (name, value) in enumerate(zip(called, values, strict=True))
    ]
    origins = [origin_of(ask, answer) for ask, answer in zip(questions, given, strict=True)]
    return ChartFigure(
        scene=bars_scene(bars, unit=unit, signed=signed, label=params.label),
        head=(translate("名称"), params.label),
        rows=tuple((bar.name, (bar.value,)) for bar in bars),
        unit=unit,
        signed=signed,
        origin=lambda row, column, name: origins[row],
        unit_note=params.label,
        takeaway=sentence(bars, params.label, unit, signed=signed),
        through=through([(name, answer.end) for name, answer in zip(called, given, strict=True)]),
        synthetic=any(answer.synthetic for answer in given),
    )


def sentence(bars: Sequence[Bar], label: str, unit: str, *, signed: bool) -> str:
    """One sentence that says every bar's value."""
    values = [
        translate("暂无数据") if bar.value is None else value_text.text(bar.value, unit, signed=signed) for bar in bars
    ]
    phrases = [translate("{name}{value}", name=bar.name, value=value) for bar, value in zip(bars, values, strict=True)]
    return translate("{name}：{words}。", name=label, words=translate("；").join(phrases))


KIND = ChartKind(
    name="bar",
    keys=(*KEYS, "from", "to", "window", "measure", "benchmark"),
    most=20,
    clashes=clashes,
    params=params,
    figure=figure,
)
