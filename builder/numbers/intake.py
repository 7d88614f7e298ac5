"""One staged history file and the one that is there in, its whole new content out, and what was kept out of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from builder.numbers import cells, contract, histories, screening
from builder.numbers.calendar import Calendar
from builder.numbers.catalogue import Entry
from builder.numbers.contract import Row
from builder.numbers.dates import iso
from builder.numbers.layout import Set
from builder.numbers.screening import Note, Quarantined
from builder.problem import Failed, Problem

# A QDII fund publishes one or two days after all others.
_QDII = 2
_LOST = 0.05  # of the rows that are there


@dataclass(frozen=True, kw_only=True)
class Task:
    """A staged CSV, and all that it is held against."""

    file: str  # from the data folder, e.g. "nav/012733.csv"
    where: str  # the same as problems name it
    path: Path
    there: Path | None  # the present file of this name
    spec: Set
    code: str | None  # None for a long table
    known: Mapping[str, Entry]  # the catalogue
    calendar: Calendar
    allowed: int  # trading days that may pass without a new row
    today: int


@dataclass(kw_only=True)
class Taken:
    """What may be accepted of it."""

    content: bytes = b""
    quarantined: list[Quarantined] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def take(task: Task) -> Taken:
    """Judge one CSV. Raises Failed where it is to be kept out as a whole."""
    where, spec, long = task.where, task.spec, task.code is None
    if task.code is not None and task.code not in task.known:
        raise Failed([histories.unknown(where, task.code, spec, task.known)])
    text = cells.text(cells.content(task.path, where), where)
    old_text = "" if task.there is None else cells.text(cells.content(task.there, where), where)
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
    accepted: list[Row] = []
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


def _unknown(task: Task, code: str, rows: list[Row]) -> Quarantined:
    wrong = histories.unknown(task.where, code, task.spec, task.known)
    reason = f"{wrong.message} ({len(rows)} rows); {wrong.hint}"
    line, series = min(row.line for row in rows), f"{task.spec.kind}:{code}"
    return Quarantined(file=task.file, row=line, column="code", value=code, reason=reason, series=series)


def _series(task: Task, taken: Taken, entry: Entry, rows: list[Row], old: list[Row]) -> list[Row]:
    """The rows of one series that its file is to have. Raises Failed where there are too few."""
    spec, series, kind = task.spec, f"{task.spec.kind}:{entry.code}", entry.facts.get("kind", "")
    limit = "bond" if spec.kind == "fund" and ("债" in kind or "货币" in kind) else spec.kind
    present = {row.day: row for row in old if row.day is not None and not row.faults}
    not_shrunken({row.day for row in rows if row.day is not None}, present, task.where, series)
    found = screening.screen(rows, present, spec, limit, task.calendar, task.today)
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
            Quarantined(
                file=task.file, row=row.line, column=column, value=written, reason=reason, series=series, last=stands
            )
        )
    notes = list(found.notes)
    if missing:
        notes.append(("kept", f"{len(missing)} rows that the new file lacks or has wrong are kept as they were"))
    if said := screening.restated(found.rows, present, spec):
        notes.append(("restated", said))
    notes += _holes(days, task, kind)
    taken.notes += [Note(id=name, file=task.file, series=series, message=message) for name, message in notes]
    return final


def not_shrunken(dated: Collection[int], present: Collection[int], where: str, series: str) -> None:
    """Raises Failed where new days end sooner than those that are there, or lack more than a few of them."""
    if not present or not dated:
        return
    if max(dated) < max(present):
        message = f"{series}: it ends on {iso(max(dated))}, and what is there on {iso(max(present))}"
        raise Failed([shrunken(where, message)])
    within = [on for on in present if on >= min(dated)]
    lost = [on for on in within if on not in dated]
    if len(lost) > max(1, _LOST * len(within)):
        message = f"{series}: {len(lost)} of {len(within)} rows from {iso(min(dated))} on are gone"
        raise Failed([shrunken(where, message)])


def shrunken(where: str, message: str) -> Problem:
    """The problem of new data that hold less than those that are there."""
    hint = "what is there stays; delete it by hand if the new data are right"
    return Problem(id="shrunken-data", path=where, message=message, hint=hint)


def _holes(days: list[int], task: Task, kind: str) -> Iterator[tuple[str, str]]:
    if not days:
        return
    holes = list(screening.gaps(days, task.calendar))
    if holes:
        start, end, count = max(holes, key=lambda one: (one[2], one[0]))
        yield "gap", f"{len(holes)} gaps; the longest has {count} trading days, from {iso(start)} to {iso(end)}"
    # A day's value is published that evening: today itself is not missed yet.
    behind = task.calendar.between(days[-1], task.today)
    limit = task.allowed + (_QDII if "QDII" in kind.upper() else 0)
    if behind > limit:
        yield "late", f"ends on {iso(days[-1])}, {behind} trading days ago; {limit} are the limit"


def _by_code(whole: str, where: str, spec: Set, *, long: bool) -> dict[str, list[Row]]:
    """The rows of a file by code, good and bad; rows without one belong to the series before them."""
    found: dict[str, list[Row]] = {}
    key = ""
    for row in contract.rows(whole, where, spec, long=long):
        key = row.code.text if row.code else key
        found.setdefault(key, []).append(row)
    return found


def _names(whole: str, where: str, spec: Set, *, long: bool) -> list[str]:
    line = next(cells.lines(whole), None)
    return contract.header(line, where, spec, long=long) if isinstance(line, cells.Line) else []


def _written(names: list[str], rows: list[Row]) -> str:
    """A CSV with every cell as its file had it."""
    texts = [[row.cells[name].text if name in row.cells else "" for name in names] for row in rows]
    return "".join(",".join(_cell(text) for text in one) + "\n" for one in (names, *texts))


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if "," in text or '"' in text else text
