"""Whether an expression means anything to these data, and the Ask that it means. Used by numbers, claims and tables."""

from __future__ import annotations

from dataclasses import dataclass

from builder.blocks import resolve_instrument
from builder.blocks.block import ResolveContext
from builder.blocks.wording import chinese_terms, value_text
from builder.expression import CALENDAR_YEAR, Expression
from builder.model import Ask, Instrument, Mark, Measure
from builder.problem import Failed, Problem
from builder.vocabulary import WINDOWS

SINCE = "since-publication"


@dataclass(frozen=True, kw_only=True)
class Question:
    """What an expression asks, understood."""

    instrument: Instrument
    measure: Measure
    ask: Ask
    format: str = ""


def read(words: Expression, mark: Mark, context: ResolveContext) -> Question:
    """The question of a number or of a claim's left side. Raises Failed with all that is wrong, each at its word."""
    problems: list[Problem] = []
    series = words.series
    instrument: Instrument | None = None
    try:
        instrument = resolve_instrument.find(series, context.directory)
    except Failed as failed:
        problems += [context.placed(one, mark, token=series) for one in failed.problems]
    for fault in faults(words, context, instrument):
        problems.append(context.placed(fault.problem, mark, token=fault.token, after=series))
    if problems or instrument is None:
        raise Failed(problems)
    measure = context.measures[words.measure]
    ask = asked(words, instrument.id, context)
    return Question(instrument=instrument, measure=measure, ask=ask, format=words.format)


def asked(words: Expression, series: str, context: ResolveContext) -> Ask:
    """The Ask of words without faults: cut off at the page's own date unless they say otherwise."""
    published = context.page.meta.as_of
    if words.measure == SINCE:
        return Ask(series=series, measure=SINCE, start=words.start or published)
    cut = "" if words.live else words.as_of or published
    return Ask(series=series, measure=words.measure, window=words.window, start=words.start, end=words.end, as_of=cut)


@dataclass(frozen=True, kw_only=True)
class QuestionFault:
    """A problem without a place, and the word that it is about."""

    problem: Problem
    token: str = ""


def faults(words: Expression, context: ResolveContext, instrument: Instrument | None) -> list[QuestionFault]:
    """All that is wrong with the measure, window and format of an expression."""
    name = words.measure
    found: list[QuestionFault] = []
    measure = context.measures.get(name)
    if measure is None:
        hint = resolve_instrument.nearest(name, list(context.measures))
        found.append(_fault("unknown-measure", f"no measure is called {name}", hint, name))
        return found
    if measure.answers == "days":
        message = f"{name} is a line of many numbers, not one"
        found.append(_fault("measure-not-applicable", message, "draw it with a chart block", name))
    if instrument and instrument.kind not in measure.kinds:
        others = ", ".join(one.name for one in context.measures.values() if instrument.kind in one.kinds)
        message = f"{name} is for {' and '.join(measure.kinds)}, and {instrument.id} is {_a(instrument.kind)}"
        found.append(_fault("measure-not-applicable", message, f"{_a(instrument.kind)} has {others}", name))
    if name == SINCE and not (context.page.meta.as_of or words.start):
        message = "this page has no date to count from"
        found.append(_fault("measure-not-applicable", message, "write return from a date", name))
    return [*found, *_window_faults(words, measure), *_format_faults(words, measure)]


def _window_faults(words: Expression, measure: Measure) -> list[QuestionFault]:
    window, dated = words.window, bool(words.start)
    if not window:
        if measure.window == "required" and not dated and measure.name != SINCE:
            hint = (
                "a year, e.g. 2023" if measure.name == CALENDAR_YEAR else f"one of {', '.join(WINDOWS)}, or from DATE"
            )
            return [_fault("unknown-window", f"{measure.name} needs a window", hint, measure.name)]
        return []
    if measure.window == "none":
        return [_fault("unknown-window", f"{measure.name} takes no window", f"leave out {window}", window)]
    if measure.name == CALENDAR_YEAR:
        if chinese_terms.is_year(window):
            return []
        return [_fault("unknown-window", f"{window} is no calendar year", "a year, e.g. 2023", window)]
    if window not in WINDOWS:
        hint = f"one of {', '.join(WINDOWS)}"
        return [_fault("unknown-window", f"no window is called {window}", hint, window)]
    return []


def _format_faults(words: Expression, measure: Measure) -> list[QuestionFault]:
    format = words.format
    if not format:
        return []
    fitting = [name for name in value_text.FORMATS if value_text.fits(name, measure.unit)]
    hint = f"one of {', '.join(fitting)}"
    if not value_text.known(format):
        return [_fault("unknown-format", f"no format is called {format}", hint, format)]
    if not value_text.fits(format, measure.unit):
        return [_fault("unknown-format", f"{format} cannot show {measure.name}", hint, format)]
    return []


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _fault(id: str, message: str, hint: str, token: str) -> QuestionFault:
    return QuestionFault(problem=Problem(id=id, message=message, hint=hint), token=token)
