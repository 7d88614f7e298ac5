"""Where lines, notes and labels go in a plot over time, and which points of a line are drawn."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from operator import itemgetter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.blocks.charts.drawing.scene import WIDTH
from builder.blocks.charts.drawing.time_plot import ChartLine, apart, columns, lines_scene, segments, styles
from builder.slot_params.charts import ChartNote

WEEK = tuple((f"2024-01-0{day}", float(day)) for day in range(1, 8))


@settings(max_examples=60)
@given(st.lists(st.floats(0, 240), min_size=1, max_size=7))
def test_end_labels_never_overprint_and_stay_in_their_order(wanted: list[float]) -> None:
    placed = apart(wanted, 17, 240)
    order = sorted(range(len(wanted)), key=lambda at: (wanted[at], at))
    assert all(placed[after] - placed[at] >= 17 - 1e-9 for at, after in pairwise(order))
    assert max(placed) <= 240 + 1e-9 and min(placed) >= -1e-9


def test_lines_differ_by_dashes_as_well_as_by_colour_and_a_benchmark_is_dotted_grey() -> None:
    lines = [ChartLine(name=str(at), points=WEEK, reference=at == 5) for at in range(6)]
    looks = styles(lines)
    assert len({tuple(dash) for _, dash in looks}) == len({colour for colour, _ in looks}) == 6
    assert looks[5] == ("var(--c6)", (2, 3))


def test_notes_close_to_each_other_stand_in_rows_of_their_own() -> None:
    notes = [ChartNote(start=day, end=day, text="示例事件") for day in ("2024-01-03", "2024-01-03", "2024-01-07")]
    scene = lines_scene([ChartLine(name="甲", points=WEEK)], unit="points", notes=notes)
    words = next(
        layer["rows"] for layer in scene["layers"] if layer["mark"] == "text" and layer["look"] == {"align": "left"}
    )
    assert [row["text"] for row in words] == ["示例事件"] * 3
    assert words[0]["y"] == words[2]["y"] < words[1]["y"]
    room = scene["size"][0] + scene["padding"]["right"]
    assert all(row["x"] >= 0 and row["x"] + 4 * 16 <= room for row in words)


def test_a_drawing_is_as_wide_as_a_column() -> None:
    scene = lines_scene([ChartLine(name="甲", points=WEEK)], unit="points")
    assert scene["size"][0] + scene["padding"]["left"] + scene["padding"]["right"] == WIDTH


def days(count: int, start: str = "2023-01-02") -> list[str]:
    first = date.fromisoformat(start)
    return [(first + timedelta(days=number)).isoformat() for number in range(count)]


def test_a_line_is_broken_where_data_are_missing_for_longer_than_a_holiday() -> None:
    holiday = (("2024-02-08", 1.0), ("2024-02-19", 1.1))
    suspension = (*holiday, ("2024-04-01", 0.9))
    assert len(segments(holiday, 300)) == 1
    assert segments(suspension, 300) == [holiday, (("2024-04-01", 0.9),)]


def test_a_long_line_keeps_its_ends_and_extremes_and_fits_the_width() -> None:
    values = [float(number * 7919 % 1000) for number in range(4000)]
    values[1234], values[2345] = 5000.0, -5000.0
    points = tuple(zip(days(4000), values, strict=True))
    (kept,) = segments(points, 260)
    assert len(kept) <= 2 * 261 + 2
    assert kept[0] == points[0] and kept[-1] == points[-1]
    assert {points[1234], points[2345]} <= set(kept) <= set(points)
    assert list(kept) == sorted(kept)


@pytest.mark.parametrize(("lines", "most"), [(1, 1.0), (3, 1.0), (4, 0.67), (8, 0.67)])
def test_of_many_lines_each_is_drawn_coarser_and_keeps_its_ends_and_extremes(lines: int, most: float) -> None:
    points = tuple(zip(days(2500), [float(number * 7919 % 1000) for number in range(2500)], strict=True))
    (kept,) = segments(points, columns(430.0, lines))
    alone = columns(430.0, 1)
    assert alone == 258
    assert len(kept) <= 2 * (alone * most + 1) + 2
    assert {points[0], points[-1], min(points, key=itemgetter(1)), max(points, key=itemgetter(1))} <= set(kept)


def test_a_line_that_the_width_can_show_is_drawn_as_it_is() -> None:
    points = tuple((day, 1.0) for day in days(400))
    assert segments(points, columns(430.0, 3)) == [points]


def test_thinning_does_not_break_a_line() -> None:
    points = tuple((day, 1.0) for day in days(9000))
    assert len(segments(points, 260)) == 1
