"""Whether an expression means anything to these data, and the Ask that it means. Used by numbers, claims and tables.

The grammar of expressions is `expression`'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from builder.blocks import resolve_instrument
from builder.blocks.block import ResolveContext
from builder.blocks.measure_fit import misfit
from builder.blocks.wording import chinese_terms, value_text
from builder.expression import CALENDAR_YEAR, Expression
from builder.model import Ask, Instrument, Mark, Measure
from builder.problem import Failed, Problem
from builder.suggest import did_you_mean, nearest
from builder.vocabulary import WINDOWS

SINCE = "since-publication"


@dataclass(frozen=True, kw_only=True)
class Question:
    """What an expression asks, understood."""

    instrument: Instrument
    measure: Measure
    ask: Ask
    format: str = ""


@dataclass(frozen=True, kw_only=True)
class QuestionFault:
    """A problem without a place, and the word of the expression that it is about."""

    problem: Problem
    token: str = ""


def read(expression: Expression, mark: Mark, context: ResolveContext) -> Question:
    """The question of a number or of a claim's left side. Raises Failed with all that is wrong, each at its word."""
    problems: list[Problem] = []
    series = expression.series
    instrument: Instrument | None = None
    try:
        instrument = resolve_instrument.find(series, context.directory)
    except Failed as failed:
        problems += [context.placed(problem, mark, token=series) for problem in failed.problems]
    for fault in faults(expression, context, instrument):
        problems.append(context.placed(fault.problem, mark, token=fault.token, after=series))
    if problems or instrument is None:
        raise Failed(problems)
    return Question(
        instrument=instrument,
        measure=context.measures[expression.measure],
        ask=ask_of(expression, instrument.id, context),
        format=expression.format,
    )


def ask_of(expression: Expression, series: str, context: ResolveContext) -> Ask:
    """The Ask of an expression without mistakes: cut off at the page's own date unless it says otherwise."""
    published = context.page.meta.as_of
    start = expression.start
    if expression.measure == SINCE:
        return Ask(series=series, measure=SINCE, start=start or published)
    as_of = "" if expression.live else expression.as_of or published
    return Ask(
        series=series,
        measure=expression.measure,
        window=expression.window,
        start=start,
        end=expression.end,
        as_of=as_of,
    )


def faults(expression: Expression, context: ResolveContext, instrument: Instrument | None) -> list[QuestionFault]:
    """All that is wrong with the measure, window and format of an expression."""
    name = expression.measure
    measure = context.measures.get(name)
    if measure is None:
        return [_fault("unknown-measure", f"no measure is called {name}", _measure_hint(name, context.measures), name)]
    return [
        *_measure_faults(expression, measure, context, instrument),
        *_window_faults(expression, measure),
        *_format_faults(expression, measure),
    ]


def _measure_hint(name: str, measures: Mapping[str, Measure]) -> str:
    """The measure that was meant, by its name or by its Chinese label."""
    by_label = {measure.label: measure.name for measure in measures.values()}
    meant = by_label.get(nearest(name, by_label))
    if meant and not name.isascii():
        return f"did you mean {meant}?"
    return did_you_mean(name, measures, otherwise=f"one of {', '.join(measures)}")


def _measure_faults(
    expression: Expression, measure: Measure, context: ResolveContext, instrument: Instrument | None
) -> list[QuestionFault]:
    """Why this measure cannot be asked here."""
    reasons: list[tuple[str, str]] = []
    if measure.answers == "days":
        reasons.append((f"{measure.name} is a line of many numbers, not one", "draw it with a chart block"))
    if instrument and (reason := misfit(measure, instrument, context.measures)):
        reasons.append(reason)
    if measure.name == SINCE and not (context.page.meta.as_of or expression.start):
        reasons.append(("this page has no date to count from", "write return from a date"))
    return [_fault("measure-not-applicable", message, hint, measure.name) for message, hint in reasons]


def _window_faults(expression: Expression, measure: Measure) -> list[QuestionFault]:
    window = expression.window
    windows = f"one of {', '.join(WINDOWS)}"
    if not window:
        if measure.window == "required" and not expression.start and measure.name != SINCE:
            hint = "a year, e.g. 2023" if measure.name == CALENDAR_YEAR else f"{windows}, or from DATE"
            return [_fault("unknown-window", f"{measure.name} needs a window", hint, measure.name)]
        return []
    if measure.window == "none":
        return [_fault("unknown-window", f"{measure.name} takes no window", f"leave out {window}", window)]
    if measure.name == CALENDAR_YEAR:
        if chinese_terms.is_year(window):
            return []
        return [_fault("unknown-window", f"{window} is not a calendar year", "a year, e.g. 2023", window)]
    if window not in WINDOWS:
        return [_fault("unknown-window", f"no window is called {window}", windows, window)]
    return []


def _format_faults(expression: Expression, measure: Measure) -> list[QuestionFault]:
    format = expression.format
    if not format:
        return []
    fitting = [name for name in value_text.FORMATS if value_text.fits(name, measure.unit)]
    hint = f"one of {', '.join(fitting)}"
    if not value_text.is_format(format):
        return [_fault("unknown-format", f"no format is called {format}", hint, format)]
    if not value_text.fits(format, measure.unit):
        return [_fault("unknown-format", f"{format} cannot show {measure.name}", hint, format)]
    return []


def _fault(id: str, message: str, hint: str, token: str) -> QuestionFault:
    return QuestionFault(problem=Problem(id=id, message=message, hint=hint), token=token)
