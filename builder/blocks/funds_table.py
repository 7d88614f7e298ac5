"""A table that compares funds, which authors ask for by a `funds` fence.

A table is frozen at the page's cut-off unless it says `live`: its order too, since sorting looks at answers alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from builder.blocks import latest
from builder.blocks.block import Answers, Block, RenderTools, one_by_one
from builder.blocks.wording import chinese_terms, data_element, value_text
from builder.language import translate
from builder.language.date_format import long_date
from builder.model import Answer, Ask, Fragment
from builder.slot_params.authored import FundsColumn, FundsParams
from builder.table_fit import fits

UNNAMED = "基金对比"
_NAME, _COLUMN = 8.8, 5.5  # em: widths of a column of names, and of one of numbers with their dates


def asks(params: FundsParams) -> tuple[Ask, ...]:
    """Every column of every fund, and their names."""
    return tuple(ask for series in params.series for ask in (latest.fact(series, "name"), *_row(series, params)))


def _row(series: str, params: FundsParams) -> list[Ask]:
    return [column.ask(series) for column in params.columns]


def render(params: FundsParams, answers: Answers, tools: RenderTools) -> Fragment:
    """The table: sorted, cut to its limit, with the period of each column and its definition."""
    shown = sorted_series(params, answers)
    periods = [_period([answers[column.ask(series)] for series in shown]) for column in params.columns]
    rows: list[dict[str, Any]] = [
        {
            "code": latest.code_of(series),
            "href": latest.href(series),
            "name": latest.fact_text(series, "name", answers) or latest.code_of(series),
            "ended": next((translate(answers[ask].note) for ask in _row(series, params) if answers[ask].ended), ""),
            "cells": [
                _cell(column.ask(series), answers, column.format, dated=not period)
                for column, period in zip(params.columns, periods, strict=True)
            ],
        }
        for series in shown
    ]
    heads = [
        {"lines": heading(column), "period": period, "figure": any(row["cells"][index]["figure"] for row in rows)}
        for index, (column, period) in enumerate(zip(params.columns, periods, strict=True))
    ]
    html = tools.templates.render(
        "blocks/funds.html",
        caption=params.caption or ("" if params.outer else translate(UNNAMED)),
        called=params.caption or params.outer or translate(UNNAMED),
        heads=heads,
        fits=fits(_NAME + _COLUMN * len(heads)),
        periods=_columns_by_period(heads),
        rows=rows,
        as_of=params.as_of and long_date(params.as_of),
        definitions=_definitions(params.columns),
    )
    return Fragment(html=html.strip())


def sorted_series(params: FundsParams, answers: Answers) -> list[str]:
    """The series in the order of the table, those without the value and those that have ended last, cut to the limit."""
    series = list(params.series)
    if params.sort != "":
        keys = {id_: _key(id_, params.sort, params, answers) for id_ in series}
        present = [id_ for id_ in series if keys[id_] is not None]
        present.sort(key=lambda id_: keys[id_], reverse=params.descending)
        series = [*present, *(id_ for id_ in series if keys[id_] is None)]
    return series[: params.limit or None]


def _key(series: str, sort: str | int, params: FundsParams, answers: Answers) -> Any:
    if isinstance(sort, str):
        return latest.code_of(series) if sort == "code" else latest.fact_text(series, "name", answers)
    answer = answers[params.columns[sort].ask(series)]
    return None if answer.ended else answer.value


def heading(column: FundsColumn) -> list[str]:
    """A column's heading in lines, e.g. ["近1年", "最大回撤"]: the window alone says that it is a return."""
    window = chinese_terms.window(column.window) if column.window else ""
    is_return = window and column.measure in ("return", "calendar-year")
    return [line for line in (window, "" if is_return else translate(column.name)) if line]


def _cell(ask: Ask, answers: Answers, format: str, *, dated: bool) -> dict[str, Any]:
    """A number and, where the heading does not give them for the whole column, its dates."""
    answer = answers[ask]
    if answer.unit == "text":
        text = "" if answer.value is None else str(answer.value)
        shown = " ".join(chinese_terms.risk(text)).strip() if ask.measure == "risk" else text
        return {"shown": shown or value_text.NOTHING, "figure": False, "period": ()}
    number = data_element.element(ask, answer, format=format, coloured=answer.coloured)
    period = _dates(answer) if dated and answer.value is not None and answer.unit != "date" else ()
    return {"shown": number, "figure": True, "period": period}


def _period(answers: Sequence[Answer]) -> tuple[str, ...]:
    """The dates of a column where all its numbers have the same; none where they differ, and each cell has its own."""
    dates = {_dates(answer) for answer in answers if answer.value is not None and answer.unit != "date"}
    return dates.pop() if len(dates) == 1 else ()


def _columns_by_period(heads: Sequence[dict[str, Any]]) -> dict[tuple[str, ...], list[str]]:
    """The names of the columns of each period, for a reader who sees no heads, e.g. {("2024-02-19",): ["单位净值"]}."""
    columns: dict[tuple[str, ...], list[str]] = {}
    for head in heads:
        if head["period"]:
            columns.setdefault(head["period"], []).append(" ".join(head["lines"]))
    return columns


def _dates(answer: Answer) -> tuple[str, ...]:
    if answer.start and answer.end:
        return answer.start, translate("至 {end}", end=answer.end)
    return (answer.end,) if answer.end else ()


def _definitions(columns: Sequence[FundsColumn]) -> list[tuple[str, str]]:
    formulas = {column.name: column.formula for column in columns if column.formula}
    return [(translate(name), translate(formula)) for name, formula in formulas.items()]


BLOCK = Block(params=FundsParams, asks=asks, render=one_by_one(render))
