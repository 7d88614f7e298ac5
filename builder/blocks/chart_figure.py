"""A chart's parameters and answers in, all that is to be drawn and said out: scene, legend, table, sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from builder.blocks import chart_history, chart_scene, chart_words
from builder.blocks.chart_history import Line, Points, Rows
from builder.blocks.chart_scene import Bar
from builder.model import Answer, Ask
from builder.problem import Failed, Problem

Params = Mapping[str, Any]
Answers = Mapping[Ask, Answer]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A chart before it is drawn."""

    scene: dict[str, Any]
    legend: tuple[tuple[str, str, str], ...]  # name, colour, dashes, e.g. ("英伟达", "var(--c2)", "6 3")
    head: tuple[str, ...]  # of the table, e.g. ("日期", "英伟达")
    rows: Rows
    unit: str
    measure: str
    unit_note: str
    takeaway: str
    through: str
    synthetic: bool
    start: str = ""  # the day that rebased values count from


def ids(params: Params) -> list[str]:
    """The chart's instruments, its benchmark last."""
    return [*params["series"], *([params["benchmark"]] if params["benchmark"] else [])]


def name_ask(params: Params, series: str) -> Ask:
    """The question for an instrument's name."""
    return Ask(series=series, measure="short-name" if series.startswith("fund:") else "name", as_of=params["as_of"])


def value_ask(params: Params, series: str) -> Ask:
    """The question for what is drawn of an instrument: a history, or one number for a bar."""
    return Ask(
        series=series,
        measure=params["measure"],
        window=params["window"],
        start=params["start"],
        end=params["end"],
        as_of=params["as_of"],
    )


def figure(params: Params, answers: Answers) -> Figure:
    """The chart, complete but for its drawing. Raises Failed with one unplaced problem where there is none."""
    names = [_name(params, series, answers) for series in ids(params)]
    given = [answers[value_ask(params, series)] for series in ids(params)]
    return _bars(params, names, given) if params["type"] == "bar" else _lines(params, names, given)


def _name(params: Params, series: str, answers: Answers) -> str:
    answer = answers[name_ask(params, series)]
    return str(answer.value) if answer.value else series.partition(":")[2]


def _fail(id: str, message: str, hint: str = "") -> Failed:
    return Failed([Problem(id=id, message=message, hint=hint)])


def _is_reference(params: Params, at: int) -> bool:
    return bool(params["benchmark"]) and at == len(params["series"])


def _lines(params: Params, names: Sequence[str], given: Sequence[Answer]) -> Figure:
    for name, answer in zip(names, given, strict=True):
        if len(answer.points) < 2:
            raise _fail("no-answer", f"the data hold fewer than two values of {name} for this chart", answer.note)
        if any(value <= 0 for _, value in answer.points):
            raise _fail("no-answer", f"{name} has values of nothing or less, from which no change can be told")
    kind, unit = params["type"], given[0].unit
    rebased = bool(params["rebase"])
    histories: list[Points] = [answer.points for answer in given]
    if rebased:
        unit = "ratio" if params["rebase"] == "percent" else "index100"
        histories = _rebased(histories, names, percent=unit == "ratio")
    elif kind == "drawdown":
        unit, histories = "ratio", [chart_history.drawdown(points) for points in histories]
    lines = [
        Line(name=name, points=points, reference=_is_reference(params, at))
        for at, (name, points) in enumerate(zip(names, histories, strict=True))
    ]
    _check_notes(params, lines)
    measure = "drawdown" if kind == "drawdown" else ""
    rule = {"100": 100.0, "percent": 0.0}.get(params["rebase"], 0.0 if kind == "drawdown" else None)
    filled = kind in ("area", "drawdown")
    start = max(line.points[0][0] for line in lines) if rebased else min(line.points[0][0] for line in lines)
    return Figure(
        scene=chart_scene.of_lines(lines, unit=unit, filled=filled, measure=measure, rule=rule, params=params),
        legend=tuple(
            (line.name, colour, " ".join(map(str, dash)))
            for line, (colour, dash) in zip(lines, chart_scene.style(lines), strict=True)
        ),
        head=("日期", *names),
        rows=chart_history.table(lines),
        unit=unit,
        measure=measure,
        unit_note=chart_words.unit_note(unit, start, rebased=rebased, params=params),
        takeaway=chart_words.of_lines(lines, unit, start, rebased=rebased, kind=kind),
        through=chart_words.through([(line.name, line.points[-1][0]) for line in lines]),
        synthetic=any(answer.synthetic for answer in given),
        start=start if rebased else "",
    )


def _rebased(histories: Sequence[Points], names: Sequence[str], *, percent: bool) -> list[Points]:
    found = chart_history.rebased(histories, percent=percent)
    if any(len(points) < 2 for points in found):
        raise _fail("no-answer", f"{', '.join(names)} have no time in common to be compared over")
    return found


def _check_notes(params: Params, lines: Sequence[Line]) -> None:
    first, last = min(line.points[0][0] for line in lines), max(line.points[-1][0] for line in lines)
    for note in params["annotate"]:
        if note["start"] < first or note["end"] > last:
            message = f"the note {note['text']} lies outside the chart, which shows {first} to {last}"
            raise _fail("bad-fence", message)


def _bars(params: Params, names: Sequence[str], given: Sequence[Answer]) -> Figure:
    values = [answer.value if isinstance(answer.value, int | float) else None for answer in given]
    if all(value is None for value in values):
        raise _fail("no-answer", f"the data hold no {params['measure']} of {', '.join(names)}", given[0].note)
    unit, measure = next(answer.unit for answer in given if answer.value is not None), params["measure"]
    bars = [
        Bar(name=name, value=value, reference=_is_reference(params, at))
        for at, (name, value) in enumerate(zip(names, values, strict=True))
    ]
    return Figure(
        scene=chart_scene.of_bars(bars, unit=unit, measure=measure),
        legend=(),
        head=("名称", params["label"]),
        rows=tuple((bar.name, (bar.value,)) for bar in bars),
        unit=unit,
        measure=measure,
        unit_note=params["label"],
        takeaway=chart_words.of_bars(bars, params["label"], unit, measure),
        through=chart_words.through([(name, answer.end) for name, answer in zip(names, given, strict=True)]),
        synthetic=any(answer.synthetic for answer in given),
    )
