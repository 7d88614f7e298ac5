"""Adds to a fetched history the splits that its owner declares and the dividends that its growth shows. `staging` uses it.

A history in which something was split that nobody declared, or whose columns contradict each other, is refused.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from builder.number_format import spelled
from builder.numbers.admission.row_check import AuditNote, QuarantinedRow
from builder.numbers.files.catalogue_csv import CatalogueRow
from builder.numbers.files.trading_calendar import TradingCalendar
from builder.numbers.series import money_fund
from builder.numbers.series.day_numbers import day
from builder.numbers.series.series_stack import SeriesStack
from builder.numbers.series.split_ratio import declaration
from builder.numbers.sources.payment_evidence import EvidenceFault, read_evidence
from builder.numbers.sources.source import Source, Table
from builder.problem import Problem
from builder.vocabulary import SETS

Splits = Mapping[str, float]  # day -> into how many units one unit became


class PresentSplit(NamedTuple):
    """A split in a present file: its ratio, and the day of the row before it, after which a row may have been kept out."""

    ratio: float
    after: str  # "" where it is in the first row


@dataclass(frozen=True, kw_only=True)
class CheckedHistory:
    """A history with all its payments, and what is wrong with it."""

    rows: pd.DataFrame  # the index holds the line of each row
    problems: tuple[Problem, ...] = ()  # why it is refused
    kept_out: tuple[QuarantinedRow, ...] = ()
    notes: tuple[AuditNote, ...] = ()


def check_history(
    code: str,
    rows: pd.DataFrame,
    source: Source,
    table: Table,
    present_splits: Mapping[str, PresentSplit],
    fund: CatalogueRow | None,
    calendar: TradingCalendar,
) -> CheckedHistory:
    """A history, sorted by date, with its payments. `calendar` has the trading days of its set.

    The splits that sources.yml declares come first, then those that the source tells, then those of the present file. One
    that the source tells of a row between is not also that of the present row behind: the audit put it there.
    """
    data_set = SETS[source.set]
    if fault := money_fund_fault(rows, source, table, fund):
        return CheckedHistory(rows=rows, problems=(fault,))
    declared = source.splits.get(code, {})
    if missing := sorted(declared.keys() - set(rows["date"])):
        message = f"{code} has no row on {', '.join(missing)}, so that there is no split"
        return CheckedHistory(rows=rows, problems=(source.problem("splits", message),))
    if "split" in data_set.optional:
        rows = _with_splits(rows, declared, over=True)
        split_days = set(rows["date"][rows["split"].notna() & (rows["split"] != 1)]) if "split" in rows else set[str]()
        earlier = {
            date: split.ratio
            for date, split in present_splits.items()
            if not any(split.after < split_day < date for split_day in split_days)
        }
        rows = _with_splits(rows, earlier, over=False)
    if data_set.kind != "fund" or "nav" not in rows:
        return CheckedHistory(rows=rows.drop(columns="change", errors="ignore"))
    evidence = read_evidence(rows, calendar)
    serious = [fault for fault in evidence.faults if fault.kind != "mistyped"]
    problems = tuple(_problem(code, rows, fault, serious, source, table) for fault in serious)
    mistyped = [fault for fault in evidence.faults if fault.kind == "mistyped"]
    kept_out = tuple(_kept_out(code, rows, fault, source, table) for fault in mistyped)
    notes = [AuditNote(id="read-off", file=f"{source.set}/{code}.csv", series=f"fund:{code}", message=evidence.note)]
    checked = rows.drop(columns="change", errors="ignore")
    for name, values in (("dividend", evidence.dividend), ("split", evidence.split)):
        if values is not None:
            # What a day paid is also true of the row that was announced first for it.
            checked = checked.assign(**{name: values})
            checked[name] = checked.groupby("date")[name].bfill()
    optional = [name for name in data_set.optional if name in checked]
    checked = checked[["date", data_set.value, *optional]]
    checked = checked.iloc[np.setdiff1d(np.arange(len(rows)), [fault.row for fault in mistyped])]
    return CheckedHistory(
        rows=checked, problems=problems, kept_out=kept_out, notes=tuple(notes) if evidence.note else ()
    )


def money_fund_fault(rows: pd.DataFrame, source: Source, table: Table, fund: CatalogueRow | None) -> Problem | None:
    """What is wrong with a fund's rows as far as money-market funds are concerned. `fund` is its row of the catalogue."""
    data_set = SETS[source.set]
    if data_set.kind != "fund":
        return None
    rows = rows[rows["date"] != ""]
    columns = {
        name: rows[name].to_numpy(np.float64)
        for name in ("nav", "accumulated", "income", "yield7", "dividend")
        if name in rows
    }
    days = np.array([day(date) for date in rows["date"]], dtype=np.int32)
    (history,) = SeriesStack.of(days, columns, np.array([len(rows)])).series
    fault = money_fund.fault(history, fund)
    return fault and fault.at(path=table.place, line=int(rows.index[0]) if table.first else 0)


