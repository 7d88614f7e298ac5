"""A year of two histories in, a fund's two drawings out: inline SVG in plain Python, for thousands of funds at every refresh.

Whole units are fine enough: a unit is less than a pixel where the text is laid out for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor

from builder.blocks import chart_axis

Points = Sequence[tuple[str, float]]
WIDTH, LEFT, RIGHT, TOP, FOOT = 520, 56, 74, 8, 30
TALL, LOW = 190, 84  # heights of the plots
ROOM = WIDTH - LEFT - RIGHT
# Colour and dashes of the fund and of its benchmark.
STYLES = (("var(--c1)", ""), ("var(--c6)", ' stroke-dasharray="2 3"'))
_BUCKETS = 48  # of time: each keeps its lowest and its highest value
_STEPS = tuple(lead * 10.0**power for power in range(-3, 5) for lead in (1, 2, 2.5, 5))


@dataclass(frozen=True, kw_only=True)
class Year:
    """A fund's year: changes since its first day, its benchmark's beside it, and how far below its highest it lies."""

    start: str
    end: str
    lines: tuple[Points, ...]  # the fund, then the benchmark if it has values in this time
    fall: Points
    month_ends: tuple[str, ...]

    @property
    def other(self) -> bool:
        """Whether there is a benchmark."""
        return len(self.lines) > 1


class Drawing:
    """Draws funds one after the other, and counts what their days are once."""

    def __init__(self) -> None:
        self._days: dict[str, int] = {}
        self._axes: dict[tuple[str, str], str] = {}

    def day(self, iso: str) -> int:
        """A date as a number of days."""
        found = self._days.get(iso)
        if found is None:
            found = self._days[iso] = date.fromisoformat(iso).toordinal()
        return found

    def year(self, points: Points, other: Points) -> Year:
        """A fund's points and its benchmark's as a year; each counts from its own first value, as a return does."""
        base, highest, change, fall = points[0][1], 0.0, [], []
        for day, value in points:
            highest = value if value > highest else highest
            change.append((day, value / base - 1))
            fall.append((day, value / highest - 1))
        lines: tuple[Points, ...] = (change,)
        if len(other) > 1:
            first = other[0][1]
            lines = (change, [(day, value / first - 1) for day, value in other])
        ends = {day[:7]: day for day, _ in points}
        days = sorted({points[0][0], *ends.values()})
        return Year(start=points[0][0], end=points[-1][0], lines=lines, fall=fall, month_ends=tuple(days))

    def box(self, height: int) -> str:
        """The drawing's view box."""
        return f"0 0 {WIDTH} {TOP + height + FOOT}"

    def plot(self, height: int) -> list[int]:
        """Left, top, width and height of the plot."""
        return [LEFT, TOP, ROOM, height]

    def dot(self, year: Year, day: str) -> str:
        """A mark at the foot of the plot."""
        begin, end = self.day(year.start), self.day(year.end)
        at = min(max(self.day(day), begin), end)
        return f'<circle cx="{LEFT + (at - begin) * ROOM / (end - begin):.0f}" cy="{TOP + TALL}" r="6"/>'

    def change(self, year: Year, title: str, said: str) -> str:
        """The lines of the fund and its benchmark."""
        return self._svg(year, year.lines, TALL, title, said, signed="+")

    def fall(self, year: Year, title: str, said: str) -> str:
        """The fund's way below its highest, painted up to it."""
        return self._svg(year, (year.fall,), LOW, title, said, signed="")

    def _svg(self, year: Year, lines: Sequence[Points], height: int, title: str, said: str, signed: str) -> str:
        values = [value for line in lines for _, value in line]
        low, high, grid = _scale(min(values) * 100, max(values) * 100, height)
        up = height / (high - low)
        begin = self.day(year.start)
        across = ROOM / (self.day(year.end) - begin)
        parts, ends = [], []
        for line, (colour, dash) in zip(lines, STYLES, strict=False):
            path = self._path(line, begin, across, TOP + high * up, 100 * up)
            if not signed:
                foot = f"V{TOP + high * up:.0f}H{LEFT}z"
                parts.append(f'<path d="{path}{foot}" fill="{colour}" fill-opacity=".14"/>')
            parts.append(f'<path d="{path}" stroke="{colour}" stroke-width="2" stroke-linejoin="round"{dash}/>')
            ends.append((TOP + (high - line[-1][1] * 100) * up, line[-1], colour))
        texts = "".join(
            f'<circle cx="{LEFT + (self.day(day) - begin) * across:.0f}" cy="{y:.0f}" r="3.6" fill="{colour}"/>'
            f'<text x="{LEFT + ROOM + 8}" y="{place + 5:.0f}" fill="{colour}" font-weight="bold">'
            f"{signed if value > 0 else ''}{value * 100:.1f}%</text>"
            for (y, (day, value), colour), place in zip(ends, _apart([end[0] for end in ends], height), strict=True)
        )
        return (
            f'<svg viewBox="{self.box(height)}" role="img" focusable="false" font-size="16" font-family="sans-serif">'
            f'<title>{title}</title><desc>{said}</desc><g fill="none">{grid}{self._axis(year, height)}{"".join(parts)}'
            f"{texts}</g></svg>"
        )

    def _path(self, line: Points, begin: int, across: float, zero: float, up: float) -> str:
        size = max(1, ceil(len(line) / _BUCKETS))
        kept = line if size < 3 else _thinned(line, size)
        days = self._days
        return "M" + "L".join(
            f"{LEFT + ((days.get(day) or self.day(day)) - begin) * across:.0f},{zero - value * up:.0f}"
            for day, value in kept
        )

    def _axis(self, year: Year, height: int) -> str:
        """The axis of time below a plot."""
        key = f"{year.start}{height}", year.end
        if key not in self._axes:
            time = chart_axis.dates(year.start, year.end, ROOM)
            foot = TOP + height
            self._axes[key] = "".join(
                f'<path d="M{x:.0f},{foot}v4" stroke="var(--fb-muted)"/><text x="{x:.0f}" y="{foot + 22}" '
                f'fill="var(--fb-muted)" text-anchor="middle">{label}</text>'
                for day, label in time.ticks
                for x in [LEFT + (day - time.low) / (time.high - time.low) * ROOM]
            )
        return self._axes[key]


