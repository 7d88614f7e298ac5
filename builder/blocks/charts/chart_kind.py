"""What a kind of chart is: what may stand in its fence, what it asks, and the figure that it makes of the answers. Each
module in `kinds/` holds one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from builder.blocks.block import Answers
from builder.blocks.wording import value_text
from builder.expression import CALENDAR_YEAR
from builder.language import translate
from builder.language.date_format import long_date
from builder.model import Answer, Ask, Directory, Instrument, Measure
from builder.problem import Failed, Problem
from builder.slot_params.charts import CONTRACT, ChartColumn, StandardChartParams

if TYPE_CHECKING:  # a refresh draws funds and reads no fence: it does without pydantic
    from builder.blocks.charts.chart_fence import ChartFence, KeyLocation

# What may stand in any fence, and in one whose chart goes along time.
KEYS = ("type", "series", "as_of", "live", "alt", "title")
TIME_KEYS = (*KEYS, "from", "to", "window", "annotate", "height")
NO_DRAWING: Mapping[str, Any] = {"kind": "none"}

Rows: TypeAlias = tuple[tuple[str, tuple[float | None, ...]], ...]
Origin: TypeAlias = Mapping[str, str]  # series, measure, start and end of a value; empty where it has none
Legend: TypeAlias = tuple[tuple[str, str, str], ...]  # name, colour, dashes, e.g. ("英伟达", "var(--c2)", "6 3")


@dataclass(frozen=True, kw_only=True)
class ChartRequest:
    """A checked fence with its instruments, and all that a kind may look at when it says what it asks."""

    fence: ChartFence
    location: KeyLocation
    instruments: Sequence[Instrument]  # the benchmark last
    measures: Mapping[str, Measure]
    directory: Directory


@dataclass(frozen=True, kw_only=True)
class ChartFigure:
    """A chart before it is drawn: scene, legend, table and sentences."""

    scene: Mapping[str, Any]
    legend: Legend = ()
    head: tuple[str, ...]  # of the table, e.g. ("日期", "英伟达")
    rows: Rows
    unit: str
    signed: bool = True  # whether a ratio above 0 has a plus
    columns: tuple[tuple[str, bool], ...] = ()  # `unit` and `signed` of each value's column, where they differ
    origin: Callable[[int, int, str], Origin]  # of the value in a row and column; the row's first cell comes with it
    unit_note: str = ""
    takeaway: str
    through: str
    synthetic: bool
    start: str = ""  # the day that rebased values count from
    thinned: bool = False  # the page shows the table's month ends only

    def shown(self, column: int, value: float | None) -> str:
        """A value of the table as readers see it."""
        unit, signed = self.columns[column] if self.columns else (self.unit, self.signed)
        return value_text.text(value, unit, signed=signed)


def no_clashes(fence: ChartFence) -> Iterator[tuple[str, str]]:
    """For kinds without rules of their own."""
    yield from ()


@dataclass(frozen=True, kw_only=True)
class ChartKind:
    """A kind of chart that authors may name under `type`.

    `params` completes the parameters that all kinds share, and says what is wrong with asking this of these instruments.
    `figure` raises Failed with one unplaced problem where the answers make no chart.
    """

    name: str  # e.g. "calendar-years"
    keys: tuple[str, ...]  # what may stand in its fence
    least: int = 1  # series, the benchmark counted
    most: int
    measures: tuple[int, int] = (0, 1)  # how many may stand under `measure`, at least and at most
    window_with_dates: bool = False  # `window` is no period that would clash with from and to
    contract: bool = False  # one fund stands beside the benchmark of its contract unless the author says otherwise
    clashes: Callable[[ChartFence], Iterator[tuple[str, str]]] = no_clashes
    params: Callable[[StandardChartParams, ChartRequest], tuple[StandardChartParams, list[Problem]]]
    figure: Callable[[StandardChartParams, Answers], ChartFigure]

    def all_clashes(self, fence: ChartFence) -> Iterator[tuple[str, str]]:
        """Keys that are fine each and wrong together, or for this kind: the key to point at, and why."""
        if fence.window and (fence.start or fence.end) and not self.window_with_dates:
            yield "window", "a window goes with neither from nor to"
        yield from fence.clashes()
        for key in fence.written_keys:
            if key not in self.keys:
                yield key, f"{key} means nothing to type {self.name}; its keys are {', '.join(self.keys)}"
        own = list(self.clashes(fence))
        yield from own
        count = len(fence.series) + bool(fence.benchmark)
        if not any(key == "series" for key, _ in own):
            if count < self.least:
                yield "series", f"type {self.name} needs {self.least} series"
            elif count > self.most:
                yield "series", f"type {self.name} shows at most {self.most} series"
        least, most = self.measures
        if not least <= len(fence.measure) <= most and "measure" in self.keys:
            many = f"at most {most}" if len(fence.measure) > most else f"at least {least}"
            many = f"{least}" if least == most else many
            yield "measure", f"type {self.name} takes {many} of measure, e.g. measure: [volatility 1y, return 1y]"


def name_ask(series: str, as_of: str) -> Ask:
    """The question for an instrument's name."""
    series = series.removeprefix(f"{CONTRACT}:")
    return Ask(series=series, measure="short-name" if series.startswith("fund:") else "name", as_of=as_of)


