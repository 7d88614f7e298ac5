"""The rows of a history in order, where a day may have several: each later announced one supersedes those before. For sources."""

from __future__ import annotations

import pandas as pd

FLAGS = ("update_flag",)  # columns of a source that rank its rows: Tushare's is 1 for a row that replaces one with 0


def in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows by date, those of one day by `announced`.

    Of rows of one day and one announcement the highest `update_flag` counts. A row that only says again, on a later day,
    what is known is dropped: its values were known when they were first announced.
    """
    if "announced" not in rows:
        rows = rows.drop(columns=list(FLAGS), errors="ignore")
        return rows.sort_values("date", kind="stable")
    known_on = rows["announced"].where(rows["announced"] != "", rows["date"])
    rows = rows.assign(_known_on=known_on).sort_values(["date", "_known_on"], kind="stable")
    if FLAGS[0] in rows:
        highest = rows.groupby(["date", "_known_on"])[FLAGS[0]].transform("max")
        rows = rows[rows[FLAGS[0]].isna() | (rows[FLAGS[0]] == highest)].drop(columns=FLAGS[0])
    values = rows.drop(columns=["announced", "_known_on"])
    is_same = (values.eq(values.shift()) | (values.isna() & values.shift().isna())).all(axis=1)
    is_later = rows["_known_on"].ne(rows["_known_on"].shift())
    return rows[~(is_same & is_later)].drop(columns="_known_on")
