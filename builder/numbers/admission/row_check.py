"""The audit of one series, row by row: which new rows are good, which are kept out, and why. `file_check` uses it.

A row that equals the present row of its day is never kept out as a jump: whoever confirms a jump adds its row by hand.
"""

from __future__ import annotations

import itertools
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from math import isclose, isnan, nan
from typing import NamedTuple

import numpy as np

from builder.numbers.admission.cells_beside import rows_beside
from builder.numbers.admission.jump_check import JumpRow, check_jumps
from builder.numbers.admission.left_out_payments import with_left_out
from builder.numbers.admission.price_rewrite import as_traded, on_present_scale
from builder.numbers.files.exact_history_csv import HistoryRow
from builder.numbers.series.day_numbers import iso
from builder.numbers.series.series import Series
from builder.numbers.series.series_stack import SeriesStack
from builder.vocabulary import KINDS, DataSet

# How far the NAV of a bond fund may move from one row to the next without a dividend or split; the
# vocabulary has the limits of all others. A fund of convertible bonds, which its kind does not tell from other bond funds,
# moved by 10.2 % and 12.9 % in June 2015.
BOND_FUND_LIMIT = 0.20
MOST_PLACES = 8  # decimals of a value: more are a program's noise
MONEY_FUND_LIMIT = 0.01  # of income: 100 yuan per 10,000 units, a hundred times that of a day
_ZERO_DATES = ("1899-12-30", "1899-12-31", "1900-01-01", "1970-01-01")


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
    follows: bool = False  # whether it is kept out only because of a row before it
    date: str = ""  # of the row, as it was written
    origin: str = ""  # where the source has the row, e.g. "exports/012733.csv:717"; "" where its rows have no lines


@dataclass(frozen=True, kw_only=True)
class AuditNote:
    """Something that was accepted and is worth knowing."""

    id: str  # e.g. "late", "gap", "jump"; the documentation of data says what is accepted with a note
    file: str
    series: str
    message: str


class BadRow(NamedTuple):
    """A row that is kept out, the column that shows it, and why; `follows` where only because of a row before it."""

    row: HistoryRow
    column: str
    reason: str
    follows: bool = False


@dataclass(kw_only=True)
class CheckedRows:
    """The rows of one series, checked."""

    good: list[HistoryRow] = field(default_factory=list)  # by date, one for each
    superseded: list[HistoryRow] = field(default_factory=list)  # that a good row of the same day replaced later
    bad: list[BadRow] = field(default_factory=list)
    undeclared: tuple[BadRow, float] | None = None  # a row from which a split is missing, and its probable ratio
    off_scale: str = ""  # why the adjusted closes of a stock do not go on from the present ones
    notes: list[tuple[str, str]] = field(default_factory=list)  # id, message


def check_rows(
    rows: Iterable[HistoryRow],
    present: Mapping[int, HistoryRow],
    data_set: DataSet,
    limit: float,
    today: int,
    effective_day: int | None = None,
) -> CheckedRows:
    """Sort the new rows of one series into good and bad ones, by the table in docs/data.md.

    `present` holds the present rows by day, `limit` the largest daily change; `today` is a day number, and so is
    `effective_day`, on which a fund's contract took effect.
    """
    checked = CheckedRows()
    good: list[HistoryRow] = []
    rows = list(rows)
    for position, row in enumerate(rows):
        if row.day is not None and row.day > today:  # which may be why its other cells look wrong
            checked.bad.append(BadRow(row, "date", f"is in the future: today is {iso(today)}"))
        elif row.faults:
            checked.bad += [
                BadRow(row, fault.column, fault.problem.message + rows_beside(rows, position, fault.column))
                for fault in row.faults
            ]
        elif row.day is not None and effective_day is not None and row.day < effective_day:
            reason = f"is before the contract took effect, {iso(effective_day)} by the catalogue's effective_date"
            checked.bad.append(BadRow(row, "date", f"{reason}; correct whichever is wrong"))
        elif row.values.get("announced", 0) > today:
            checked.bad.append(BadRow(row, "announced", f"is in the future: today is {iso(today)}"))
        else:
            good.append(row)
    if any(_day(row) > _day(following) for row, following in itertools.pairwise(good)):
        # Newest first is as good as oldest first; the note is for whoever looks at the file.
        checked.notes.append(("sorted", "rows were out of order and have been sorted"))
    good = _of_one_kind(_one_row_a_day(sorted(good, key=_day), checked), data_set, checked)
    good = _without_zero_date(good, checked)
    if good and data_set.kind == "stock":
        if "close" in good[0].values_of(data_set):
            good, rewrite_note = as_traded(good, present)
            checked.notes += [("rewritten", rewrite_note)] if rewrite_note else []
        if "adjusted" in good[0].values_of(data_set):
            good, checked.off_scale = on_present_scale(good, present, data_set)
    checked.good = _without_jumps(good, present, data_set, limit, checked)
    return checked


def largest_move(fund_kind: str, data_set: DataSet, *, is_income: bool) -> float:
    """How far a value may move in a day; `is_income` says whether it is of a money-market fund."""
    if is_income:
        return MONEY_FUND_LIMIT
    is_bond_fund = data_set.kind == "fund" and "债" in fund_kind
    return BOND_FUND_LIMIT if is_bond_fund else KINDS[data_set.kind].largest_move


def _day(row: HistoryRow) -> int:
    assert row.day is not None
    return row.day


