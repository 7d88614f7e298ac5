"""A fund's returns by window and by calendar year beside its benchmark's, and its drawdown and volatility.

The benchmark is that of the fund's contract, or else the index that the fund follows; the heading says which. Over a window
it is asked for the fund's own days; a calendar year's number is shown beside the fund's only where both span the same time.
Dates stand behind the fund's numbers; where the benchmark's own are others, they stand below its number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from builder.blocks import latest
from builder.blocks.block import Answers, Block, RenderTools, one_by_one
from builder.blocks.wording import chinese_terms, data_element, value_text
from builder.language import translate
from builder.language.date_format import long_date
from builder.model import Answer, Ask, Fragment
from builder.slot_params.charts import CONTRACT
from builder.slot_params.generated import PerformanceParams
from builder.vocabulary import WINDOWS

MOST_APART = 11  # days: the longest that a market is closed over a new year
RISK_WINDOWS = ("1y", "3y", "launch")


def asks(params: PerformanceParams) -> tuple[Ask, ...]:
    """Every window, every year, and the risk of three windows; of the benchmark, returns alone."""
    asked = [latest.level(params.series)]
    for series in _columns(params):
        asked += [_window_ask(series, name, params) for name in WINDOWS]
        asked += [_year_ask(series, year, params) for year in params.years or ()]
    asked += [_risk_ask(params.series, measure, name) for measure in _risks(params) for name in RISK_WINDOWS]
    if params.benchmark and params.benchmark != CONTRACT:
        asked.append(latest.fact(params.benchmark, "name"))
    return tuple(asked)


def _risks(params: PerformanceParams) -> tuple[str, ...]:
    return () if params.money else ("drawdown", "volatility")


def _columns(params: PerformanceParams) -> list[str]:
    return [params.series, params.benchmark] if params.benchmark else [params.series]


def _window_ask(series: str, name: str, params: PerformanceParams) -> Ask:
    """A return over a window; of the benchmark, over the fund's own days."""
    if series == params.benchmark:
        measure = "benchmark-return" if series == CONTRACT else "index-return"
        return Ask(series=params.series, measure=measure, window=name)
    return latest.window(series, name)


def _year_ask(series: str, year: str, params: PerformanceParams) -> Ask:
    if series == CONTRACT:
        start, end = f"{int(year) - 1}-12-31", f"{year}-12-31"
        return Ask(series=params.series, measure="benchmark-return", start=start, end=end)
    return Ask(series=series, measure="calendar-year", window=year)


def _risk_ask(series: str, measure: str, window: str) -> Ask:
    return Ask(series=series, measure=measure, window=window)


@dataclass(frozen=True, kw_only=True)
class PerformanceRow:
    """A row of one of the tables."""

    label: str
    cells: tuple[tuple[Markup, tuple[str, ...]], ...]  # each number, and those of its dates that the row has otherwise
    dates: tuple[str, ...]


def render(params: PerformanceParams, answers: Answers, tools: RenderTools) -> Fragment:
    """The tables; a row without any number is shown with "--". Of a fund that has ended, only what has a number."""
    series, benchmark = params.series, params.benchmark
    columns = _columns(params)
    windows = [(name, [_window_ask(id_, name, params) for id_ in columns]) for name in WINDOWS]
    years = [(year, [_year_ask(id_, year, params) for id_ in columns]) for year in params.years or ()]
    latest_level = answers[latest.level(series)]
    risks = [_risk_ask(series, measure, name) for measure in _risks(params) for name in RISK_WINDOWS]

    def is_shown(asked: Iterable[Ask]) -> bool:
        return not latest_level.ended or any(answers[ask].value is not None for ask in asked)

    if not is_shown(asked[0] for _, asked in windows):
        windows = []
    risk_rows = [_risk_row(answers, params, name) for name in RISK_WINDOWS] if risks and is_shown(risks) else []
    years = [(year, asked) for year, asked in years if is_shown(asked[:1])]
    values: dict[str, Any] = {
        "windows": [_row(asked, [answers[ask] for ask in asked], name) for name, asked in windows],
        "years": [_row(asked, _over_same_time([answers[ask] for ask in asked]), name) for name, asked in years],
        "risks": risk_rows,
        "ended": translate(latest_level.note) if latest_level.ended else "",
        "is_money_fund": params.money,
        "benchmark": _called(benchmark, answers),
        "day": long_date(latest_level.end) if latest_level.end else "",
    }
    return Fragment(html=tools.templates.render("blocks/performance.html", **values).strip())


def _called(benchmark: str, answers: Answers) -> str:
    if benchmark == CONTRACT:
        return translate("业绩比较基准")
    return latest.fact_text(benchmark, "name", answers) or latest.code_of(benchmark) if benchmark else ""


def _row(asked: list[Ask], answers: list[Answer], window: str) -> PerformanceRow:
    cells = tuple(
        (data_element.element(ask, answer, coloured=True), _own_dates(answer, answers[0]))
        for ask, answer in zip(asked, answers, strict=True)
    )
    return PerformanceRow(label=chinese_terms.window(window), cells=cells, dates=_dates(answers[0]))


def _over_same_time(answers: list[Answer]) -> list[Answer]:
    """The fund's answer, and the others without a value where they span another time."""
    fund, *others = answers
    return [fund, *(other if _span_alike(fund, other) else other._replace(value=None) for other in others)]


def _span_alike(fund: Answer, other: Answer) -> bool:
    """Whether two returns span the same time, but for days on which only one of the two has a value."""
    if not (fund.value is not None and fund.start and fund.end and other.start and other.end):
        return False
    pairs = ((fund.start, other.start), (fund.end, other.end))
    return all(
        abs((date.fromisoformat(day) - date.fromisoformat(other_day)).days) <= MOST_APART for day, other_day in pairs
    )


def _risk_row(answers: Answers, params: PerformanceParams, window: str) -> PerformanceRow:
    asked = [_risk_ask(params.series, measure, window) for measure in _risks(params)]
    # The heading says that the dates are those of the fall.
    cells = tuple((data_element.element(ask, answers[ask]), ()) for ask in asked)
    return PerformanceRow(label=chinese_terms.window(window), cells=cells, dates=_dates(answers[asked[0]]))


def _dates(answer: Answer) -> tuple[str, ...]:
    is_known = answer.value is not None and answer.start and answer.end
    return (answer.start, translate("至 {end}", end=answer.end)) if is_known else (value_text.NOTHING,)


def _own_dates(answer: Answer, row: Answer) -> tuple[str, ...]:
    """The dates of a number, as far as they are not those of its row."""
    if answer.value is None:
        return ()
    start = translate("自 {start}", start=answer.start) if answer.start != row.start else ""
    end = translate("至 {end}", end=answer.end) if answer.end != row.end else ""
    return tuple(date for date in (start, end) if date)


BLOCK = Block(params=PerformanceParams, asks=asks, render=one_by_one(render))
