"""A year of two histories in, a fund's two drawings out: inline SVG in plain Python, for thousands of funds at every refresh.

Whole units are fine enough: a unit is less than a pixel where the text is laid out for.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import accumulate
from math import ceil, floor, log10
from operator import itemgetter

from builder.blocks.charts.drawing import axis
from builder.number_format import percent, significant

Points = Sequence[tuple[str, float]]
WIDTH, LEFT, RIGHT, TOP, FOOT = 520, 56, 74, 8, 30
TALL, LOW = 190, 84  # heights of the plots
ROOM = WIDTH - LEFT - RIGHT
# Colour and dashes of the fund and of its benchmark.
STYLES = (("var(--c1)", ""), ("var(--c6)", ' stroke-dasharray="2 3"'))
_BUCKETS = 42  # of time: each keeps its lowest and its highest value


@dataclass(frozen=True, kw_only=True)
class Days:
    """The days of a history: where they stand, e.g. ("56,", "58,"), and which of them end a month, or begin the year."""

    across: tuple[str, ...]
    month_ends: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Year:
    """A fund's year: its values, the highest up to each of them, and its benchmark's values beside them."""

    points: Points
    values: Sequence[float]  # those of the points
    highest: Sequence[float]
    other: Points  # empty where there is no benchmark
    days: Days

    @property
    def start(self) -> str:
        """The day that changes count from."""
        return self.points[0][0]

    @property
    def end(self) -> str:
        """The last day."""
        return self.points[-1][0]

    def change(self, at: int) -> float:
        """The fund's change from the first day, e.g. 0.05."""
        return self.points[at][1] / self.points[0][1] - 1

    def fall(self, at: int) -> float:
        """How far the fund lies below its highest so far, e.g. -0.2."""
        return self.points[at][1] / self.highest[at] - 1


@dataclass(frozen=True, kw_only=True)
class DrawnLine:
    """What is drawn of a history: where its days stand, its values in per cent, and the last value as a ratio."""

    across: list[str]
    values: list[float]
    last: float


@lru_cache(maxsize=20_000)
def ordinal(iso: str) -> int:
    """A date as a number of days."""
    return date.fromisoformat(iso).toordinal()


@lru_cache(maxsize=64)
def _days(days: tuple[str, ...], start: str, end: str) -> Days:
    """What the days of a history are on an axis of this time: most funds share them."""
    begin, across = ordinal(start), ROOM / (ordinal(end) - ordinal(start))
    places = (LEFT + max(0, ordinal(one) - begin) * across for one in days)
    ends = {one[:7]: at for at, one in enumerate(days)}
    return Days(across=tuple(f"{place:.0f}," for place in places), month_ends=tuple(sorted({0, *ends.values()})))


def _days_of(points: Points, start: str, end: str) -> Days:
    return _days(tuple([one for one, _ in points]), start, end)


def year(points: Points, other: Points) -> Year:
    """A fund's points, and of its benchmark's those from the last before the fund's first day to its last day."""
    begin, end = points[0][0], points[-1][0]
    other = other[max(0, bisect(other, begin, key=itemgetter(0)) - 1) : bisect(other, end, key=itemgetter(0))]
    values = [value for _, value in points]
    return Year(
        points=points,
        values=values,
        highest=list(accumulate(values, max)),
        other=other if len(other) > 1 else (),
        days=_days_of(points, begin, end),
    )


def box(height: int) -> str:
    """The drawing's view box."""
    return f"0 0 {WIDTH} {TOP + height + FOOT}"


def plot(height: int) -> list[int]:
    """Left, top, width and height of the plot."""
    return [LEFT, TOP, ROOM, height]


def dot(year: Year, day: str) -> str:
    """A mark at the foot of the plot."""
    begin, end = ordinal(year.start), ordinal(year.end)
    at = min(ordinal(day), end)
    return f'<circle cx="{LEFT + (at - begin) * ROOM / (end - begin):.0f}" cy="{TOP + TALL}" r="6"/>'


def both(year: Year, titles: Sequence[str], said: Sequence[str]) -> list[str]:
    """The lines of the fund and its benchmark; and the fund's way below its highest, painted up to it."""
    values, highest = year.values, year.highest
    kept = _thinned(values)
    across, first = [year.days.across[at] for at in kept], values[0] / 100
    lines = [DrawnLine(across=across, values=[values[at] / first - 100 for at in kept], last=year.change(-1))]
    falls = [values[at] / highest[at] * 100 - 100 for at in kept]
    if year.other:
        values, days = [value for _, value in year.other], _days_of(year.other, year.start, year.end)
        kept, first = _thinned(values), values[0] / 100
        last = values[-1] / values[0] - 1
        heights = [values[at] / first - 100 for at in kept]
        lines.append(DrawnLine(across=[days.across[at] for at in kept], values=heights, last=last))
    return [
        _svg(year, lines, TALL, titles[0], said[0], signed=True),
        _svg(year, [DrawnLine(across=across, values=falls, last=year.fall(-1))], LOW, titles[1], said[1], signed=False),
    ]