def _one_row_a_day(rows: list[HistoryRow], checked: CheckedRows) -> list[HistoryRow]:
    """The rows with one for each day: of equal ones the first; different ones are all bad.

    Of rows that were announced on different days, the last one counts, and those before it are superseded.
    """
    rows_by_day: dict[int, list[HistoryRow]] = {}
    for row in rows:
        rows_by_day.setdefault(_day(row), []).append(row)
    good = []
    dropped = superseded = 0
    for day_number, same_day in rows_by_day.items():
        versions: list[HistoryRow] = []
        for row in sorted(same_day, key=lambda row: row.known_on):
            if all(differing(row, version, ignored=("announced",)) for version in versions):
                versions.append(row)
        dropped += len(same_day) - len(versions)
        if len({row.known_on for row in versions}) == len(versions):
            good.append(versions[-1])
            checked.superseded += versions[:-1]
            superseded += len(versions) > 1
            continue
        columns = sorted({name for row in versions for name in row.values if _differs(name, versions)})
        texts = "; ".join(
            f"{name} {', '.join(row.cells[name].text or 'blank' for row in versions)}" for name in columns
        )
        reason = f"{iso(day_number)} appears {len(same_day)} times with different values: {texts}"
        checked.bad += [BadRow(row, "date", reason) for row in same_day]
    if dropped:
        message = f"{dropped} rows repeated another row of the same day and have been dropped"
        checked.notes.append(("duplicate", message))
    if superseded:
        message = f"on {superseded} days a later announcement has other values: they count from then on"
        checked.notes.append(("superseded", message))
    return good


def _differs(column: str, rows: list[HistoryRow]) -> bool:
    return len({repr(row.values.get(column)) for row in rows}) > 1


def _of_one_kind(rows: list[HistoryRow], data_set: DataSet, checked: CheckedRows) -> list[HistoryRow]:
    """The rows that have the values of the first one, e.g. a NAV and not an income."""
    good = [row for row in rows if row.values_of(data_set) == rows[0].values_of(data_set)]
    for row in rows if len(good) < len(rows) else ():
        if row.values_of(data_set) != rows[0].values_of(data_set):
            own, first = (" and ".join(other.values_of(data_set)) for other in (row, rows[0]))
            checked.bad.append(BadRow(row, row.values_of(data_set)[0], f"has {own}, the rows before have {first}"))
    return good


def _without_zero_date(rows: list[HistoryRow], checked: CheckedRows) -> list[HistoryRow]:
    """The rows without a first one on a day that programs write for "no date", years before all others."""
    if len(rows) < 2 or iso(_day(rows[0])) not in _ZERO_DATES or _day(rows[1]) - _day(rows[0]) < 366:
        return rows
    reason = f"programs write this day for no date; the next row is of {iso(_day(rows[1]))}"
    checked.bad.append(BadRow(rows[0], "date", reason))
    return rows[1:]


def _without_jumps(
    rows: list[HistoryRow],
    present: Mapping[int, HistoryRow],
    data_set: DataSet,
    limit: float,
    checked: CheckedRows,
) -> list[HistoryRow]:
    """The rows without those that jump, where what rows kept out before them paid is counted."""
    if not rows:
        return rows
    counted, _ = with_left_out(rows, [bad.row for bad in checked.bad])
    column = rows[0].values_of(data_set)[0]
    jump_rows = [
        JumpRow(
            day=_day(row),
            date=iso(_day(row)),
            level=level,
            value=row.values[column],
            places=places(row.cells[column].text),
            is_settled=not isnan(row.values.get("split", nan)) or _is_present(row, present),
        )
        for row, level in zip(counted, series_of(counted).adjusted.tolist(), strict=True)
    ]
    pays = "split" in data_set.optional and column in ("nav", "close") and "adjusted" not in rows[0].values
    check = check_jumps(jump_rows, limit, splits=pays)
    for jump in check.jumps:
        checked.bad.append(BadRow(rows[jump.position], column, jump.reason, jump.follows))
        if check.undeclared and jump.position == check.undeclared[0]:
            checked.undeclared = checked.bad[-1], check.undeclared[1]
    checked.notes += [("jump", note) for note in check.notes]
    wrong = {jump.position for jump in check.jumps}
    return [row for position, row in enumerate(rows) if position not in wrong]


def _is_present(row: HistoryRow, present: Mapping[int, HistoryRow]) -> bool:
    return _day(row) in present and not differing(row, present[_day(row)])


def places(text: str) -> int:
    """How many decimals a value is written with, at most `MOST_PLACES`."""
    return min(len(text.partition(".")[2]), MOST_PLACES)


def series_of(rows: list[HistoryRow]) -> Series:
    """Good rows of one series, by date, as a history."""
    columns = {name: np.array([row.values[name] for row in rows]) for name in rows[0].values}
    days = np.array([_day(row) for row in rows], dtype=np.int32)
    return next(iter(SeriesStack.of(days, columns, np.array([len(rows)])).series))


def is_repeated(row: HistoryRow, earlier: HistoryRow) -> bool:
    """Whether a row says again what another one said, whenever it was announced and whatever was told of splits since."""
    return not differing(row, earlier, ignored=("announced", "adjusted", "split"))


def differing(row: HistoryRow, other: HistoryRow, ignored: Container[str] = ()) -> list[str]:
    """The columns, of those that both have, in which two rows have different values."""
    shared = [name for name in row.values if name in other.values and name not in ignored]
    return [name for name in shared if not _same_value(row.values[name], other.values[name])]


def _same_value(new: float, present: float) -> bool:
    # Programs write one number with other last digits, e.g. 1.3932000000000002.
    return isclose(new, present, rel_tol=1e-12) or (isnan(new) and isnan(present))
