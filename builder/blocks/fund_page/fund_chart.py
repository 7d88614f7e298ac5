"""A fund in, its year beside its benchmark's and below its highest out: drawings, table, and where briefings mention it.

Written without Vega and without a
template, since a refresh makes it anew for every fund: 0.2 ms each. Other stretches of time are the script's, which
fetches the fund's `history.json`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import truediv

from markupsafe import escape

from builder.blocks import latest
from builder.blocks.block import Answers, Block, RenderTools
from builder.blocks.charts.chart_live import spelled
from builder.blocks.fund_page import fund_drawing
from builder.blocks.fund_page.fund_drawing import LOW, STYLES, TALL, Year
from builder.blocks.wording.value_text import cn_date
from builder.model import ROOT, Ask, Fragment
from builder.number_format import percent
from builder.problem import Problem
from builder.slot_params.generated import FundChartParams, Mention
from builder.vocabulary import KINDS

# From which windows a fund's whole time is told, the longest first.
_WHOLE = ("launch", "5y", "3y", "1y")
MOST_MARKS = 12
_SOON = 7  # days that a briefing may be younger than the fund's last value


def asks(params: FundChartParams) -> tuple[Ask, ...]:
    """The year of the fund and of its benchmark, their names, and since when there are values."""
    both = [params.series, *([params.benchmark] if params.benchmark else [])]
    windows = [latest.window(both[0], name) for name in _WHOLE]
    return (latest.history(both[0]), *(_whole(one) for one in both[1:]), *(_name(one) for one in both), *windows)


def _whole(series: str) -> Ask:
    return Ask(series=series, measure="history")


def _name(series: str) -> Ask:
    return latest.fact(series, "short-name" if latest.kind_of(series) == "fund" else "name")


def render(requests: Sequence[tuple[FundChartParams, Answers]], tools: RenderTools) -> list[Fragment | Problem]:
    """The figure of each fund; nothing where there are fewer than two values."""
    return [Fragment(html=_figure(params, answers)) for params, answers in requests]


def _figure(params: FundChartParams, answers: Answers) -> str:
    series, benchmark = params.series, params.benchmark
    answer = answers[latest.history(series)]
    if len(answer.points) < 2:
        return ""
    year = fund_drawing.year(answer.points, answers[_whole(benchmark)].points if benchmark else ())
    names = [_called(series, answers), *([_called(benchmark, answers)] if year.other else [])]
    one = _Fund(
        series=series,
        benchmark=benchmark if year.other else "",
        names=names,
        year=year,
        since=_since(series, answers) or year.start,
        launched=answers[latest.window(series, "launch")].value is not None,
        synthetic=' data-synthetic="true"' if answer.synthetic else "",
    )
    return one.figure(params.mentions)


def _called(series: str, answers: Answers) -> str:
    return str(answers[_name(series)].value or latest.code_of(series))


def _since(series: str, answers: Answers) -> str:
    """The day that the fund's longest window starts from."""
    known = (answers[latest.window(series, name)] for name in _WHOLE)
    return next((answer.start for answer in known if answer.value is not None), "")


