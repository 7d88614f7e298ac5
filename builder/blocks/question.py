"""The words of a number's expression in, the Ask that they mean out, with every mistake in them.

`SERIES MEASURE [WINDOW] [from D] [to D] [as of D | live] [as FORMAT]` is asked by numbers and claims; a table's columns
ask the same without the series.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from builder.blocks import resolve_instrument
from builder.blocks.block import ResolveContext
from builder.blocks.wording import chinese_terms, value_text
from builder.model import Ask, Instrument, Mark, Measure
from builder.problem import Failed, Problem
from builder.vocabulary import WINDOWS

LINES = ("history", "raw-history", "rolling-return", "track")  # many values, not one
SINCE = "since-publication"
CALENDAR = "calendar-year"


@dataclass(frozen=True, kw_only=True)
class Question:
    """What an expression asks, understood."""

    instrument: Instrument
    measure: Measure
    ask: Ask
    format: str = ""


def read(words: Mapping[str, Any], mark: Mark, context: ResolveContext) -> Question:
    """The question of a number or of a claim's left side. Raises Failed with all that is wrong, each at its word."""
    problems: list[Problem] = []
    series = str(words["series"])
    instrument: Instrument | None = None
    try:
        instrument = resolve_instrument.find(series, context.directory)
    except Failed as failed:
        problems += [context.placed(one, mark, token=series) for one in failed.problems]
    for fault in faults(words, context, instrument):
        problems.append(context.placed(fault.problem, mark, token=fault.token, after=series))
    if problems or instrument is None:
        raise Failed(problems)
    measure = context.measures[str(words["measure"])]
    ask = asked(words, instrument.id, context)
    return Question(instrument=instrument, measure=measure, ask=ask, format=str(words.get("format") or ""))


def asked(words: Mapping[str, Any], series: str, context: ResolveContext) -> Ask:
    """The Ask of words without faults: cut off at the page's own date unless they say otherwise."""
    measure, published = str(words["measure"]), context.page.meta.as_of
    start, end, window = (str(words.get(key) or "") for key in ("start", "end", "window"))
    if measure == SINCE:
        return Ask(series=series, measure=measure, start=start or published)
    cut = "" if words.get("live") else str(words.get("as_of") or "") or published
    return Ask(series=series, measure=measure, window=window, start=start, end=end, as_of=cut)


@dataclass(frozen=True, kw_only=True)
class QuestionFault:
    """A problem without a place, and the word that it is about."""

    problem: Problem
    token: str = ""


def faults(words: Mapping[str, Any], context: ResolveContext, instrument: Instrument | None) -> list[QuestionFault]:
    """All that is wrong with the measure, window, dates and format of an expression."""
    name = str(words["measure"])
    found = _date_faults(words)
    measure = context.measures.get(name)
    if measure is None:
        hint = resolve_instrument.nearest(name, list(context.measures))
        found.append(_fault("unknown-measure", f"no measure is called {name}", hint, name))
        return found
    if name in LINES:
        message = f"{name} is a line of many numbers, not one"
        found.append(_fault("measure-not-applicable", message, "draw it with a chart block", name))
    if instrument and instrument.kind not in measure.kinds:
        others = ", ".join(one.name for one in context.measures.values() if instrument.kind in one.kinds)
        message = f"{name} is for {' and '.join(measure.kinds)}, and {instrument.id} is {_a(instrument.kind)}"
        found.append(_fault("measure-not-applicable", message, f"{_a(instrument.kind)} has {others}", name))
    if name == SINCE and not (context.page.meta.as_of or words.get("start")):
        message = "this page has no date to count from"
        found.append(_fault("measure-not-applicable", message, "write return from a date", name))
    return [*found, *_window_faults(words, measure), *_format_faults(words, measure)]


def _window_faults(words: Mapping[str, Any], measure: Measure) -> list[QuestionFault]:
    window, dated = str(words.get("window") or ""), bool(words.get("start"))
    if not window:
        if measure.window == "required" and not dated and measure.name != SINCE:
            hint = "a year, e.g. 2023" if measure.name == CALENDAR else f"one of {', '.join(WINDOWS)}, or from DATE"
            return [_fault("unknown-window", f"{measure.name} needs a window", hint, measure.name)]
        return []
    if measure.window == "none":
        return [_fault("unknown-window", f"{measure.name} takes no window", f"leave out {window}", window)]
    if measure.name == CALENDAR:
        if chinese_terms.is_year(window):
            return []
        return [_fault("unknown-window", f"{window} is no calendar year", "a year, e.g. 2023", window)]
    if window not in WINDOWS:
        hint = f"one of {', '.join(WINDOWS)}"
        return [_fault("unknown-window", f"no window is called {window}", hint, window)]
    if dated:
        message = f"both a window, {window}, and a date to start from"
        return [_fault("unknown-window", message, "leave out one of them", window)]
    return []


def _format_faults(words: Mapping[str, Any], measure: Measure) -> list[QuestionFault]:
    format = str(words.get("format") or "")
    if not format:
        return []
    fitting = [name for name in value_text.FORMATS if value_text.fits(name, measure.unit)]
    hint = f"one of {', '.join(fitting)}"
    if not value_text.known(format):
        return [_fault("unknown-format", f"no format is called {format}", hint, format)]
    if not value_text.fits(format, measure.unit):
        return [_fault("unknown-format", f"{format} cannot show {measure.name}", hint, format)]
    return []


def _date_faults(words: Mapping[str, Any]) -> list[QuestionFault]:
    found = []
    for key in ("start", "end", "as_of"):
        written = str(words.get(key) or "")
        if written and not is_date(written):
            found.append(_fault("bad-date", f"{written} is no date", "write it as 2024-02-19", written))
    start, end = str(words.get("start") or ""), str(words.get("end") or "")
    if not found and start and end and start >= end:
        found.append(_fault("bad-date", f"from {start} does not lie before to {end}", "", start))
    return found


def is_date(text: str) -> bool:
    """Whether a text is an ISO date, e.g. "2024-02-19"."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _fault(id: str, message: str, hint: str, token: str) -> QuestionFault:
    return QuestionFault(problem=Problem(id=id, message=message, hint=hint), token=token)
