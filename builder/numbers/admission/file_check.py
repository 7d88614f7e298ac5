"""One staged history file and the one that is there in, its whole new content out, and what was kept out of it."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from builder.numbers.admission import row_check
from builder.numbers.admission.row_check import AuditNote, QuarantinedRow
from builder.numbers.files import csv_cells, history_csv, history_files
from builder.numbers.files.catalogue_csv import CatalogueRow
from builder.numbers.files.history_csv import HistoryRow
from builder.numbers.files.trading_calendar import TradingCalendar
from builder.numbers.series.day_numbers import iso
from builder.numbers.series.series import Days
from builder.numbers.source_status import allowed
from builder.problem import Failed, Problem
from builder.vocabulary import KINDS, DataSet

_LOST = 0.05  # of the rows that are there
_CONTEXT = 20  # rows that what is added is held against


@dataclass(frozen=True, kw_only=True)
class Task:
    """A staged CSV, and all that it is held against."""

    file: str  # from the data folder, e.g. "nav/012733.csv"
    where: str  # the same as problems name it
    path: Path
    there: Path | None  # the present file of this name
    spec: DataSet
    code: str | None  # None for a long table
    known: Mapping[str, CatalogueRow]  # the catalogue
    calendar: TradingCalendar
    allowed: int | None  # trading days that may pass without a new row
    today: int


@dataclass(kw_only=True)
class Taken:
    """What may be accepted of it."""

    content: bytes = b""
    quarantined: list[QuarantinedRow] = field(default_factory=list)
    notes: list[AuditNote] = field(default_factory=list)


def take(task: Task) -> Taken:
    """Judge one CSV. Raises Failed where it is to be kept out as a whole."""
    where, long = task.where, task.code is None
    if task.code is not None and task.code not in task.known:
        raise Failed([history_files.unknown(where, task.code, task.spec, task.known)])
    text = csv_cells.text(csv_cells.content(task.path, where), where)
    old_text = "" if task.there is None else csv_cells.text(csv_cells.content(task.there, where), where)
    if not long and (cut := _cut(text, old_text)) and (taken := _appended(task, cut, text, old_text)):
        return taken
    return _judged(task, text, old_text)


def _cut(text: str, old: str) -> int:
    """Where the last rows of the present text begin, if the new text is that and more; else 0."""
    if not old.endswith("\n") or not text.startswith(old):
        return 0
    at = len(old)
    for _ in range(_CONTEXT + 1):
        at = old.rfind("\n", 0, max(at - 1, 0)) + 1
    return at


def _appended(task: Task, cut: int, text: str, old: str) -> Taken | None:
    """The new file judged by its end alone, a hundred times sooner; None where the end reaches back before the cut."""
    head = text[: text.index("\n") + 1]
    whole = (row.day for row in history_csv.rows(head + text[cut:], task.where, task.spec))
    days = [on for on in whole if on is not None]
    if any(one >= other for one, other in pairwise(days)):
        return None
    above = text.count("\n", 0, cut) - 1  # lines between the header and the cut
    taken = _judged(task, head + text[cut:], head + old[cut:])
    taken.content = (text[:cut] + taken.content.decode().removeprefix(head)).encode()
    taken.quarantined = [replace(one, row=one.row + above) for one in taken.quarantined]
    return taken


def _judged(task: Task, text: str, old_text: str) -> Taken:
    where, spec, long = task.where, task.spec, task.code is None
    names = _names(text, where, spec, long=long)
    new = _by_code(text, where, spec, long=long)
    old = _by_code(old_text, where, spec, long=long) if old_text else {}
    gone = [name for name in spec.columns(_names(old_text, where, spec, long=long)) if name not in names]
    if gone:
        message = f"the column {', '.join(gone)} is gone: found {','.join(names)}"
        raise Failed([Problem(id="bad-header", path=where, line=1, column=1, message=message)])
    if not any(new.values()):
        raise Failed([Problem(id="empty-data", path=where, line=1, message="the file has a header and no rows")])
    if lost := sorted(old.keys() - new.keys()):
        raise Failed([shrunken(where, f"{len(lost)} series are gone: {', '.join(lost[:3])}")])
    taken = Taken()
    accepted: list[HistoryRow] = []
    for code, rows in sorted(new.items()):
        entry = task.known.get(task.code or code)
        if entry is None:
            taken.quarantined.append(_unknown(task, code, rows))
        else:
            accepted += _series(task, taken, entry, rows, old.get(code, []))
    if not accepted:
        raise Failed([shrunken(where, "no row of it is good")])
    taken.content = _written(names, accepted).encode()
    return taken


def _unknown(task: Task, code: str, rows: list[HistoryRow]) -> QuarantinedRow:
    wrong = history_files.unknown(task.where, code, task.spec, task.known)
    reason = f"{wrong.message} ({len(rows)} rows); {wrong.hint}"
    line, series = min(row.line for row in rows), f"{task.spec.kind}:{code}"
    return QuarantinedRow(file=task.file, row=line, column="code", value=code, reason=reason, series=series)


def _series(
    task: Task, taken: Taken, entry: CatalogueRow, rows: list[HistoryRow], old: list[HistoryRow]
) -> list[HistoryRow]:
    """The rows of one series that its file is to have. Raises Failed where there are too few."""
    spec, series, kind = task.spec, f"{task.spec.kind}:{entry.code}", entry.facts.get("kind", "")
    is_bond_fund = spec.kind == "fund" and ("债" in kind or "货币" in kind)
    limit = row_check.BOND_FUND_LIMIT if is_bond_fund else KINDS[spec.kind].largest_move
    present = {row.day: row for row in old if row.day is not None and not row.faults}
    dated = np.array([row.day for row in rows if row.day is not None], dtype=np.int32)
    not_shrunken(dated, np.array(list(present), dtype=np.int32), task.where, series)
    found = row_check.screen(rows, present, spec, limit, task.calendar, task.today)
    if not present and len(found.rows) < len(rows) / 2:
        raise Failed([shrunken(task.where, f"{series}: {len(rows) - len(found.rows)} of {len(rows)} rows are bad")])
    by_day = {row.day: row for row in found.rows if row.day is not None}
    # A stock's adjusted closes are all scaled anew at each dividend: an old row does not go with new ones.
    scaled = "adjusted" in spec.columns(rows[0].cells)
    missing = {} if scaled else {on: row for on, row in present.items() if on not in by_day}
    final = [row for _, row in sorted((by_day | missing).items())]
    days = sorted(by_day | missing)
    stands = f"{final[-1].values[spec.value]!r} ({iso(days[-1])})" if final else ""
    for row, column, reason in found.bad:
        written = row.cells[column].text if column in row.cells else next((one.text for one in row.faults), "")
        taken.quarantined.append(
            QuarantinedRow(
                file=task.file, row=row.line, column=column, value=written, reason=reason, series=series, last=stands
            )
        )
    notes = list(found.notes)
    if missing:
        notes.append(("kept", f"{len(missing)} rows that the new file lacks or has wrong are kept as they were"))
    if said := row_check.restated(found.rows, present, spec):
        notes.append(("restated", said))
    notes += _holes(days, present, task, kind)
    taken.notes += [AuditNote(id=name, file=task.file, series=series, message=message) for name, message in notes]
    return final


def not_shrunken(dated: Days, present: Days, where: str, series: str) -> None:
    """Raises Failed where new days end sooner than those that are there, or lack more than a few of them."""
    if not len(present) or not len(dated):
        return
    if dated.max() < present.max():
        message = f"{series}: it ends on {iso(dated.max())}, and what is there on {iso(present.max())}"
        raise Failed([shrunken(where, message)])
    within = present[present >= dated.min()]
    lost = np.count_nonzero(~np.isin(within, dated))
    if lost > max(1, _LOST * len(within)):
        message = f"{series}: {lost} of {len(within)} rows from {iso(dated.min())} on are gone"
        raise Failed([shrunken(where, message)])


def shrunken(where: str, message: str) -> Problem:
    """The problem of new data that hold less than those that are there."""
    hint = "what is there stays; delete it by hand if the new data are right"
    return Problem(id="shrunken-data", path=where, message=message, hint=hint)


def _holes(days: list[int], present: Container[int], task: Task, kind: str) -> Iterator[tuple[str, str]]:
    if not days:
        return
    # A gap that was there before was told before.
    holes = [one for one in row_check.gaps(days, task.calendar) if one[1] not in present]
    if holes:
        start, end, count = max(holes, key=lambda one: (one[2], one[0]))
        yield "gap", f"{len(holes)} gaps; the longest has {count} trading days, from {iso(start)} to {iso(end)}"
    # A day's value is published that evening: today itself is not missed yet.
    behind = task.calendar.between(days[-1], task.today)
    limit = allowed(task.allowed, kind)
    if limit is not None and behind > limit:
        yield "late", f"ends on {iso(days[-1])}, {behind} trading days ago; {limit} are the limit"


def _by_code(whole: str, where: str, spec: DataSet, *, long: bool) -> dict[str, list[HistoryRow]]:
    """The rows of a file by code, good and bad; rows without one belong to the series before them."""
    found: dict[str, list[HistoryRow]] = {}
    key = ""
    for row in history_csv.rows(whole, where, spec, long=long):
        key = row.code.text if row.code else key
        found.setdefault(key, []).append(row)
    return found


def _names(whole: str, where: str, spec: DataSet, *, long: bool) -> list[str]:
    line = next(csv_cells.lines(whole), None)
    return history_csv.header(line, where, spec, long=long) if isinstance(line, csv_cells.CsvLine) else []


def _written(names: list[str], rows: list[HistoryRow]) -> str:
    """A CSV with every cell as its file had it."""
    texts = [[row.cells[name].text if name in row.cells else "" for name in names] for row in rows]
    return "".join(",".join(_cell(text) for text in one) + "\n" for one in (names, *texts))


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if "," in text or '"' in text else text
