"""The two drawings of a fund's year, as SVG in plain Python: a refresh makes them for thousands of funds. `fund_chart` puts
them on the fund's page.

Axes, scales and their marks are those of all charts. Whole units are fine enough: a unit is less than a pixel at the size
that the text is laid out for.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from operator import itemgetter

from builder.blocks.charts.drawing import axis
from builder.blocks.charts.drawing.axis import Axis, days
from builder.blocks.charts.drawing.scene import COLOURS, MUTED, REFERENCE, Row
from builder.language import current
from builder.number_format import percent, significant
from builder.vocabulary import Window

Points = Sequence[tuple[str, float]]
WIDTH, LEFT, RIGHT, TOP, FOOT = 520, 56, 74, 8, 30
TALL, LOW = 190, 84  # heights of the plots
ROOM = WIDTH - LEFT - RIGHT
# Colour and dashes of the fund and of its benchmark.
STYLES = ((COLOURS[0], ""), (REFERENCE, "2 3"))
# Of time, two units wide: a year's daily values are all drawn, of more each keeps its lowest and its highest value.
_BUCKETS = ROOM // 2
_BASELINE = 5  # from the middle of a line of text down to its baseline
_LINE = 17  # from one line of text to the next
_SLACK = 1e-9  # of a step: values in per cent carry the noise of their division
_NOTHING = 1e-9  # per cent: what never moved has no more than that noise


@dataclass(frozen=True, kw_only=True)
class Days:
    """The days of a history: their positions as a path has them, e.g. ("56,", "58,"), and the indexes of the first day and
    of each month's last."""

    positions: tuple[str, ...]
    month_ends: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Year:
    """A fund's year: its values, the highest up to each of them, and its benchmark's values beside them."""

    points: Points
    values: Sequence[float]  # those of the points
    highest: Sequence[float]
    benchmark: Points  # empty where there is none that begins and ends with the fund's
    days: Days

    @property
    def start(self) -> str:
        """The day that changes count from."""
        return self.points[0][0]

    @property
    def end(self) -> str:
        """The last day."""
        return self.points[-1][0]

    def change(self, index: int) -> float:
        """The fund's change from the first day to a point, e.g. 0.05."""
        return self.points[index][1] / self.points[0][1] - 1

    def fall(self, index: int) -> float:
        """How far the fund lies below its highest so far, e.g. -0.2."""
        return self.points[index][1] / self.highest[index] - 1


@dataclass(frozen=True, kw_only=True)
class DrawnLine:
    """What is drawn of a history: the positions of its days, its values in per cent, and the last value as a ratio."""

    positions: list[str]
    values: list[float]
    last: float


@lru_cache(maxsize=64)
def _days(dates: tuple[str, ...], start: str, end: str) -> Days:
    """The days of a history on an axis from `start` to `end`: most funds share them."""
    begin, scale = days(start), ROOM / (days(end) - days(start))
    positions = (LEFT + max(0, days(day) - begin) * scale for day in dates)
    ends = {day[:7]: index for index, day in enumerate(dates)}
    month_ends = tuple(sorted({0, *ends.values()}))
    return Days(positions=tuple(f"{position:.0f}," for position in positions), month_ends=month_ends)


def _days_of(points: Points, start: str, end: str) -> Days:
    return _days(tuple([day for day, _ in points]), start, end)


def year(points: Points, benchmark: Points) -> Year:
    """A fund's points, and of its benchmark's those from the last before the fund's first day to its last day; none where
    it lacks values at either end, since its change would be that of another time."""
    begin, end = points[0][0], points[-1][0]
    first, last = bisect(benchmark, begin, key=itemgetter(0)) - 1, bisect(benchmark, end, key=itemgetter(0))
    beside = benchmark[first:last] if first >= 0 else ()
    is_beside = len(beside) > 1 and all(
        days(day) - days(beside[index][0]) <= Window.reach for index, day in ((0, begin), (-1, end))
    )
    values = [value for _, value in points]
    return Year(
        points=points,
        values=values,
        highest=list(accumulate(values, max)),
        benchmark=beside if is_beside else (),
        days=_days_of(points, begin, end),
    )


