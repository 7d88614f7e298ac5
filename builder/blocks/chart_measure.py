"""A checked fence and its instruments in, what each bar or line measures out, or why that cannot be asked of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from builder.blocks.chart_spec import Fence, Place, nearest
from builder.blocks.formats import cn_date
from builder.blocks.terms import WINDOWS
from builder.model import Instrument, Measure
from builder.problem import Problem

HISTORIES = ("history", "raw-history")  # the measures of lines: with dividends, and as quoted
_DRAWN = ("ratio", "nav", "points", "price", "money", "number")  # units that a bar can show
_KINDS = {"fund": "funds", "index": "indexes", "stock": "stocks"}


def of_lines(fence: Fence, instruments: Sequence[Instrument], place: Place) -> tuple[str, list[Problem]]:
    """The kind of history that lines show, and what is wrong with drawing these on one scale."""
    measure = fence.measure or "history"
    problems = []
    if measure not in HISTORIES:
        message = f"{fence.measure} is a measure of bars; a line shows one of these"
        problems.append(place.problem("measure", message, nearest(fence.measure, HISTORIES)))
    kinds = {one.kind for one in instruments}
    mixed = fence.type == "area" or (fence.type == "line" and not fence.rebase)
    if mixed and len(kinds) > 1:
        message = f"{' and '.join(_KINDS[kind] for kind in sorted(kinds))} have no common scale"
        problems.append(place.problem("series", message, "write type: compare, or rebase: 100"))
    return measure, problems


def of_bars(
    fence: Fence, instruments: Sequence[Instrument], measures: Mapping[str, Measure], place: Place
) -> tuple[str, str, str, list[Problem]]:
    """The measure, window and label of bars, e.g. ("return", "1y", "近1年收益率"), and what is wrong with them."""
    name, _, window = fence.measure.partition(" ")
    window = window.strip() or fence.window
    measure = measures.get(name)
    if measure is None:
        known = [one.name for one in measures.values() if one.unit in _DRAWN and one.name not in HISTORIES]
        message = f"no measure is called {name}"
        return name, window, "", [place.problem("measure", message, nearest(name, known), "unknown-measure")]
    problems = list(_unfit(name, measure, instruments, place))
    problems += _window(fence, measure, window, place)
    return name, window, _label(fence, measure, window), problems


def _unfit(name: str, measure: Measure, instruments: Sequence[Instrument], place: Place) -> list[Problem]:
    if measure.unit not in _DRAWN or name in HISTORIES:
        return [place.problem("measure", f"{name} is nothing that a bar can show")]
    unfit = [one.code for one in instruments if one.kind not in measure.kinds]
    if not unfit:
        return []
    message = f"{', '.join(unfit)} has no {name}, which is a measure of {', '.join(measure.kinds)}"
    return [place.problem("measure", message, id="measure-not-applicable")]


def _window(fence: Fence, measure: Measure, window: str, place: Place) -> list[Problem]:
    dated = bool(fence.start)
    is_year = measure.name == "calendar-year"
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


def _label(fence: Fence, measure: Measure, window: str) -> str:
    """A measure as readers know it, with its stretch of time."""
    if window:
        return f"{window}年{measure.label}" if window.isdigit() else f"{WINDOWS.get(window, window)}{measure.label}"
    if fence.start:
        until = f"至{cn_date(fence.end)}" if fence.end else "以来"
        return f"{cn_date(fence.start)}{until}{measure.label}"
    return measure.label
