"""The chart kind `line`: histories over time, as quoted or rebased to one day; and what all kinds with lines share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from builder.blocks.block import Answers
from builder.blocks.charts.chart_fence import suggestion
from builder.blocks.charts.chart_kind import (
    TIME_KEYS,
    ChartFigure,
    ChartKind,
    ChartRequest,
    Legend,
    Origin,
    Rows,
    failed,
    names,
    through,
    value_ask,
)
from builder.blocks.charts.drawing.axis import days
from builder.blocks.charts.drawing.time_plot import ChartLine, Points, lines_scene, styles
from builder.blocks.charts.measure_column import HISTORIES
from builder.blocks.wording import value_text
from builder.language import translate
from builder.language.date_format import long_date
from builder.model import Answer
from builder.problem import Problem
from builder.slot_params.charts import StandardChartParams
from builder.vocabulary import KINDS

KEYS = (*TIME_KEYS, "measure", "benchmark", "rebase")
_MARGIN = 31  # days behind the last value within which the page's own date is still shown
_UNITS = {
    "history": {"nav": "复权净值", "points": "点位", "price": "复权收盘价"},
    "raw-history": {"nav": "单位净值", "points": "点位", "price": "收盘价"},
}


def params(shared: StandardChartParams, request: ChartRequest) -> tuple[StandardChartParams, list[Problem]]:
    """Histories of one kind of instrument, unless they are rebased."""
    measure, problems = history_measure(request)
    return replace(shared, measure=measure), [*problems, *([] if shared.rebase else scale_faults(request))]


def history_measure(request: ChartRequest) -> tuple[str, list[Problem]]:
    """Which history is drawn, and what is wrong with the measure that the fence names."""
    measure = request.fence.first_measure or HISTORIES[0]
    if measure in HISTORIES:
        return measure, []
    message = f"{measure} is a measure of bars; a line shows one of these"
    return measure, [request.location.problem("measure", message, suggestion(measure, HISTORIES))]


def scale_faults(request: ChartRequest) -> list[Problem]:
    """What is wrong with drawing these instruments' own values on one scale."""
    kinds = {instrument.kind for instrument in request.instruments}
    if len(kinds) < 2:
        return []
    message = f"{' and '.join(KINDS[kind].plural for kind in sorted(kinds))} have no common scale"
    return [request.location.problem("series", message, "write type: compare, or rebase: 100")]


def figure(params: StandardChartParams, answers: Answers) -> ChartFigure:
    """The figure of histories. Raises Failed with one unplaced problem where the answers make no chart."""
    return rebased_figure(params, answers) if params.rebase else quoted_figure(params, answers)


def quoted_figure(params: StandardChartParams, answers: Answers, *, filled: bool = False) -> ChartFigure:
    """The figure of histories in their own unit; `filled` paints the first down to 0."""
    histories = given_histories(params, answers)
    unit = histories[0].unit
    lines = chart_lines(params, answers, [history.points for history in histories])
    start, end = first_day(lines), last_day(lines)
    return line_figure(
        params,
        lines,
        unit=unit,
        filled=filled,
        origin=row_origin(params, params.measure),
        unit_note=_capital(translate(_UNITS[params.measure].get(unit, ""))),
        takeaway=sentence(
            translate("自{start}", start=long_date(start)), end, [_move(line, unit, start, end) for line in lines]
        ),
        synthetic=any(history.synthetic for history in histories),
    )


def _capital(words: str) -> str:
    """Words that stand alone; within a note they begin small."""
    return words[:1].upper() + words[1:]


def rebased_figure(params: StandardChartParams, answers: Answers) -> ChartFigure:
    """The figure of histories as changes from one day, as a percentage or as 100 there."""
    histories = given_histories(params, answers)
    lines, unit, start = rebased_lines(params, answers, histories)
    return replace(
        line_figure(
            params,
            lines,
            unit=unit,
            rule_at=0.0 if unit == "ratio" else 100.0,
            origin=rebased_origin(params, start),
            unit_note=rebased_unit_note(unit, start),
            takeaway=rebased_sentence(lines, unit, start),
            synthetic=any(history.synthetic for history in histories),
        ),
        start=start,
    )


