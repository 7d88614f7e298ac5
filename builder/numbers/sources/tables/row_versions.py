"""The rows of a history in order, where a day may have several, and what rows that are left out paid. For sources.

Of several rows of a day each later announced one supersedes those before.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from builder.numbers.series.carried_payments import PAYMENTS, carried_payments

FLAG = "update_flag"  # of Tushare: 1 for a row that replaces one with 0


def in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows by date, those of one day by `announced`.

    Of rows of one day and one announcement the highest `update_flag` counts. A row that only says again what is known
    is dropped: its values were known when they were first announced.
    """
    if "announced" not in rows:
        rows = rows.drop(columns=FLAG, errors="ignore")
        return rows.sort_values("date", kind="stable")
    known_on = rows["announced"].where(rows["announced"] != "", rows["date"])
    rows = rows.assign(_known_on=known_on).sort_values(["date", "_known_on"], kind="stable")
    if FLAG in rows:
        highest = rows.groupby(["date", "_known_on"])[FLAG].transform("max")
        rows = rows[rows[FLAG].isna() | (rows[FLAG] == highest)].drop(columns=FLAG)
    values = rows.drop(columns=["announced", "_known_on"])
    is_same = (values.eq(values.shift()) | (values.isna() & values.shift().isna())).all(axis=1)
    return rows[~is_same].drop(columns="_known_on")


def with_carried_payments(rows: pd.DataFrame, used: NDArray[np.bool_]) -> pd.DataFrame:
    """The rows, all of them by date, where those that are used have the payments of those that are not."""
    dates = rows["date"].where(rows["date"].ne(""), "1000-01-01")  # a row without date comes first, and moves nothing
    days = dates.to_numpy(dtype="datetime64[D]").astype(np.int32)
    columns = {name: rows[name].to_numpy(np.float64) for name in PAYMENTS if name in rows}
    return rows.assign(**carried_payments(days, columns, used))
