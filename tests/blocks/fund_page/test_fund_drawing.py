"""The two drawings of a fund's year: the axes of all charts, nothing lost that stands out."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import accumulate

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from builder.blocks.charts.drawing import axis
from builder.blocks.fund_page import fund_drawing
from builder.blocks.fund_page.fund_drawing import LEFT, LOW, ROOM, TALL, TOP

FIRST = date(2023, 1, 2)


def drawings(values: list[float]) -> list[str]:
    points = [(str(FIRST + timedelta(days=number)), value) for number, value in enumerate(values)]
    return fund_drawing.drawings(fund_drawing.year(points, ()), ("甲", "乙"), ("一", "二"))


@settings(max_examples=60)
@given(st.lists(st.integers(5_000, 20_000).map(lambda value: value / 10_000), min_size=2, max_size=300))
def test_the_scale_is_the_one_of_all_charts(values: list[float]) -> None:
    assume(min(values) < max(values))
    changes = [0.0, *(value / values[0] - 1 for value in values)]
    falls = [0.0, *(value / top - 1 for value, top in zip(values, accumulate(values, max), strict=True))]
    for drawing, drawn, most in zip(drawings(values), (changes, falls), (6, 3), strict=True):
        labels = [float(label) for label in re.findall(r'text-anchor="end">([^<]*)%<', drawing)]
        low, high = min(drawn), max(drawn)
        # Noise of the division may ask for a step more where a value lies on a tick.
        rounded = (round(low, 9), round(high, 9) if high > low else 0.01)
        expected = axis.values(rounded, "ratio", zero=True, most=most)
        assert (labels[0], labels[-1]) == pytest.approx((expected.low * 100, expected.high * 100))


def test_the_marks_of_the_axes_stand_where_all_charts_have_them() -> None:
    for drawing, height in zip(drawings([1.0, 1.2, 0.9]), (TALL, LOW), strict=True):
        lines = [float(y) for y in re.findall(rf'<path d="M{LEFT},(\d+)h{ROOM}"', drawing)]
        assert (max(lines), min(lines)) == (TOP + height, TOP)
        ticks = re.findall(r'<path d="M(\d+),(\d+)v4"', drawing)
        assert ticks and {int(y) for _, y in ticks} == {TOP + height}


def test_two_texts_that_would_overprint_stand_a_line_apart() -> None:
    assert fund_drawing._apart([50.0, 90.0], TALL) == [50.0, 90.0]
    first, second = fund_drawing._apart([52.0, 50.0], TALL)
    assert first - second == 17.0
    assert min(fund_drawing._apart([TOP, TOP + 1.0], TALL)) >= TOP


@pytest.mark.parametrize("value", [1.0, 1.2345, 0.158, 0.9419])
def test_a_fund_that_never_moves_has_a_scale_without_noise(value: float) -> None:
    year = fund_drawing.year([(f"2024-01-{day:02}", value) for day in range(2, 9)], ())
    upper, lower = fund_drawing.drawings(year, ("a", "b"), ("c", "d"))
    assert ">0%</text>" in upper and not re.search(r"\de-\d", upper + lower)
