"""A money-market fund's year as a figure on its page: its seven-day annualised yield, and a table of yield and income.

Such a fund has neither a NAV nor falls to draw. The year's values stand in the page, so that the script draws parts of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import escape

from builder.blocks import latest
from builder.blocks.block import Answers, Block, RenderTools, one_by_one
from builder.blocks.charts.chart_fragment import LiveKey, deltas, script_json
from builder.blocks.charts.drawing.axis import days
from builder.blocks.fund_page import fund_drawing
from builder.blocks.fund_page.fund_drawing import STYLES, TALL, Year
from builder.blocks.wording import data_element, value_text
from builder.language import translate
from builder.language.date_format import long_date
from builder.model import ROOT, Answer, Ask, Fragment
from builder.slot_params.generated import MoneyChartParams

_NAME, _PLACES = "七日年化", 3
_ROWS = 10  # the latest days, of which the table has each; before them, the last day of each month


def asks(params: MoneyChartParams) -> tuple[Ask, ...]:
    """The name, and a year of yields and of incomes."""
    return (latest.fact(params.series, "short-name"), *_histories(params.series))


def _histories(series: str) -> tuple[Ask, Ask]:
    yields, incomes = (
        Ask(series=series, measure=measure, window="1y") for measure in ("yield7-history", "income-history")
    )
    return yields, incomes


def render(params: MoneyChartParams, answers: Answers, tools: RenderTools) -> Fragment:
    """The figure; the table alone where there are fewer than two yields."""
    name = str(answers[latest.fact(params.series, "short-name")].value or latest.code_of(params.series))
    yields, incomes = (answers[ask] for ask in _histories(params.series))
    if not incomes.points:
        return Fragment(html="")
    title = translate("{name}的七日年化收益率", name=escape(name))
    file = f"{ROOT}api/funds/{escape(latest.code_of(params.series))}/history.json"
    return Fragment(
        html=f'<figure class="fund-chart" aria-labelledby="fund-chart"><p class="chart-title" id="fund-chart">{title}</p>'
        f"{_drawing(yields, title) if len(yields.points) > 1 else ''}"
        f'<p class="chart-source">{translate("数据截至{day}", day=long_date(incomes.end))}</p><details class="chart-data">'
        f'<summary class="chart-more">{translate("数据")}</summary>{_table(params.series, yields, incomes)}'
        f'<p class="chart-file"><a href="{file}" download>{translate("下载全部历史（JSON）")}</a>'
        f"{translate('，上表为最近各日与此前各月末')}</p></details></figure>"
    )


def _drawing(yields: Answer, title: str) -> str:
    year = fund_drawing.year(yields.points, ())
    first, last = (value_text.text(year.values[index], "yield", signed=False) for index in (0, -1))
    dates = {"start": long_date(year.start), "end": long_date(year.end)}
    said = translate("自{start}至{end}：由{first}变为{last}。", **dates, first=first, last=last)
    svg, bounds = fund_drawing.yields(year, title, said)
    return f'<div class="chart chart-time">{svg}{_live(year, bounds)}</div>'


def _live(year: Year, bounds: tuple[float, float]) -> str:
    """The year for the script, which shows values under the pointer and draws shorter periods."""
    colour, dash = STYLES[0]
    in_last_place = [round(value * 100 * 10**_PLACES) for value in year.values]
    live = {
        LiveKey.KIND: "lines",
        LiveKey.PLOT: fund_drawing.plot(TALL),
        LiveKey.TIME: [days(year.start), days(year.end)],
        LiveKey.VALUES: list(bounds),
        LiveKey.FORMAT: [_PLACES, "%", 0],
        LiveKey.DAYS: deltas([days(day) for day, _ in year.points]),
        LiveKey.LINES: [[translate(_NAME), colour, dash, deltas(in_last_place)]],
        LiveKey.NOTES: [],
        LiveKey.RULE: None,
        LiveKey.FILLED: 0,
        LiveKey.ZERO: 0,
    }
    return f'<script type="application/json" class="chart-live">{script_json(live)}</script>'


def _table(series: str, yields: Answer, incomes: Answer) -> str:
    yield_ask, income_ask = (Ask(series=series, measure=measure) for measure in ("yield7", "income"))
    yield_of, income_of = dict(yields.points), dict(incomes.points)
    rows = "".join(
        f'<tr><th scope="row">{day}</th><td>{_cell(income_ask, incomes, income_of[day], day)}</td>'
        f"<td>{_cell(yield_ask, yields, yield_of.get(day), day)}</td></tr>"
        for day in _shown([day for day, _ in incomes.points])
    )
    heads = "".join(
        f'<th scope="col">{head}</th>'
        for head in (translate("日期"), translate("万份收益（元）"), translate("七日年化"))
    )
    return (
        f'<div class="table-box chart-table"><table class="chart-values by-date" aria-label="{translate("万份收益与七日年化")}">'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _shown(dates: Sequence[str]) -> list[str]:
    """The latest days and, before them, the last day of each month; the newest first."""
    recent = dates[-_ROWS:]
    month_ends = {day[:7]: day for day in dates[:-_ROWS]}
    return sorted({*recent, *month_ends.values()}, reverse=True)


def _cell(ask: Ask, answer: Answer, value: float | None, day: str) -> str:
    return str(data_element.element(ask, answer._replace(value=value, start="", end=day, points=())))


BLOCK = Block(params=MoneyChartParams, asks=asks, render=one_by_one(render))
