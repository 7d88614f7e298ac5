"""A card's small line shows the last year of a history, thinned, and nothing where there is no line to draw."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from builder.blocks.wording import sparkline


def days(count: int, *, slope: float = 0.001) -> list[tuple[str, float]]:
    return [((date(2022, 1, 1) + timedelta(day)).isoformat(), 1 + slope * day) for day in range(count)]


def test_the_line_is_of_the_last_year() -> None:
    shown = sparkline.last_year(days(1000))
    assert (shown[0][0], shown[-1][0]) == ("2023-09-26", "2024-09-26")


def test_a_leap_day_has_a_year_before_it() -> None:
    assert sparkline.last_year([("2023-02-27", 1.0), ("2023-02-28", 1.0), ("2024-02-29", 1.0)])[0][0] == "2023-02-28"


def test_many_points_become_few_with_both_ends() -> None:
    points = days(366)
    shown = sparkline.thinned(points)
    assert len(shown) == sparkline.MOST
    assert (shown[0], shown[-1]) == (points[0], points[-1])


@pytest.mark.parametrize(("slope", "where"), [(0.001, "up"), (-0.001, "down"), (0.0, "flat")])
def test_the_line_says_where_it_goes_and_stays_in_its_box(slope: float, where: str) -> None:
    line = sparkline.line(days(300, slope=slope))
    assert f'class="spark {where}"' in line
    pairs = line.split('points="')[1].split('"')[0].split(" ")
    heights = [float(pair.split(",")[1]) for pair in pairs]
    assert all(sparkline.MARGIN <= height <= sparkline.HEIGHT - sparkline.MARGIN for height in heights)
    assert pairs[-1].startswith(f"{sparkline.WIDTH}.0,")


@pytest.mark.parametrize("count", [0, 1])
def test_no_line_is_drawn_through_fewer_than_two_points(count: int) -> None:
    assert sparkline.line(days(count)) == ""
