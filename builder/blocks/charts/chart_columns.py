"""A checked fence and its instruments in, what each bar, column or line measures out, or why that cannot be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from builder.blocks.charts.chart_fence import ChartFence, KeyLocation, nearest
from builder.blocks.wording import chinese_terms
from builder.blocks.wording.value_text import cn_date
from builder.expression import CALENDAR_YEAR, Expression, ExpressionError, parse_column
from builder.model import Directory, Instrument, Measure
from builder.problem import Problem
from builder.vocabulary import KINDS, UNITS, WINDOWS

HISTORIES = ("history", "raw-history")  # the measures of lines: with dividends, and as quoted
SHARES = ("holdings", "sectors", "assets")  # the measures of an allocation
REPORTS = "基金定期报告"  # where shares are from, whatever brought them
_MANY = (*HISTORIES, "rolling-return")  # many values, not one
_USUAL_YEARS = 5


@dataclass(frozen=True, kw_only=True)
class ChartColumn:
    """One thing that is asked of every series, with its label and unit."""

    measure: str
    window: str = ""
    start: str = ""
    end: str = ""
    label: str = ""
    unit: str = "ratio"

    @property
    def plain(self) -> dict[str, Any]:
        """As a slot's parameters have it."""
        return asdict(self)


def of_lines(fence: ChartFence, instruments: Sequence[Instrument], place: KeyLocation) -> tuple[str, list[Problem]]:
    """The kind of history that lines show, and what is wrong with drawing these on one scale."""
    if fence.type == "rolling":
        window = fence.window or "1y"
        wrong = window in WINDOWS and not WINDOWS[window].is_fixed
        message = f"{window} has no fixed length, so nothing can roll over it"
        return "rolling-return", [place.problem("window", message, "e.g. window: 1y")] if wrong else []
    measure = fence.one_measure or "history"
    problems = []
    if measure not in HISTORIES:
        message = f"{measure} is a measure of bars; a line shows one of these"
        problems.append(place.problem("measure", message, nearest(measure, HISTORIES)))
    kinds = {one.kind for one in instruments}
    mixed = fence.type == "area" or (fence.type == "line" and not fence.rebase)
    if mixed and len(kinds) > 1:
        message = f"{' and '.join(KINDS[kind].plural for kind in sorted(kinds))} have no common scale"
        problems.append(place.problem("series", message, "write type: compare, or rebase: 100"))
    return measure, problems


def of_shares(fence: ChartFence, instruments: Sequence[Instrument], place: KeyLocation) -> tuple[str, list[Problem]]:
    """Which shares of a fund are shown."""
    measure = fence.one_measure or SHARES[0]
    problems = []
    if measure not in SHARES:
        problems.append(
            place.problem("measure", f"an allocation has no {measure}", nearest(measure, SHARES), "unknown-measure")
        )
    unfit = [one.code for one in instruments if one.kind != "fund"]
    if unfit:
        message = f"{', '.join(unfit)} is no fund, and so reports no {measure}"
        problems.append(place.problem("series", message, id="measure-not-applicable"))
    return measure, problems


def of_columns(
    fence: ChartFence, instruments: Sequence[Instrument], measures: Mapping[str, Measure], place: KeyLocation
) -> tuple[list[ChartColumn], list[Problem]]:
    """What a dumbbell, scatter or table asks of each series, and what is wrong with that."""
    written = fence.measure
    if fence.type == "scatter" and not written:
        window = fence.window or "1y"
        written = (f"volatility {window}", f"return {window}")
    elif fence.type == "scatter" and fence.window:
        return [], [place.problem("window", "measure says its windows itself; leave window out")]
    if fence.type == "scatter" and len(written) != 2:
        return [], [place.problem("measure", "type scatter takes 2 of measure, e.g. [volatility 1y, return 1y]")]
    plain = fence.model_copy(update={"window": ""})
    made = [column(one, plain, instruments, measures, place) for one in written]
    columns, problems = [one for one, _ in made], [problem for _, wrong in made for problem in wrong]
    if fence.type == "dumbbell" and len({one.unit for one in columns}) > 1 and not problems:
        message = f"{' and '.join(one.label for one in columns)} have no common scale"
        problems.append(place.problem("measure", message, "e.g. measure: [calendar-year 2022, calendar-year 2023]"))
    return columns, problems


def parsed(written: str, place: KeyLocation) -> Expression | Problem:
    """The measure and the window of a chart's `measure`, e.g. "return 1y"; its dates are keys of the fence."""
    try:
        return parse_column(written, clauses=("window",))
    except ExpressionError as error:
        return place.problem("measure", f"the measure {written} cannot be read: {error.message}", error.hint)


