"""Rows in any order: a date that comes twice in one history is seen."""

from __future__ import annotations

import numpy as np
import pytest

from builder.numbers.files import arrow_series
from builder.vocabulary import SETS
from tests.numbers.series.history_rows import LAYOUTS, NAMES, rows_of, table_of


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_date_that_stands_twice_is_seen_in_any_order(layout: str) -> None:
    chance = np.random.default_rng(7)
    rows = rows_of(chance)
    moved = LAYOUTS[layout](rows, chance)
    twice = {name: column[np.append(moved, 100)] for name, column in rows.items()}
    assert arrow_series.series_by_code(table_of(twice).__getitem__, len(twice["code"]), NAMES, SETS["nav"]) is None
