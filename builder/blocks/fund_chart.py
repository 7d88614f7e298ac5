"""A fund in, its year beside its benchmark's and below its highest out: drawings, table, and where briefings mention it.

Parameters: {series}, optional {benchmark: "index:930713"}, {mentions: [{url, title, date}]}. Written without Vega and without a
template, since a refresh makes it anew for every fund: 0.2 ms each. Other stretches of time are the script's, which
fetches the fund's `history.json`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import escape

from builder.blocks import chart_axis, chart_live, formats, fund_drawing, quote
from builder.blocks.block import Answers, Params, Tools
from builder.blocks.formats import cn_date
from builder.blocks.fund_drawing import Drawing, Year
from builder.model import ROOT, Ask, Fragment
from builder.problem import Problem

# From which windows a fund's whole time is told, the longest first.
_WHOLE = ("launch", "5y", "3y", "1y")
MOST_MARKS = 24


def asks(params: Params) -> tuple[Ask, ...]:
    """The year of the fund and of its benchmark, their names, and since when there are values."""
    both = [str(params["series"]), *([str(params["benchmark"])] if params.get("benchmark") else [])]
    windows = [quote.window(both[0], name) for name in _WHOLE]
    return (*(quote.history(one) for one in both), *(_name(one) for one in both), *windows)


def _name(series: str) -> Ask:
    return quote.fact(series, "short-name" if quote.kind_of(series) == "fund" else "name")


def render(requests: Sequence[tuple[Params, Answers]], tools: Tools) -> list[Fragment | Problem]:
    """The figure of each fund; nothing where there are fewer than two values."""
    drawing = Drawing()  # most funds share their days: these are counted once for all
    return [Fragment(html=_figure(params, answers, drawing)) for params, answers in requests]


def _figure(params: Params, answers: Answers, drawing: Drawing) -> str:
    series, benchmark = str(params["series"]), str(params.get("benchmark") or "")
    answer = answers[quote.history(series)]
    if len(answer.points) < 2:
        return ""
    other = answers[quote.history(benchmark)].points if benchmark else ()
    last = answer.points[-1][0]
    year = drawing.year(answer.points, [point for point in other if point[0] <= last])
    names = [_called(series, answers), *([_called(benchmark, answers)] if year.other else [])]
    one = _Fund(
        series=series,
        benchmark=benchmark if year.other else "",
        names=names,
        year=year,
        since=_since(series, answers) or year.start,
        whole="成立来" if answers[quote.window(series, "launch")].value is not None else "全部",
        synthetic=' data-synthetic="true"' if answer.synthetic else "",
    )
    return one.figure(drawing, params.get("mentions") or ())


def _called(series: str, answers: Answers) -> str:
    return str(answers[_name(series)].value or quote.code_of(series))


def _since(series: str, answers: Answers) -> str:
    """The day that the fund's longest window starts from."""
    known = (answers[quote.window(series, name)] for name in _WHOLE)
    return next((answer.start for answer in known if answer.value is not None), "")


