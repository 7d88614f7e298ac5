"""A value that is kept out is told with what stands above and below it."""

from __future__ import annotations

from pathlib import Path

from tests.numbers.new_data import audit

FILE = "nav/990002.csv"


def test_a_value_that_cannot_be_is_told_with_its_neighbours(tmp_path: Path) -> None:
    rows = "2024-01-10,1.2789\n2024-01-11,-1.2\n2024-01-12,1.2423\n"
    (row,) = audit(tmp_path, {FILE: "date,nav\n" + rows}).quarantined
    assert row.reason == "nav is -1.2, but must be above 0 (above 1.2789 (2024-01-10), below 1.2423 (2024-01-12))"


def test_a_first_row_has_none_above(tmp_path: Path) -> None:
    rows = "2024-01-10,x\n2024-01-11,1.2\n2024-01-12,1.2423\n"
    (row,) = audit(tmp_path, {FILE: "date,nav\n" + rows}).quarantined
    assert row.reason.endswith("not a number (below 1.2 (2024-01-11))")
