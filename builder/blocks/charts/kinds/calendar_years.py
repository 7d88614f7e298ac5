"""The chart kind `calendar-years`: the return of each calendar year, a bar for every series, the years below each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from math import ceil
from typing import Any

from builder.blocks.block import Answers
from builder.blocks.charts.chart_kind import KEYS, ChartFigure, ChartKind, ChartRequest, failed, through
from builder.blocks.charts.drawing.font import FONT, LARGEST_FONT, width
from builder.blocks.charts.drawing.scene import WIDTH, Row, layer, rect, rule, series_colours, text
from builder.blocks.charts.drawing.scene import scene as make_scene
from builder.blocks.charts.number_grid import grid
from builder.blocks.wording import value_text
from builder.expression import CALENDAR_YEAR
from builder.language import translate
from builder.language.date_format import year_alone
from builder.problem import Problem
from builder.slot_params.charts import ChartColumn, StandardChartParams

_USUAL_YEARS = 5
_BAR, _GAP = 22, 14  # a bar with the space below it, and what keeps years apart


def params(shared: StandardChartParams, request: ChartRequest) -> tuple[StandardChartParams, list[Problem]]:
    """The calendar years that the fence names, or the last whole ones before the cut-off."""
    columns, problems = years(request, shared.as_of)
    return replace(shared, measure=CALENDAR_YEAR, columns=tuple(columns)), problems


def years(request: ChartRequest, as_of: str) -> tuple[list[ChartColumn], list[Problem]]:
    """A column for each calendar year that is shown, and what is wrong with the years that the fence names."""
    written = request.fence.years
    last = int((as_of or max(request.directory.data_as_of.values(), default="2000"))[:4]) - 1
    candidates = written or tuple(str(year) for year in range(last - _USUAL_YEARS + 1, last + 1))
    late = [year for year in candidates if int(year) > last]
    if late:
        message = f"{', '.join(late)} is not over at the cut-off {as_of}" if as_of else f"{', '.join(late)} is not over"
        return [], [request.location.problem("years", message, f"the last whole year is {last}")]
    begun = [instrument.facts.get("effective_date", "")[:4] for instrument in request.instruments]
    first = min((int(year) for year in begun if year), default=0) if all(begun) else 0
    shown = written or tuple(year for year in candidates if int(year) > first)
    if not shown:
        return [], [request.location.problem("series", "no calendar year is whole since the funds began")]
    return [
        ChartColumn(
            measure=CALENDAR_YEAR,
            window=year,
            start=f"{int(year) - 1}-12-31",
            end=f"{year}-12-31",
            label=year_alone(year),
        )
        for year in shown
    ], []


def figure(params: StandardChartParams, answers: Answers) -> ChartFigure:
    """The figure of years; those of which no series but the benchmark has a return are left out. Raises Failed where none
    is left."""
    numbers = grid(params, answers)
    names, columns = numbers.names, params.columns
    own = numbers.answers[: len(params.series)]
    shown = [index for index in range(len(columns)) if any(row[index].value is not None for row in own)]
    if not shown:
        message = f"the data hold no whole calendar year of {', '.join(names)}"
        raise failed("no-answer", message, numbers.answers[0][0].note)
    labels = [columns[index].label for index in shown]
    values = [[row[index] for row in numbers.values] for index in shown]
    colours = series_colours(len(names), reference=bool(params.benchmark))
    ends = [max((row[index].end for index in shown), default="") for row in numbers.answers]
    several = len(names) > 1
    return ChartFigure(
        scene=scene(labels, values, names, colours),
        legend=tuple((name, colour, "") for name, colour in zip(names, colours, strict=True)) if several else (),
        head=(translate("年度"), *names),
        rows=tuple((label, tuple(row)) for label, row in zip(labels, values, strict=True)),
        unit="ratio",
        origin=lambda row, column, label: numbers.origin(column, shown[row]),
        unit_note=translate("年度收益率")
        if several
        else translate("{name}：{words}", name=names[0], words=translate("年度收益率")),
        takeaway=sentence(labels, names, values),
        through=through(list(zip(names, ends, strict=True))),
        synthetic=numbers.synthetic,
    )


def scene(
    labels: Sequence[str], values: Sequence[Sequence[float | None]], names: Sequence[str], colours: Sequence[str]
) -> dict[str, Any]:
    """The bars of each year, one for each name in its colour; the value stands beyond the bar's end."""
    known = [value for year in values for value in year if value is not None]
    low, high = min(0.0, *known), max(0.0, *known)
    high = high if high > low else low + 0.01
    texts = [[value_text.text(value, "ratio") for value in year] for year in values]
    need = ceil(max(width(words, FONT) for year in texts for words in year) + 10)
    left = ceil(max(width(label, LARGEST_FONT) for label in labels)) + 10 + (need if low < 0 else 0)
    right = need if high > 0 else 4
    room = WIDTH - left - right
    scale = room / (high - low)
    zero = -low * scale
    block = _BAR * len(names) + _GAP
    rows: dict[str, list[Row]] = defaultdict(list)
    spots = []
    for index, (label, year) in enumerate(zip(labels, values, strict=True)):
        top = index * block
        rows["years"].append(text(-left, top + _BAR * len(names) / 2, label))
        for series, value in enumerate(year):
            y, x = top + series * _BAR, zero + (value or 0) * scale
            rows["bars"].append(rect(min(zero, x), y + 2, max(zero, x), y + _BAR - 2, colours[series]))
            is_gain = (value or 0) >= 0
            beyond = text(x + (6 if is_gain else -6), y + _BAR / 2, texts[index][series])
            rows["gains" if is_gain else "losses"].append(beyond)
        shown = [[colour, "", name, words] for colour, name, words in zip(colours, names, texts[index], strict=True)]
        spots.append([0, top, WIDTH, block - 2, label, shown])
    height = block * len(labels) - _GAP
    return make_scene(
        (room, height),
        [
            layer("rect", rows["bars"]),
            layer("rule", [rule(zero, 0, zero, height)]),
            layer("text", [*rows["years"], *rows["gains"]], align="left"),
            layer("text", rows["losses"], align="right"),
        ],
        left=left,
        right=right,
        spots=spots,
    )


def sentence(labels: Sequence[str], names: Sequence[str], values: Sequence[Sequence[float | None]]) -> str:
    """One sentence that says every year's returns."""
    phrases = []
    for label, row in zip(labels, values, strict=True):
        returns = (
            translate("{name}{value}", name=name, value=_return_or_none(value))
            for name, value in zip(names, row, strict=True)
        )
        phrases.append(translate("{name}{value}", name=label, value=translate("，").join(returns)))
    return translate("{name}：{words}。", name=translate("年度收益率"), words=translate("；").join(phrases))


def _return_or_none(value: float | None) -> str:
    return translate("暂无数据") if value is None else value_text.text(value, "ratio")


KIND = ChartKind(
    name="calendar-years",
    keys=(*KEYS, "years", "benchmark"),
    most=4,
    contract=True,
    params=params,
    figure=figure,
)
