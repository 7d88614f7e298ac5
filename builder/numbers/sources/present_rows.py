"""The rows of a history that are present, put before those that a source brings. `history_payments` and `staging` use it.

What an export pays, splits and jumps is judged with the rows before it: a history fetched in pieces is the same as one
fetched whole.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import csv as arrow_csv
from pyarrow import parquet

from builder.numbers.admission.price_rewrite import SAME_SCALE, scale_of
from builder.numbers.series.carried_payments import PAYMENTS
from builder.vocabulary import SETS, DataSet

_TEXTS = ("code", "date", "announced")
_SAME = 1e-12  # of a value: programs write one number with other last digits


class JoinedRows(NamedTuple):
    """The rows that a source brings, and the present ones of other days, by date."""

    rows: pd.DataFrame  # the index holds the line of each row in its source; 0 for one that is present only
    is_new: NDArray[np.bool_]
    is_before: NDArray[np.bool_]  # present only, and older than all that is new
    is_same: NDArray[np.bool_]  # new, and with the present value of its day and of the row before

    @property
    def stays(self) -> NDArray[np.bool_]:
        """The rows that are staged: the audit decides on present ones between the new."""
        return self.is_new | self.is_before


def read_present(present: Path, set_name: str, codes: Collection[str] | None) -> dict[str, pd.DataFrame]:
    """The present rows of these codes, or of all of a long table, by date: text in `date` and `announced`, else numbers.

    What is wrong with a present file, a build says: then it has no rows here.
    """
    histories = {}
    for code, own_rows in _tables(present, set_name, codes):
        rows = own_rows
        known_on = (
            rows["announced"].where(rows["announced"] != "", rows["date"]) if "announced" in rows else rows["date"]
        )
        if not (rows["date"].is_monotonic_increasing and known_on.is_monotonic_increasing):
            rows = rows.iloc[np.lexsort((known_on.to_numpy(str), rows["date"].to_numpy(str)))]
        histories[code] = rows.set_axis([0] * len(rows))
    return histories


def _tables(present: Path, set_name: str, codes: Collection[str] | None) -> Iterator[tuple[str, pd.DataFrame]]:
    """Each code with its rows as they are in the files of a set."""
    types = {**dict.fromkeys(_TEXTS, pa.string()), **dict.fromkeys((*SETS[set_name].known, "change"), pa.float64())}
    for path in (*(present / set_name / f"{code}.csv" for code in codes or ()), present / f"{set_name}.csv"):
        try:
            table = _read_csv(path, types).to_pandas()
        except (OSError, pa.ArrowException):
            continue
        if "date" in table and len(table):
            yield from _by_code(table, codes) if path.stem == set_name else iter([(path.stem, table)])
    if (path := present / f"{set_name}.parquet").is_file():
        filters = None if codes is None else [("code", "in", sorted(codes))]
        try:
            table = parquet.read_table(path, filters=filters)
            table = table.select([name for name in table.column_names if name in types])
            table = table.cast(pa.schema([(name, types[name]) for name in table.column_names]))
        except (OSError, pa.ArrowException):
            return
        frame = table.to_pandas()
        texts = {name: frame[name].fillna("").str[:10] for name in ("date", "announced") if name in frame}
        yield from _by_code(frame.assign(**texts), codes)


def _read_csv(path: Path, types: Mapping[str, pa.DataType]) -> pa.Table:
    """The columns of these names; a blank number is none. Raises OSError or ArrowException where they cannot be read."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        header = next(csv.reader(file), [])
    wanted = [name for name in header if name in types]
    options = arrow_csv.ConvertOptions(column_types=types, include_columns=wanted, null_values=[""])
    return arrow_csv.read_csv(path, convert_options=options)


def _by_code(table: pd.DataFrame, codes: Collection[str] | None) -> Iterator[tuple[str, pd.DataFrame]]:
    if "code" in table:
        yield from (
            (str(code), rows.drop(columns="code"))
            for code, rows in table.groupby("code", sort=False)
            if codes is None or str(code) in codes
        )


def join(rows: pd.DataFrame, present: pd.DataFrame | None, data_set: DataSet) -> JoinedRows:
    """The rows of a source, by date, with the present ones of other days, and with the payments of the present ones where the
    source has no column of them.

    Present rows are left out where they are of another kind, or adjusted on a scale that nothing tells.
    """
    nothing = np.zeros(len(rows), dtype=np.bool_)
    alone = JoinedRows(rows, ~nothing, nothing, nothing)
    if present is None or rows.empty or _values(rows, data_set) != _values(present, data_set):
        return alone
    if data_set.kind == "stock":
        scaled = _on_present_scale(rows, present)
        if scaled is None:
            return alone
        rows = scaled
    other = present[~present["date"].isin(rows["date"])]
    lost = [name for name in present if name not in rows and name not in (*PAYMENTS, "change")]
    earlier = present.drop_duplicates("date", keep="last").set_index("date")
    filled = {
        name: rows["date"].map(earlier[name]).astype(np.float64)
        for name in PAYMENTS
        if name in data_set.optional and name in present and name not in rows
    }
    joined = pd.concat([other.drop(columns=lost), rows.assign(**filled)])
    is_new = np.arange(len(joined)) >= len(other)
    order = np.argsort(joined["date"].to_numpy(dtype=str), kind="stable")
    joined, is_new = joined.iloc[order], is_new[order]
    value = _values(rows, data_set)[0]
    known = joined["date"].map(earlier[value]).to_numpy(np.float64)
    is_same = np.isclose(joined[value].to_numpy(np.float64), known, rtol=_SAME, atol=0)
    is_same[1:] &= is_same[:-1].copy()
    if "change" in joined and "change" in present:
        # A growth that the source leaves out is the present one, of the same two values.
        stays = joined["change"].isna() & is_same
        joined = joined.assign(change=joined["change"].where(~stays, joined["date"].map(earlier["change"])))
    if "announced" in joined:
        joined = joined.assign(announced=joined["announced"].fillna(""))
    is_before = ~is_new & (joined["date"] < rows["date"].min()).to_numpy()
    return JoinedRows(joined, is_new, is_before, is_same & is_new)


def _values(rows: pd.DataFrame, data_set: DataSet) -> list[str]:
    """Which of the set's values these rows have."""
    return [name for name in data_set.values if name in rows and rows[name].notna().any()]


def _on_present_scale(rows: pd.DataFrame, present: pd.DataFrame) -> pd.DataFrame | None:
    """A stock's rows with adjusted closes on the present scale; None where the days that both have show none, or where closes
    are rewritten."""
    common = rows.merge(present, on="date", suffixes=("", "_present"))
    if "close" in rows and not np.allclose(common["close"], common["close_present"], rtol=SAME_SCALE, atol=0):
        return None
    if "adjusted" not in rows:
        return rows
    new, is_there = (common[name].to_numpy(np.float64) for name in ("adjusted", "adjusted_present"))
    scale = scale_of(new, is_there)
    if scale is None:
        return None
    current = rows["date"].map(present.drop_duplicates("date", keep="last").set_index("date")["adjusted"])
    scaled = (rows["adjusted"] * scale).round(6) if scale != 1.0 else rows["adjusted"]
    return rows.assign(adjusted=current.where((scaled / current - 1).abs() < SAME_SCALE, scaled))
