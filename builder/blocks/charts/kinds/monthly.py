"""The chart kind `monthly`: a history's monthly returns, a row for each year with a cell for each month."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from math import ceil
from typing import Any

from builder.blocks.block import Answers
from builder.blocks.charts.chart_fence import MOST_YEARS
from builder.blocks.charts.chart_kind import (
    KEYS,
    ChartFigure,
    ChartKind,
    ChartRequest,
    Origin,
    failed,
    names,
    value_ask,
)
from builder.blocks.charts.drawing.font import FONT, width
from builder.blocks.charts.drawing.scene import MUTED, WIDTH, layer, rect, text
from builder.blocks.charts.drawing.scene import scene as make_scene
from builder.blocks.charts.drawing.time_plot import Points
from builder.blocks.wording import value_text
from builder.language import translate
from builder.language.date_format import long_date, month_alone, month_of_year, year_alone
from builder.number_format import percent
from builder.problem import Problem
from builder.slot_params.charts import StandardChartParams
from builder.vocabulary import WINDOWS

_CELL, _HEAD = 34, 26  # heights
# How strongly a cell is painted: by the size of the return, in four steps, so that its number stays legible.
_STEPS = ((0.01, 0.12), (0.03, 0.24), (0.06, 0.36), (float("inf"), 0.5))
Returns = dict[str, tuple[float, str, str]]  # month or year -> its return and the days that it runs between


def params(shared: StandardChartParams, request: ChartRequest) -> tuple[StandardChartParams, list[Problem]]:
    """The history from the end of the year before the first one that the fence names."""
    years = request.fence.years
    if not years:
        return replace(shared, measure="history"), []
    return replace(shared, measure="history", start=f"{int(years[0]) - 1}-12-31", end=f"{years[-1]}-12-31"), []


def figure(params: StandardChartParams, answers: Answers) -> ChartFigure:
    """The figure of months. Raises Failed with one unplaced problem where there is no whole month."""
    (series,) = params.series
    answer, called = answers[value_ask(params, series)], names(params, answers)[0]
    months, totals = monthly(answer.points), yearly(answer.points)
    if not months:
        raise failed("no-answer", f"the data hold no whole month of {called}", answer.note)
    years = sorted({month[:4] for month in months})[-MOST_YEARS:]
    keys = [[*(f"{year}-{number:02}" for number in range(1, 13)), year] for year in years]
    returns: Returns = {**months, **totals}
    rows = tuple(
        (year_alone(year), tuple(returns[key][0] if key in returns else None for key in row))
        for year, row in zip(years, keys, strict=True)
    )

    def origin(row: int, column: int, year: str) -> Origin:
        _, start, end = returns.get(keys[row][column], (0.0, "", ""))
        return {"series": series, "measure": "return", "start": start, "end": end}

    return ChartFigure(
        scene=scene(years, [row for _, row in rows]),
        head=(translate("年份"), *map(month_alone, range(1, 13)), translate("全年")),
        rows=rows,
        unit="ratio",
        origin=origin,
        unit_note=translate(
            "{name}：月度收益率，单位 %；最后一个月与最后一年计至{end}", name=called, end=long_date(answer.end)
        ),
        takeaway=sentence(called, {month: months[month] for month in months if month[:4] in years}),
        through=translate("数据截至{day}", day=long_date(answer.end)),
        synthetic=answer.synthetic,
    )


def monthly(points: Points) -> Returns:
    """What each calendar month earned, by month: from the last value of the month before to its own last one.

    E.g. {"2024-01": (0.021, "2023-12-29", "2024-01-31")}: the return and the days it runs between. A month has none whose
    month before has no value near its end, or that has none itself: but for the last of all, which is not over.
    """
    return _returns(points, 7, lambda last, month: next_month(last) == month)


def yearly(points: Points) -> Returns:
    """What each calendar year earned, by year: as `monthly` for months; the last one up to its last value."""
    return _returns(points, 4, lambda last, year: int(last) + 1 == int(year))


def _returns(points: Points, size: int, follows: Callable[[str, str], bool]) -> Returns:
    """The returns of periods that have the first characters of their dates in common, so many."""
    ends = {day[:size]: (day, value) for day, value in points}
    latest = points[-1][0] if points else ""
    return {
        period: (after / before - 1, start, end)
        for (last, (start, before)), (period, (end, after)) in pairwise(ends.items())
        if follows(last, period) and _is_near_its_end(start, size) and (end == latest or _is_near_its_end(end, size))
    }


def _is_near_its_end(day: str, size: int) -> bool:
    """Whether a day is one of the last of its month, or of its year: older values say nothing of the end."""
    on = date.fromisoformat(day)
    month = 12 if size == 4 else on.month
    return (date(on.year, month, monthrange(on.year, month)[1]) - on).days <= WINDOWS["ytd"].reach


def next_month(month: str) -> str:
    """The month after one, e.g. "2024-01" after "2023-12"."""
    year, number = divmod(int(month[:4]) * 12 + int(month[5:7]), 12)
    return f"{year:04}-{number + 1:02}"


def scene(years: Sequence[str], rows: Sequence[Sequence[float | None]]) -> dict[str, Any]:
    """The cells in the colours of gain and loss, each with its number, a loss with its minus."""
    left = ceil(width("2024", FONT)) + 8
    step = (WIDTH - left) / 12
    cells, numbers, labels, spots = [], [], [], []
    head = [text(step * (index + 0.5), _HEAD / 2, str(index + 1), MUTED) for index in range(12)]
    for index, (year, row) in enumerate(zip(years, rows, strict=True)):
        y = _HEAD + index * _CELL
        labels.append(text(-left, y + _CELL / 2, year))
        for month, value in enumerate(row[:12]):
            if value is None:
                continue
            colour = "var(--fb-up)" if value >= 0 else "var(--fb-down)"
            strength = next(opacity for limit, opacity in _STEPS if abs(value) < limit)
            x = month * step
            cells.append(rect(x + 1, y + 1, x + step - 1, y + _CELL - 1, colour, strength))
            numbers.append(text(x + step / 2, y + _CELL / 2, short_percent(value)))
            shown = [[colour, "", translate("收益率"), value_text.text(value, "ratio")]]
            spots.append([left + x, y + 2, step, _CELL, month_of_year(f"{year}-{month + 1:02}"), shown])
    return make_scene(
        (WIDTH - left, _HEAD + _CELL * len(years)),
        [
            layer("rect", cells),
            layer("text", labels, align="left"),
            layer("text", [*head, *numbers], align="center"),
        ],
        left=left,
        right=0,
        spots=spots,
    )


def short_percent(value: float) -> str:
    """A return that fits a cell of a small phone, as a percentage: "4.2", and "-12" for -12.3 %: whole from 10 % on."""
    places = 1 if abs(value) < 0.0995 else 0
    return percent(value, places=places, signed=False).removesuffix("%")


def sentence(name: str, months: Mapping[str, tuple[float, str, str]]) -> str:
    """One sentence that says how many months gained, and which were the best and the worst."""
    gained = sum(value > 0 for value, _, _ in months.values())
    best, worst = (choose(months, key=lambda month: (months[month][0], month)) for choose in (max, min))
    first, last = (month_of_year(month) for month in (min(months), max(months)))
    return translate(
        "{name}自{first}至{last}的{count}个月中，{gained}个月上涨；单月收益率最高为{best}的{most}，最低为{worst}的{least}。",
        name=name,
        first=first,
        last=last,
        count=len(months),
        gained=gained,
        best=month_of_year(best),
        most=value_text.text(months[best][0], "ratio"),
        worst=month_of_year(worst),
        least=value_text.text(months[worst][0], "ratio"),
    )


KIND = ChartKind(name="monthly", keys=(*KEYS, "years"), most=1, params=params, figure=figure)