@dataclass(frozen=True, kw_only=True)
class _Fund:
    """All that a fund's figure says."""

    series: str
    benchmark: str
    names: list[str]
    year: Year
    since: str
    whole: str
    synthetic: str

    def figure(self, drawing: Drawing, mentions: Sequence[Any]) -> str:
        """The figure: both drawings with their data, and the table of month-ends."""
        year, names = self.year, [str(escape(name)) for name in self.names]
        said = self._said()
        legend = "".join(
            f'<li><svg class="chart-key" viewBox="0 0 32 8" aria-hidden="true" focusable="false"><line x1="1" y1="4" '
            f'x2="31" y2="4" stroke="{colour}" stroke-width="2.5"{dash}/></svg>{name}</li>'
            for name, (colour, dash) in zip(names, fund_drawing.STYLES, strict=False)
        )
        note = f"{cn_date(year.start)}以来的涨跌幅"
        made_up = ' <span class="chart-synthetic">模拟数据</span>' if self.synthetic else ""
        title = f"{names[0]}的净值走势"
        return (
            f'<figure class="fund-chart" aria-labelledby="fund-chart">'
            f'<p class="chart-title" id="fund-chart">{title}</p>'
            f'<div class="chart"><p class="chart-unit">{note}</p><ul class="chart-legend">{legend}</ul>'
            f"{drawing.change(year, title, str(escape(said)))}{self._marks(drawing, mentions)}{self._data(drawing, 1)}</div>"
            f'<div class="chart"><p class="chart-unit">较此前最高点的跌幅</p>'
            f"{drawing.fall(year, f'{names[0]}的回撤', self._worst())}{self._data(drawing, 2)}</div>"
            f'<p class="chart-source">数据截至{cn_date(year.end)}{made_up}</p>'
            f'<details class="chart-data"><summary class="chart-more">数据</summary>{self._table(names)}'
            f'<p class="chart-file"><a href="{self._file(self.series)}" download>下载全部历史（JSON）</a>，上表为月末与首尾</p>'
            "</details></figure>"
        )

    def _said(self) -> str:
        pairs = zip(self.names, [line[-1][1] for line in self.year.lines], strict=True)
        return f"自{cn_date(self.year.start)}至{cn_date(self.year.end)}：" + "；".join(
            f"{name}{chart_axis.shown(value, 'ratio')}" for name, value in pairs
        )

    def _worst(self) -> str:
        day, fall = min(self.year.fall, key=lambda point: (point[1], point[0]))
        return f"最深{formats.text(fall, 'ratio', measure='drawdown')}（{cn_date(day)}）"

    def _marks(self, drawing: Drawing, mentions: Sequence[Any]) -> str:
        """A dot below the day of each briefing that mentions the fund, newest first; the script moves them with the time."""
        dots = [
            f'<a class="chart-mark{"" if day >= self.year.start else " is-off"}" href="{ROOT}{escape(one["url"])}" '
            f'data-day="{drawing.day(day)}"><title>{day} {escape(one["title"])}</title>{drawing.dot(self.year, day)}</a>'
            for one in mentions[:MOST_MARKS]
            if self.since <= (day := one["date"][:10]) and drawing.day(day) <= drawing.day(self.year.end) + 7
        ]
        if not dots:
            return ""
        return f'<svg class="chart-marks" viewBox="{drawing.box(fund_drawing.TALL)}">{"".join(dots)}</svg>'

    def _file(self, series: str) -> str:
        folder = "funds" if quote.kind_of(series) == "fund" else "indexes"
        return f"{ROOT}api/{folder}/{escape(quote.code_of(series))}/history.json"

    def _data(self, drawing: Drawing, place: int) -> str:
        """What the script needs of the first drawing or the second, beside the files."""
        shown = [self.series, *([self.benchmark] if self.benchmark and place == 1 else [])]
        value = {
            "k": "lines",
            "g": place,
            "m": "change" if place == 1 else "fall",
            "src": [self._file(one) for one in shown],
            "b": drawing.plot(fund_drawing.TALL if place == 1 else fund_drawing.LOW),
            "t": [drawing.day(self.year.start), drawing.day(self.year.end)],
            "from": drawing.day(self.since),
            "now": 12 if self.year.start > self.since else 0,
            "whole": self.whole,
            "f": [2, "%", int(place == 1)],
            "l": [
                [name, colour, dash[19:-1], ""]
                for name, (colour, dash), _ in zip(self.names, fund_drawing.STYLES, shown, strict=False)
            ],
            "n": [],
            "r": 0,
            "h": int(place == 2),
            "z": 1,
        }
        return f'<script type="application/json" class="chart-live">{chart_live.spelled(value)}</script>'

    def _table(self, names: Sequence[str]) -> str:
        year, code = self.year, escape(self.series)
        heads = "".join(f'<th scope="col">{name}</th>' for name in (*names, "回撤"))
        start = f'data-from="{year.start}" data-to="'
        columns = [(code, "return", dict(year.lines[0]))]
        if self.benchmark:
            columns.append((escape(self.benchmark), "return", dict(year.lines[1])))
        columns.append((code, "drawdown-history", dict(year.fall)))
        rows = "".join(
            f'<tr><th scope="row">{day}</th>'
            + "".join(
                f'<td><data value="{value!r}" data-series="{series}" data-measure="{measure}" {start}{day}"{self.synthetic}>'
                f"{formats.text(value, 'ratio', measure='drawdown' if measure != 'return' else measure)}</data></td>"
                if (value := values.get(day)) is not None
                else "<td>--</td>"
                for series, measure, values in columns
            )
            + "</tr>"
            for day in year.month_ends
        )
        return (
            f'<div class="chart-table" role="region" tabindex="0" aria-label="{names[0]}：数据"><table class="chart-values">'
            f'<thead><tr><th scope="col">日期</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
        )
