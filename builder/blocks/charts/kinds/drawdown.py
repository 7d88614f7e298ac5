"""The chart kind `drawdown`: how far a history lies below its highest value so far."""

from __future__ import annotations

from dataclasses import replace

from builder.blocks.block import Answers
from builder.blocks.charts.chart_kind import ChartFigure, ChartKind, ChartRequest
from builder.blocks.charts.drawing.time_plot import ChartLine, Points
from builder.blocks.charts.kinds import line
from builder.blocks.charts.kinds.area import clashes
from builder.blocks.wording import value_text
from builder.language import translate
from builder.language.date_format import long_date
from builder.problem import Problem
from builder.slot_params.charts import StandardChartParams


def params(shared: StandardChartParams, request: ChartRequest) -> tuple[StandardChartParams, list[Problem]]:
    """Histories of any kinds of instrument: falls have one scale."""
    measure, problems = line.history_measure(request)
    return replace(shared, measure=measure), problems


def figure(params: StandardChartParams, answers: Answers) -> ChartFigure:
    """The figure of falls, painted up to 0. Raises Failed with one unplaced problem where the answers make no chart."""
    histories = line.given_histories(params, answers)
    lines = line.chart_lines(params, answers, [drawdown(history.points) for history in histories])
    first = long_date(line.first_day(lines))
    since = translate("{day}以来", day=first) if params.window or params.start else ""
    return line.line_figure(
        params,
        lines,
        unit="ratio",
        signed=False,
        filled=True,
        rule_at=0.0,
        origin=line.row_origin(params, "drawdown-history"),
        unit_note=translate("较{since}最高点的跌幅", since=since) if since else translate("较此前最高点的跌幅"),
        takeaway=line.sentence(
            translate("自{start}", start=first), line.last_day(lines), [_deepest_fall(fall) for fall in lines]
        ),
        synthetic=any(history.synthetic for history in histories),
    )


def drawdown(points: Points) -> Points:
    """How far below its highest value so far a history lies, e.g. -0.4275; formula: V / running max - 1."""
    falls, highest = [], float("-inf")
    for day, value in points:
        highest = max(highest, value)
        falls.append((day, value / highest - 1))
    return tuple(falls)


def _deepest_fall(line: ChartLine) -> str:
    day, lowest = min(line.points, key=lambda point: (point[1], point[0]))
    end = value_text.text(line.points[-1][1], "ratio", signed=False)
    return translate(
        "{name}最大回撤{value}（{day}），期末为{end}",
        name=line.name,
        value=value_text.text(lowest, "ratio", signed=False),
        day=long_date(day),
        end=end,
    )


KIND = ChartKind(name="drawdown", keys=line.KEYS, most=2, clashes=clashes, params=params, figure=figure)
