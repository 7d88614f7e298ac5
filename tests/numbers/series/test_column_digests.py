"""Digests of a history's columns: every cell counts from its row on, whatever the steps."""

from __future__ import annotations

import numpy as np
import pytest

from tests.numbers.series.history_rows import alone, rows_of


@pytest.mark.parametrize(("name", "value"), [("nav", 1.25), ("accumulated", 9.0), ("dividend", 0.3), ("split", 3.0)])
def test_every_cell_counts_in_the_digest_from_its_row_on(name: str, value: float) -> None:
    rows = rows_of(np.random.default_rng(5))
    other = {**rows, name: rows[name].copy()}
    other[name][10] = value
    one, two = alone(rows, 0, ()), alone(other, 0, ())
    assert one.scope_digest(10) == two.scope_digest(10)
    assert one.scope_digest(11) != two.scope_digest(11)
    assert one.scope_digest(20) != two.scope_digest(20)


def test_a_digest_does_not_tell_in_how_many_steps_it_was_made() -> None:
    rows = rows_of(np.random.default_rng(6))
    stepwise, at_once = alone(rows, 0, ()), alone(rows, 0, ())
    for cut in range(0, 40):
        stepwise.scope_digest(cut)
    assert stepwise.scope_digest(40) == at_once.scope_digest(40)
