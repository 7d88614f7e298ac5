"""The plot of lines over time: the scene that line, area, compare, drawdown and rolling charts are drawn from.

Gaps stay gaps. Where there are more points than the width can show, each column of time keeps its lowest and highest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import Any

from builder.blocks.charts.drawing import axis
from builder.blocks.charts.drawing.axis import Axis, days
from builder.blocks.charts.drawing.font import FONT, width
from builder.blocks.charts.drawing.scene import (
    BAND,
    COLOURS,
    DASHES,
    HEIGHT,
    MUTED,
    REFERENCE,
    WIDTH,
    Row,
    layer,
    point,
    rect,
    rule,
    scene,
    text,
)
from builder.blocks.wording import value_text
from builder.slot_params.charts import ChartNote
from builder.vocabulary import LONGEST_BREAK

Points = tuple[tuple[str, float], ...]  # e.g. (("2024-02-19", 1.0532),)

_DENSE = 2.4  # points a column: up to so many a line is drawn as it is
_COLUMNS = 0.6  # columns a unit of width
_MANY = 3  # lines; of more, all together would take too long to draw so closely
_COARSE = 2 / 3
_DASHES_OF_LINES = (0, 1, 3, 4, 5, 2)  # indexes in DASHES: the dotted one, which is the benchmark's, comes last
_FOOT = 30  # below the plot
_NOTE_LINE = FONT + 6
_END_DOT = 42


@dataclass(frozen=True, kw_only=True)
class ChartLine:
    """One instrument's line: every value, unrounded."""

    name: str
    points: Points
    reference: bool = False  # a benchmark


def columns(room: float, lines: int) -> int:
    """How many columns of time so many lines show in this width."""
    return int(room * _COLUMNS * (_COARSE if lines > _MANY else 1.0))


def segments(points: Points, columns: int) -> list[Points]:
    """A line cut where data are missing for longer than any holiday, with no more points than this width can show."""
    cuts = [index for index, (before, after) in enumerate(pairwise(points), 1) if _is_gap(before, after)]
    pieces = [points[start:end] for start, end in zip([0, *cuts], [*cuts, len(points)], strict=True)]
    if len(points) <= columns * _DENSE:
        return pieces
    span = days(points[-1][0]) - days(points[0][0]) + 1
    return [_thinned(piece, columns / span) for piece in pieces]


def _is_gap(before: tuple[str, float], after: tuple[str, float]) -> bool:
    return days(after[0]) - days(before[0]) > LONGEST_BREAK


def _thinned(points: Points, columns_a_day: float) -> Points:
    """The lowest and highest point of each column of time, and both ends."""
    start = days(points[0][0])
    buckets: dict[int, list[tuple[str, float]]] = {}
    for day_and_value in points:
        buckets.setdefault(int((days(day_and_value[0]) - start) * columns_a_day), []).append(day_and_value)
    shown = {points[0], points[-1]}
    for bucket in buckets.values():
        shown |= {min(bucket, key=_value), max(bucket, key=_value)}
    return tuple(sorted(shown))


def _value(day_and_value: tuple[str, float]) -> float:
    return day_and_value[1]


def styles(lines: Sequence[ChartLine]) -> list[tuple[str, tuple[int, ...]]]:
    """The colour and the dashes of each line; a benchmark is always grey and dotted."""
    return [
        (REFERENCE, DASHES[2]) if line.reference else (COLOURS[index], DASHES[_DASHES_OF_LINES[index]])
        for index, line in enumerate(lines)
    ]


@dataclass(frozen=True, kw_only=True)
class _Plot:
    """A plot's two axes and its size."""

    time: Axis
    up: Axis
    room: float
    height: float

    def x(self, day: int) -> float:
        return self.time.position(day, self.room)

    def y(self, value: float) -> float:
        return float(self.height - self.up.position(value, self.height))


