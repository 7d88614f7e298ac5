"""One history file's new text and the rows that are there in, the rows that may be accepted out: what is bad stays outside.

A row that equals one that is there is never put in quarantine: whoever confirms a jump writes its row by hand.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import isnan

import numpy as np

from builder.number_format import percent
from builder.numbers.files.history_csv import HistoryRow
from builder.numbers.files.trading_calendar import TradingCalendar
from builder.numbers.series.day_numbers import iso
from builder.numbers.series.series import Series
from builder.vocabulary import DataSet

# The furthest that the NAV of a bond or money-market fund may move from one row to the next without a dividend or split;
# the vocabulary has the limits of all others. A fund of convertible bonds, which its kind does not tell from other bond
# funds, moved by 10.2 % and 12.9 % in June 2015.
BOND_FUND_LIMIT = 0.20
_APART = 15  # days: rows further apart are not held against each other


@dataclass(frozen=True, kw_only=True)
class QuarantinedRow:
    """A row that is kept out: where it stands in the new file, what is wrong, and what stands in its stead."""

    file: str  # from the data folder, e.g. "nav/012733.csv"
    row: int  # line of the new file; 0 where no single one is meant
    column: str  # its name, e.g. "nav"; empty where the whole row is meant
    value: str  # as it was written
    reason: str
    series: str = ""  # e.g. "fund:012733"
    last: str = ""  # the last good value and its date, e.g. "1.0532 (2024-02-19)"


@dataclass(frozen=True, kw_only=True)
class AuditNote:
    """Something that is accepted, and worth knowing."""

    id: str  # "late", "gap", "duplicate", "sorted", "kept", "restated", "columns", "benchmark"
    file: str
    series: str
    message: str


@dataclass(kw_only=True)
class CheckedRows:
    """One series after screening."""

    rows: list[HistoryRow]  # good ones, by date
    bad: list[tuple[HistoryRow, str, str]] = field(default_factory=list)  # row, column, reason
    notes: list[tuple[str, str]] = field(default_factory=list)  # id, message


def screen(
    rows: Iterable[HistoryRow],
    present: Mapping[int, HistoryRow],
    spec: DataSet,
    limit: float,
    calendar: TradingCalendar,
    today: int,
) -> CheckedRows:
    """Sort one series' rows into good and bad ones, as the table in docs/data.md says.

    `present` holds the rows that are there by day, `limit` is the largest daily change, `today` a day number.
    """
    taken = list(rows)
    found = CheckedRows(rows=[])
    good: list[HistoryRow] = []
    for row in taken:
        if row.faults:
            found.bad += [(row, fault.name, fault.problem.message) for fault in row.faults]
        elif row.day is not None and row.day > today:
            found.bad.append((row, "date", f"lies in the future: today is {iso(today)}"))
        elif row.values.get("announced", 0) > today:
            found.bad.append((row, "announced", f"lies in the future: today is {iso(today)}"))
        else:
            good.append(row)
    if any(_on(one) > _on(other) for one, other in itertools.pairwise(good)):
        # Newest first is as good as oldest first; the note is for whoever looks at the file.
        found.notes.append(("sorted", "rows were out of order and have been sorted"))
    good = _each_day_once(sorted(good, key=_on), found)
    good = _without_phantom(good, present, calendar, found)
    found.rows = _without_jumps(good, present, spec, limit, found)
    return found


def _on(row: HistoryRow) -> int:
    assert row.day is not None
    return row.day


def _each_day_once(rows: list[HistoryRow], found: CheckedRows) -> list[HistoryRow]:
    by_day: dict[int, list[HistoryRow]] = {}
    for row in rows:
        by_day.setdefault(_on(row), []).append(row)
    dropped = 0
    for on, same in by_day.items():
        if len({repr(one.values) for one in same}) > 1:
            reason = f"{iso(on)} stands in lines {', '.join(str(one.line) for one in same)} with different values"
            found.bad += [(one, "date", reason) for one in same]
            by_day[on] = []
        else:
            dropped += len(same) - 1
            by_day[on] = same[:1]
    if dropped:
        found.notes.append(("duplicate", f"{dropped} rows stood twice with equal values and have been dropped"))
    return [row for same in by_day.values() for row in same]


def _without_phantom(
    rows: list[HistoryRow], present: Mapping[int, HistoryRow], calendar: TradingCalendar, found: CheckedRows
) -> list[HistoryRow]:
    """The rows without a first one, on a day without trading, that repeats the second in every cell."""
    if len(rows) < 2 or _on(rows[0]) in present or calendar.trades(_on(rows[0])):
        return rows
    first, second = ({name: cell.text for name, cell in row.cells.items() if name != "date"} for row in rows[:2])
    if first != second:
        return rows
    found.bad.append((rows[0], "date", f"a phantom: no trading day, and it repeats the row of {iso(_on(rows[1]))}"))
    return rows[1:]


def _without_jumps(
    rows: list[HistoryRow], present: Mapping[int, HistoryRow], spec: DataSet, limit: float, found: CheckedRows
) -> list[HistoryRow]:
    """The rows without those that lie too far from the last good one: a lone spike, or all behind a missing split."""
    if not rows:
        return rows
    levels = series_of(rows, spec).adjusted.tolist()
    kept = [rows[0]]
    last, before = levels[0], _on(rows[0])
    for row, level in zip(rows[1:], levels[1:], strict=True):
        grown = level / last - 1
        near = _on(row) - before <= _APART
        before = _on(row)
        if near and abs(grown) > limit and not _equal(row, present.get(_on(row))):
            reason = (
                f"{percent(grown, places=1)} from the last good row, {iso(_on(kept[-1]))}, without a dividend or split; "
                f"{percent(limit, places=0, signed=False)} is the limit"
            )
            found.bad.append((row, spec.value, reason))
        else:
            kept.append(row)
            last = level
    return kept


def series_of(rows: list[HistoryRow], spec: DataSet) -> Series:
    """Good rows, by date, as a history."""
    columns = {name: np.array([row.values[name] for row in rows]) for name in rows[0].values}
    days = np.array([_on(row) for row in rows], dtype=np.int32)
    return Series(days, columns.pop(spec.value), columns)


def _equal(row: HistoryRow, other: HistoryRow | None) -> bool:
    if other is None:
        return False
    shared = row.values.keys() & other.values.keys()
    return all(_same(row.values[name], other.values[name]) for name in shared)


def _same(one: float, other: float) -> bool:
    return one == other or (isnan(one) and isnan(other))


def restated(rows: Iterable[HistoryRow], present: Mapping[int, HistoryRow], spec: DataSet) -> str:
    """What the new rows say otherwise than those that are there, "" where they agree."""
    moved: list[tuple[float, int, float, float]] = []
    for row in rows:
        there = present.get(_on(row))
        if there is not None and not _equal(row, there):
            old, new = there.values[spec.value], row.values[spec.value]
            moved.append((abs(new / old - 1), _on(row), old, new))
    if not moved:
        return ""
    share, on, old, new = max(moved)
    return f"{len(moved)} rows are restated, most of all {iso(on)}: {old!r} became {new!r} ({percent(share, signed=False)})"


def gaps(days: Iterable[int], calendar: TradingCalendar) -> Iterator[tuple[int, int, int]]:
    """The stretches of three or more trading days inside a history without a row: the days around, and how many."""
    known = sorted(days)
    for start, end in itertools.pairwise(known):
        if end - start > 3 and (missing := calendar.between(start, end)) >= 3:
            yield start, end, missing
