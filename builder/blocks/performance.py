"""A fund in, its returns by window and by calendar year beside its benchmark's, its drawdown and volatility out.

Parameters: {series}, optional {benchmark: "index:930713"}, where that index has a history, and {years: ["2023"]}: asks
follow from parameters alone, so whoever places the block says which index and which years there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from builder.blocks import data, formats, quote, terms
from builder.blocks.block import Answers, Block, Params, Tools, each
from builder.model import Answer, Ask, Fragment

RISK_WINDOWS = ("1y", "3y", "launch")


def asks(params: Params) -> tuple[Ask, ...]:
    """Every window, every year, and the risk of three windows; of the benchmark, returns alone."""
    series = str(params["series"])
    asked = [quote.level(series)]
    for one in (series, str(params.get("benchmark") or "")):
        if one:
            asked += [quote.window(one, name) for name in terms.WINDOWS]
            asked += [_year(one, year) for year in params.get("years") or ()]
    asked += [_risk(series, measure, name) for measure in ("drawdown", "volatility") for name in RISK_WINDOWS]
    if params.get("benchmark"):
        asked.append(quote.fact(str(params["benchmark"]), "name"))
    return tuple(asked)


def _year(series: str, year: str) -> Ask:
    return Ask(series=series, measure="calendar-year", window=str(year))


def _risk(series: str, measure: str, window: str) -> Ask:
    return Ask(series=series, measure=measure, window=window)


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of one of the tables."""

    label: str
    cells: tuple[Markup, ...]
    dates: tuple[str, ...]


def render(params: Params, answers: Answers, tools: Tools) -> Fragment:
    """The tables; a row whose every number is missing still stands, with "--"."""
    series, benchmark = str(params["series"]), str(params.get("benchmark") or "")
    columns = [one for one in (series, benchmark) if one]
    values: dict[str, Any] = {
        "windows": [_row(answers, [quote.window(one, name) for one in columns], name) for name in terms.WINDOWS],
        "years": [
            _row(answers, [_year(one, year) for one in columns], str(year)) for year in params.get("years") or ()
        ],
        "risks": [_risk_row(answers, series, name) for name in RISK_WINDOWS],
        "benchmark": quote.words(benchmark, "name", answers) or quote.code_of(benchmark) if benchmark else "",
        "date": answers[quote.level(series)].end,
        "synthetic": answers[quote.level(series)].synthetic,
    }
    return Fragment(html=tools.templates.render("blocks/performance.html", **values).strip())


def _row(answers: Answers, asked: list[Ask], window: str) -> Row:
    found = [answers[ask] for ask in asked]
    cells = tuple(data.element(ask, answer, coloured=True) for ask, answer in zip(asked, found, strict=True))
    return Row(label=terms.window(window), cells=cells, dates=_dates(found[0]))


def _risk_row(answers: Answers, series: str, window: str) -> Row:
    drawdown, volatility = (_risk(series, measure, window) for measure in ("drawdown", "volatility"))
    cells = tuple(data.element(ask, answers[ask]) for ask in (drawdown, volatility))
    return Row(label=terms.window(window), cells=cells, dates=_dates(answers[drawdown]))


def _dates(answer: Answer) -> tuple[str, ...]:
    known = answer.value is not None and answer.start and answer.end
    return (answer.start, f"至 {answer.end}") if known else (formats.NOTHING,)


BLOCK = Block(asks=asks, render=each(render))