def lines_scene(
    lines: Sequence[ChartLine],
    *,
    unit: str,
    signed: bool = True,
    filled: bool = False,
    rule_at: float | None = None,
    notes: Sequence[ChartNote] = (),
    height: int = 0,
) -> dict[str, Any]:
    """The scene of lines over time. `filled` paints the first line down to 0; `rule_at` is a value to mark.

    Besides its layers it holds what the reader's browser needs: `time` and `values` (the ends of the axes), `rule`,
    `filled`, and `notes` as [first day, last day, text].
    """
    seen = [value for line in lines for _, value in line.points]
    up = axis.values(seen, unit, zero=filled or rule_at == 0)
    first = min(line.points[0][0] for line in lines)
    last = max([line.points[-1][0] for line in lines] + [note.end for note in notes])
    places = 1 if unit == "ratio" else None
    end_texts = [value_text.text(line.points[-1][1], unit, signed=signed, places=places) for line in lines]
    left, right = up.label_room, ceil(max(width(words, FONT) for words in end_texts) + 12)
    room = WIDTH - left - right
    plot = _Plot(time=axis.dates(first, last, room), up=up, room=room, height=(height or HEIGHT) - _FOOT)
    bands, events, words, note_rows = _note_marks(notes, plot, right)
    grid, labels = axis.upright_marks(up, room, plot.height)
    ticks, dates = axis.level_marks(plot.time, room, plot.height)
    marked = [] if rule_at is None else [rule(0, plot.y(rule_at), room, plot.y(rule_at))]
    looks, dense = styles(lines), columns(room, len(lines))
    drawn = [
        line_rows(segments(line.points, dense), plot.x, plot.y, look, f"{index}.")
        for index, (line, look) in enumerate(zip(lines, looks, strict=True))
    ]
    foot = min(plot.height, max(0.0, plot.y(0.0)))
    ends, end_words = _end_marks(lines, end_texts, [colour for colour, _ in looks], plot)
    return scene(
        (room, plot.height),
        [
            layer("rect", bands),
            layer("rule", [*grid, *ticks, *marked, *events]),
            layer("text", labels, align="right"),
            layer("text", dates, align="center"),
            layer("text", words, align="left"),
            layer("area", [row | {"y2": foot} for row in drawn[0]] if filled else []),
            layer("line", [row for rows in drawn for row in rows]),
            layer("point", ends),
            layer("text", end_words, align="left", bold=True),
        ],
        left=left,
        top=8 + note_rows * _NOTE_LINE,
        right=right,
        bottom=_FOOT,
        time=[plot.time.low, plot.time.high],
        values=[up.low, up.high],
        rule=rule_at,
        filled=filled,
        notes=[[days(note.start), days(note.end), note.text] for note in _in_order(notes)],
    )


def line_rows(pieces: Sequence[Points], x: Any, y: Any, look: tuple[str, Sequence[int]], part: str) -> list[Row]:
    """The points of a line as rows; a piece that stands alone is a `part` of its own."""
    colour, dash = look
    return [
        {"x": x(days(day)), "y": y(value), "part": f"{part}{number}", "colour": colour, "dash": list(dash)}
        for number, piece in enumerate(pieces)
        for day, value in piece
    ]


def _end_marks(
    lines: Sequence[ChartLine], texts: Sequence[str], colours: Sequence[str], plot: _Plot
) -> tuple[list[Row], list[Row]]:
    """A dot at the end of each line, and its last value beside it, moved apart where they would overprint."""
    last = [line.points[-1] for line in lines]
    span = plot.up.high - plot.up.low
    wanted = [plot.height * (plot.up.high - value) / span for _, value in last]
    heights = apart(wanted, FONT + 1, plot.height)
    dots = [
        point(plot.x(days(day)), plot.y(value), colour, _END_DOT)
        for (day, value), colour in zip(last, colours, strict=True)
    ]
    words = [
        text(plot.room + 8, round(y, 1), words, colour)
        for y, words, colour in zip(heights, texts, colours, strict=True)
    ]
    return dots, words


def apart(wanted: Sequence[float], gap: float, high: float) -> list[float]:
    """Positions as near as may be to the wanted ones, in their order, a gap apart and between 0 and `high`."""
    order = sorted(range(len(wanted)), key=lambda index: (wanted[index], index))
    placed = list(wanted)
    for before, after in pairwise(order):
        placed[after] = max(placed[after], placed[before] + gap)
    limit = high
    for index in reversed(order):
        placed[index] = min(placed[index], limit)
        limit = placed[index] - gap
    return placed


def _in_order(notes: Sequence[ChartNote]) -> list[ChartNote]:
    return sorted(notes, key=lambda note: (note.start, note.end, note.text))


def _note_marks(notes: Sequence[ChartNote], plot: _Plot, right: float) -> tuple[list[Row], list[Row], list[Row], int]:
    """A band behind each period, a dashed line at each event, their texts above the plot, and how many rows these take.

    A text stands in the first row where it is free.
    """
    ends: list[float] = []  # where each row's last text ends
    placed: list[tuple[ChartNote, float, int]] = []
    for note in _in_order(notes):
        x = (days(note.start) - plot.time.low) / (plot.time.high - plot.time.low) * plot.room
        long = width(note.text, FONT)
        begin = max(0.0, min(x, plot.room + right - long - 2))
        row = next((index for index, end in enumerate(ends) if begin > end + FONT * 0.5), len(ends))
        ends[row : row + 1] = [begin + long]
        placed.append((note, round(begin, 1), row))
    bands: list[Row] = []
    events: list[Row] = []
    words: list[Row] = []
    for note, begin, row in placed:
        y = (row - len(ends)) * _NOTE_LINE + FONT / 2
        start, end = plot.x(days(note.start)), plot.x(days(note.end))
        if note.start == note.end:
            events.append(rule(start, y + FONT / 2 + 2, start, plot.height, MUTED, (3, 3)))
        else:
            bands.append(rect(start, 0, end, plot.height, MUTED, BAND))
        words.append(text(begin, y, note.text))
    return bands, events, words, len(ends)
