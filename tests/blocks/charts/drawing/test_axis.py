"""Ticks and labels as a Chinese reader expects them."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.blocks.charts.drawing import axis as chart_axis
from builder.blocks.charts.drawing.font import FONT, width


@pytest.mark.parametrize(
    ("values", "unit", "labels"),
    [
        ([0.83, 4.3], "ratio", ["0%", "100%", "200%", "300%", "400%", "500%"]),
        ([-0.3, -0.01], "ratio", ["-30%", "-25%", "-20%", "-15%", "-10%", "-5%", "0%"]),
        ([0.6947, 1.2135], "nav", ["0.6", "0.8", "1.0", "1.2", "1.4"]),
        ([0.0, 120000.0], "points", ["0", "2万", "4万", "6万", "8万", "10万", "12万"]),
        ([3e8, 1.2e9], "money", ["2亿", "4亿", "6亿", "8亿", "10亿", "12亿"]),
        ([5.0, 5.0], "points", ["4.7", "4.8", "4.9", "5.0", "5.1", "5.2", "5.3"]),
    ],
)
def test_an_axis_has_round_ticks_around_its_values(values: list[float], unit: str, labels: list[str]) -> None:
    assert [label for _, label in chart_axis.values(values, unit).ticks] == labels


@settings(max_examples=60)
@given(
    st.lists(
        st.floats(min_value=-1e12, max_value=1e12, allow_nan=False).map(lambda value: round(value, 4)), min_size=1
    ),
    st.booleans(),
)
def test_every_axis_holds_its_values_in_few_different_labels(values: list[float], zero: bool) -> None:
    axis = chart_axis.values(values, "points", zero=zero)
    assert axis.low <= min(values) and max(values) <= axis.high
    assert not zero or axis.low <= 0 <= axis.high
    labels = [label for _, label in axis.ticks]
    assert 2 <= len(labels) <= 9 and len(set(labels)) == len(labels)


def test_years_stand_alone_and_months_between_them() -> None:
    labels = [label for _, label in chart_axis.dates("2022-11-30", "2024-02-19", 430).ticks]
    assert labels == ["2023年", "4月", "7月", "10月", "2024年"]


def test_a_short_chart_counts_days() -> None:
    labels = [label for _, label in chart_axis.dates("2024-01-10", "2024-02-19", 430).ticks]
    assert labels[0] == "1月10日" and labels[-1] == "2月19日"


@settings(max_examples=60)
@given(st.dates(), st.integers(1, 20000), st.integers(200, 460))
def test_labels_of_a_time_axis_never_touch(first: object, span: int, room: int) -> None:
    from datetime import date, timedelta

    assert isinstance(first, date)
    last = min(date.max - timedelta(days=40), first + timedelta(days=span))
    if last <= first:
        return
    axis = chart_axis.dates(first.isoformat(), last.isoformat(), room)
    scale = room / (axis.high - axis.low)
    edges = [(tick * scale, width(label, FONT) / 2) for tick, label in axis.ticks]
    assert all(at + half < after - more for (at, half), (after, more) in pairwise(edges))
    assert axis.ticks


@settings(max_examples=200)
@given(st.integers(-9999, 9999), st.integers(1, 20000), st.integers(2, 6))
def test_counting_in_floating_point_finds_the_steps_of_exact_counting(low: int, span: int, most: int) -> None:
    first, last = low / 100, (low + span) / 100
    assert chart_axis.round_steps(first, last, most, slack=1e-9) == chart_axis.round_steps(first, last, most)


def test_noise_beyond_a_tick_asks_for_no_further_step() -> None:
    assert chart_axis.round_steps(0.0, 0.1 + 0.2, 3, slack=1e-9) == (0, 3, 0.1)