def _scale(low: float, high: float, height: int) -> tuple[float, float, str]:
    """Round percentages around these and nothing, and their lines and labels."""
    low, high = min(low, 0.0), max(high, 0.0)
    high = high if high > low else 1.0
    most = 6 if height > 100 else 3
    step = next(step for step in _STEPS if ceil(high / step - 1e-9) - floor(low / step + 1e-9) <= most)
    ticks = [step * at for at in range(floor(low / step + 1e-9), ceil(high / step - 1e-9) + 1)]
    up = height / (ticks[-1] - ticks[0])
    drawn = []
    for tick in ticks:
        y = TOP + (ticks[-1] - tick) * up
        stroke = "var(--grid)" if tick else "var(--fb-muted)"
        drawn.append(
            f'<path d="M{LEFT},{y:.0f}h{ROOM}" stroke="{stroke}"/><text x="{LEFT - 6}" y="{y + 5:.0f}" '
            f'fill="var(--fb-muted)" text-anchor="end">{tick:g}%</text>'
        )
    return ticks[0], ticks[-1], "".join(drawn)


def _apart(wanted: Sequence[float], height: int) -> list[float]:
    """Two texts a line apart."""
    if len(wanted) < 2 or abs(wanted[0] - wanted[1]) >= 17:
        return list(wanted)
    middle = min(max(sum(wanted) / 2, TOP + 8.5), TOP + height - 8.5)
    return [middle - 8.5, middle + 8.5] if wanted[0] <= wanted[1] else [middle + 8.5, middle - 8.5]


def _thinned(line: Points, size: int) -> Points:
    """The lowest and the highest of each stretch, and both ends."""
    found = [line[0]]
    for start in range(0, len(line), size):
        bucket = line[start : start + size]
        low = high = bucket[0]
        for point in bucket:
            if point[1] < low[1]:
                low = point
            elif point[1] > high[1]:
                high = point
        found += [low, high] if low[0] < high[0] else [high, low] if high[0] < low[0] else [low]
    found.append(line[-1])
    return found