def view_box(height: int) -> str:
    """The view box of a drawing whose plot is so high."""
    return f"0 0 {WIDTH} {TOP + height + FOOT}"


def plot(height: int) -> list[int]:
    """Left, top, width and height of the plot."""
    return [LEFT, TOP, ROOM, height]


def dot(year: Year, day: str) -> str:
    """A dot at the foot of the upper plot, below a day."""
    begin, end = days(year.start), days(year.end)
    shown = min(days(day), end)
    return f'<circle cx="{LEFT + (shown - begin) * ROOM / (end - begin):.0f}" cy="{TOP + TALL}" r="6"/>'


def drawings(year: Year, titles: Sequence[str], descriptions: Sequence[str]) -> list[str]:
    """The changes of the fund and its benchmark; and how far the fund lies below its highest, painted up to it.

    `titles` and `descriptions` are the two text alternatives, as HTML.
    """
    values, highest = year.values, year.highest
    shown = _thinned(values)
    positions, first = [year.days.positions[index] for index in shown], values[0] / 100
    changes = [values[index] / first - 100 for index in shown]
    lines = [DrawnLine(positions=positions, values=changes, last=year.change(-1))]
    falls = [values[index] / highest[index] * 100 - 100 for index in shown]
    if year.benchmark:
        lines.append(_benchmark_line(year))
    below = DrawnLine(positions=positions, values=falls, last=year.fall(-1))
    upper_scale, lower_scale = _scale(_values(lines), TALL), _scale(falls, LOW)
    return [
        _svg(year, lines, TALL, upper_scale, titles[0], descriptions[0], labels=[_label(line) for line in lines]),
        _svg(
            year,
            [below],
            LOW,
            lower_scale,
            titles[1],
            descriptions[1],
            labels=[_label(below, signed=False)],
            filled=True,
        ),
    ]


def yields(year: Year, title: str, description: str) -> tuple[str, tuple[float, float]]:
    """The yields of a money-market fund's year, and the lowest and highest value of their axis, in per cent.

    Unlike changes they are drawn without 0, around which they do not move.
    """
    shown = _thinned(year.values)
    values = [year.values[index] * 100 for index in shown]
    line = DrawnLine(positions=[year.days.positions[index] for index in shown], values=values, last=year.values[-1])
    low, high = min(values), max(values)
    margin = max((high - low) * 0.1, 0.05)
    scale = _scale([low - margin, high + margin], TALL, zero=False)
    label = percent(line.last, places=3, signed=False)
    return _svg(year, [line], TALL, scale, title, description, labels=[label]), scale[:2]


def _values(lines: Sequence[DrawnLine]) -> list[float]:
    return [value for line in lines for value in line.values]


def _label(line: DrawnLine, *, signed: bool = True) -> str:
    return percent(line.last, places=1, signed=signed)


def _benchmark_line(year: Year) -> DrawnLine:
    values = [value for _, value in year.benchmark]
    beside = _days_of(year.benchmark, year.start, year.end)
    shown, first = _thinned(values), values[0] / 100
    return DrawnLine(
        positions=[beside.positions[index] for index in shown],
        values=[values[index] / first - 100 for index in shown],
        last=values[-1] / values[0] - 1,
    )


def _svg(
    year: Year,
    lines: Sequence[DrawnLine],
    height: int,
    scale: tuple[float, float, str],
    title: str,
    description: str,
    *,
    labels: Sequence[str],
    filled: bool = False,
) -> str:
    low, high, grid = scale
    up = height / (high - low)
    zero = TOP + high * up
    paths, ends = [], []
    for line, (colour, dash) in zip(lines, STYLES, strict=False):
        path = "L".join(
            [f"{x}{round(zero - value * up)}" for x, value in zip(line.positions, line.values, strict=True)]
        )
        if filled:
            paths.append(f'<path d="M{path}V{zero:.0f}H{LEFT}z" fill="{colour}" fill-opacity=".14"/>')
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        paths.append(f'<path d="M{path}" stroke="{colour}" stroke-width="2" stroke-linejoin="round"{dashes}/>')
        ends.append((zero - line.values[-1] * up, line.positions[-1], colour))
    texts = "".join(
        f'<circle cx="{x[:-1]}" cy="{y:.0f}" r="3.6" fill="{colour}"/>'
        f'<text x="{LEFT + ROOM + 8}" y="{middle + _BASELINE:.0f}" fill="{colour}" font-weight="bold">'
        f"{label}</text>"
        for (y, x, colour), middle, label in zip(ends, _apart([end[0] for end in ends], height), labels, strict=True)
    )
    return (
        f'<svg viewBox="{view_box(height)}" role="img" focusable="false" font-size="16" font-family="sans-serif">'
        f'<title>{title}</title><desc>{description}</desc><g fill="none">{grid}'
        f"{_time_axis(year.start, year.end, height, current())}{''.join(paths)}{texts}</g></svg>"
    )


