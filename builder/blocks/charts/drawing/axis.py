"""A range of values or dates in, ticks and their Chinese labels out: an axis, decided before anything is drawn."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from builder.blocks.charts.drawing.font import width
from builder.number_format import WAN, YI, decimal, number, percent

FONT = (
    16  # the size, in the drawing's units, at which text is laid out; the style sheet sets it smaller on wide screens
)


@dataclass(frozen=True, kw_only=True)
class Axis:
    """A scale's ends and its labelled ticks."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]


def values(those: Iterable[float], unit: str, *, zero: bool = False, most: int = 6) -> Axis:
    """An axis of round numbers around these values; with `zero`, one that contains nothing."""
    known = list(those)
    low, high = min(known), max(known)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        margin = abs(low) * 0.05 or 1.0
        low, high = low - margin, high + margin
    step = next(step for step in _steps((high - low) / most) if _count(low, high, step) <= most)
    first, last = _within(low, high, step)
    numbers = [float(decimal(step) * index) for index in range(first, last + 1)]
    return Axis(low=numbers[0], high=numbers[-1], ticks=tuple(zip(numbers, _labels(numbers, step, unit), strict=True)))


def _steps(about: float) -> Iterable[float]:
    power = math.floor(math.log10(about)) - 1
    return (float(Decimal(lead).scaleb(power + more)) for more in range(4) for lead in ("1", "2", "2.5", "5"))


def _count(low: float, high: float, step: float) -> int:
    first, last = _within(low, high, step)
    return last - first


def _within(low: float, high: float, step: float) -> tuple[int, int]:
    """The multiples of a step that a range lies between, counted exactly."""
    unit = decimal(step)
    return math.floor(decimal(low) / unit), math.ceil(decimal(high) / unit)


def _labels(numbers: Sequence[float], step: float, unit: str) -> list[str]:
    """All labels of an axis in one unit and with as many places as its step needs."""
    if unit == "ratio":
        places = _places(decimal(step).scaleb(2))
        return [percent(value, places=places, signed=False) for value in numbers]
    largest = max(abs(value) for value in numbers)
    size, word = (YI, "亿") if largest >= YI else (WAN, "万") if largest >= 1e5 else (Decimal(1), "")
    places = _places(decimal(step) / size)
    return [f"{number(decimal(value) / size, places)}{word if value else ''}" for value in numbers]


def _places(step: Decimal) -> int:
    return max(0, -int(step.normalize().as_tuple().exponent))


def days(iso: str) -> int:
    """A date as a number of days, for the arithmetic of a time axis."""
    return date.fromisoformat(iso).toordinal()


def dates(first: str, last: str, room: float) -> Axis:
    """A time axis from the first to the last date whose labels fit into this much room without touching.

    Years stand alone ("2024年"), other ticks are months ("7月") or, within two months, days ("2月19日").
    """
    start, end = days(first), max(days(last), days(first) + 1)
    marks = _by_day(start, end) if end - start <= 62 else _by_month(start, end)
    scale = room / (end - start)
    kept: list[tuple[int, str]] = []
    for day, label in sorted(marks, key=lambda mark: (not mark[1].endswith("年"), mark[0])):
        free = all(
            abs(day - other) * scale >= (width(label, FONT) + width(text, FONT)) / 2 + FONT * 0.6
            for other, text in kept
        )
        if free and (end - day) * scale >= -1:
            kept.append((day, label))
    return Axis(low=start, high=end, ticks=tuple((float(day), label) for day, label in sorted(kept)))


def _by_day(start: int, end: int) -> list[tuple[int, str]]:
    step = max(1, math.ceil((end - start) / 5))
    found = [date.fromordinal(day) for day in range(start, end + 1, step)]
    return [(day.toordinal(), f"{day.month}月{day.day}日") for day in found]


def _by_month(start: int, end: int) -> list[tuple[int, str]]:
    months = (end - start) / 30.44
    step = next((step for step in (1, 2, 3, 6, 12, 24, 60) if months / step <= 6), 120)
    first = date.fromordinal(start)
    month = (first + timedelta(days=31)).replace(day=1) if first.day > 1 else first
    found: list[tuple[int, str]] = []
    while month.toordinal() <= end:
        place = (month.year * 12 + month.month - 1) if step > 12 else month.month - 1
        if place % step == 0:
            found.append((month.toordinal(), _month_label(month, is_first=not found)))
        month = (month + timedelta(days=31)).replace(day=1)
    return found


def _month_label(month: date, *, is_first: bool) -> str:
    if month.month == 1:
        return f"{month.year}年"
    return f"{month.year}年{month.month}月" if is_first else f"{month.month}月"
