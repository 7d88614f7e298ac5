"""Adds to a fetched history the splits that its owner declares and the dividends that its growth shows. `staging` uses it.

A history in which something was split that nobody declared, or whose columns contradict each other, is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from builder.number_format import spelled
from builder.numbers.admission.row_check import AuditNote, QuarantinedRow
from builder.numbers.files.catalogue_csv import CatalogueRow
from builder.numbers.files.trading_calendar import TradingCalendar
from builder.numbers.series import money_fund
from builder.numbers.series.day_numbers import day, iso
from builder.numbers.series.series_stack import SeriesStack
from builder.numbers.series.split_ratio import declaration
from builder.numbers.sources import present_rows
from builder.numbers.sources.evidence.payment_evidence import EvidenceFault, read_evidence
from builder.numbers.sources.present_rows import JoinedRows
from builder.numbers.sources.source import Source, Table
from builder.problem import Problem
from builder.vocabulary import SETS

_TELLING = 10  # rows; with fewer, a Sunday may be the end of a half-year, or the day of a weekend's income
Splits = Mapping[str, float]  # day -> into how many units one unit became


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
    present: pd.DataFrame | None,
    fund: CatalogueRow | None,
    calendar: TradingCalendar,
) -> CheckedHistory:
    """A history, sorted by date, with its payments, and the `present` rows before it. `calendar` has its set's trading days.

    The splits that sources.yml declares come first, then those that the source tells, then those of the present file.
    """
    data_set = SETS[source.set]
    if fault := money_fund_fault(rows, source, table, fund):
        return CheckedHistory(rows=rows, problems=(fault,))
    if fault := _early_days(rows, table, calendar):
        return CheckedHistory(rows=rows, problems=(fault,))
    declared = source.splits.get(code, {})
    joined = present_rows.join(rows, present, data_set)
    present_splits = {} if present is None or "split" not in present else dict(present[["date", "split"]].to_numpy())
    days = {*joined.rows["date"], *(date for date, ratio in declared.items() if present_splits.get(date) == ratio)}
    if missing := sorted(declared.keys() - days):
        message = f"{code} has no row on {', '.join(missing)}, so that there is no split"
        return CheckedHistory(rows=rows, problems=(source.problem("splits", message),))
    if "split" in data_set.optional:
        earlier = _present_splits(present, rows, declared)
        joined = joined._replace(rows=_with_splits(_with_splits(joined.rows, declared, over=True), earlier, over=False))
    if data_set.kind != "fund" or "nav" not in rows:
        return CheckedHistory(rows=joined.rows[joined.stays].drop(columns="change", errors="ignore"))
    return _with_evidence(code, joined, "dividend" in rows, source, table, present, calendar)


def _with_evidence(
    code: str,
    joined: JoinedRows,
    is_told: bool,
    source: Source,
    table: Table,
    present: pd.DataFrame | None,
    calendar: TradingCalendar,
) -> CheckedHistory:
    """A fund's history with what its growth and accumulated NAV show. `is_told` says whether the source tells dividends."""
    data_set, rows = SETS[source.set], joined.rows
    had_dividends = present is not None and "dividend" in present and "dividend" in rows  # not where nothing was joined
    tells = np.where(joined.is_new, is_told, had_dividends)
    if had_dividends and not is_told:
        # What is restated, its growth tells anew.
        tells |= joined.is_same
        if "change" in rows:
            stale = joined.is_new & ~joined.is_same & rows["change"].notna().to_numpy()
            rows = rows.assign(dividend=rows["dividend"].mask(stale))
    evidence = read_evidence(rows, calendar, tells)
    serious = [fault for fault in evidence.faults if fault.kind != "mistyped"]
    problems = tuple(_problem(code, rows, fault, serious, source, table) for fault in serious)
    mistyped = [fault for fault in evidence.faults if fault.kind == "mistyped" and joined.is_new[fault.row]]
    kept_out = tuple(_kept_out(code, rows, fault, source, table) for fault in mistyped)
    notes = [AuditNote(id="read-off", file=f"{source.set}/{code}.csv", series=f"fund:{code}", message=evidence.note)]
    for name, values in (("dividend", evidence.dividend), ("split", evidence.split)):
        if values is not None:
            # What a day paid is also true of the row that was announced first for it.
            rows = rows.assign(**{name: values})
            rows[name] = rows.groupby("date")[name].bfill()
    if had_dividends and not is_told and present is not None:
        is_later = joined.is_new & ~rows["date"].isin(present["date"]).to_numpy()
        if is_later.any() and not evidence.known[is_later].any():
            rows = rows.drop(columns="dividend")  # the audit says that the source lacks it
    optional = [name for name in (*data_set.optional, "change") if name in rows]
    left = joined.stays.copy()
    left[[fault.row for fault in mistyped]] = False
    return CheckedHistory(
        rows=rows[["date", data_set.value, *optional]][left],
        problems=problems,
        kept_out=kept_out,
        notes=tuple(notes) if evidence.note else (),
    )


def _early_days(rows: pd.DataFrame, table: Table, calendar: TradingCalendar) -> Problem | None:
    """The problem of rows on Sundays and none on Fridays: midnight in Shanghai is written as the day before, 16:00 in UTC."""
    days = [day(date) for date in rows["date"] if date]
    weekdays = [(day_number + 3) % 7 for day_number in days]  # Monday is 0
    sundays = [day_number for day_number, weekday in zip(days, weekdays, strict=True) if weekday == 6]
    if len(days) < _TELLING or 4 in weekdays or 5 in weekdays or not sundays or calendar.trades(sundays[0]):
        return None
    message = f"{len(sundays)} rows are of Sundays, the first of {iso(sundays[0])}, and none of a Friday: the dates are a day early"
    hint = "are they times in UTC? Export the day alone, or declare a calendar that trades on Sundays"
    return Problem(id="bad-cell", path=table.place, message=message, hint=hint)


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


def _present_splits(present: pd.DataFrame | None, rows: pd.DataFrame, declared: Splits) -> Splits:
    """The splits of the present rows, but for those that the audit gave to the row behind one of the source that tells it."""
    if present is None or "split" not in present:
        return {}
    split_days = {date for date, ratio in declared.items() if ratio != 1}
    if "split" in rows:
        split_days |= set(rows["date"][rows["split"].notna() & (rows["split"] != 1)])
    days = sorted(set(present["date"]))
    before = dict(zip(days, ["", *days], strict=False))
    return {
        date: ratio
        for date, ratio in zip(present["date"], present["split"], strict=True)
        if ratio > 0 and not any(before[date] < split_day < date for split_day in split_days)
    }


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
    elif fault.column == "dividend":
        id_, hint = "contradicting-data", "correct dividend or accumulated; or leave one of the two columns out"
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
