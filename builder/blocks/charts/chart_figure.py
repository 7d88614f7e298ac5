"""A chart's parameters and answers in, all that is to be drawn and said out: scene, legend, table, sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from builder.blocks.charts.history_lines import Rows
from builder.blocks.wording import value_text
from builder.model import Answer, Ask
from builder.problem import Failed, Problem

CONTRACT = "contract"  # as a benchmark: the one that the fund's contract names

Params = Mapping[str, Any]
Answers = Mapping[Ask, Answer]
Origin = Mapping[str, str]  # series, measure, start and end of a value
NO_DRAWING: Mapping[str, Any] = {"kind": "none"}


@dataclass(frozen=True, kw_only=True)
class ChartFigure:
    """A chart before it is drawn."""

    scene: Mapping[str, Any]
    legend: tuple[tuple[str, str, str], ...] = ()  # name, colour, dashes, e.g. ("英伟达", "var(--c2)", "6 3")
    head: tuple[str, ...]  # of the table, e.g. ("日期", "英伟达")
    rows: Rows
    unit: str
    measure: str
    columns: tuple[tuple[str, str], ...] = ()  # unit and measure of each value's column, where they differ
    origin: Callable[[int, int, str], Origin]  # of the value in a row and column; the row's first cell comes with it
    unit_note: str = ""
    takeaway: str
    through: str
    synthetic: bool
    start: str = ""  # the day that rebased values count from
    thinned: bool = False  # the page shows the table's month ends only

    def shown(self, column: int, value: float | None) -> str:
        """A value of the table as readers see it."""
        unit, measure = self.columns[column] if self.columns else (self.unit, self.measure)
        return value_text.text(value, unit, measure=measure)


def ids(params: Params) -> list[str]:
    """The chart's series, its benchmark last."""
    return [*params["series"], *([params["benchmark"]] if params["benchmark"] else [])]


def name_ask(params: Params, series: str) -> Ask:
    """The question for an instrument's name."""
    series = series.removeprefix(f"{CONTRACT}:")
    return Ask(series=series, measure="short-name" if series.startswith("fund:") else "name", as_of=params["as_of"])


def value_ask(params: Params, series: str) -> Ask:
    """The question for what is drawn of an instrument: a history, or one number for a bar."""
    return Ask(
        series=series,
        measure=params["measure"],
        window="" if params["type"] == "monthly" else params["window"],
        start=params["start"],
        end=params["end"],
        as_of=params["as_of"],
    )


def column_ask(params: Params, series: str, column: Mapping[str, str]) -> Ask:
    """The question for one number of a grid; a contract's benchmark is asked over the fund's own year."""
    if series.startswith(f"{CONTRACT}:"):
        fund = series.removeprefix(f"{CONTRACT}:")
        return Ask(
            series=fund, measure="benchmark-return", start=column["start"], end=column["end"], as_of=params["as_of"]
        )
    year = column["measure"] == "calendar-year"
    return Ask(
        series=series,
        measure=column["measure"],
        window=column["window"],
        start="" if year else column["start"],
        end="" if year else column["end"],
        as_of=params["as_of"],
    )


def asks(params: Params) -> tuple[Ask, ...]:
    """What a chart needs to know: each instrument's name, and its history, its shares or its numbers."""
    columns = params["columns"]
    found = []
    for series in ids(params):
        found.append(name_ask(params, series))
        found += [column_ask(params, series, one) for one in columns] if columns else [value_ask(params, series)]
    return tuple(dict.fromkeys(found))


def name(params: Params, series: str, answers: Answers) -> str:
    """What readers call a series."""
    if series.startswith(f"{CONTRACT}:"):
        return "业绩比较基准"
    answer = answers[name_ask(params, series)]
    return str(answer.value) if answer.value else series.partition(":")[2]


def is_reference(params: Params, at: int) -> bool:
    """Whether a series, by its place among `ids`, is what the others are held against."""
    return bool(params["benchmark"]) and at == len(params["series"])


def fail(id: str, message: str, hint: str = "") -> Failed:
    """An unplaced problem, to be raised."""
    return Failed([Problem(id=id, message=message, hint=hint)])


def origin_of(ask: Ask, answer: Answer) -> Origin:
    """Where a single number comes from."""
    return {"series": ask.series, "measure": ask.measure, "start": answer.start, "end": answer.end}


def number(answer: Answer) -> float | None:
    """An answer's value where it is a number."""
    return float(answer.value) if isinstance(answer.value, int | float) else None


def names(params: Params, answers: Answers) -> Sequence[str]:
    """What readers call each series of the chart, in the order of `ids`."""
    return [name(params, series, answers) for series in ids(params)]
