"""Histories as answers in, the figure of a line chart out: line, area, compare, drawdown and rolling."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from builder.blocks.charts import chart_sentences, history_lines
from builder.blocks.charts.chart_figure import (
    Answers,
    ChartFigure,
    Origin,
    Params,
    fail,
    ids,
    is_reference,
    names,
    value_ask,
)
from builder.blocks.charts.drawing import scene
from builder.blocks.charts.history_lines import ChartLine, Points
from builder.model import Answer

_MARGIN = 31  # days behind the last value within which the briefing's own date is still shown


def figure(params: Params, answers: Answers) -> ChartFigure:
    """The chart, complete but for its drawing. Raises Failed with one unplaced problem where there is none."""
    called, given = names(params, answers), histories(params, answers)
    kind, unit = params["type"], given[0].unit
    rebased = bool(params["rebase"])
    points: list[Points] = [answer.points for answer in given]
    if rebased:
        unit = "ratio" if params["rebase"] == "percent" else "index100"
        points = together(points, called, percent=unit == "ratio")
    elif kind == "drawdown":
        unit, points = "ratio", [history_lines.drawdown(one) for one in points]
    lines = [
        ChartLine(name=name, points=one, reference=is_reference(params, at))
        for at, (name, one) in enumerate(zip(called, points, strict=True))
    ]
    _check_notes(params, lines)
    measure = "drawdown" if kind == "drawdown" else ""
    rule = {"100": 100.0, "percent": 0.0}.get(params["rebase"], 0.0 if kind in ("drawdown", "rolling") else None)
    start = max(line.points[0][0] for line in lines) if rebased else min(line.points[0][0] for line in lines)
    return ChartFigure(
        scene=scene.of_lines(
            lines, unit=unit, filled=kind in ("area", "drawdown"), measure=measure, rule=rule, params=params
        ),
        legend=legend(lines),
        head=("日期", *called),
        rows=history_lines.table(lines),
        unit=unit,
        measure=measure,
        origin=origin(params, start if rebased else ""),
        unit_note=chart_sentences.unit_note(unit, start, rebased=rebased, params=params),
        takeaway=chart_sentences.of_lines(lines, unit, start, rebased=rebased, params=params),
        through=chart_sentences.through([(line.name, line.points[-1][0]) for line in lines]),
        synthetic=any(answer.synthetic for answer in given),
        start=start if rebased else "",
        thinned=True,
    )


def histories(params: Params, answers: Answers) -> list[Answer]:
    """Each series' history. Raises Failed where one has fewer than two values, or one that no change can be told from."""
    given = [answers[value_ask(params, series)] for series in ids(params)]
    for name, answer in zip(names(params, answers), given, strict=True):
        if len(answer.points) < 2:
            raise fail("no-answer", f"the data hold fewer than two values of {name} for this chart", answer.note)
        if params["type"] != "rolling" and any(value <= 0 for _, value in answer.points):
            raise fail("no-answer", f"{name} has values of nothing or less, from which no change can be told")
    return given


def together(histories: Sequence[Points], called: Sequence[str], *, percent: bool) -> list[Points]:
    """Histories from the day on which the last of them starts. Raises Failed where they have no time in common."""
    found = history_lines.rebased(histories, percent=percent)
    if any(len(points) < 2 for points in found):
        raise fail("no-answer", f"{', '.join(called)} have no time in common to be compared over")
    return found


def legend(lines: Sequence[ChartLine]) -> tuple[tuple[str, str, str], ...]:
    """Each line's name, colour and dashes."""
    return tuple(
        (line.name, colour, " ".join(map(str, dash)))
        for line, (colour, dash) in zip(lines, scene.style(lines), strict=True)
    )


def origin(params: Params, start: str) -> Callable[[int, int, str], Origin]:
    """Where the values of a line chart's table come from: each column is a series, each row a day."""
    rebased = {"percent": "return", "100": "history-rebased"}
    measure = (
        "drawdown-history"
        if params["type"] == "drawdown"
        else rebased.get(str(params["rebase"]), str(params["measure"]))
    )
    columns = ids(params)

    def of(row: int, column: int, first: str) -> Origin:
        return {"series": columns[column], "measure": measure, "start": start, "end": first}

    return of


def _check_notes(params: Params, lines: Sequence[ChartLine]) -> None:
    first, last = min(line.points[0][0] for line in lines), max(line.points[-1][0] for line in lines)
    for note in params["annotate"]:
        behind = history_lines.days_between(last, note["end"])
        if note["start"] < first or (behind > 0 and not (note.get("own") and behind <= _MARGIN)):
            message = f"the note {note['text']} lies outside the chart, which shows {first} to {last}"
            raise fail("bad-fence", message)
