"""A fund in, its returns by window and by calendar year beside its benchmark's, its drawdown and volatility out.

Parameters: {series}, optional {benchmark: "index:930713"}, the index that it follows, where that has a history, and {years:
["2023"]}: asks follow from parameters alone, so whoever places the block says what there is. Over a window the index is
asked for the fund's own days; a calendar year's number stands beside the fund's only where both span the same time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from builder.blocks import latest
from builder.blocks.block import Answers, Block, Params, RenderTools, each
from builder.blocks.wording import chinese_terms, data_element, value_text
from builder.model import Answer, Ask, Fragment
from builder.vocabulary import WINDOWS

MOST_APART = 11  # days: the longest that a market is shut over a new year
RISK_WINDOWS = ("1y", "3y", "launch")


def asks(params: Params) -> tuple[Ask, ...]:
    """Every window, every year, and the risk of three windows; of the benchmark, returns alone."""
    series = str(params["series"])
    asked = [latest.level(series)]
    for one in _columns(params):
        asked += [_window(one, name, params) for name in WINDOWS]
        asked += [_year(one, year) for year in params.get("years") or ()]
    asked += [_risk(series, measure, name) for measure in ("drawdown", "volatility") for name in RISK_WINDOWS]
    if params.get("benchmark"):
        asked.append(latest.fact(str(params["benchmark"]), "name"))
    return tuple(asked)


def _columns(params: Params) -> list[str]:
    return [str(one) for one in (params["series"], params.get("benchmark")) if one]


def _window(series: str, name: str, params: Params) -> Ask:
    """A return over a window; of the index, over the fund's own days."""
    if series == params.get("benchmark"):
        return Ask(series=str(params["series"]), measure="index-return", window=name)
    return latest.window(series, name)


def _year(series: str, year: str) -> Ask:
    return Ask(series=series, measure="calendar-year", window=str(year))


def _risk(series: str, measure: str, window: str) -> Ask:
    return Ask(series=series, measure=measure, window=window)


@dataclass(frozen=True, kw_only=True)
class PerformanceRow:
    """A line of one of the tables."""

    label: str
    cells: tuple[Markup, ...]
    dates: tuple[str, ...]


def render(params: Params, answers: Answers, tools: RenderTools) -> Fragment:
    """The tables; a row whose every number is missing still stands, with "--"."""
    series, benchmark = str(params["series"]), str(params.get("benchmark") or "")
    columns = _columns(params)
    windows = [(name, [_window(one, name, params) for one in columns]) for name in WINDOWS]
    years = [(str(year), [_year(one, year) for one in columns]) for year in params.get("years") or ()]
    values: dict[str, Any] = {
        "windows": [_row(asked, [answers[ask] for ask in asked], name) for name, asked in windows],
        "years": [_row(asked, _over_one_time([answers[ask] for ask in asked]), name) for name, asked in years],
        "risks": [_risk_row(answers, series, name) for name in RISK_WINDOWS],
        "benchmark": latest.words(benchmark, "name", answers) or latest.code_of(benchmark) if benchmark else "",
        "date": answers[latest.level(series)].end,
        "synthetic": answers[latest.level(series)].synthetic,
    }
    return Fragment(html=tools.templates.render("blocks/performance.html", **values).strip())


def _row(asked: list[Ask], found: list[Answer], window: str) -> PerformanceRow:
    cells = tuple(data_element.element(ask, answer, coloured=True) for ask, answer in zip(asked, found, strict=True))
    return PerformanceRow(label=chinese_terms.window(window), cells=cells, dates=_dates(found[0]))


def _over_one_time(found: list[Answer]) -> list[Answer]:
    """The fund's answer, and the others without a value where they span another time."""
    fund, *others = found
    return [fund, *(other if _alike(fund, other) else other._replace(value=None) for other in others)]


def _alike(fund: Answer, other: Answer) -> bool:
    """Whether two returns span the same time, but for days on which only one of the two has a value."""
    if not (fund.value is not None and fund.start and fund.end and other.start and other.end):
        return False
    pairs = ((fund.start, other.start), (fund.end, other.end))
    return all(abs((date.fromisoformat(one) - date.fromisoformat(two)).days) <= MOST_APART for one, two in pairs)


def _risk_row(answers: Answers, series: str, window: str) -> PerformanceRow:
    drawdown, volatility = (_risk(series, measure, window) for measure in ("drawdown", "volatility"))
    cells = tuple(data_element.element(ask, answers[ask]) for ask in (drawdown, volatility))
    return PerformanceRow(label=chinese_terms.window(window), cells=cells, dates=_dates(answers[drawdown]))


def _dates(answer: Answer) -> tuple[str, ...]:
    known = answer.value is not None and answer.start and answer.end
    return (answer.start, f"至 {answer.end}") if known else (value_text.NOTHING,)


BLOCK = Block(asks=asks, render=each(render))
