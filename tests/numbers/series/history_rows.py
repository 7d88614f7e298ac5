"""Histories with payments, splits and blank cells, as a long table in any order, and each by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from builder.numbers.files import arrow_series
from builder.numbers.series.series import Series
from builder.vocabulary import SETS

NAMES = ["code", "date", "nav", "accumulated", "dividend", "split", "announced"]
FUNDS, DAYS = 30, 60
Rows = dict[str, NDArray[Any]]


def rows_of(chance: np.random.Generator) -> Rows:
    """Histories of different lengths, fund below fund: a third pays, one splits, some accumulated cells are blank."""
    counts = chance.integers(40, DAYS, FUNDS)
    fund = np.repeat(np.arange(FUNDS), counts)
    day = np.concatenate([np.sort(chance.choice(400, count, replace=False)) for count in counts]) + 19_000
    nav = chance.uniform(0.5, 2, len(fund)).round(4)
    accumulated = np.where(fund % 2 == 0, nav, nav + chance.uniform(0, 0.2, len(fund)).round(4))
    accumulated[chance.random(len(fund)) < 0.05] = np.nan
    dividend = np.where((fund % 3 == 0) & (chance.random(len(fund)) < 0.1), 0.05, np.nan)
    split = np.where((fund == 5) & (chance.random(len(fund)) < 0.05), 2.0, np.nan)
    announced = np.where(chance.random(len(fund)) < 0.1, day + 2.0, np.nan)
    return {"code": fund, "date": day, "nav": nav, "accumulated": accumulated, "dividend": dividend, "split": split,
            "announced": announced}  # fmt: skip


def table_of(rows: Rows, chunk: int = 37) -> pa.Table:
    codes = [f"{990_000 + fund}" for fund in rows["code"].tolist()]
    columns: dict[str, Any] = {
        "code": pa.array(codes),
        "date": pa.array(rows["date"].astype(np.int32)).cast(pa.date32()),
    }
    for name in NAMES[2:]:
        values = pa.array(rows[name], mask=np.isnan(rows[name]))
        columns[name] = values.cast(pa.int32()).cast(pa.date32()) if name == "announced" else values
    whole = pa.table(columns)
    return pa.concat_tables([whole.slice(at, chunk) for at in range(0, len(whole), chunk)])


def read(table: pa.Table, without: tuple[str, ...] = ()) -> dict[str, Series]:
    names = [name for name in NAMES if name not in without]
    found = arrow_series.series_by_code(table.__getitem__, table.num_rows, names, SETS["nav"])
    assert found is not None
    return found


def alone(rows: Rows, fund: int, without: tuple[str, ...]) -> Series:
    own = {name: column[rows["code"] == fund] for name, column in rows.items()}
    order = np.argsort(own["date"])
    extra = {name: own[name][order] for name in NAMES[3:] if name not in without}
    return Series(own["date"][order].astype(np.int32), own["nav"][order], extra)


def appended(rows: Rows, days: int) -> NDArray[Any]:
    """All rows but each fund's last few, then those, day after day: as days that were appended."""
    last = np.concatenate([np.flatnonzero(rows["code"] == fund)[-days:] for fund in range(FUNDS)]).reshape(FUNDS, days)
    rest = np.setdiff1d(np.arange(len(rows["code"])), last)
    return np.concatenate((rest, *last.T))


LAYOUTS: dict[str, Callable[[Rows, np.random.Generator], NDArray[Any]]] = {
    "fund below fund": lambda rows, chance: np.arange(len(rows["code"])),
    "funds in another order": lambda rows, chance: np.argsort(-rows["code"], kind="stable"),
    "a day appended": lambda rows, chance: appended(rows, 1),
    "a few days appended": lambda rows, chance: appended(rows, 5),
    "day after day": lambda rows, chance: np.lexsort((rows["code"], rows["date"])),
    "newest first": lambda rows, chance: np.lexsort((-rows["date"], rows["code"])),
    "shuffled": lambda rows, chance: chance.permutation(len(rows["code"])),
    # Stretches of one fund that overlap in time: putting them one behind the other is not enough.
    "every other row behind": lambda rows, chance: np.argsort(np.arange(len(rows["code"])) % 2, kind="stable"),
}
