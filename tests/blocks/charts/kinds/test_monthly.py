"""The monthly chart: what a month and a year count from, and what its cells say."""

from __future__ import annotations

import pytest

from builder.blocks.charts.kinds.monthly import monthly, yearly
from builder.blocks.wording import value_text
from tests.blocks.charts.kinds.gallery_chart import GalleryChart


def test_a_month_has_its_return_in_the_drawing_and_the_year_that_of_a_sentence(charts: dict[str, GalleryChart]) -> None:
    chart = charts["monthly"]
    drawn = chart.figure.scene["layers"][2]["rows"][12:]
    table = [value for _, values in chart.figure.rows for value in values[:12] if value is not None]
    assert [row["text"] for row in drawn] == [
        value_text.text(value, "ratio", places=1 if abs(value) < 0.0995 else 0).removeprefix("+").removesuffix("%")
        for value in table
    ]
    assert all(value_text.text(choose(table), "ratio") in chart.figure.takeaway for choose in (min, max))


def test_a_month_counts_from_the_end_of_the_month_before() -> None:
    points = (("2023-11-30", 1.0), ("2023-12-15", 1.3), ("2023-12-29", 1.1), ("2024-01-31", 1.21), ("2024-03-01", 1.0))
    assert {month: round(value, 12) for month, (value, _, _) in monthly(points).items()} == {
        "2023-12": 0.1,
        "2024-01": 0.1,
    }
    assert {year: (start, end) for year, (_, start, end) in yearly(points).items()} == {
        "2024": ("2023-12-29", "2024-03-01")
    }


def test_a_month_or_year_without_a_value_near_both_its_ends_has_no_return() -> None:
    days = (
        "2021-12-31",
        "2022-05-31",
        "2022-06-15",
        "2022-12-30",
        "2023-04-28",
        "2023-05-05",
        "2023-06-30",
        "2023-07-03",
    )
    points = tuple((day, 1.0 + number / 10) for number, day in enumerate(days))
    assert monthly(points) == {"2023-07": (pytest.approx(1.7 / 1.6 - 1), "2023-06-30", "2023-07-03")}
    assert [(start, end) for _, start, end in yearly(points).values()] == [
        ("2021-12-31", "2022-12-30"),
        ("2022-12-30", "2023-07-03"),
    ]
    # Suspended until the year was over.
    assert "2022" not in yearly((*points[:3], *points[4:]))
