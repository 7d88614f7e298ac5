"""Days as numbers, and the days on which windows start."""

from __future__ import annotations

import pytest

from builder.numbers.series.day_numbers import day, iso, months_before, window_base


def test_months_are_clipped_to_their_end() -> None:
    assert iso(months_before(day("2024-03-31"), 1)) == "2024-02-29"
    assert iso(months_before(day("2023-03-31"), 1)) == "2023-02-28"
    assert iso(months_before(day("2024-02-29"), 12)) == "2023-02-28"
    assert iso(months_before(day("2024-01-15"), 3)) == "2023-10-15"
    assert iso(window_base(day("2024-02-20"), "ytd")) == "2023-12-31"


def test_a_window_without_a_fixed_day_or_unknown_has_no_base() -> None:
    for name in ("launch", "7w"):
        with pytest.raises(KeyError):
            window_base(day("2024-02-20"), name)
