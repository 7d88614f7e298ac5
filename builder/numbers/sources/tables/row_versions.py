"""The rows of a history in order, where a day may have several: each later announced one supersedes those before. For sources."""

from __future__ import annotations

import pandas as pd

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
