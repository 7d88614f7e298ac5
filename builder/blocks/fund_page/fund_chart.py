"""A fund's year as a figure on its page: beside its benchmark's, and below its highest; with a table and the briefings that
mention the fund. The fund's page places the block.

Written without Vega and without a template, since a refresh makes it anew for every fund: 0.2 ms each. Other periods are
drawn by the script, which fetches the fund's `history.json`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import truediv

from markupsafe import escape

from builder.blocks import latest
from builder.blocks.block import Answers, Block, RenderTools
from builder.blocks.charts.chart_fragment import LiveKey, script_json
from builder.blocks.charts.drawing.axis import days
from builder.blocks.fund_page import fund_drawing
from builder.blocks.fund_page.fund_drawing import LOW, STYLES, TALL, Points, Year
from builder.language import translate
from builder.language.date_format import long_date
from builder.model import ROOT, Ask, Fragment
from builder.number_format import percent
from builder.problem import Problem
from builder.slot_params.charts import CONTRACT
from builder.slot_params.generated import FundChartParams, Mention
from builder.vocabulary import KINDS

# The windows that say since when there are values, the longest first.
_WINDOWS = ("launch", "5y", "3y", "1y")
MOST_MARKS = 12
_SOON = 7  # days that a briefing may be younger than the fund's last value


def asks(params: FundChartParams) -> tuple[Ask, ...]:
    """The year of the fund and of its benchmark, their names, and since when there are values."""
    named = [params.series, *([params.benchmark] if params.benchmark not in ("", CONTRACT) else [])]
    windows = [latest.window(params.series, window) for window in _WINDOWS]
    benchmark = [_benchmark_ask(params)] if params.benchmark else []
    return (latest.history(params.series), *benchmark, *(_name(series) for series in named), *windows)


def _benchmark_ask(params: FundChartParams) -> Ask:
    """The question for the benchmark's line: of an index its whole history, which the funds that follow it share."""
    if params.benchmark == CONTRACT:
        return Ask(series=params.series, measure="benchmark-history", window="1y")
    return Ask(series=params.benchmark, measure="history")


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
    beside = answers[_benchmark_ask(params)].points if benchmark else ()
    year = fund_drawing.year(answer.points, beside)
    names = [_called(series, answers), *([_called(benchmark, answers)] if year.benchmark else [])]
    figure = _FundFigure(
        series=series,
        benchmark=benchmark if year.benchmark else "",
        benchmark_file=params.benchmark_file,
        names=names,
        year=year,
        left_out=_left_out(_called(benchmark, answers), beside) if beside and not year.benchmark else "",
        since=_since(series, answers) or year.start,
        launched=answers[latest.window(series, "launch")].value is not None,
        synthetic=' data-synthetic="true"' if answer.synthetic else "",
    )
    return figure.html(params.mentions)


def _left_out(name: str, points: Points) -> str:
    """Why a benchmark is not drawn beside the fund."""
    return translate(
        "{name}的数据为{start}至{end}，未覆盖所示区间，不作对比",
        name=name,
        start=long_date(points[0][0]),
        end=long_date(points[-1][0]),
    )


def _called(series: str, answers: Answers) -> str:
    if series == CONTRACT:
        return translate("业绩比较基准")
    return str(answers[_name(series)].value or latest.code_of(series))


def _since(series: str, answers: Answers) -> str:
    """The day that the fund's longest window starts from; of a fund that has ended, its first day."""
    longest_first = (answers[latest.window(series, window)] for window in _WINDOWS)
    return next((answer.start for answer in longest_first if answer.value is not None or answer.ended), "")


_DOTS = (
    '<p class="chart-dots"><svg class="chart-key" viewBox="0 0 32 8" aria-hidden="true" focusable="false">'
    '<circle cx="16" cy="4" r="4"/></svg>{}</p>'
)


