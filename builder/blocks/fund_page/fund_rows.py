"""A list of funds: name with code, kind and risk; NAV with its date, the change of the day, then the columns asked for."""

from __future__ import annotations

from builder.blocks import latest
from builder.blocks.block import Answers, Block, RenderTools, one_by_one
from builder.blocks.wording import chinese_terms, data_element
from builder.model import Ask, Fragment
from builder.slot_params.generated import FundRowsParams
from builder.table_fit import fits

_NAME, _COLUMN = 8.8, 5.0  # em: widths of a column of names, and of one of numbers


def asks(params: FundRowsParams) -> tuple[Ask, ...]:
    """What the columns show of every fund."""
    return tuple(
        ask
        for series in params.series
        for ask in (*latest.brief(series), *latest.figures(series), *_asks_of(series, params))
    )


def _asks_of(series: str, params: FundRowsParams) -> list[Ask]:
    return [Ask(series=series, measure=column.measure, window=column.window) for column in params.columns]


def render(params: FundRowsParams, answers: Answers, tools: RenderTools) -> Fragment:
    """One row for each fund, in the order given, below one row of headings."""
    headings = [chinese_terms.heading(column.measure, column.window) for column in params.columns]
    funds = [latest.LatestState(series, answers) for series in params.series]
    rows = [
        {
            "fund": fund,
            "cells": [
                (heading, data_element.element(ask, answers[ask], coloured=answers[ask].coloured))
                for heading, ask in zip(headings, _asks_of(fund.series, params), strict=True)
            ],
        }
        for fund in funds
    ]
    # Money-market funds have other numbers in the first columns: the heading names those of all, or else of the others.
    usual = next((fund for fund in funds if not fund.is_money_fund), funds[0] if funds else None)
    html = tools.templates.render(
        "blocks/fund-rows.html",
        rows=rows,
        headings=headings,
        fits=fits(_NAME + _COLUMN * (2 + len(headings))),
        usual=usual,
    )
    return Fragment(html=html.strip())


BLOCK = Block(params=FundRowsParams, asks=asks, render=one_by_one(render))
