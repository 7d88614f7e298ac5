"""Funds in, the table that lists them out.

Parameters: {series: [...]}, optional {windows: ["1y", "ytd"]} of returns, or any {columns: [{measure, window, label}]}.
Every row has name and code, kind, risk, NAV, its date and the change of the day before the columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from builder.blocks import latest
from builder.blocks.block import Answers, Block, Params, RenderTools, each
from builder.blocks.wording import chinese_terms, data_element
from builder.model import Ask, Fragment

WINDOWS = ("1y", "ytd")


def asks(params: Params) -> tuple[Ask, ...]:
    """What the columns show of every fund."""
    return tuple(
        ask
        for one in params["series"]
        for ask in (*latest.brief(one), latest.level(one), latest.change(one), *_asked(one, params))
    )


def _columns(params: Params) -> Sequence[Mapping[str, Any]]:
    windows = params.get("windows") or WINDOWS
    return params.get("columns") or [{"measure": "return", "window": window} for window in windows]


def _asked(series: str, params: Params) -> tuple[Ask, ...]:
    columns = _columns(params)
    return tuple(
        Ask(series=series, measure=column["measure"], window=str(column.get("window") or "")) for column in columns
    )


def render(params: Params, answers: Answers, tools: RenderTools) -> Fragment:
    """One row for each fund, in the order given, below one row of headings."""
    columns = _columns(params)
    headings = [
        column.get("label") or chinese_terms.heading(column["measure"], str(column.get("window") or ""))
        for column in columns
    ]
    rows = [
        {
            "fund": latest.LatestState(one, answers),
            "cells": [
                data_element.element(ask, answers[ask], coloured=answers[ask].coloured) for ask in _asked(one, params)
            ],
        }
        for one in params["series"]
    ]
    synthetic = any(answers[ask].synthetic for ask in asks(params))
    html = tools.templates.render("blocks/fund-rows.html", rows=rows, headings=headings, synthetic=synthetic)
    return Fragment(html=html.strip())


BLOCK = Block(asks=asks, render=each(render))
