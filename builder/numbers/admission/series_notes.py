"""What is worth knowing of the rows of one series that were accepted: restated rows, gaps, a late end. `file_check` uses it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import pairwise
from math import isnan

import numpy as np

from builder.number_format import percent
from builder.numbers.admission.row_check import differing
from builder.numbers.files.exact_history_csv import HistoryRow
from builder.numbers.files.trading_calendar import TradingCalendar
from builder.numbers.series.day_numbers import iso
from builder.vocabulary import DataSet

Note = tuple[str, str]  # id and message


def restatements(rows: Iterable[HistoryRow], present: Mapping[int, HistoryRow], data_set: DataSet) -> Iterator[Note]:
    """How the new rows differ from the present rows of the same days.

    A split is new where it was only declared later.
    """
    changes: list[tuple[float, int, str, float, float]] = []  # share, day, column, old and new value
    for row in rows:
        present_row = present.get(row.day or 0)
        columns = [] if present_row is None else differing(row, present_row, ignored=("split",))
        if present_row is not None and columns:
            column = next((name for name in data_set.values if name in columns), columns[0])
            old, new = present_row.values[column], row.values[column]
            share = abs(np.nan_to_num(new) - np.nan_to_num(old)) / abs(present_row.value(data_set) or 1.0)
            changes.append((float(share), row.day or 0, column, old, new))
    if changes:
        share, day_number, column, old, new = max(changes)
        name = "" if column in data_set.values else f"{column} "
        before, after = ("blank" if isnan(value) else repr(value) for value in (old, new))
        message = f"{len(changes)} rows are restated; the largest change is on {iso(day_number)}: "
        yield "restated", f"{message}{name}{before} became {after} ({percent(share, signed=False)})"


def gaps(days: Iterable[int], present: Container[int], calendar: TradingCalendar) -> Iterator[Note]:
    """The stretches of three or more trading days without a row; those of the present data were noted when they came."""
    long = [
        (count, start, end)
        for start, end in pairwise(days)
        if end - start > 3 and end not in present and (count := calendar.between(start, end)) >= 3
    ]
    if long:
        count, start, end = max(long)
        yield "gap", f"{len(long)} gaps; the longest has {count} trading days, from {iso(start)} to {iso(end)}"


def late(last_day: int, until: int, allowed: int | None, calendar: TradingCalendar) -> Iterator[Note]:
    """That more trading days have passed since the last row than are allowed; None allows any number."""
    # A day's value is published that evening: today itself is not missed yet.
    behind = calendar.between(last_day, until)
    if allowed is not None and behind > allowed:
        yield "late", f"ends on {iso(last_day)}, {behind} trading days ago; {allowed} are the limit"