def value_ask(params: StandardChartParams, series: str) -> Ask:
    """The question for what is drawn of an instrument: a history, its shares, or one number for a bar."""
    return Ask(
        series=series,
        measure=params.measure,
        window=params.window,
        start=params.start,
        end=params.end,
        as_of=params.as_of,
    )


def column_ask(params: StandardChartParams, series: str, column: ChartColumn) -> Ask:
    """The question for one number of several; a contract's benchmark is asked over the fund's own year."""
    if series.startswith(f"{CONTRACT}:"):
        fund = series.removeprefix(f"{CONTRACT}:")
        return Ask(series=fund, measure="benchmark-return", start=column.start, end=column.end, as_of=params.as_of)
    is_year = column.measure == CALENDAR_YEAR
    return Ask(
        series=series,
        measure=column.measure,
        window=column.window,
        start="" if is_year else column.start,
        end="" if is_year else column.end,
        as_of=params.as_of,
    )


def asks(params: StandardChartParams) -> tuple[Ask, ...]:
    """What a chart needs to know: each instrument's name, and its history, its shares or its numbers."""
    questions = []
    for series in params.ids:
        questions.append(name_ask(series, params.as_of))
        if params.columns:
            questions += [column_ask(params, series, column) for column in params.columns]
        else:
            questions.append(value_ask(params, series))
    return tuple(dict.fromkeys(questions))


def names(params: StandardChartParams, answers: Answers) -> list[str]:
    """What readers call each series of the chart, in the order of its ids."""
    return [_name(params, series, answers) for series in params.ids]


def _name(params: StandardChartParams, series: str, answers: Answers) -> str:
    if series.startswith(f"{CONTRACT}:"):
        return translate("业绩比较基准")
    return str(answers[name_ask(series, params.as_of)].value or series.partition(":")[2])


def failed(id: str, message: str, hint: str = "") -> Failed:
    """An unplaced problem, to be raised."""
    return Failed([Problem(id=id, message=message, hint=hint)])


def origin_of(ask: Ask, answer: Answer) -> Origin:
    """Where a single number comes from."""
    return {"series": ask.series, "measure": ask.measure, "start": answer.start, "end": answer.end}


def number(answer: Answer) -> float | None:
    """An answer's value where it is a number."""
    return float(answer.value) if isinstance(answer.value, int | float) else None


def through(dates: Sequence[tuple[str, str]]) -> str:
    """How far the data of each name reach, e.g. "数据截至2024年2月19日（甲截至2024年2月8日）"."""
    days = sorted({day for _, day in dates if day}, reverse=True)
    if not days:
        return ""
    earlier = [
        translate(
            "{names}截至{day}",
            names=translate("、").join(name for name, end in dates if end == day),
            day=long_date(day),
        )
        for day in days[1:]
    ]
    aside = translate("（{text}）", text=translate("；").join(earlier)) if earlier else ""
    return translate("数据截至{day}", day=long_date(days[0])) + aside