def column(
    written: str,
    fence: ChartFence,
    instruments: Sequence[Instrument],
    measures: Mapping[str, Measure],
    place: KeyLocation,
) -> tuple[ChartColumn, list[Problem]]:
    """A measure as an author writes it, e.g. "return 1y", with its label "近1年收益率"; and what is wrong with it."""
    expression = parsed(written, place)
    if isinstance(expression, Problem):
        return ChartColumn(measure=written), [expression]
    name, window = expression.measure, expression.window or fence.window
    measure = measures.get(name)
    if measure is None:
        known = [one.name for one in measures.values() if UNITS[one.unit].is_figure and one.name not in _MANY]
        message = f"no measure is called {name}"
        return ChartColumn(measure=name), [place.problem("measure", message, nearest(name, known), "unknown-measure")]
    problems = list(_unfit(name, measure, instruments, place))
    problems += _window(fence, measure, window, place)
    label = _label(fence, measure, window)
    made = ChartColumn(
        measure=name, window=window, start=fence.start, end=fence.end, label=label, unit=measure.unit
    )  # fmt: skip
    return made, problems


def of_years(
    fence: ChartFence, instruments: Sequence[Instrument], directory: Directory, as_of: str, place: KeyLocation
) -> tuple[list[ChartColumn], list[Problem]]:
    """The calendar years of a chart: those that are written, or the last whole ones before its cut-off."""
    last = int((as_of or max(directory.data_as_of.values(), default="2000"))[:4]) - 1
    years = fence.years or tuple(str(year) for year in range(last - _USUAL_YEARS + 1, last + 1))
    late = [year for year in years if int(year) > last]
    if late:
        message = f"{', '.join(late)} is not over at the cut-off {as_of}" if as_of else f"{', '.join(late)} is not over"
        return [], [place.problem("years", message, f"the last whole year is {last}")]
    begun = [one.facts.get("effective_date", "")[:4] for one in instruments]
    first = min((int(year) for year in begun if year), default=0) if all(begun) else 0
    shown = years if fence.years else tuple(year for year in years if int(year) > first)
    if not shown:
        return [], [place.problem("series", "no calendar year is whole since the funds began")]
    return [
        ChartColumn(
            measure=CALENDAR_YEAR, window=year, start=f"{int(year) - 1}-12-31", end=f"{year}-12-31", label=f"{year}年"
        )
        for year in shown
    ], []


def _unfit(name: str, measure: Measure, instruments: Sequence[Instrument], place: KeyLocation) -> list[Problem]:
    if not UNITS[measure.unit].is_figure or name in _MANY or name in SHARES:
        return [place.problem("measure", f"{name} is nothing that a bar can show")]
    unfit = [one.code for one in instruments if one.kind not in measure.kinds]
    if not unfit:
        return []
    message = f"{', '.join(unfit)} has no {name}, which is a measure of {', '.join(measure.kinds)}"
    return [place.problem("measure", message, id="measure-not-applicable")]


def _window(fence: ChartFence, measure: Measure, window: str, place: KeyLocation) -> list[Problem]:
    dated = bool(fence.start)
    is_year = measure.name == CALENDAR_YEAR
    if measure.window == "none" and (window or dated):
        return [place.problem("measure", f"{measure.name} takes no window and no dates", id="unknown-window")]
    if measure.window == "required" and not window and not dated:
        hint = "a year, e.g. 2023" if is_year else f"there are: {', '.join(WINDOWS)}; or write from"
        return [place.problem("measure", f"{measure.name} needs a window", hint, "unknown-window")]
    if window and (dated or fence.end):
        return [place.problem("window", "a window goes with neither from nor to")]
    known = window.isdigit() and len(window) == 4 if is_year else window in WINDOWS
    if window and not known:
        hint = "a year, e.g. 2023" if is_year else nearest(window, WINDOWS)
        return [place.problem("measure", f"no window is called {window}", hint, "unknown-window")]
    return []


def _label(fence: ChartFence, measure: Measure, window: str) -> str:
    """A measure as readers know it, with its stretch of time."""
    if window:
        year = f"{window}年{measure.label.removeprefix('年度')}"
        return year if window.isdigit() else f"{chinese_terms.window(window)}{measure.label}"
    if fence.start:
        until = f"至{cn_date(fence.end)}" if fence.end else "以来"
        return f"{cn_date(fence.start)}{until}{measure.label}"
    return measure.label
