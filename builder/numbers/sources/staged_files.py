"""Our data files of what a source brought, as they are staged for the audit. `staging` writes with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from builder.numbers.admission.row_check import AuditNote, QuarantinedRow
from builder.numbers.series.accumulated_dividends import dividends_in
from builder.numbers.sources.history_payments import CheckedHistory
from builder.numbers.sources.source import Source, Table
from builder.problem import Failed, Problem
from builder.safe_path import UnsafePathError, path_below


@dataclass(frozen=True, kw_only=True)
class StagedSource:
    """What one source brought, written and ready for the audit."""

    set: str
    files: Sequence[str]  # new files, from the data folder, e.g. "nav/012733.csv"
    seals: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # URL -> the seal for its next request
    refused: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)  # code -> why its history is not here
    quarantined: tuple[QuarantinedRow, ...] = ()
    notes: tuple[AuditNote, ...] = ()
    # File -> its source, and each row's line there.
    origins: Mapping[str, tuple[str, Sequence[int]]] = field(default_factory=dict)


def write_histories(
    source: Source,
    checked: Mapping[str, CheckedHistory],
    table_by_code: Mapping[str, Table],
    folder: Path,
    present: Path,
    refused: Collection[str],
) -> StagedSource:
    """Write each history into a file of its own, or all into one long table where the present set is one.

    In a long table, `refused` codes keep their present rows.
    """
    histories = {code: history.rows for code, history in checked.items()}
    set_name = source.set
    table_names = (f"{set_name}.parquet", f"{set_name}.csv")
    long_table = next((name for name in table_names if (present / name).is_file()), "")
    if long_table and histories:
        _write_long_table({**histories, **_present_histories(present / long_table, refused)}, folder / long_table)
        return StagedSource(set=set_name, files=[long_table])
    (folder / set_name).mkdir(parents=True, exist_ok=True)
    for code, rows in histories.items():
        rows.to_csv(file_to_write(folder, f"{set_name}/{code}.csv", source), index=False, lineterminator="\n")
    origins = {
        f"{set_name}/{code}.csv": (table_by_code[code].place, [int(line) for line in rows.index])
        for code, rows in histories.items()
        if table_by_code[code].first
    }
    return StagedSource(set=set_name, files=[f"{set_name}/{code}.csv" for code in histories], origins=origins)


def _present_histories(path: Path, codes: Collection[str]) -> dict[str, pd.DataFrame]:
    """The rows of these codes in the present long table, without the code."""
    if not codes:
        return {}
    table = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path, dtype=str, keep_default_na=False)
    return {str(code): rows.drop(columns="code") for code, rows in table.groupby("code", sort=False) if code in codes}


def _write_long_table(histories: Mapping[str, pd.DataFrame], path: Path) -> None:
    """One table of all histories. Where one of them has dividends, those of the others are told as well: a build reads none
    off an accumulated NAV beside a column of dividends."""
    if any("dividend" in rows for rows in histories.values()):
        histories = {code: _with_dividends(rows) for code, rows in histories.items()}
    table = pd.concat([rows.assign(code=code) for code, rows in histories.items()], ignore_index=True)
    if path.suffix == ".csv":
        table.to_csv(path, index=False, lineterminator="\n")
        return
    for column in ("date", "announced"):
        if column in table:
            table[column] = pd.to_datetime(table[column], format="%Y-%m-%d", errors="coerce").dt.date
    table.to_parquet(path, engine="pyarrow", index=False)


def _with_dividends(rows: pd.DataFrame) -> pd.DataFrame:
    if "dividend" in rows or not {"accumulated", "nav"} <= {*rows}:
        return rows
    numbers = {
        name: pd.to_numeric(rows[name], errors="coerce") for name in ("accumulated", "nav", "split") if name in rows
    }
    accumulated, nav = (numbers[name].to_numpy(np.float64) for name in ("accumulated", "nav"))
    if np.isnan(nav).any():
        return rows
    split = numbers["split"].fillna(1.0).to_numpy(np.float64) if "split" in numbers else None
    paid = dividends_in(accumulated, nav, split)
    return rows.assign(dividend=np.where(paid > 0, paid, np.nan))


def file_to_write(folder: Path, path: str, source: Source) -> Path:
    """The file to write, e.g. "nav/012733.csv". Raises Failed where a code would lead to another folder."""
    try:
        target = path_below(folder, path)
    except UnsafePathError as error:
        reason = str(error)
    else:
        if path.count("/") == 1 and not target.name.startswith("."):
            return target
        reason = "is not the name of a file"
    hint = "codes are Latin letters and digits, e.g. 012733 or SSE"
    raise Failed([source.problem("codes", f"{path[:200]} {reason}", hint, id_="unsafe-path")])