def _svg(
    year: Year,
    lines: Sequence[DrawnLine],
    height: int,
    title: str,
    said: str,
    signed: bool,
) -> str:
    low, high, grid = _scale([value for line in lines for value in line.values], height)
    up = height / (high - low)
    zero = TOP + high * up
    parts, ends = [], []
    for line, (colour, dash) in zip(lines, STYLES, strict=False):
        path = "L".join([f"{x}{round(zero - value * up)}" for x, value in zip(line.across, line.values, strict=True)])
        if not signed:
            parts.append(f'<path d="M{path}V{zero:.0f}H{LEFT}z" fill="{colour}" fill-opacity=".14"/>')
        parts.append(f'<path d="M{path}" stroke="{colour}" stroke-width="2" stroke-linejoin="round"{dash}/>')
        ends.append((zero - line.values[-1] * up, line.across[-1], line.last, colour))
    texts = "".join(
        f'<circle cx="{x[:-1]}" cy="{y:.0f}" r="3.6" fill="{colour}"/>'
        f'<text x="{LEFT + ROOM + 8}" y="{place + 5:.0f}" fill="{colour}" font-weight="bold">'
        f"{percent(last, places=1, signed=signed)}</text>"
        for (y, x, last, colour), place in zip(ends, _apart([end[0] for end in ends], height), strict=True)
    )
    return (
        f'<svg viewBox="{box(height)}" role="img" focusable="false" font-size="16" font-family="sans-serif">'
        f'<title>{title}</title><desc>{said}</desc><g fill="none">{grid}{_axis(year.start, year.end, height)}{"".join(parts)}'
        f"{texts}</g></svg>"
    )


def _scale(values: Sequence[float], height: int) -> tuple[float, float, str]:
    """Round percentages around these and nothing, and their lines and labels."""
    low, high = min(0.0, *values), max(0.0, *values)
    high = high if high > low else 1.0
    most = 6 if height > 100 else 3
    about = floor(log10((high - low) / most)) - 1
    steps = (lead * 10.0 ** (about + more) for more in range(4) for lead in (1, 2, 2.5, 5))
    step = next(step for step in steps if ceil(high / step - 1e-9) - floor(low / step + 1e-9) <= most)
    key = floor(low / step + 1e-9), ceil(high / step - 1e-9), step, height
    return key[0] * step, key[1] * step, _grid(*key)


@lru_cache(maxsize=64)
def _axis(start: str, end: str, height: int) -> str:
    """The axis of time below a plot."""
    time, foot = axis.dates(start, end, ROOM), TOP + height
    return "".join(
        f'<path d="M{x:.0f},{foot}v4" stroke="var(--fb-muted)"/><text x="{x:.0f}" y="{foot + 22}" '
        f'fill="var(--fb-muted)" text-anchor="middle">{label}</text>'
        for day, label in time.ticks
        for x in [LEFT + (day - time.low) / (time.high - time.low) * ROOM]
    )


@lru_cache(maxsize=512)
def _grid(first: int, last: int, step: float, height: int) -> str:
    up = height / (last - first)
    return "".join(
        f'<path d="M{LEFT},{y:.0f}h{ROOM}" stroke="{"var(--grid)" if at else "var(--fb-muted)"}"/>'
        f'<text x="{LEFT - 6}" y="{y + 5:.0f}" fill="var(--fb-muted)" text-anchor="end">{significant(step * at)}%</text>'
        for at in range(first, last + 1)
        for y in [TOP + (last - at) * up]
    )


def _apart(wanted: Sequence[float], height: int) -> list[float]:
    """Two texts a line apart."""
    if len(wanted) < 2 or abs(wanted[0] - wanted[1]) >= 17:
        return list(wanted)
    middle = min(max(sum(wanted) / 2, TOP + 8.5), TOP + height - 8.5)
    return [middle - 8.5, middle + 8.5] if wanted[0] <= wanted[1] else [middle + 8.5, middle - 8.5]


def _thinned(values: Sequence[float]) -> list[int]:
    """Where the lowest and the highest of each stretch stand, and both ends: nothing that stands out is lost."""
    size = -(-len(values) // _BUCKETS)
    if size < 3:
        return list(range(len(values)))
    found = [0]
    for start in range(1, len(values) - 1, size):
        part = values[start : start + size]
        low, high = part.index(min(part)), part.index(max(part))
        found.append(start + (low if low < high else high))
        if low != high:
            found.append(start + (high if low < high else low))
    if found[-1] != len(values) - 1:
        found.append(len(values) - 1)
    return found
