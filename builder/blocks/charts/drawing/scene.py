"""Lines or bars in, a scene out: plain JSON in which every place, tick, colour and label of a drawing is decided.

The process that draws gets scenes only: no author's settings, no data but what is to be seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import Any

from builder.blocks.charts import history_lines
from builder.blocks.charts.drawing import axis as chart_axis
from builder.blocks.charts.drawing.axis import FONT, Axis
from builder.blocks.charts.drawing.font import width
from builder.blocks.charts.history_lines import ChartLine
from builder.blocks.wording import value_text

WIDTH, HEIGHT = 520, 270  # a column's width at twice a phone's pixels, less margins
ROW = 52  # a bar with its name above it
# A line is told by its dashes as well as by its colour, e.g. in print.
COLOURS = tuple(f"var(--c{number})" for number in range(1, 7))
DASHES: tuple[tuple[int, ...], ...] = ((), (6, 3), (2, 3), (9, 3, 2, 3), (12, 4), (4, 2, 1, 2))
REFERENCE = "var(--c6)"


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One instrument's value; None where the data hold none."""

    name: str
    value: float | None
    reference: bool = False


def style(lines: Sequence[ChartLine]) -> list[tuple[str, list[int]]]:
    """The colour and the dashes of each line; a benchmark is always grey and dotted."""
    return [
        (REFERENCE, list(DASHES[2])) if line.reference else (COLOURS[at], list(DASHES[0 if at == 0 else _dash(at)]))
        for at, line in enumerate(lines)
    ]


def colours(count: int, *, reference: bool) -> list[str]:
    """A colour for each of so many series, grey for the last where it is what the others are held against."""
    own = [COLOURS[at % len(COLOURS)] for at in range(count - reference)]
    return [*own, REFERENCE] if reference else own


def _dash(at: int) -> int:
    return (0, 1, 3, 4, 5, 2)[at]


def of_lines(
    lines: Sequence[ChartLine], *, unit: str, filled: bool, measure: str, rule: float | None, params: Mapping[str, Any]
) -> dict[str, Any]:
    """The scene of a line chart. `filled` paints the first line down to nothing; `rule` is a value to mark."""
    seen = [value for line in lines for _, value in line.points]
    axis = chart_axis.values(seen, unit, zero=filled or rule == 0)
    first = min(line.points[0][0] for line in lines)
    last = max([line.points[-1][0] for line in lines] + [note["end"] for note in params["annotate"]])
    left = ceil(max(width(label, FONT) for _, label in axis.ticks) + 8)
    texts = [value_text.text(line.points[-1][1], unit, measure=measure, places=_places(unit)) for line in lines]
    right = ceil(max(width(text, FONT) for text in texts) + 12)
    room = WIDTH - left - right
    time = chart_axis.dates(first, last, room)
    notes = _notes(params["annotate"], time, room, right)
    top = 8 + (1 + max((note["row"] for note in notes), default=-1)) * (FONT + 6)
    height = (params["height"] or HEIGHT) - 30
    styles, columns = style(lines), history_lines.columns(room, len(lines))
    return {
        "kind": "lines",
        "size": [room, height],
        "padding": {"left": left, "top": top, "right": right, "bottom": 30},
        "x": _plain(time),
        "y": _plain(axis),
        "rule": rule,
        "lines": [
            _line(line, *styles[at], filled=filled and at == 0, columns=columns) for at, line in enumerate(lines)
        ],
        "ends": _ends(lines, texts, [colour for colour, _ in styles], axis, height),
        "notes": notes,
    }


def _places(unit: str) -> int | None:
    return {"ratio": 1, "nav": 4}.get(unit)


def _plain(axis: Axis) -> dict[str, Any]:
    return {"domain": [axis.low, axis.high], "ticks": [list(tick) for tick in axis.ticks]}