def _scale(values: Sequence[float], height: int, *, zero: bool = True) -> tuple[float, float, str]:
    """Round percentages around these and 0: the lowest, the highest, and the marks of their axis."""
    low, high = (min(0.0, *values), max(0.0, *values)) if zero else (min(values), max(values))
    if high - low < _NOTHING:
        low, high = 0.0, 1.0
    first, last, step = axis.round_steps(low, high, 6 if height > 100 else 3, slack=_SLACK)
    return first * step, last * step, _grid(first, last, step, height)


@lru_cache(maxsize=512)
def _grid(first: int, last: int, step: float, height: int) -> str:
    """The lines across a plot at each tick, that at 0 darker, and their labels."""
    ticks = tuple((float(index), f"{significant(step * index)}%") for index in range(first, last + 1))
    lines, labels = axis.upright_marks(Axis(low=first, high=last, ticks=ticks), ROOM, height)
    return "".join(
        _level_rule(line if index else line | {"colour": MUTED}) + _text(label, "end")
        for (index, _), line, label in zip(ticks, lines, labels, strict=True)
    )


@lru_cache(maxsize=64)
def _time_axis(start: str, end: str, height: int, language: str) -> str:
    """The ticks below a plot, and the dates under them, in the language in force."""
    ticks, labels = axis.level_marks(axis.dates(start, end, ROOM), ROOM, height)
    return "".join(_upright_rule(tick) + _text(label, "middle") for tick, label in zip(ticks, labels, strict=True))


def _level_rule(row: Row) -> str:
    return f'<path d="M{LEFT + row["x"]:.0f},{TOP + row["y"]:.0f}h{row["x2"] - row["x"]}" stroke="{row["colour"]}"/>'


def _upright_rule(row: Row) -> str:
    return f'<path d="M{LEFT + row["x"]:.0f},{TOP + row["y"]:.0f}v{row["y2"] - row["y"]}" stroke="{row["colour"]}"/>'


def _text(row: Row, anchor: str) -> str:
    x, y = LEFT + row["x"], TOP + row["y"] + _BASELINE
    return f'<text x="{x:.0f}" y="{y:.0f}" fill="{row["colour"]}" text-anchor="{anchor}">{row["text"]}</text>'


def _apart(wanted: Sequence[float], height: int) -> list[float]:
    """The middles of one text, or of two that are a line apart."""
    if len(wanted) < 2 or abs(wanted[0] - wanted[1]) >= _LINE:
        return list(wanted)
    half = _LINE / 2
    middle = min(max(sum(wanted) / 2, TOP + half), TOP + height - half)
    return [middle - half, middle + half] if wanted[0] <= wanted[1] else [middle + half, middle - half]


def _thinned(values: Sequence[float]) -> list[int]:
    """The indexes of the lowest and the highest value of each bucket, and of both ends: no extreme is lost."""
    size = -(-len(values) // _BUCKETS)
    if size < 3:
        return list(range(len(values)))
    shown = [0]
    for start in range(1, len(values) - 1, size):
        bucket = values[start : start + size]
        low, high = bucket.index(min(bucket)), bucket.index(max(bucket))
        shown.append(start + (low if low < high else high))
        if low != high:
            shown.append(start + (high if low < high else low))
    if shown[-1] != len(values) - 1:
        shown.append(len(values) - 1)
    return shown
