"""The chart kind `allocation`: what a fund held, by its last report that was known at the cut-off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import fsum

from builder.blocks.block import Answers
from builder.blocks.charts.chart_fence import suggestion
from builder.blocks.charts.chart_kind import (
    KEYS,
    ChartFigure,
    ChartKind,
    ChartRequest,
    failed,
    names,
    origin_of,
    value_ask,
)
from builder.blocks.charts.drawing.bar_plot import Bar, bars_scene
from builder.blocks.charts.measure_column import REPORTS, SHARES
from builder.blocks.wording import value_text
from builder.language import translate
from builder.language.date_format import long_date
from builder.problem import Problem
from builder.slot_params.charts import StandardChartParams

_LABELS = {"holdings": "持仓占净值比", "sectors": "行业占净值比", "assets": "资产占净值比"}
_MOST_BARS = 20


def params(shared: StandardChartParams, request: ChartRequest) -> tuple[StandardChartParams, list[Problem]]:
    """One kind of share, the holdings unless the author says otherwise; funds alone report any."""
    measure, location = request.fence.first_measure or SHARES[0], request.location
    problems = []
    if measure not in SHARES:
        hint = suggestion(measure, SHARES)
        problems.append(location.problem("measure", f"an allocation has no {measure}", hint, "unknown-measure"))
    unfit = [instrument.code for instrument in request.instruments if instrument.kind != "fund"]
    if unfit:
        message = f"{', '.join(unfit)} is no fund, and so reports no {measure}"
        problems.append(location.problem("series", message, id="measure-not-applicable"))
    return replace(shared, measure=measure, sources=(REPORTS,)), problems


def figure(params: StandardChartParams, answers: Answers) -> ChartFigure:
    """The figure of shares. Raises Failed with one unplaced problem where there is no report."""
    (series,) = params.series
    ask = value_ask(params, series)
    answer, called = answers[ask], names(params, answers)[0]
    if not answer.points:
        raise failed("no-answer", f"the data hold no {params.measure} of {called}", answer.note)
    label = translate(_LABELS[params.measure])
    bars = [Bar(name=name, value=weight) for name, weight in answer.points[:_MOST_BARS]]
    rest = len(answer.points) - len(bars)
    origin = {**origin_of(ask, answer), "start": ""}
    return ChartFigure(
        scene=bars_scene(bars, unit="ratio", signed=False, label=label),
        head=(translate("名称"), label),
        rows=tuple((name, (weight,)) for name, weight in answer.points),
        unit="ratio",
        signed=False,
        origin=lambda row, column, name: origin,
        unit_note=translate("{name}：{words}", name=called, words=label)
        + (translate("；另有 {count} 项未画出", count=rest) if rest else ""),
        takeaway=sentence(called, label, answer.points, answer.end),
        through=translate("报告期{day}", day=long_date(answer.end)),
        synthetic=answer.synthetic,
    )


def sentence(name: str, label: str, points: Sequence[tuple[str, float]], end: str) -> str:
    """One sentence that says every share of a report, and their sum."""
    shares = translate("、").join(
        translate("{name}{value}", name=item, value=value_text.text(weight, "ratio", signed=False))
        for item, weight in points
    )
    total = value_text.text(fsum(weight for _, weight in points), "ratio", signed=False)
    return translate(
        "{name}截至{day}的{label}：{shares}；合计{total}。",
        name=name,
        day=long_date(end),
        label=label,
        shares=shares,
        total=total,
    )


KIND = ChartKind(name="allocation", keys=(*KEYS, "measure"), most=1, params=params, figure=figure)