def _line(line: ChartLine, colour: str, dash: list[int], *, filled: bool, columns: int) -> dict[str, Any]:
    segments = history_lines.segments(line.points, columns)
    parts = [[[chart_axis.days(day), value] for day, value in part] for part in segments]
    return {"colour": colour, "dash": dash, "filled": filled, "segments": parts}


def _ends(
    lines: Sequence[ChartLine], texts: Sequence[str], colours: Sequence[str], axis: Axis, height: float
) -> list[dict[str, Any]]:
    """The last value of each line beside its end, moved apart where they would overprint."""
    span = axis.high - axis.low
    wanted = [height * (axis.high - line.points[-1][1]) / span for line in lines]
    placed = apart(wanted, FONT + 1, height)
    return [
        {
            "day": chart_axis.days(line.points[-1][0]),
            "value": line.points[-1][1],
            "y": round(y, 1),
            "text": text,
            "colour": colour,
        }
        for line, y, text, colour in zip(lines, placed, texts, colours, strict=True)
    ]


def apart(wanted: Sequence[float], gap: float, high: float) -> list[float]:
    """Places as near as may be to the wanted ones, in their order, a gap apart and between nothing and `high`."""
    order = sorted(range(len(wanted)), key=lambda at: (wanted[at], at))
    placed = list(wanted)
    for before, at in pairwise(order):
        placed[at] = max(placed[at], placed[before] + gap)
    limit = high
    for at in reversed(order):
        placed[at] = min(placed[at], limit)
        limit = placed[at] - gap
    return placed


def _notes(notes: Sequence[Mapping[str, str]], time: Axis, room: float, right: float) -> list[dict[str, Any]]:
    """Events and stretches with their text in the first row above the plot where it is free."""
    placed: list[dict[str, Any]] = []
    ends: list[float] = []  # where each row's last text ends
    for note in sorted(notes, key=lambda note: (note["start"], note["end"], note["text"])):
        days = [chart_axis.days(note["start"]), chart_axis.days(note["end"])]
        x = (days[0] - time.low) / (time.high - time.low) * room
        long = width(note["text"], FONT)
        begin = max(0.0, min(x, room + right - long - 2))
        row = next((at for at, end in enumerate(ends) if begin > end + FONT * 0.5), len(ends))
        ends[row : row + 1] = [begin + long]
        placed.append({"days": days, "x": round(begin, 1), "row": row, "text": note["text"]})
    return placed


def of_bars(bars: Sequence[Bar], *, unit: str, measure: str) -> dict[str, Any]:
    """The scene of a bar chart: each name stands above its bar, so that long names fit a phone."""
    texts = [value_text.text(bar.value, unit, measure=measure) for bar in bars]
    known = [bar.value for bar in bars if bar.value is not None]
    low, high = min([0.0, *known]), max([0.0, *known])
    high = high if high > low else low + 1
    need = ceil(max(width(text, FONT) for text in texts) + 14)
    left, right = (need if low < 0 else 1), (need if high > 0 else 1)
    room = WIDTH - left - right

    def place(value: float) -> float:
        """Where the text of a bar stands: beyond its end, whichever way it points."""
        return round((value - low) / (high - low) * room + (6 if value >= 0 else -6), 1)

    return {
        "kind": "bars",
        "size": [room, ROW * len(bars)],
        "padding": {"left": left, "top": 2, "right": right, "bottom": 2},
        "x": {"domain": [low, high], "ticks": []},
        "bars": [
            {"name": bar.name, "value": bar.value, "text": text, "x": place(bar.value or 0.0), "y": at * ROW}
            | {"colour": _bar_colour(bar, unit, measure)}
            for at, (bar, text) in enumerate(zip(bars, texts, strict=True))
        ],
    }


def _bar_colour(bar: Bar, unit: str, measure: str) -> str:
    if bar.reference:
        return REFERENCE
    if unit != "ratio" or measure in value_text.UNSIGNED:
        return COLOURS[0]
    return "var(--fb-up)" if (bar.value or 0) >= 0 else "var(--fb-down)"