# ------------------------------------------------------------------------------------ for all kinds that draw histories


def given_histories(params: StandardChartParams, answers: Answers, *, positive: bool = True) -> list[Answer]:
    """Each series' history. Raises Failed where one has no values, or, if all must be positive, one of 0."""
    histories = [answers[value_ask(params, series)] for series in params.ids]
    for name, history in zip(names(params, answers), histories, strict=True):
        if not history.points:
            raise failed("no-answer", f"the data hold no values of {name} for this chart", history.note)
        if positive and any(value <= 0 for _, value in history.points):
            raise failed("no-answer", f"{name} has values of 0 or less, from which no change can be computed")
    return histories


def chart_lines(params: StandardChartParams, answers: Answers, histories: Iterable[Points]) -> list[ChartLine]:
    """A named line for each series of the chart."""
    return [
        ChartLine(name=name, points=points, reference=params.is_reference(index))
        for index, (name, points) in enumerate(zip(names(params, answers), histories, strict=True))
    ]


def rebased_lines(
    params: StandardChartParams, answers: Answers, histories: Sequence[Answer]
) -> tuple[list[ChartLine], str, str]:
    """Lines from the day on which the last of the histories starts, their unit, and that day.

    Raises Failed where the histories have no period in common.
    """
    unit = "ratio" if params.rebase == "percent" else "index100"
    points = rebased([history.points for history in histories], percent=unit == "ratio")
    start = max(history.points[0][0] for history in histories)
    if any(history[-1][0] < start for history in points):
        message = f"{', '.join(names(params, answers))} have no period in common over which they could be compared"
        raise failed("no-answer", message)
    lines = chart_lines(params, answers, points)
    return lines, unit, max(line.points[0][0] for line in lines)


def rebased(histories: Sequence[Points], *, percent: bool) -> list[Points]:
    """Histories from the day on which the last of them starts: as 100 there, or as a change (0.05 is 5 %) from there.

    Each starts from its own last value on or before that day, as a return does, and keeps its own dates: what did not
    trade on a day has no value there.
    """
    start = max(points[0][0] for points in histories)
    return [_from_day(points, start, percent=percent) for points in histories]


def _from_day(points: Points, start: str, *, percent: bool) -> Points:
    first = max(index for index, (day, _) in enumerate(points) if day <= start)
    base = points[first][1]
    return tuple((day, value / base - 1 if percent else 100 * value / base) for day, value in points[first:])


def first_day(lines: Sequence[ChartLine]) -> str:
    """The first day of the line that starts first."""
    return min(line.points[0][0] for line in lines)


def last_day(lines: Sequence[ChartLine]) -> str:
    """The last day of the line that ends last."""
    return max(line.points[-1][0] for line in lines)


def line_figure(
    params: StandardChartParams,
    lines: Sequence[ChartLine],
    *,
    unit: str,
    signed: bool = True,
    filled: bool = False,
    rule_at: float | None = None,
    origin: Callable[[int, int, str], Origin],
    unit_note: str,
    takeaway: str,
    synthetic: bool,
) -> ChartFigure:
    """The figure of lines over time, with all that a kind says of them. Raises Failed for a note outside the chart."""
    _check_notes(params, lines)
    scene = lines_scene(
        lines,
        unit=unit,
        signed=signed,
        filled=filled,
        rule_at=rule_at,
        notes=params.annotate,
        height=params.height,
    )
    return ChartFigure(
        scene=scene,
        legend=_legend(lines),
        head=(translate("日期"), *(line.name for line in lines)),
        rows=table(lines),
        unit=unit,
        signed=signed,
        origin=origin,
        unit_note=unit_note,
        takeaway=takeaway,
        through=through([(line.name, line.points[-1][0]) for line in lines]),
        synthetic=synthetic,
        thinned=True,
    )