def _with_splits(rows: pd.DataFrame, splits: Splits, *, over: bool) -> pd.DataFrame:
    """The rows with these splits on their days: where there is none yet, or `over` any."""
    ratios = rows["date"].map(dict(splits)).astype(float)
    if not ratios.notna().any():
        return rows
    present = rows["split"] if "split" in rows else pd.Series(np.nan, index=rows.index)
    return rows.assign(split=np.where(ratios.notna() & (over | present.isna()), ratios, present))


def _problem(
    code: str, rows: pd.DataFrame, fault: EvidenceFault, faults: Sequence[EvidenceFault], source: Source, table: Table
) -> Problem:
    declared = source.splits.get(code, {})
    proposed = {str(rows["date"].iloc[each.row]): each.ratio for each in faults if each.kind == "split"}
    day = str(rows["date"].iloc[fault.row])
    place = f"under {source.set} in {source.place}"
    if fault.kind == "split":
        id_, hint = (
            "undeclared-split",
            f"if it was a split, write {place}: {declaration(code, {**declared, **proposed})}",
        )
        hint += "; 1 for a day says that units stayed as they were. A dividend goes into the source's column dividend"
    elif fault.column == "split":
        id_, hint = (
            "contradicting-data",
            f"correct its ratio or its day, in the source or {place}: {declaration(code, declared)}",
        )
        hint = hint if declared else "correct its ratio or its day in the source"
    elif fault.column == "accumulated":
        id_ = "contradicting-data"
        hint = "give the source a column dividend, with 0 where nothing was paid"
    elif fault.column == "date":
        id_, hint = "contradicting-data", "leave the wrong one of its rows out of the source"
    else:
        id_ = "contradicting-data"
        hint = f"correct the source; or, if nav is right, write {place}: {declaration(code, {**declared, day: 1.0})}"
    # One line declares all splits: it is said once.
    is_said = fault.kind == "split" and any(each.kind == "split" for each in faults[: faults.index(fault)])
    return Problem(
        id=id_,
        path=table.place,
        line=int(rows.index[fault.row]) if table.first else 0,
        message=f"{code}, {fault.column} on {day}: {fault.reason}",
        hint="" if is_said else hint,
    )


def _kept_out(code: str, rows: pd.DataFrame, fault: EvidenceFault, source: Source, table: Table) -> QuarantinedRow:
    value = rows[fault.column].iloc[fault.row]
    return QuarantinedRow(
        file=f"{source.set}/{code}.csv",
        row=0,
        column=fault.column,
        value=spelled(value),
        reason=fault.reason,
        series=f"fund:{code}",
        date=str(rows["date"].iloc[fault.row]),
        origin=f"{table.place}:{rows.index[fault.row]}" if table.first else table.place,
    )


def present_splits(present: Path, set_name: str, codes: Collection[str]) -> dict[str, dict[str, PresentSplit]]:
    """The splits in the present files of these codes, by code and day; files without the column are not read."""
    splits: dict[str, dict[str, PresentSplit]] = {}
    if "split" not in SETS[set_name].optional:
        return splits
    for path in (*(present / set_name / f"{code}.csv" for code in codes), present / f"{set_name}.csv"):
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                if "split" not in file.readline().strip().split(","):
                    continue
                file.seek(0)
                days: dict[str, tuple[str, str]] = {}  # of each code the last day, and the one before
                for row in csv.DictReader(file):
                    code, date = row.get("code") or path.stem, str(row["date"])
                    last, before = days.get(code, ("", ""))
                    days[code] = last, before = (last, before) if date == last else (date, last)
                    if ratio := _number(row.get("split")):
                        splits.setdefault(code, {})[date] = PresentSplit(ratio, before)
        except (OSError, UnicodeDecodeError, csv.Error, KeyError):
            continue  # what is wrong with a present file, a build says
    for code, date, ratio in _parquet_splits(present / f"{set_name}.parquet"):
        # The audit keeps no single row out of a table, so that no split was put behind its own row.
        splits.setdefault(code, {})[date] = PresentSplit(ratio, date)
    return splits


def _parquet_splits(path: Path) -> list[tuple[str, str, float]]:
    """Code, day and ratio of each split in a Parquet table; none where there is no such table or column."""
    if not path.is_file():
        return []
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import parquet

    try:
        if "split" not in parquet.read_schema(path).names:
            return []
        table = parquet.read_table(path, columns=["code", "date", "split"], filters=pc.field("split") > 0)
        days = table["date"].cast(pa.date32()).to_pylist()
        return list(zip(table["code"].to_pylist(), map(str, days), table["split"].to_pylist(), strict=True))
    except (OSError, ValueError, KeyError, pa.ArrowException):
        return []  # what is wrong with a present file, a build says


def _number(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0
