"""A range of values or dates in, ticks and their Chinese labels out: an axis, decided before anything is drawn."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from builder.blocks.charts.drawing.font import width

FONT = (
    16  # the size, in the drawing's units, at which text is laid out; the style sheet sets it smaller on wide screens
)
_YI, _WAN = 1e8, 1e4
_PLACES = {"nav": 4, "index100": 1}
UNSIGNED = ("drawdown", "volatility", "tracking-error", "fee", "holdings", "sectors", "assets")


@dataclass(frozen=True, kw_only=True)
class Axis:
    """A scale's ends and its labelled ticks."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]


def shown(value: float | None, unit: str, *, measure: str = "", places: int | None = None) -> str:
    """A value as a chart and its table show it, e.g. "+329.27%", "98.6", "12.35亿元"; "--" where there is none."""
    if value is None or not math.isfinite(value):
        return "--"
    if unit == "ratio":
        number = _rounded(value * 100, 2 if places is None else places)
        sign = "" if measure in UNSIGNED or number.is_zero() or number < 0 else "+"
        return f"{sign}{number:,}%"
    if unit == "plain":  # a number whose meaning only its author knows
        return f"{value:,.6g}"
    if unit == "money" and abs(value) >= _WAN:
        big = abs(value) >= _YI
        return f"{_rounded(value / (_YI if big else _WAN), 2):,}{'亿元' if big else '万元'}"
    return f"{_rounded(value, _PLACES.get(unit, 2) if places is None else places):,}"


def _rounded(value: float, places: int) -> Decimal:
    number = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return abs(number) if number.is_zero() else number


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
    numbers = [float(Decimal(repr(step)) * index) for index in range(first, last + 1)]
    return Axis(low=numbers[0], high=numbers[-1], ticks=tuple(zip(numbers, _labels(numbers, step, unit), strict=True)))


def _steps(about: float) -> Iterable[float]:
    power = math.floor(math.log10(about)) - 1
    return (float(Decimal(lead).scaleb(power + more)) for more in range(4) for lead in ("1", "2", "2.5", "5"))


def _count(low: float, high: float, step: float) -> int:
    first, last = _within(low, high, step)
    return last - first


def _within(low: float, high: float, step: float) -> tuple[int, int]:
    """The multiples of a step that a range lies between, counted exactly."""
    unit = Decimal(repr(step))
    return math.floor(Decimal(repr(low)) / unit), math.ceil(Decimal(repr(high)) / unit)


def _labels(numbers: Sequence[float], step: float, unit: str) -> list[str]:
    """All labels of an axis in one unit and with as many places as its step needs."""
    if unit == "ratio":
        return [f"{_rounded(number * 100, _places(step * 100)):,}%" for number in numbers]
    largest = max(abs(number) for number in numbers)
    size, word = (_YI, "亿") if largest >= _YI else (_WAN, "万") if largest >= 1e5 else (1.0, "")
    places = _places(step / size)
    return [f"{_rounded(number / size, places):,}{word if number else ''}" for number in numbers]


def _places(step: float) -> int:
    exponent = Decimal(repr(step)).normalize().as_tuple().exponent
    return max(0, -int(exponent))


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