def _check_notes(params: StandardChartParams, lines: Sequence[ChartLine]) -> None:
    first, last = first_day(lines), last_day(lines)
    for note in params.annotate:
        behind = days(note.end) - days(last)
        if note.start < first or (behind > 0 and not (note.own and behind <= _MARGIN)):
            raise failed("bad-fence", f"the note {note.text} lies outside the chart, which shows {first} to {last}")


def _legend(lines: Sequence[ChartLine]) -> Legend:
    return tuple(
        (line.name, colour, " ".join(map(str, dash))) for line, (colour, dash) in zip(lines, styles(lines), strict=True)
    )


def table(lines: Sequence[ChartLine]) -> Rows:
    """Every date that any line has, with each line's value there or None."""
    columns = [dict(line.points) for line in lines]
    dates = sorted({day for column in columns for day in column})
    return tuple((day, tuple(column.get(day) for column in columns)) for day in dates)


def row_origin(params: StandardChartParams, measure: str, start: str = "") -> Callable[[int, int, str], Origin]:
    """Where the values of the table come from: each column is a series, each row a day."""
    series = params.ids
    return lambda row, column, day: {"series": series[column], "measure": measure, "start": start, "end": day}


def rebased_origin(params: StandardChartParams, start: str) -> Callable[[int, int, str], Origin]:
    """Where rebased values come from."""
    return row_origin(params, "return" if params.rebase == "percent" else "history-rebased", start)


# ------------------------------------------------------------------------------------------------------------ sentences


def sentence(opening: str, last: str, phrases: Iterable[str]) -> str:
    """One sentence from what is said of each line, e.g. "自2024年1月2日至2024年2月19日：…；…。"."""
    said = translate("；").join(phrases)
    return translate("{opening}至{last}：{said}。", opening=opening, last=long_date(last), said=said)


def rebased_unit_note(unit: str, start: str) -> str:
    """What rebased values are, e.g. "2022年11月30日 = 100"."""
    return (
        translate("自{start}以来的涨跌幅", start=long_date(start)) if unit == "ratio" else f"{long_date(start)} = 100"
    )


def rebased_sentence(lines: Sequence[ChartLine], unit: str, start: str) -> str:
    """One sentence that says where each rebased line ended, and its change."""
    last = last_day(lines)
    opening = (
        translate("自{start}", start=long_date(start))
        if unit == "ratio"
        else translate("以{start}为100，", start=long_date(start))
    )
    return sentence(opening, last, [_change(line, unit, last) for line in lines])


def _change(line: ChartLine, unit: str, last: str) -> str:
    day, value = line.points[-1]
    until = "" if day == last else translate("（至{day}）", day=long_date(day))
    if unit == "ratio":
        return translate("{name}{value}", name=line.name, value=value_text.text(value, "ratio")) + until
    change, shown = value_text.text(value / 100 - 1, "ratio"), value_text.text(value, unit)
    return translate("{name}为{value}，{change}", name=line.name, value=shown, change=change) + until


def _move(line: ChartLine, unit: str, first: str, last: str) -> str:
    (start, before), (end, after) = line.points[0], line.points[-1]
    change = translate("（{text}）", text=value_text.text(after / before - 1, "ratio")) if before else ""
    from_value, to_value = value_text.text(before, unit), value_text.text(after, unit)
    if start != first:
        from_value = translate("{day}的{value}", day=long_date(start), value=from_value)
    if end != last:
        to_value = translate("{day}的{value}", day=long_date(end), value=to_value)
    return translate("{name}由{before}变为{after}", name=line.name, before=from_value, after=to_value) + change


KIND = ChartKind(name="line", keys=KEYS, most=6, params=params, figure=figure)
