"""What a chart does to histories before it draws them."""

from datetime import date, timedelta
from operator import itemgetter

import pytest

from builder.blocks.charts.history_lines import ChartLine, columns, drawdown, month_ends, rebased, segments, table


def days(count: int, start: str = "2023-01-02") -> list[str]:
    first = date.fromisoformat(start)
    return [(first + timedelta(days=number)).isoformat() for number in range(count)]


def test_a_comparison_starts_at_100_on_the_day_the_last_one_starts() -> None:
    early = (("2023-01-02", 50.0), ("2023-01-03", 80.0), ("2023-01-04", 120.0))
    late = (("2023-01-03", 2.0), ("2023-01-05", 3.0))
    assert rebased([early, late], percent=False) == [
        (("2023-01-03", 100.0), ("2023-01-04", 150.0)),
        (("2023-01-03", 100.0), ("2023-01-05", 150.0)),
    ]


def test_a_comparison_starts_from_the_last_value_on_or_before_its_first_day_as_a_return_does() -> None:
    index = (("2022-12-30", 200.0), ("2023-01-03", 220.0))
    fund = (("2022-12-31", 1.0), ("2023-01-03", 1.2))
    first, second = rebased([index, fund], percent=True)
    assert first == (("2022-12-30", 0.0), ("2023-01-03", pytest.approx(0.1)))
    assert second == (("2022-12-31", 0.0), ("2023-01-03", pytest.approx(0.2)))


def test_nothing_is_filled_in_where_one_of_two_did_not_trade() -> None:
    lines = [
        ChartLine(name="a", points=(("2023-01-02", 1.0), ("2023-01-04", 3.0))),
        ChartLine(name="b", points=(("2023-01-03", 2.0),)),
    ]
    assert table(lines) == (("2023-01-02", (1.0, None)), ("2023-01-03", (None, 2.0)), ("2023-01-04", (3.0, None)))


def test_a_drawdown_is_measured_from_the_highest_value_so_far() -> None:
    points = (("2023-01-02", 1.0), ("2023-01-03", 2.0), ("2023-01-04", 1.5), ("2023-01-05", 3.0))
    assert [value for _, value in drawdown(points)] == [0.0, 0.0, -0.25, 0.0]


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


def test_a_long_table_shows_month_ends_on_which_every_line_has_a_value() -> None:
    rows = tuple((day, (1.0, None if day.endswith("-31") else 2.0)) for day in days(90, "2023-01-05"))
    assert [day for day, _ in month_ends(rows)] == [
        "2023-01-05",
        "2023-01-30",
        "2023-02-28",
        "2023-03-30",
        "2023-04-04",
    ]
    assert month_ends(rows[:40]) == rows[:40]
