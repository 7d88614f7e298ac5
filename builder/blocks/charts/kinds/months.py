"""A history in, the figure of its monthly returns out: a row for each year, a cell for each month, the year at the end."""

from __future__ import annotations

from math import ceil
from typing import Any

from builder.blocks.charts import chart_sentences, history_lines
from builder.blocks.charts.chart_fence import MOST_YEARS
from builder.blocks.charts.chart_figure import Answers, ChartFigure, Origin, Params, fail, names, value_ask
from builder.blocks.charts.drawing.axis import FONT
from builder.blocks.charts.drawing.chart_marks import MUTED, layer, rect, text
from builder.blocks.charts.drawing.font import width
from builder.blocks.charts.drawing.scene import WIDTH
from builder.blocks.wording import value_text
from builder.blocks.wording.value_text import cn_date
from builder.number_format import percent

_CELL, _HEAD = 34, 26
# How strongly a cell is painted: by the size of the return, in four steps, so that its number stays legible.
_STEPS = ((0.01, 0.12), (0.03, 0.24), (0.06, 0.36), (float("inf"), 0.5))
MONTHS = tuple(f"{number}月" for number in range(1, 13))
_Cells = dict[str, tuple[float, str, str]]


def figure(params: Params, answers: Answers) -> ChartFigure:
    """The chart, complete but for its drawing. Raises Failed with one unplaced problem where there is none."""
    (series,) = params["series"]
    answer, called = answers[value_ask(params, series)], names(params, answers)[0]
    months, totals = history_lines.monthly(answer.points), history_lines.yearly(answer.points)
    if not months:
        raise fail("no-answer", f"the data hold no whole month of {called}", answer.note)
    years = sorted({month[:4] for month in months})[-MOST_YEARS:]
    cells: list[_Cells] = [
        {**{month: made for month, made in months.items() if month[:4] == year}, "year": totals[year]}
        if year in totals
        else {month: made for month, made in months.items() if month[:4] == year}
        for year in years
    ]
    keys = [[*(f"{year}-{number:02}" for number in range(1, 13)), "year"] for year in years]
    rows = tuple(
        (f"{year}年", tuple(row[key][0] if key in row else None for key in keys[at]))
        for at, (year, row) in enumerate(zip(years, cells, strict=True))
    )
    shown_months = {month: made for month, made in months.items() if month[:4] in years}

    def origin(row: int, column: int, first: str) -> Origin:
        _, start, end = cells[row].get(keys[row][column], (0.0, "", ""))
        return {"series": series, "measure": "return", "start": start, "end": end}

    return ChartFigure(
        scene=scene(years, [row for _, row in rows]),
        head=("年份", *MONTHS, "全年"),
        rows=rows,
        unit="ratio",
        measure="return",
        origin=origin,
        unit_note=f"{called}：月度收益率，单位 %；{_last(answer.end)}",
        takeaway=chart_sentences.of_months(called, shown_months),
        through=f"数据截至{cn_date(answer.end)}",
        synthetic=answer.synthetic,
    )


def _last(end: str) -> str:
    """What the last month and the last year count up to."""
    return f"最后一个月与最后一年计至{cn_date(end)}"


def scene(years: list[str], rows: list[tuple[float | None, ...]]) -> dict[str, Any]:
    """The cells in the colours of gain and loss, each with its number, a loss with its minus."""
    left = ceil(width("2024", FONT)) + 8
    step = (WIDTH - left) / 12
    boxes, numbers, labels, spots = [], [], [], []
    head = [text(step * (at + 0.5), _HEAD / 2, str(at + 1), MUTED) for at in range(12)]
    for at, (year, row) in enumerate(zip(years, rows, strict=True)):
        y = _HEAD + at * _CELL
        labels.append(text(-left, y + _CELL / 2, year))
        for month, value in enumerate(row[:12]):
            if value is None:
                continue
            colour = "var(--fb-up)" if value >= 0 else "var(--fb-down)"
            strength = next(opacity for limit, opacity in _STEPS if abs(value) < limit)
            x = month * step
            boxes.append(rect(x + 1, y + 1, x + step - 1, y + _CELL - 1, colour, strength))
            numbers.append(text(x + step / 2, y + _CELL / 2, _short(value)))
            said = [[colour, "", "收益率", value_text.text(value, "ratio")]]
            spots.append([left + x, y + 2, step, _CELL, f"{year}年{month + 1}月", said])
    return {
        "kind": "marks",
        "size": [WIDTH - left, _HEAD + _CELL * len(years)],
        "padding": {"left": left, "top": 2, "right": 0, "bottom": 2},
        "layers": [
            layer("rect", boxes),
            layer("text", labels, align="left"),
            layer("text", [*head, *numbers], align="center"),
        ],
        "spots": spots,
    }


def _short(value: float) -> str:
    """A return that fits a cell: "4.2" for +4.2 %, "-12.3", and whole per cents from 100 % on."""
    places = 1 if abs(value) < 0.9995 else 0
    return percent(value, places=places, signed=False).removesuffix("%")
