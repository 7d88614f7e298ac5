"""Gives the payments of rows that the audit keeps out to the next row that is used. `file_check` and `row_check` use it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from builder.number_format import spelled
from builder.numbers.files.csv_cells import CsvCell
from builder.numbers.files.exact_history_csv import HistoryRow
from builder.numbers.series.carried_payments import PAYMENTS, carried_payments
from builder.numbers.series.day_numbers import iso
from builder.problem import Failed, Problem


def with_left_out(
    rows: Sequence[HistoryRow], kept_out: Iterable[HistoryRow], present: Iterable[HistoryRow] = ()
) -> tuple[list[HistoryRow], str]:
    """The rows, by day, with what the rows kept out between them paid; and which these are, for a note.

    `present` are those of the rows that the new file lacks. One that pays keeps its payments: it was given what was paid
    before it when that came, and nothing is counted twice.
    """
    paying = [row for row in _between(rows, kept_out) if _paid(row, "dividend") > 0 or _paid(row, "split") > 0]
    if not paying:
        return list(rows), ""
    history = sorted([*rows, *paying], key=_day)
    used = np.argsort([_day(row) for row in (*rows, *paying)], kind="stable") < len(rows)
    days = np.array([_day(row) for row in history], dtype=np.int32)
    columns = {name: np.array([_paid(row, name) for row in history]) for name in PAYMENTS}
    carried = carried_payments(days, columns, used)
    present_versions = {(row.day, row.known_on) for row in present}
    result = []
    for position in np.flatnonzero(used).tolist():
        row = history[position]
        is_counted = (row.day, row.known_on) in present_versions and any(_paid(row, name) > 0 for name in PAYMENTS)
        changed = {
            name: float(carried[name][position])
            for name in PAYMENTS
            if not is_counted and carried[name][position] > 0 and carried[name][position] != columns[name][position]
        }
        result.append(_with_payments(row, changed))
    shown = ", ".join(sorted({iso(_day(row)) for row in paying}))
    return result, f"what rows kept out paid is counted at the next row: {shown}"


def refuse_unknown(rows: Sequence[HistoryRow], kept_out: Iterable[HistoryRow], problem_path: str) -> None:
    """Raises Failed where a payment of a row kept out between these rows cannot be read, or two rows of one day tell
    different ones."""
    problems = []
    texts_by_day: dict[int, tuple[str, ...]] = {}
    for row in _between(rows, kept_out):
        problems += [fault.problem for fault in row.faults if fault.column in PAYMENTS]
        texts = tuple(row.cells[name].text if name in row.cells else "" for name in PAYMENTS)
        earlier = texts_by_day.setdefault(_day(row), texts)
        if earlier != texts:
            message = f"{iso(_day(row))} has several rows with different payments: " + "; ".join(
                f"{name} {before or 'blank'}, {after or 'blank'}"
                for name, before, after in zip(PAYMENTS, earlier, texts, strict=True)
                if before != after
            )
            hint = "leave the right one in the source"
            problems.append(
                Problem(id="contradicting-data", path=problem_path, line=row.line, message=message, hint=hint)
            )
    if problems:
        raise Failed(problems)


def _between(rows: Sequence[HistoryRow], kept_out: Iterable[HistoryRow]) -> list[HistoryRow]:
    """The rows kept out between the first and the last of these rows, each once, that have a column of payments."""
    if not rows:
        return []
    first, last = _day(rows[0]), _day(rows[-1])
    between = {row.line: row for row in kept_out if row.day is not None and first <= row.day <= last}
    return [row for row in between.values() if any(name in row.cells for name in PAYMENTS)]


def _day(row: HistoryRow) -> int:
    assert row.day is not None
    return row.day


def _paid(row: HistoryRow, name: str) -> float:
    return row.values.get(name, np.nan)


def _with_payments(row: HistoryRow, payments: dict[str, float]) -> HistoryRow:
    cells = {name: CsvCell(text=spelled(value), column=0, length=0) for name, value in payments.items()}
    return replace(row, cells={**row.cells, **cells}, values={**row.values, **payments})