@dataclass(frozen=True, kw_only=True)
class _Fund:
    """All that a fund's figure says."""

    series: str
    benchmark: str
    names: list[str]
    year: Year
    since: str
    launched: bool  # there are values from its launch on
    synthetic: str

    def figure(self, mentions: Sequence[Mention]) -> str:
        """The figure: both drawings with their data, and the table of month-ends."""
        year, names = self.year, [str(escape(name)) for name in self.names]
        legend = "".join(
            f'<li><svg class="chart-key" viewBox="0 0 32 8" aria-hidden="true" focusable="false"><line x1="1" y1="4" '
            f'x2="31" y2="4" stroke="{colour}" stroke-width="2.5"{dash}/></svg>{name}</li>'
            for name, (colour, dash) in zip(names, STYLES, strict=False)
        )
        made_up = ' <span class="chart-synthetic">模拟数据</span>' if self.synthetic else ""
        title, below = f"{names[0]}的净值走势", f"{names[0]}的回撤"
        upper, lower = fund_drawing.both(year, (title, below), (str(escape(self._said())), self._worst()))
        return (
            f'<figure class="fund-chart" aria-labelledby="fund-chart"><p class="chart-title" id="fund-chart">{title}</p>'
            f'<div class="chart"><p class="chart-unit">{cn_date(year.start)}以来的涨跌幅</p>'
            f'<ul class="chart-legend">{legend}</ul>{upper}{self._marks(mentions)}{self._data(1)}</div>'
            f'<div class="chart"><p class="chart-unit">较此前最高点的跌幅</p>{lower}{self._data(2)}</div>'
            f'<p class="chart-source">数据截至{cn_date(year.end)}{made_up}</p>'
            f'<details class="chart-data"><summary class="chart-more">数据</summary>{self._table(names)}'
            f'<p class="chart-file"><a href="{self._file(self.series)}" download>下载全部历史（JSON）</a>，上表为月末与首尾</p>'
            "</details></figure>"
        )

    def _said(self) -> str:
        year = self.year
        values = [year.change(-1), *([year.other[-1][1] / year.other[0][1] - 1] if year.other else [])]
        told = "；".join(f"{name}{percent(value)}" for name, value in zip(self.names, values, strict=True))
        return f"自{cn_date(year.start)}至{cn_date(year.end)}：{told}。"

    def _worst(self) -> str:
        falls = list(map(truediv, self.year.values, self.year.highest))
        fall = min(falls)
        day = self.year.points[falls.index(fall)][0]
        return f"最深{percent(fall - 1, signed=False)}（{cn_date(day)}）。"

    def _marks(self, mentions: Sequence[Mention]) -> str:
        """A dot below the day of each briefing of that year; the script adds the others from the page's own list."""
        soon = fund_drawing.ordinal(self.year.end) + _SOON
        dots = [
            f'<a class="chart-mark" href="{ROOT}{escape(one.url)}" data-day="{fund_drawing.ordinal(day)}">'
            f"<title>{day} {escape(one.title)}</title>{fund_drawing.dot(self.year, day)}</a>"
            for one in mentions
            if self.year.start <= (day := one.date) and fund_drawing.ordinal(day) <= soon
        ]
        return f'<svg class="chart-marks" viewBox="{fund_drawing.box(TALL)}">{"".join(dots[:MOST_MARKS])}</svg>'

    def _file(self, series: str) -> str:
        folder = KINDS[latest.kind_of(series)].plural
        return f"{ROOT}api/{folder}/{escape(latest.code_of(series))}/history.json"

    def _data(self, place: int) -> str:
        """What the script needs of the first drawing or the second, beside the files."""
        first, whole = place == 1, "成立来" if self.launched else "全部"
        known = [self.series, self.benchmark] if first and self.benchmark else [self.series]
        begin, end, since = (fund_drawing.ordinal(day) for day in (self.year.start, self.year.end, self.since))
        files = ",".join(spelled(self._file(one)) for one in known)
        lines = ",".join(
            f'[{spelled(name)},"{colour}","{dash[19:-1]}",""]'
            for name, _, (colour, dash) in zip(self.names, known, STYLES, strict=False)
        )
        return (
            f'<script type="application/json" class="chart-live">{{"k":"lines","g":{place},"m":"{"change" if first else "fall"}",'
            f'"src":[{files}],"b":{fund_drawing.plot(TALL if first else LOW)},'
            f'"t":[{begin},{end}],"from":{since},"now":{12 if begin > since else 0},"whole":"{whole}","launch":{self.launched:d},'
            f'"f":[2,"%",{first:d}],"l":[{lines}],"n":[],"r":0,"h":{not first:d},"z":1}}</script>'
        )

    def _table(self, names: Sequence[str]) -> str:
        year, other = self.year, dict(self.year.other)
        fund, index = escape(self.series), escape(self.benchmark)
        first = year.other[0][1] if other else 1.0
        heads = "".join(f'<th scope="col">{name}</th>' for name in (*names, "回撤"))
        rows = []
        for at in year.days.month_ends:
            day = year.points[at][0]
            cells = self._cell(fund, "return", year.change(at), day)
            if other:
                cells += self._cell(index, "return", other[day] / first - 1, day) if day in other else "<td>--</td>"
            cells += self._cell(fund, "drawdown-history", year.fall(at), day)
            rows.append(f'<tr><th scope="row">{day}</th>{cells}</tr>')
        return (
            f'<div class="chart-table" role="region" tabindex="0" aria-label="{names[0]}：数据"><table class="chart-values">'
            f'<thead><tr><th scope="col">日期</th>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
        )

    def _cell(self, series: str, measure: str, value: float, day: str) -> str:
        return (
            f'<td><data value="{value!r}" data-series="{series}" data-measure="{measure}" data-from="{self.year.start}" '
            f'data-to="{day}"{self.synthetic}>{percent(value, signed=measure == "return")}</data></td>'
        )


BLOCK = Block(params=FundChartParams, asks=asks, render=render)
