"""A checked fence and the catalogue in, a chart's parameters out: what it asks follows from these alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from builder.blocks.charts import chart_columns
from builder.blocks.charts.chart_columns import REPORTS, ChartColumn
from builder.blocks.charts.chart_fence import BRIEFING, ChartFence, KeyLocation
from builder.blocks.charts.chart_figure import CONTRACT
from builder.blocks.charts.kinds.kind_keys import KINDS
from builder.blocks.resolve_instrument import find
from builder.model import Directory, Instrument, Measure, Page, unique
from builder.problem import Failed, Problem


class ChartContext(Protocol):
    """What resolving looks at."""

    @property
    def page(self) -> Page: ...
    @property
    def directory(self) -> Directory: ...
    @property
    def measures(self) -> Mapping[str, Measure]: ...
    @property
    def trusted_code(self) -> bool: ...


def params(fence: ChartFence, place: KeyLocation, context: ChartContext) -> tuple[dict[str, Any], list[Problem]]:
    """A chart's parameters, and all that is wrong with what the fence asks of these data."""
    problems: list[Problem] = []
    found = [one for written in fence.series if (one := instrument(written, "series", place, context, problems))]
    benchmark, instruments = _benchmark(fence, found, place, context, problems)
    as_of = "" if fence.live else fence.as_of or context.page.meta.as_of
    if len({one.id for one in instruments}) < len(instruments):
        problems.append(place.problem("series", "two of the names mean the same series"))
    measure, columns, wrong = _asked(fence, instruments, as_of, place, context)
    problems += wrong
    only = columns[0] if fence.type == "bar" and columns else ChartColumn(measure=measure)
    window = only.window if fence.type == "bar" else fence.window
    return {
        "type": fence.type,
        "series": [one.id for one in found],
        "benchmark": benchmark,
        "measure": only.measure,
        "label": only.label,
        "window": window or ("1y" if fence.type == "rolling" else ""),
        "start": fence.start or (f"{int(fence.years[0]) - 1}-12-31" if fence.type == "monthly" and fence.years else ""),
        "end": fence.end or (f"{fence.years[-1]}-12-31" if fence.type == "monthly" and fence.years else ""),
        "as_of": as_of,
        "rebase": fence.rebase or ("100" if fence.type in ("compare", "multiples") else ""),
        "annotate": _notes(fence, place, context, problems),
        "alt": fence.alt,
        "title": fence.title,
        "height": fence.height,
        "columns": [] if fence.type == "bar" else [one.plain for one in columns],
        "sources": [REPORTS]
        if fence.type == "allocation"
        else list(unique(one.origin for one in instruments if one.origin)),
    }, problems


def instrument(
    written: str, key: str, place: KeyLocation, context: ChartContext, problems: list[Problem]
) -> Instrument | None:
    """The instrument that a key of a fence names; what is wrong with the name is added to the problems."""
    try:
        return find(written, context.directory)
    except Failed as failed:
        problems.extend(place.problem(key, one.message, one.hint, one.id) for one in failed.problems)
        return None


def _benchmark(
    fence: ChartFence, found: list[Instrument], place: KeyLocation, context: ChartContext, problems: list[Problem]
) -> tuple[str, list[Instrument]]:
    """What the series are held against, and all instruments of the chart.

    A fund's calendar years stand beside its contract's benchmark unless the author says otherwise.
    """
    yearly = fence.type == "calendar-years"
    written = fence.benchmark or (CONTRACT if yearly and len(found) == 1 and found[0].facts.get("benchmark") else "")
    if written == "none":
        return "", found
    if written == CONTRACT:
        if not yearly or len(found) != 1 or found[0].kind != "fund":
            message = "a contract's benchmark stands beside the calendar years of one fund"
            problems.append(place.problem("benchmark", message, "name an index, e.g. benchmark: index:930713"))
            return "", found
        return f"{CONTRACT}:{found[0].id}", found
    other = instrument(written, "benchmark", place, context, problems) if written else None
    return (other.id, [*found, other]) if other else ("", found)


def _asked(
    fence: ChartFence, instruments: list[Instrument], as_of: str, place: KeyLocation, context: ChartContext
) -> tuple[str, list[ChartColumn], list[Problem]]:
    """The measure of a history, or the columns of numbers, that a chart is made of."""
    if fence.type == "bar":
        made, wrong = chart_columns.column(fence.one_measure, fence, instruments, context.measures, place)
        return made.measure, [made], wrong
    if fence.type == "allocation":
        measure, wrong = chart_columns.of_shares(fence, instruments, place)
        return measure, [], wrong
    if fence.type == "calendar-years":
        columns, wrong = chart_columns.of_years(fence, instruments, context.directory, as_of, place)
        return "calendar-year", columns, wrong
    if "measure" in KINDS[fence.type].keys and KINDS[fence.type].measures != (0, 1):
        columns, wrong = chart_columns.of_columns(fence, instruments, context.measures, place)
        return columns[0].measure if columns else "", columns, wrong
    measure, wrong = chart_columns.of_lines(fence, instruments, place)
    return measure, [], wrong


def _notes(
    fence: ChartFence, place: KeyLocation, context: ChartContext, problems: list[Problem]
) -> list[dict[str, Any]]:
    notes = []
    for note in fence.annotate:
        start = note.date or note.start
        if start == BRIEFING:
            start = context.page.meta.date[:10]
            if not start:
                problems.append(place.problem("annotate", "this page has no date of its own to mark"))
        own = {"own": True} if note.date == BRIEFING else {}
        notes.append({"start": start, "end": start if note.date else note.end, "text": note.text, **own})
    return notes
