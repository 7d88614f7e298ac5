"""Histories as the data answer them in, the lines that a chart draws out: rebased, gaps kept, nothing filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from builder.blocks.charts.drawing.axis import days

Rows = tuple[tuple[str, tuple[float | None, ...]], ...]
Points = tuple[tuple[str, float], ...]  # e.g. (("2024-02-19", 1.0532),)

# A line is broken where its own next value is further away than the longest holiday.
LONGEST_BREAK = 15  # days
_TOLD = 2.4  # points a column: up to so many a line is drawn as it is
_COLUMNS = 0.6  # columns a unit of width
_MANY = 3  # lines; where there are more, none is looked at so closely, and all together would take too long
_COARSE = 2 / 3


def columns(room: float, lines: int) -> int:
    """How many columns of time so many lines show in this width."""
    return int(room * _COLUMNS * (_COARSE if lines > _MANY else 1.0))


@dataclass(frozen=True, kw_only=True)
class ChartLine:
    """One instrument's line: every value, unrounded."""

    name: str
    points: Points
    reference: bool = False  # a benchmark


def rebased(histories: Sequence[Points], *, percent: bool) -> list[Points]:
    """Histories from the day on which the last of them starts: as 100 there, or as a change (0.05 is 5 %) from there.

    Each starts from its own last value on or before that day, as a return does, and keeps its own dates: what did not
    trade on a day has no value there.
    """
    start = max(points[0][0] for points in histories)
    return [_from(points, start, percent=percent) for points in histories]


def _from(points: Points, start: str, *, percent: bool) -> Points:
    first = max(at for at, (day, _) in enumerate(points) if day <= start)
    base = points[first][1]
    return tuple((day, value / base - 1 if percent else 100 * value / base) for day, value in points[first:])


def drawdown(points: Points) -> Points:
    """How far below its highest value so far a history lies, e.g. -0.4275; formula: V / running max - 1."""
    found, highest = [], float("-inf")
    for day, value in points:
        highest = max(highest, value)
        found.append((day, value / highest - 1))
    return tuple(found)


def segments(points: Points, columns: int) -> list[Points]:
    """A line cut where data are missing for longer than any holiday, with no more points than this width can show."""
    cuts = [at for at in range(1, len(points)) if days(points[at][0]) - days(points[at - 1][0]) > LONGEST_BREAK]
    parts = [points[start:end] for start, end in zip([0, *cuts], [*cuts, len(points)], strict=True)]
    if len(points) <= columns * _TOLD:
        return parts
    span = days(points[-1][0]) - days(points[0][0]) + 1
    return [_thinned(part, columns / span) for part in parts]


def _thinned(points: Points, columns_a_day: float) -> Points:
    """The lowest and highest point of each column of time, and both ends."""
    start = days(points[0][0])
    buckets: dict[int, list[tuple[str, float]]] = {}
    for point in points:
        buckets.setdefault(int((days(point[0]) - start) * columns_a_day), []).append(point)
    kept = {points[0], points[-1]}
    for bucket in buckets.values():
        kept |= {min(bucket, key=_value), max(bucket, key=_value)}
    return tuple(sorted(kept))


def _value(point: tuple[str, float]) -> float:
    return point[1]


def table(lines: Sequence[ChartLine]) -> Rows:
    """Every date that any line has, with each line's value there or None."""
    columns: list[Mapping[str, float]] = [dict(line.points) for line in lines]
    every = sorted({day for column in columns for day in column})
    return tuple((day, tuple(column.get(day) for column in columns)) for day in every)


def month_ends(rows: Rows) -> Rows:
    """A long table's first row, the last of each month, preferably one where every line has a value, and its last; a
    short one whole."""
    if len(rows) <= 45:
        return rows
    ends = {row[0][:7]: row for row in rows} | {row[0][:7]: row for row in rows if None not in row[1]}
    return tuple(sorted({row[0]: row for row in (rows[0], *ends.values(), rows[-1])}.values()))


def days_between(first: str, last: str) -> int:
    """How many days the second date lies behind the first."""
    return days(last) - days(first)


def monthly(points: Points) -> dict[str, tuple[float, str, str]]:
    """What each calendar month earned, by month: from the last value of the month before to its own last one.

    E.g. {"2024-01": (0.021, "2023-12-29", "2024-01-31")}: the return and the days it runs between. A month whose month
    before has no value, as the first of all, has no base and so is not there.
    """
    ends: dict[str, tuple[str, float]] = {}
    for day, value in points:
        ends[day[:7]] = (day, value)
    found = {}
    for (_, (start, before)), (month, (end, after)) in pairwise(ends.items()):
        if next_month(start[:7]) == month:
            found[month] = (after / before - 1, start, end)
    return found


def yearly(points: Points) -> dict[str, tuple[float, str, str]]:
    """What each calendar year earned, as `monthly` tells of months; the last one up to its last value."""
    ends: dict[str, tuple[str, float]] = {}
    for day, value in points:
        ends[day[:4]] = (day, value)
    return {
        year: (after / before - 1, start, end)
        for (last, (start, before)), (year, (end, after)) in pairwise(ends.items())
        if int(last) + 1 == int(year) and start[5:7] == "12"
    }


def next_month(month: str) -> str:
    """The month after one, e.g. "2024-01" after "2023-12"."""
    year, number = divmod(int(month[:4]) * 12 + int(month[5:7]), 12)
    return f"{year:04}-{number + 1:02}"
