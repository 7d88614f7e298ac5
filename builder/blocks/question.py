"""What an expression asks: its words become an Ask, or a list of their mistakes. Used by numbers, claims and tables.

An expression is `SERIES MEASURE [WINDOW] [from D] [to D] [as of D | live] [as FORMAT]`; a table's column is the same without
the series.
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
from builder.suggest import did_you_mean

HISTORIES = ("history", "raw-history", "rolling-return", "track")  # many values, not one
SINCE = "since-publication"
CALENDAR = "calendar-year"


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


def read(words: Mapping[str, Any], mark: Mark, context: ResolveContext) -> Question:
    """The question of a number or of a claim's left side. Raises Failed with all that is wrong, each at its word."""
    problems: list[Problem] = []
    series = str(words["series"])
    instrument: Instrument | None = None
    try:
        instrument = resolve_instrument.find(series, context.directory)
    except Failed as failed:
        problems += [context.placed(problem, mark, token=series) for problem in failed.problems]
    for fault in faults(words, context, instrument):
        problems.append(context.placed(fault.problem, mark, token=fault.token, after=series))
    if problems or instrument is None:
        raise Failed(problems)
    return Question(
        instrument=instrument,
        measure=context.measures[str(words["measure"])],
        ask=ask_of(words, instrument.id, context),
        format=str(words.get("format") or ""),
    )


def ask_of(words: Mapping[str, Any], series: str, context: ResolveContext) -> Ask:
    """The Ask of words without mistakes: cut off at the page's own date unless they say otherwise."""
    measure, published = str(words["measure"]), context.page.meta.as_of
    start, end, window = (str(words.get(key) or "") for key in ("start", "end", "window"))
    if measure == SINCE:
        return Ask(series=series, measure=measure, start=start or published)
    as_of = "" if words.get("live") else str(words.get("as_of") or "") or published
    return Ask(series=series, measure=measure, window=window, start=start, end=end, as_of=as_of)


def faults(words: Mapping[str, Any], context: ResolveContext, instrument: Instrument | None) -> list[QuestionFault]:
    """All that is wrong with the measure, window, dates and format of an expression."""
    name = str(words["measure"])
    date_faults = _date_faults(words)
    measure = context.measures.get(name)
    if measure is None:
        hint = did_you_mean(name, context.measures, otherwise=f"one of {', '.join(context.measures)}")
        return [*date_faults, _fault("unknown-measure", f"no measure is called {name}", hint, name)]
    return [
        *date_faults,
        *_measure_faults(words, measure, context, instrument),
        *_window_faults(words, measure),
        *_format_faults(words, measure),
    ]


def _measure_faults(
    words: Mapping[str, Any], measure: Measure, context: ResolveContext, instrument: Instrument | None
) -> list[QuestionFault]:
    """Why this measure cannot be asked here."""
    reasons: list[tuple[str, str]] = []
    if measure.name in HISTORIES:
        reasons.append((f"{measure.name} is a line of many numbers, not one", "draw it with a chart block"))
    if instrument and instrument.kind not in measure.kinds:
        kind = _with_article(instrument.kind)
        others = ", ".join(other.name for other in context.measures.values() if instrument.kind in other.kinds)
        message = f"{measure.name} is for {' and '.join(measure.kinds)}, and {instrument.id} is {kind}"
        reasons.append((message, f"{kind} has {others}"))
    if measure.name == SINCE and not (context.page.meta.as_of or words.get("start")):
        reasons.append(("this page has no date to count from", "write return from a date"))
    return [_fault("measure-not-applicable", message, hint, measure.name) for message, hint in reasons]


def _window_faults(words: Mapping[str, Any], measure: Measure) -> list[QuestionFault]:
    window, has_start = str(words.get("window") or ""), bool(words.get("start"))
    windows = f"one of {', '.join(chinese_terms.WINDOWS)}"
    if not window:
        if measure.window == "required" and not has_start and measure.name != SINCE:
            hint = "a year, e.g. 2023" if measure.name == CALENDAR else f"{windows}, or from DATE"
            return [_fault("unknown-window", f"{measure.name} needs a window", hint, measure.name)]
        return []
    if measure.window == "none":
        return [_fault("unknown-window", f"{measure.name} takes no window", f"leave out {window}", window)]
    if measure.name == CALENDAR:
        if chinese_terms.is_year(window):
            return []
        return [_fault("unknown-window", f"{window} is not a calendar year", "a year, e.g. 2023", window)]
    if window not in chinese_terms.WINDOWS:
        return [_fault("unknown-window", f"no window is called {window}", windows, window)]
    if has_start:
        message = f"both a window, {window}, and a date to start from"
        return [_fault("unknown-window", message, "leave out one of them", window)]
    return []


def _format_faults(words: Mapping[str, Any], measure: Measure) -> list[QuestionFault]:
    format = str(words.get("format") or "")
    if not format:
        return []
    fitting = [name for name in value_text.FORMATS if value_text.fits(name, measure.unit)]
    hint = f"one of {', '.join(fitting)}"
    if not value_text.is_format(format):
        return [_fault("unknown-format", f"no format is called {format}", hint, format)]
    if not value_text.fits(format, measure.unit):
        return [_fault("unknown-format", f"{format} cannot show {measure.name}", hint, format)]
    return []


def _date_faults(words: Mapping[str, Any]) -> list[QuestionFault]:
    dates = {key: str(words.get(key) or "") for key in ("start", "end", "as_of")}
    wrong = [written for written in dates.values() if written and not is_date(written)]
    start, end = dates["start"], dates["end"]
    if not wrong and start and end and start >= end:
        return [_fault("bad-date", f"from {start} is not before to {end}", "", start)]
    return [_fault("bad-date", f"{written} is not a date", "write it as 2024-02-19", written) for written in wrong]


def is_date(text: str) -> bool:
    """Whether a text is an ISO date, e.g. "2024-02-19"."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _with_article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _fault(id: str, message: str, hint: str, token: str) -> QuestionFault:
    return QuestionFault(problem=Problem(id=id, message=message, hint=hint), token=token)
