"""Arrow columns become series; a table with any wrong cell is refused as a whole."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from builder.numbers.files.arrow_series import series_by_code, sorted_series
from builder.numbers.series.series import Series
from builder.vocabulary import SETS

COLUMNS: dict[str, Any] = {
    "code": ["990002", "990001", "990001"],
    "date": pa.array([19_002, 19_001, 19_000], pa.int32()).cast(pa.date32()),
    "nav": [2.0, 1.1, 1.0],
    "dividend": pa.array([None, 0.1, None], pa.float64()),
}


def series(**changed: Any) -> dict[str, Series] | None:
    table = pa.table({**COLUMNS, **changed})
    return series_by_code(table.__getitem__, table.num_rows, table.column_names, SETS["nav"])


def test_the_rows_of_each_code_are_sorted_by_date() -> None:
    histories = series()
    assert histories is not None
    assert {code: history.days.tolist() for code, history in histories.items()} == {
        "990002": [19_002],
        "990001": [19_000, 19_001],
    }
    assert histories["990001"].raw.tolist() == [1.0, 1.1]


@pytest.mark.parametrize(
    "changed",
    [
        {"code": ["990002", "990001", None]},
        {"code": ["990002", "990001", " 990001"]},
        {"nav": [2.0, 1.1, 0.0]},
        {"nav": [2.0, float("inf"), 1.0]},
        {"nav": pa.array([2.0, None, 1.0])},
        {"dividend": [0.0, -0.1, 0.0]},
        {"date": pa.array([19_002, 19_000, 19_000], pa.int32()).cast(pa.date32())},
    ],
    ids=["no code", "code with a blank", "zero", "infinite", "no value", "negative dividend", "date twice"],
)
def test_a_table_with_a_wrong_cell_is_refused(changed: dict[str, Any]) -> None:
    assert series(**changed) is None


def test_a_series_of_rows_in_any_order_is_sorted_and_a_date_twice_is_refused() -> None:
    days, navs = np.array([19_001, 19_000], dtype=np.int32), np.array([1.1, 1.0])
    history = sorted_series(days, {"nav": navs})
    assert history is not None
    assert (history.days.tolist(), history.raw.tolist()) == ([19_000, 19_001], [1.0, 1.1])
    assert sorted_series(np.array([19_000, 19_000], dtype=np.int32), {"nav": navs}) is None
