"""The chart kind `rolling`: the return over a window that ends on each day."""

from __future__ import annotations

from dataclasses import replace

from builder.blocks.block import Answers
from builder.blocks.charts.chart_kind import TIME_KEYS, ChartFigure, ChartKind, ChartRequest
from builder.blocks.charts.drawing.time_plot import ChartLine
from builder.blocks.charts.kinds import line
from builder.blocks.wording import chinese_terms, value_text
from builder.language import translate
from builder.language.date_format import long_date
from builder.problem import Problem
from builder.slot_params.charts import StandardChartParams
from builder.vocabulary import WINDOWS


def params(shared: StandardChartParams, request: ChartRequest) -> tuple[StandardChartParams, list[Problem]]:
    """Rolling returns over a window of fixed length, a year unless the author says otherwise."""
    window = shared.window or "1y"
    problems = []
    if window in WINDOWS and not WINDOWS[window].is_fixed:
        message = f"{window} is not equally long on every day, as a rolling return needs it"
        problems.append(request.location.problem("window", message, "e.g. window: 1y"))
    return replace(shared, measure="rolling-return", window=window), problems


def figure(params: StandardChartParams, answers: Answers) -> ChartFigure:
    """The figure of rolling returns. Raises Failed with one unplaced problem where the answers make no chart."""
    histories = line.given_histories(params, answers, positive=False)
    lines = line.chart_lines(params, answers, [history.points for history in histories])
    opening = translate("自{start}", start=long_date(line.first_day(lines)))
    return line.line_figure(
        params,
        lines,
        unit=histories[0].unit,
        rule_at=0.0,
        origin=line.row_origin(params, params.measure),
        unit_note=translate("截至每一日的{length}收益率", length=_length(params.window)),
        takeaway=line.sentence(opening, line.last_day(lines), [_extremes(returns) for returns in lines]),
        synthetic=any(history.synthetic for history in histories),
    )


def _length(window: str) -> str:
    """A window without the word that it is the latest, e.g. "1年"."""
    return chinese_terms.window(window).removeprefix("近")


def _extremes(line: ChartLine) -> str:
    low, high = (choose(line.points, key=lambda point: point[1]) for choose in (min, max))
    end = value_text.text(line.points[-1][1], "ratio")
    lowest, highest = (
        f"{value_text.text(value, 'ratio')}{translate('（{text}）', text=long_date(day))}" for day, value in (low, high)
    )
    return translate(
        "{name}最低{lowest}，最高{highest}，期末为{end}", name=line.name, lowest=lowest, highest=highest, end=end
    )


KIND = ChartKind(
    name="rolling",
    keys=(*TIME_KEYS, "benchmark"),
    most=6,
    window_with_dates=True,
    params=params,
    figure=figure,
)
