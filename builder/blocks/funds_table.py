"""A `funds` fence in, a table that compares funds, or a grid of their cards, out.

A table is frozen at the page's cut-off unless it says `live`: its order too, since sorting looks at answers alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from builder.blocks import cashtag_slot, funds_fence, latest
from builder.blocks.block import Answers, Block, Params, RenderTools, ResolveContext, each
from builder.blocks.number import ask_of, asking
from builder.blocks.question import asked
from builder.blocks.wording import chinese_terms, data_element, value_text
from builder.model import Answer, Ask, Fragment, Instrument, Mark, Slot

UNNAMED = "基金对比"


def resolve(mark: Mark, context: ResolveContext) -> Slot:
    """The slot of a `funds` fence. Raises Failed with every mistake in it, each at its key's line."""
    read = funds_fence.read(mark, context)
    published = context.page.meta.as_of
    if read.show == "cards":
        groups = [[one.id for one in family] for family in _families(read.funds)][: read.limit or None]
        return Slot(block="cards", params={"groups": groups, "since": published, "caption": read.caption})
    cut = "" if read.live else read.as_of or published
    written = [column.written for column in read.columns]
    params = {
        "series": [one.id for one in read.funds],
        "columns": [_column(column, cut, context) for column in read.columns],
        "as_of": cut,
        "sort": written.index(read.sort) if read.sort in written else read.sort,
        "descending": read.descending,
        "limit": read.limit,
        "caption": read.caption,
        "outer": read.outer,
    }
    return Slot(block="funds", params=params)


def _families(funds: Sequence[Instrument]) -> list[list[Instrument]]:
    families: list[list[Instrument]] = []
    for fund in funds:
        family = next((one for one in families if cashtag_slot.are_classes(one[0], fund)), None)
        if family is None:
            families.append([fund])
        else:
            family.append(fund)
    return families


def _column(column: funds_fence.TableColumn, cut: str, context: ResolveContext) -> dict[str, str]:
    measure = context.measures[column.expression.measure]
    ask = asked(replace(column.expression, as_of=cut, live=not cut), "", context)
    made = asking(ask, format=column.expression.format)
    return {**made, "formula": measure.formula, "name": measure.label}


def asks(params: Params) -> tuple[Ask, ...]:
    """Every column of every fund, and their names."""
    return tuple(ask for one in params["series"] for ask in (latest.fact(one, "name"), *_row(one, params)))


def _row(series: str, params: Params) -> list[Ask]:
    return [ask_of({**column, "series": series}) for column in params["columns"]]


def render(params: Params, answers: Answers, tools: RenderTools) -> Fragment:
    """The table: sorted, cut to its limit, with the period of each column and its definition."""
    series = _sorted(params, answers)
    columns = params["columns"]
    periods = [_period([answers[_row(one, params)[place]] for one in series]) for place in range(len(columns))]
    rows = [
        {
            "code": latest.code_of(one),
            "href": latest.href(one),
            "name": latest.words(one, "name", answers) or latest.code_of(one),
            "cells": [
                _cell(ask, answers[ask], column, dated=not period)
                for ask, column, period in zip(_row(one, params), columns, periods, strict=True)
            ],
        }
        for one in series
    ]
    heads = [{"lines": _heading(column), "period": period} for column, period in zip(columns, periods, strict=True)]
    html = tools.templates.render(
        "blocks/funds.html",
        caption=params.get("caption") or ("" if params.get("outer") else UNNAMED),
        called=params.get("caption") or params.get("outer") or UNNAMED,
        heads=heads,
        rows=rows,
        as_of=params["as_of"],
        synthetic=any(answers[ask].synthetic for one in series for ask in _row(one, params)),
        definitions=_definitions(columns),
    )
    return Fragment(html=html.strip())


def _sorted(params: Params, answers: Answers) -> list[str]:
    series, sort = list(params["series"]), params["sort"]
    if sort != "":
        present: list[tuple[Any, str]] = []
        missing: list[tuple[Any, str]] = []
        for one in series:
            key = _key(one, sort, params, answers)
            (missing if key is None else present).append((key, one))
        present.sort(key=lambda pair: pair[0], reverse=bool(params["descending"]))
        series = [one for _, one in (*present, *missing)]
    return series[: params["limit"] or None]


def _key(series: str, sort: str | int, params: Params, answers: Answers) -> Any:
    if isinstance(sort, str):
        return latest.code_of(series) if sort == "code" else latest.words(series, "name", answers)
    return answers[_row(series, params)[sort]].value


def _heading(column: Mapping[str, str]) -> list[str]:
    """A column's heading in lines: the window alone says that it is a return."""
    window = chinese_terms.window(column["window"]) if column.get("window") else ""
    plain = window and column["measure"] in ("return", "calendar-year")
    return [line for line in (window, "" if plain else column["name"]) if line]


def _cell(ask: Ask, answer: Answer, column: Mapping[str, str], *, dated: bool) -> dict[str, Any]:
    """A number and, where the heading does not tell them for the whole column, its dates."""
    if answer.unit == "text":
        text = "" if answer.value is None else str(answer.value)
        shown = " ".join(chinese_terms.risk(text)).strip() if ask.measure == "risk" else text
        return {"shown": shown or value_text.NOTHING, "figure": False, "period": ()}
    shown = data_element.element(ask, answer, format=column.get("format", ""), coloured=answer.coloured)
    period = _dates(answer) if dated and answer.value is not None and answer.unit != "date" else ()
    return {"shown": shown, "figure": True, "period": period}


def _period(answers: Sequence[Answer]) -> tuple[str, ...]:
    """The dates of a column where all its numbers share them; none where they differ, and each tells its own."""
    dates = {_dates(answer) for answer in answers if answer.value is not None and answer.unit != "date"}
    return dates.pop() if len(dates) == 1 else ()


def _dates(answer: Answer) -> tuple[str, ...]:
    if answer.start and answer.end:
        return answer.start, f"至 {answer.end}"
    return (answer.end,) if answer.end else ()


def _definitions(columns: Sequence[Mapping[str, str]]) -> list[tuple[str, str]]:
    return list({column["name"]: column["formula"] for column in columns if column.get("formula")}.items())


BLOCK = Block(resolve=resolve, asks=asks, render=each(render))
