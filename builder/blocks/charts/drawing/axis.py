"""The axes of a plot: round ticks with labels, positions on the scale, and the marks of both. Every chart and the
drawings of funds use it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from builder.blocks.charts.drawing.font import FONT, width
from builder.blocks.charts.drawing.scene import GRID, MUTED, Row, rule, text
from builder.language.date_format import day_of_month, month_alone, month_of_year, year_alone
from builder.number_format import axis_sizes, decimal, number, percent
from builder.vocabulary import RATIOS

TICK = 4  # the length of a tick below a plot
GAP = 6  # between a plot and the labels to its left


@dataclass(frozen=True, kw_only=True)
class Axis:
    """A scale's ends and its labelled ticks."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]

    def position(self, value: float, length: float) -> float:
        """How far a value lies from the low end of a scale of this length."""
        return float((value - self.low) / (self.high - self.low) * length)

    @property
    def label_room(self) -> int:
        """The width that the labels to the left of a plot take."""
        return math.ceil(max(width(label, FONT) for _, label in self.ticks) + 8)


def values(numbers: Iterable[float], unit: str, *, zero: bool = False, most: int = 6) -> Axis:
    """An axis with round ticks around these values, at most so many steps; with `zero`, one that contains 0."""
    known = list(numbers)
    low, high = min(known), max(known)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        margin = abs(low) * 0.05 or 1.0
        low, high = low - margin, high + margin
    first, last, step = round_steps(low, high, most)
    ticks = [float(decimal(step) * index) for index in range(first, last + 1)]
    return Axis(low=ticks[0], high=ticks[-1], ticks=tuple(zip(ticks, _labels(ticks, step, unit), strict=True)))


def round_steps(low: float, high: float, most: int, *, slack: float = 0.0) -> tuple[int, int, float]:
    """The first and last multiple of a round step that a range lies between, and the step, e.g. (-1, 3, 0.05).

    The step is the smallest of 1, 2, 2.5 and 5 times a power of ten that needs at most so many steps. Without `slack`,
    multiples are counted exactly, on the decimal spelling; with it in floating point, and a range may pass a tick by this
    part of a step: faster, and for values that carry the noise of a computation.
    """
    for step in _steps(math.floor(math.log10((high - low) / most)) - 1):
        if slack:
            first, last = math.floor(low / step + slack), math.ceil(high / step - slack)
        else:
            unit = decimal(step)
            first, last = math.floor(decimal(low) / unit), math.ceil(decimal(high) / unit)
        if last - first <= most:
            return first, last, step
    raise ValueError(f"no round step between {low} and {high}")


@lru_cache(maxsize=64)
def _steps(power: int) -> tuple[float, ...]:
    """Round numbers from this power of ten on, over four of them."""
    return tuple(float(Decimal(lead).scaleb(power + more)) for more in range(4) for lead in ("1", "2", "2.5", "5"))


def _labels(ticks: Sequence[float], step: float, unit: str) -> list[str]:
    """All labels of an axis in one unit and with as many places as its step needs."""
    if unit in RATIOS:
        places = _places(decimal(step).scaleb(2))
        return [percent(value, places=places, signed=False) for value in ticks]
    largest = max(abs(value) for value in ticks)
    sizes = ((Decimal(size), word) for least, size, word in axis_sizes() if largest >= float(least))
    size, word = next(sizes, (Decimal(1), ""))
    places = _places(decimal(step) / size)
    return [f"{number(decimal(value) / size, places)}{word if value else ''}" for value in ticks]


def _places(step: Decimal) -> int:
    return max(0, -int(step.normalize().as_tuple().exponent))


@lru_cache(maxsize=20_000)
def days(iso: str) -> int:
    """A date as a number of days, for the arithmetic of a time axis; 0001-01-01 is 1."""
    return date.fromisoformat(iso).toordinal()


def dates(first: str, last: str, room: float) -> Axis:
    """A time axis from the first to the last date, with labels that fit into this much room without touching.

    Years stand alone ("2024年"), other ticks are months ("7月") or, within two months, days ("2月19日").
    """
    start, end = days(first), max(days(last), days(first) + 1)
    candidates = _by_day(start, end) if end - start <= 62 else _by_month(start, end)
    scale = room / (end - start)
    ticks: list[tuple[int, str]] = []
    for day, label in sorted(
        candidates, key=lambda tick: (tick[1] != year_alone(date.fromordinal(tick[0]).year), tick[0])
    ):
        is_free = all(
            abs(day - other) * scale >= (width(label, FONT) + width(text, FONT)) / 2 + FONT * 0.6
            for other, text in ticks
        )
        if is_free and (end - day) * scale >= -1:
            ticks.append((day, label))
    return Axis(low=start, high=end, ticks=tuple((float(day), label) for day, label in sorted(ticks)))


def _by_day(start: int, end: int) -> list[tuple[int, str]]:
    step = max(1, math.ceil((end - start) / 5))
    shown = [date.fromordinal(day) for day in range(start, end + 1, step)]
    return [(day.toordinal(), day_of_month(day.month, day.day)) for day in shown]


def _by_month(start: int, end: int) -> list[tuple[int, str]]:
    months = (end - start) / 30.44
    step = next((step for step in (1, 2, 3, 6, 12, 24, 60) if months / step <= 6), 120)
    first = date.fromordinal(start)
    month = (first + timedelta(days=31)).replace(day=1) if first.day > 1 else first
    ticks: list[tuple[int, str]] = []
    while month.toordinal() <= end:
        count = (month.year * 12 + month.month - 1) if step > 12 else month.month - 1
        if count % step == 0:
            ticks.append((month.toordinal(), _month_label(month, is_first=not ticks)))
        month = (month + timedelta(days=31)).replace(day=1)
    return ticks


def _month_label(month: date, *, is_first: bool) -> str:
    if month.month == 1:
        return year_alone(month.year)
    return month_of_year(month.isoformat()) if is_first else month_alone(month.month)


def upright_marks(axis: Axis, room: float, height: float) -> tuple[list[Row], list[Row]]:
    """The lines across a plot at each tick of its upright axis, and the texts to the left of them."""
    rows = [(height - axis.position(value, height), label) for value, label in axis.ticks]
    return [rule(0, y, room, y, GRID) for y, _ in rows], [text(-GAP, y, label, MUTED) for y, label in rows]


def level_marks(axis: Axis, room: float, height: float) -> tuple[list[Row], list[Row]]:
    """The ticks below a plot, and the texts under them."""
    columns = [(axis.position(value, room), label) for value, label in axis.ticks]
    ticks = [rule(x, height, x, height + TICK) for x, _ in columns]
    return ticks, [text(x, height + TICK + 5 + FONT / 2, label, MUTED) for x, label in columns]
