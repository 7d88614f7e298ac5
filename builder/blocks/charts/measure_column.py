"""A measure as an author writes it, e.g. "return 1y", checked and labelled for readers. Kinds of chart that show numbers
use it, and so do the tables of custom charts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from builder.blocks.charts.chart_fence import KeyLocation, suggestion
from builder.blocks.charts.chart_kind import ChartRequest
from builder.blocks.wording import chinese_terms
from builder.expression import CALENDAR_YEAR, Expression, ExpressionError, parse_column
from builder.language import translate
from builder.language.date_format import long_date
from builder.model import Instrument, Measure
from builder.problem import Problem
from builder.slot_params.charts import ChartColumn
from builder.vocabulary import UNITS, WINDOWS

HISTORIES = ("history", "raw-history")  # with dividends, and as quoted
SHARES = ("holdings", "sectors", "assets")  # of a fund's reports
REPORTS = "基金定期报告"  # where shares are from, whatever brought them


def parsed(written: str, location: KeyLocation) -> Expression | Problem:
    """The measure and the window of a chart's `measure`, e.g. "return 1y"; dates are keys of the fence."""
    try:
        return parse_column(written, clauses=("window",))
    except ExpressionError as error:
        return location.problem("measure", f"the measure {written} cannot be read: {error.message}", error.hint)


def column(
    written: str,
    instruments: Sequence[Instrument],
    measures: Mapping[str, Measure],
    location: KeyLocation,
    *,
    window: str = "",
    start: str = "",
    end: str = "",
) -> tuple[ChartColumn, list[Problem]]:
    """What a written measure asks, over this window or these dates unless it names a window itself; and what is wrong.

    E.g. "return 1y" has the label "近1年收益率".
    """
    expression = parsed(written, location)
    if isinstance(expression, Problem):
        return ChartColumn(measure=written), [expression]
    name, window = expression.measure, expression.window or window
    measure = measures.get(name)
    if measure is None:
        known = [other.name for other in measures.values() if _is_one_number(other)]
        message = f"no measure is called {name}"
        problem = location.problem("measure", message, suggestion(name, known), "unknown-measure")
        return ChartColumn(measure=name), [problem]
    problems = [
        *_misfits(measure, instruments, measures, location),
        *_window_faults(measure, window, start, end, location),
    ]
    label = _label(measure, window, start, end)
    return ChartColumn(measure=name, window=window, start=start, end=end, label=label, unit=measure.unit), problems


def columns(written: Iterable[str], request: ChartRequest) -> tuple[tuple[ChartColumn, ...], list[Problem]]:
    """What several measures of a fence ask of each series; each names its own window."""
    pairs = [column(words, request.instruments, request.measures, request.location) for words in written]
    return tuple(asked for asked, _ in pairs), [problem for _, problems in pairs for problem in problems]


def _misfits(
    measure: Measure, instruments: Sequence[Instrument], measures: Mapping[str, Measure], location: KeyLocation
) -> list[Problem]:
    if not _is_one_number(measure):
        return [location.problem("measure", f"{measure.name} is nothing that a bar can show")]
    return location.misfits("measure", measure, instruments, measures)


def _window_faults(measure: Measure, window: str, start: str, end: str, location: KeyLocation) -> list[Problem]:
    is_year = measure.name == CALENDAR_YEAR
    if measure.window == "none" and (window or start):
        return [location.problem("measure", f"{measure.name} takes no window and no dates", id="unknown-window")]
    if measure.window == "required" and not window and not start:
        hint = "a year, e.g. 2023" if is_year else f"there are: {', '.join(WINDOWS)}; or write from"
        return [location.problem("measure", f"{measure.name} needs a window", hint, "unknown-window")]
    if window and (start or end):
        return [location.problem("window", "a window goes with neither from nor to")]
    known = window.isdigit() and len(window) == 4 if is_year else window in WINDOWS
    if window and not known:
        hint = "a year, e.g. 2023" if is_year else suggestion(window, WINDOWS)
        return [location.problem("measure", f"no window is called {window}", hint, "unknown-window")]
    return []


def _label(measure: Measure, window: str, start: str, end: str) -> str:
    """A measure as readers know it, with its period."""
    if window.isdigit():
        return translate("{year}年{measure}", year=window, measure=translate(measure.label.removeprefix("年度")))
    if window:
        return chinese_terms.of_window(window, measure.label)
    if start:
        dates = {"start": long_date(start), "measure": translate(measure.label)}
        if end:
            return translate("{start}至{end}{measure}", **dates, end=long_date(end))
        return translate("{start}以来{measure}", **dates)
    return translate(measure.label)


def _is_one_number(measure: Measure) -> bool:
    """Whether its answer is one number, which a bar can show."""
    return measure.answers == "value" and UNITS[measure.unit].is_figure
