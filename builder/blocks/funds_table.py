"""A table that compares funds, which authors ask for by a `funds` fence; or a grid of their cards.

A table is frozen at the page's cut-off unless it says `live`: its order too, since sorting looks at answers alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from builder.blocks import funds_fence, latest
from builder.blocks.block import Answers, Block, RenderTools, ResolveContext, one_by_one
from builder.blocks.question import asked
from builder.blocks.share_classes import are_classes
from builder.blocks.wording import chinese_terms, data_element, value_text
from builder.model import Answer, Ask, Fragment, Instrument, Mark
from builder.slot_params.authored import CardGridParams, FundsColumn, FundsParams

UNNAMED = "基金对比"


def resolve(mark: Mark, context: ResolveContext) -> FundsParams | CardGridParams:
    """What a `funds` fence shows. Raises Failed with every mistake in it, each at its key's line."""
    fence = funds_fence.read(mark, context)
    published = context.page.meta.as_of
    if fence.show == "cards":
        groups = [tuple([fund.id for fund in family]) for family in _families(fence.funds)]
        return CardGridParams(groups=tuple(groups[: fence.limit or None]), since=published, caption=fence.caption)
    as_of = "" if fence.live else fence.as_of or published
    written = [column.written for column in fence.columns]
    return FundsParams(
        series=tuple([fund.id for fund in fence.funds]),
        columns=tuple([_column(column, as_of, context) for column in fence.columns]),
        as_of=as_of,
        sort=written.index(fence.sort) if fence.sort in written else fence.sort,
        descending=fence.descending,
        limit=fence.limit,
        caption=fence.caption,
        outer=fence.outer,
    )


def _families(funds: Sequence[Instrument]) -> list[list[Instrument]]:
    """The funds in order, share classes of one fund together."""
    families: list[list[Instrument]] = []
    for fund in funds:
        family = next((family for family in families if are_classes(family[0], fund)), None)
        if family is None:
            families.append([fund])
        else:
            family.append(fund)
    return families


def _column(column: funds_fence.TableColumn, as_of: str, context: ResolveContext) -> FundsColumn:
    measure = context.measures[column.words["measure"]]
    ask = asked({**column.words, "as_of": as_of, "live": not as_of}, "", context)
    return FundsColumn(
        measure=ask.measure,
        window=ask.window,
        start=ask.start,
        end=ask.end,
        as_of=ask.as_of,
        format=str(column.words.get("format") or ""),
        name=measure.label,
        formula=measure.formula,
    )


def asks(params: FundsParams) -> tuple[Ask, ...]:
    """Every column of every fund, and their names."""
    return tuple(ask for series in params.series for ask in (latest.fact(series, "name"), *_row(series, params)))


def _row(series: str, params: FundsParams) -> list[Ask]:
    return [column.ask(series) for column in params.columns]


def render(params: FundsParams, answers: Answers, tools: RenderTools) -> Fragment:
    """The table: sorted, cut to its limit, with the period of each column and its definition."""
    shown = _sorted(params, answers)
    periods = [_period([answers[column.ask(series)] for series in shown]) for column in params.columns]
    rows = [
        {
            "code": latest.code_of(series),
            "href": latest.href(series),
            "name": latest.words(series, "name", answers) or latest.code_of(series),
            "cells": [
                _cell(column.ask(series), answers, column.format, dated=not period)
                for column, period in zip(params.columns, periods, strict=True)
            ],
        }
        for series in shown
    ]
    heads = [
        {"lines": _heading(column), "period": period} for column, period in zip(params.columns, periods, strict=True)
    ]
    html = tools.templates.render(
        "blocks/funds.html",
        caption=params.caption or ("" if params.outer else UNNAMED),
        called=params.caption or params.outer or UNNAMED,
        heads=heads,
        rows=rows,
        as_of=params.as_of,
        synthetic=any(answers[ask].synthetic for series in shown for ask in _row(series, params)),
        definitions=_definitions(params.columns),
    )
    return Fragment(html=html.strip())


def _sorted(params: FundsParams, answers: Answers) -> list[str]:
    """The series in the order of the table, those without the value last, cut to the limit."""
    series = list(params.series)
    if params.sort != "":
        keys = {id_: _key(id_, params.sort, params, answers) for id_ in series}
        present = [id_ for id_ in series if keys[id_] is not None]
        present.sort(key=lambda id_: keys[id_], reverse=params.descending)
        series = [*present, *(id_ for id_ in series if keys[id_] is None)]
    return series[: params.limit or None]


def _key(series: str, sort: str | int, params: FundsParams, answers: Answers) -> Any:
    if isinstance(sort, str):
        return latest.code_of(series) if sort == "code" else latest.words(series, "name", answers)
    return answers[params.columns[sort].ask(series)].value


def _heading(column: FundsColumn) -> list[str]:
    """A column's heading in lines, e.g. ["近1年", "最大回撤"]: the window alone says that it is a return."""
    window = chinese_terms.window(column.window) if column.window else ""
    is_return = window and column.measure in ("return", "calendar-year")
    return [line for line in (window, "" if is_return else column.name) if line]


def _cell(ask: Ask, answers: Answers, format: str, *, dated: bool) -> dict[str, Any]:
    """A number and, where the heading does not give them for the whole column, its dates."""
    answer = answers[ask]
    if answer.unit == "text":
        text = "" if answer.value is None else str(answer.value)
        shown = " ".join(chinese_terms.risk(text)).strip() if ask.measure == "risk" else text
        return {"shown": shown or value_text.NOTHING, "figure": False, "period": ()}
    number = data_element.element(ask, answer, format=format, coloured=ask.measure in value_text.CHANGES)
    period = _dates(answer) if dated and answer.value is not None and answer.unit != "date" else ()
    return {"shown": number, "figure": True, "period": period}


def _period(answers: Sequence[Answer]) -> tuple[str, ...]:
    """The dates of a column where all its numbers have the same; none where they differ, and each cell has its own."""
    dates = {_dates(answer) for answer in answers if answer.value is not None and answer.unit != "date"}
    return dates.pop() if len(dates) == 1 else ()


def _dates(answer: Answer) -> tuple[str, ...]:
    if answer.start and answer.end:
        return answer.start, f"至 {answer.end}"
    return (answer.end,) if answer.end else ()


def _definitions(columns: Sequence[FundsColumn]) -> list[tuple[str, str]]:
    return list({column.name: column.formula for column in columns if column.formula}.items())


BLOCK = Block(params=FundsParams, asks=asks, render=one_by_one(render))
