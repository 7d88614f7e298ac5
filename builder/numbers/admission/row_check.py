"""The audit of one series, row by row: which new rows are good, which are kept out, and why. `file_check` uses it.

A row that equals the present row of its day is never kept out as a jump: whoever confirms a jump adds its row by hand.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import isnan

import numpy as np

from builder.number_format import percent
from builder.numbers.files.exact_history_csv import HistoryRow
from builder.numbers.files.trading_calendar import TradingCalendar
from builder.numbers.series.day_numbers import iso
from builder.numbers.series.series import Series
from builder.vocabulary import DataSet

# How far the NAV of a bond or money-market fund may move from one row to the next without a dividend or split; the
# vocabulary has the limits of all others. A fund of convertible bonds, which its kind does not tell from other bond funds,
# moved by 10.2 % and 12.9 % in June 2015.
BOND_FUND_LIMIT = 0.20
_COMPARABLE_DAYS = 15  # rows further apart are not compared


@dataclass(frozen=True, kw_only=True)
class QuarantinedRow:
    """A row that was kept out: its line in the new file, the reason, and the last good value."""

    file: str  # from the data folder, e.g. "nav/012733.csv"
    row: int  # line of the new file; 0 where the reason is not in one line
    column: str  # e.g. "nav"; "" where the whole row is wrong
    value: str  # as it was written
    reason: str
    series: str = ""  # e.g. "fund:012733"
    last: str = ""  # the last good value and its date, e.g. "1.0532 (2024-02-19)"


@dataclass(frozen=True, kw_only=True)
class AuditNote:
    """Something that was accepted and is worth knowing."""

    id: str  # "late", "gap", "duplicate", "sorted", "kept", "restated", "benchmark", "left-out"
    file: str
    series: str
    message: str


@dataclass(kw_only=True)
class CheckedRows:
    """The rows of one series, checked."""

    good: list[HistoryRow] = field(default_factory=list)  # by date
    bad: list[tuple[HistoryRow, str, str]] = field(default_factory=list)  # row, column, reason
    notes: list[tuple[str, str]] = field(default_factory=list)  # id, message


def check_rows(
    rows: Iterable[HistoryRow],
    present: Mapping[int, HistoryRow],
    data_set: DataSet,
    limit: float,
    calendar: TradingCalendar,
    today: int,
) -> CheckedRows:
    """Sort the new rows of one series into good and bad ones, by the table in docs/data.md.

    `present` holds the present rows by day, `limit` the largest daily change, `today` a day number.
    """
    checked = CheckedRows()
    good: list[HistoryRow] = []
    for row in rows:
        if row.faults:
            checked.bad += [(row, fault.column, fault.problem.message) for fault in row.faults]
        elif row.day is not None and row.day > today:
            checked.bad.append((row, "date", f"is in the future: today is {iso(today)}"))
        elif row.values.get("announced", 0) > today:
            checked.bad.append((row, "announced", f"is in the future: today is {iso(today)}"))
        else:
            good.append(row)
    if any(_day(row) > _day(following) for row, following in itertools.pairwise(good)):
        # Newest first is as good as oldest first; the note is for whoever looks at the file.
        checked.notes.append(("sorted", "rows were out of order and have been sorted"))
    good = _one_row_a_day(sorted(good, key=_day), checked)
    good = _without_phantom(good, present, calendar, checked)
    checked.good = _without_jumps(good, present, data_set, limit, checked)
    return checked


def _day(row: HistoryRow) -> int:
    assert row.day is not None
    return row.day


def _one_row_a_day(rows: list[HistoryRow], checked: CheckedRows) -> list[HistoryRow]:
    """The rows with one for each day: of equal ones the first; different ones are all bad."""
    rows_by_day: dict[int, list[HistoryRow]] = {}
    for row in rows:
        rows_by_day.setdefault(_day(row), []).append(row)
    good = []
    dropped = 0
    for day_number, same_day in rows_by_day.items():
        if len({repr(row.values) for row in same_day}) > 1:
            lines = ", ".join(str(row.line) for row in same_day)
            reason = f"{iso(day_number)} is in lines {lines} with different values"
            checked.bad += [(row, "date", reason) for row in same_day]
        else:
            dropped += len(same_day) - 1
            good.append(same_day[0])
    if dropped:
        message = f"{dropped} rows repeated another row of the same day and have been dropped"
        checked.notes.append(("duplicate", message))
    return good


def _without_phantom(
    rows: list[HistoryRow], present: Mapping[int, HistoryRow], calendar: TradingCalendar, checked: CheckedRows
) -> list[HistoryRow]:
    """The rows without a phantom: a first row on a day without trading that repeats every cell of the second."""
    if len(rows) < 2 or _day(rows[0]) in present or calendar.trades(_day(rows[0])):
        return rows
    first, second = ({name: cell.text for name, cell in row.cells.items() if name != "date"} for row in rows[:2])
    if first != second:
        return rows
    reason = f"a phantom: not a trading day, and it repeats the row of {iso(_day(rows[1]))}"
    checked.bad.append((rows[0], "date", reason))
    return rows[1:]


def _without_jumps(
    rows: list[HistoryRow],
    present: Mapping[int, HistoryRow],
    data_set: DataSet,
    limit: float,
    checked: CheckedRows,
) -> list[HistoryRow]:
    """The rows without those too far from the last good one: a lone spike, or all rows after a split that is missing."""
    if not rows:
        return rows
    levels = _series(rows, data_set).adjusted.tolist()
    good = [rows[0]]
    last_good_level, previous_day = levels[0], _day(rows[0])
    for row, level in zip(rows[1:], levels[1:], strict=True):
        change = level / last_good_level - 1
        comparable = _day(row) - previous_day <= _COMPARABLE_DAYS
        previous_day = _day(row)
        if comparable and abs(change) > limit and not _equal(row, present.get(_day(row))):
            reason = (
                f"{percent(change, places=1)} from the last good row, {iso(_day(good[-1]))}, "
                f"without a dividend or split; {percent(limit, places=0, signed=False)} is the limit"
            )
            checked.bad.append((row, data_set.value, reason))
        else:
            good.append(row)
            last_good_level = level
    return good


def _series(rows: list[HistoryRow], data_set: DataSet) -> Series:
    """Good rows, by date, as a series."""
    columns = {name: np.array([row.values[name] for row in rows]) for name in rows[0].values}
    days = np.array([_day(row) for row in rows], dtype=np.int32)
    return Series(days, columns.pop(data_set.value), columns)


def _equal(row: HistoryRow, present_row: HistoryRow | None) -> bool:
    """Whether two rows have the same values in the columns that both have."""
    if present_row is None:
        return False
    shared = row.values.keys() & present_row.values.keys()
    return all(_same_value(row.values[name], present_row.values[name]) for name in shared)


def _same_value(new: float, present: float) -> bool:
    return new == present or (isnan(new) and isnan(present))


def restatement_note(rows: Iterable[HistoryRow], present: Mapping[int, HistoryRow], data_set: DataSet) -> str:
    """How the new rows differ from the present rows of the same days; "" where they do not."""
    changes: list[tuple[float, int, float, float]] = []  # share, day, old and new value
    for row in rows:
        present_row = present.get(_day(row))
        if present_row is not None and not _equal(row, present_row):
            old, new = present_row.values[data_set.value], row.values[data_set.value]
            changes.append((abs(new / old - 1), _day(row), old, new))
    if not changes:
        return ""
    share, day_number, old, new = max(changes)
    return (
        f"{len(changes)} rows are restated; the largest change is on {iso(day_number)}: "
        f"{old!r} became {new!r} ({percent(share, signed=False)})"
    )


def find_gaps(days: Iterable[int], calendar: TradingCalendar) -> Iterator[tuple[int, int, int]]:
    """Stretches of three or more trading days without a row: the days of the rows around, and how many are missing."""
    for start, end in itertools.pairwise(sorted(days)):
        if end - start > 3 and (missing := calendar.between(start, end)) >= 3:
            yield start, end, missing