@dataclass(frozen=True, kw_only=True)
class _FundFigure:
    """All that a fund's figure says."""

    series: str
    benchmark: str
    benchmark_file: str
    names: list[str]
    year: Year
    left_out: str  # why the benchmark is not drawn
    since: str
    launched: bool  # there are values from its launch on
    synthetic: str  # an attribute of each number, e.g. ' data-synthetic="true"'

    def html(self, mentions: Sequence[Mention]) -> str:
        """The figure: both drawings with their data, and the table of month-ends."""
        year, names = self.year, [str(escape(name)) for name in self.names]
        legend = "".join(
            f'<li><svg class="chart-key" viewBox="0 0 32 8" aria-hidden="true" focusable="false"><line x1="1" y1="4" '
            f'x2="31" y2="4" stroke="{colour}" stroke-width="2.5"{_dashes(dash)}/></svg>{name}</li>'
            for name, (colour, dash) in zip(names, STYLES, strict=False)
        )
        title, below = translate("{name}的净值走势", name=names[0]), translate("{name}的回撤", name=names[0])
        descriptions = (str(escape(self._changes())), self._deepest_fall())
        left_out = f"{translate('；')}{escape(self.left_out)}" if self.left_out else ""
        dots = _DOTS.format(translate("提到它的简报")) if mentions else ""
        upper, lower = fund_drawing.drawings(year, (title, below), descriptions)
        changed, fallen = (
            translate("{start}以来的涨跌幅", start=long_date(year.start)),
            translate("较此前最高点的跌幅"),
        )
        return (
            f'<figure class="fund-chart" aria-labelledby="fund-chart"><p class="chart-title" id="fund-chart">{title}</p>'
            f'<div class="chart chart-time"><p class="chart-unit">{changed}</p>'
            f'<ul class="chart-legend">{legend}</ul>{dots}{upper}{self._marks(mentions)}{self._live(1)}</div>'
            f'<div class="chart chart-time"><p class="chart-unit">{fallen}</p>{lower}{self._live(2)}</div>'
            f'<p class="chart-source">{translate("数据截至{day}", day=long_date(year.end))}{left_out}</p>'
            f'<details class="chart-data"><summary class="chart-more">{translate("数据")}</summary>{self._table(names)}'
            f'<p class="chart-file"><a href="{self._file(self.series)}" download>{translate("下载全部历史（JSON）")}</a>'
            f"{translate('，上表为月末与首尾')}</p></details></figure>"
        )

    def _changes(self) -> str:
        year = self.year
        changes = translate("{name}{value}", name=self.names[0], value=percent(year.change(-1)))
        if year.benchmark:
            (_, first), (end, last) = year.benchmark[0], year.benchmark[-1]
            until = "" if end == year.end else translate("（至{end}）", end=long_date(end))
            beside = translate("{name}{value}", name=self.names[1], value=percent(last / first - 1))
            changes = translate("；").join((changes, f"{beside}{until}"))
        return translate(
            "自{start}至{end}：{changes}。", start=long_date(year.start), end=long_date(year.end), changes=changes
        )

    def _deepest_fall(self) -> str:
        falls = list(map(truediv, self.year.values, self.year.highest))
        fall = min(falls)
        day = self.year.points[falls.index(fall)][0]
        return translate("最深{value}（{day}）。", value=percent(fall - 1, signed=False), day=long_date(day))

    def _marks(self, mentions: Sequence[Mention]) -> str:
        """A dot below the day of each briefing of that year; the script adds the others from the page's own list."""
        latest_day = days(self.year.end) + _SOON
        dots = [
            f'<a class="chart-mark" href="{ROOT}{escape(mention.url)}" data-day="{days(day)}">'
            f"<title>{long_date(day)} {escape(mention.title)}</title>{fund_drawing.dot(self.year, day)}</a>"
            for mention in mentions
            if self.year.start <= (day := mention.date) and days(day) <= latest_day
        ]
        view_box = fund_drawing.view_box(TALL)
        return f'<svg class="chart-marks" viewBox="{view_box}">{"".join(dots[:MOST_MARKS])}</svg>'

    def _file(self, series: str) -> str:
        if series == CONTRACT:
            return f"{ROOT}{escape(self.benchmark_file)}"
        folder = KINDS[latest.kind_of(series)].plural
        return f"{ROOT}api/{folder}/{escape(latest.code_of(series))}/history.json"

    def _live(self, which: int) -> str:
        """What the script needs of the first drawing or the second, beside the files."""
        is_first = which == 1
        drawn = [self.series, self.benchmark] if is_first and self.benchmark else [self.series]
        begin, end, since = (days(day) for day in (self.year.start, self.year.end, self.since))
        lines = [[name, colour, dash, ""] for name, _, (colour, dash) in zip(self.names, drawn, STYLES, strict=False)]
        values = {
            LiveKey.KIND: '"lines"',
            LiveKey.LINKED: which,
            LiveKey.DERIVED: '"change"' if is_first else '"fall"',
            LiveKey.FILES: script_json([self._file(series) for series in drawn]),
            LiveKey.PLOT: fund_drawing.plot(TALL if is_first else LOW),
            LiveKey.TIME: f"[{begin},{end}]",
            LiveKey.FROM: since,
            LiveKey.MONTHS: 12 if begin > since else 0,
            LiveKey.WHOLE: script_json(translate("成立来") if self.launched else translate("全部")),
            LiveKey.LAUNCH: int(self.launched),
            LiveKey.FORMAT: f'[2,"%",{is_first:d}]',
            LiveKey.LINES: script_json(lines),
            LiveKey.NOTES: "[]",
            LiveKey.RULE: 0,
            LiveKey.FILLED: int(not is_first),
            LiveKey.ZERO: 1,
        }
        live = ",".join([f'"{key}":{value}' for key, value in values.items()])
        return f'<script type="application/json" class="chart-live">{{{live}}}</script>'

    def _table(self, names: Sequence[str]) -> str:
        year, benchmark = self.year, dict(self.year.benchmark)
        fund, is_contract = escape(self.series), self.benchmark == CONTRACT
        index, measure = (fund, "benchmark-return") if is_contract else (escape(self.benchmark), "return")
        begin, first = year.benchmark[0] if benchmark else ("", 1.0)
        heads = "".join(f'<th scope="col">{name}</th>' for name in (*names, translate("回撤")))
        rows = []
        for month_end in year.days.month_ends:
            day = year.points[month_end][0]
            cells = self._cell(fund, "return", year.change(month_end), year.start, day)
            if benchmark and day in benchmark:
                cells += self._cell(index, measure, benchmark[day] / first - 1, begin, day)
            elif benchmark:
                cells += "<td>--</td>"
            cells += self._cell(fund, "drawdown-history", year.fall(month_end), year.start, day)
            rows.append(f'<tr><th scope="row">{day}</th>{cells}</tr>')
        label = translate("{name}：数据", name=names[0])
        return (
            f'<div class="table-box chart-table"><table class="chart-values by-date" aria-label="{label}"><thead><tr>'
            f'<th scope="col">{translate("日期")}</th>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
        )

    def _cell(self, series: str, measure: str, value: float, start: str, day: str) -> str:
        return (
            f'<td><data value="{value!r}" data-series="{series}" data-measure="{measure}" data-from="{start}" '
            f'data-to="{day}"{self.synthetic}>{percent(value, signed=measure != "drawdown-history")}</data></td>'
        )


def _dashes(dash: str) -> str:
    return f' stroke-dasharray="{dash}"' if dash else ""


BLOCK = Block(params=FundChartParams, asks=asks, render=render)
