"""The audit of one staged CSV of histories: its accepted content, the rows kept out of it, and notes. `audit` uses it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from builder.numbers.admission import left_out_payments, row_check, series_notes
from builder.numbers.admission.row_check import AuditNote, BadRow, CheckedRows, QuarantinedRow
from builder.numbers.admission.shrunken_data import refuse_off_scale, refuse_shrunken, shrunken
from builder.numbers.files import csv_cells, exact_history_csv, history_files
from builder.numbers.files.catalogue_csv import CatalogueRow
from builder.numbers.files.exact_history_csv import HistoryRow
from builder.numbers.files.trading_calendar import TradingCalendar
from builder.numbers.series import money_fund
from builder.numbers.series.day_numbers import contract_day, iso
from builder.numbers.series.split_ratio import declaration
from builder.numbers.series.usual_moves import WINDOW
from builder.numbers.source_status import allowed_days
from builder.problem import Failed, Problem
from builder.vocabulary import DataSet

_READ_OFF = "dividends may have been read off the accumulated NAV or daily growth of an earlier export; "
_LOST_COLUMNS = "bring a file that has them too; if they are gone for good, run briefings refresh --accept SET"
_CONTEXT_ROWS = WINDOW  # present rows that appended ones are compared with


@dataclass(frozen=True, kw_only=True)
class StagedFile:
    """A staged file of histories, and all that it is compared with."""

    file: str  # from the data folder, e.g. "nav/012733.csv"
    problem_path: str
    path: Path
    present_path: Path | None  # the present file of this name
    data_set: DataSet
    code: str | None  # None for a long table
    catalogue: Mapping[str, CatalogueRow]
    calendar: TradingCalendar
    freshness: int | None  # trading days that may pass without a new row; None: any number
    splits: Mapping[str, Mapping[str, float]]  # that sources.yml declares, by code and day
    today: int  # day number

    @property
    def is_long(self) -> bool:
        """Whether it is a long table: one of many series."""
        return self.code is None


@dataclass(kw_only=True)
class AcceptedFile:
    """What may be accepted of a staged file."""

    content: bytes = b""  # the whole new file: good new rows, and present ones that it lacks
    # Code -> why it keeps its rows in a long table.
    refused: dict[str, tuple[Problem, ...]] = field(default_factory=dict)
    quarantined: list[QuarantinedRow] = field(default_factory=list)
    notes: list[AuditNote] = field(default_factory=list)


def check_file(staged: StagedFile) -> AcceptedFile:
    """Check a staged CSV against the present one. Raises Failed where the whole file is refused."""
    problem_path = staged.problem_path
    if staged.code is not None and staged.code not in staged.catalogue:
        raise Failed([history_files.unknown_history(problem_path, staged.code, staged.data_set, staged.catalogue)])
    text = csv_cells.read_text(staged.path, problem_path)
    present_text = "" if staged.present_path is None else csv_cells.read_text(staged.present_path, problem_path)
    if not staged.is_long and (start := _context_start(text, present_text)):
        accepted = _check_appended(staged, start, text, present_text)
        if accepted is not None:
            return accepted
    return _check_text(staged, text, present_text)


def _context_start(text: str, present_text: str) -> int:
    """Where the last rows of the present text begin, if the new text is the present one with lines appended; else 0."""
    if not present_text.endswith("\n") or not text.startswith(present_text):
        return 0
    start = len(present_text)
    for _ in range(_CONTEXT_ROWS + 1):
        start = present_text.rfind("\n", 0, max(start - 1, 0)) + 1
    return start


def _check_appended(staged: StagedFile, start: int, text: str, present_text: str) -> AcceptedFile | None:
    """Check only the end of a file, a hundred times faster; None where its rows are not in order, so that all count."""
    header = text[: text.index("\n") + 1]
    end_rows = exact_history_csv.read_rows(header + text[start:], staged.problem_path, staged.data_set)
    days = [row.day for row in end_rows if row.day is not None]
    if any(day >= following for day, following in pairwise(days)):
        return None
    skipped_lines = text.count("\n", 0, start) - 1  # between the header and the end
    accepted = _check_text(staged, header + text[start:], header + present_text[start:])
    accepted.content = (text[:start] + accepted.content.decode().removeprefix(header)).encode()
    accepted.quarantined = [replace(row, row=row.row + skipped_lines) for row in accepted.quarantined]
    return accepted


def _check_text(staged: StagedFile, text: str, present_text: str) -> AcceptedFile:
    problem_path = staged.problem_path
    header = _header(staged, text)
    rows_by_code = _rows_by_code(staged, text)
    present_by_code = _rows_by_code(staged, present_text) if present_text else {}
    present_columns = staged.data_set.columns(_header(staged, present_text))
    accepted, accepted_rows = AcceptedFile(), list[HistoryRow]()
    is_replaced = not set(staged.data_set.values) & set(header) & set(present_columns)
    if is_replaced and staged.code is not None and _is_refused(staged, present_by_code):
        message = f"the {len(present_by_code[''])} rows that are there go: a build refuses the NAV of a money fund"
        series = f"{staged.data_set.kind}:{staged.code}"
        accepted.notes.append(AuditNote(id="replaced", file=staged.file, series=series, message=message))
        present_by_code, present_columns = {}, ()
    lost_columns = [column for column in present_columns if column not in header]
    if lost_columns:
        # No line: it would be a line of the present file, whose header has them.
        message = f"the source lacks {', '.join(lost_columns)}, which {staged.file} has; it has {', '.join(header)}"
        read_off = bool({"dividend", "split"} & set(lost_columns))
        hint = f"{_READ_OFF if read_off else ''}{_LOST_COLUMNS}"
        raise Failed([Problem(id="bad-header", path=problem_path, message=message, hint=hint)])
    if not any(rows_by_code.values()):
        message = "the file has a header and no rows"
        raise Failed([Problem(id="empty-data", path=problem_path, line=1, message=message)])
    if lost_codes := sorted(present_by_code.keys() - rows_by_code.keys()):
        raise Failed([shrunken(problem_path, f"{len(lost_codes)} series are gone: {', '.join(lost_codes[:3])}")])
    for code, rows in sorted(rows_by_code.items()):
        instrument = staged.catalogue.get(staged.code or code)
        if instrument is None:
            accepted.quarantined.append(_unknown_series(staged, code, rows))
        else:
            present_rows = present_by_code.get(code, [])
            try:
                accepted_rows += _check_series(staged, accepted, instrument, rows, present_rows)
            except Failed as failed:
                if not staged.is_long or any(problem.id == "shrunken-data" for problem in failed.problems):
                    raise
                accepted.refused[code] = failed.problems
                accepted_rows += present_rows
    if not accepted_rows:
        reasons = [problem for problems in accepted.refused.values() for problem in problems]
        raise Failed(reasons or [shrunken(problem_path, "it has no good row")])
    if "split" not in header and any("split" in row.cells for row in accepted_rows):
        header = [*header, "split"]
    accepted.content = _csv_text(header, accepted_rows).encode()
    return accepted


def _is_refused(staged: StagedFile, present_by_code: Mapping[str, list[HistoryRow]]) -> bool:
    """Whether a build refuses the present file, a money-market fund's, so that the new one replaces it."""
    present = {row.day: row for rows in present_by_code.values() for row in rows if row.day and not row.faults}
    history = row_check.series_of([present[day] for day in sorted(present)]) if present else None
    return history is not None and money_fund.fault(history, staged.catalogue[staged.code or ""]) is not None


def _unknown_series(staged: StagedFile, code: str, rows: list[HistoryRow]) -> QuarantinedRow:
    problem = history_files.unknown_history(staged.problem_path, code, staged.data_set, staged.catalogue)
    return QuarantinedRow(
        file=staged.file,
        row=min(row.line for row in rows),
        column="code",
        value=code,
        reason=f"{problem.message} ({len(rows)} rows); {problem.hint}",
        series=f"{staged.data_set.kind}:{code}",
    )


def _check_series(
    staged: StagedFile,
    accepted: AcceptedFile,
    instrument: CatalogueRow,
    rows: list[HistoryRow],
    present_rows: list[HistoryRow],
) -> list[HistoryRow]:
    """The rows of one series that the new file is to have. Raises Failed where there are too few."""
    data_set, series = staged.data_set, f"{staged.data_set.kind}:{instrument.code}"
    present_versions = sorted((row for row in present_rows if not row.faults), key=lambda row: row.known_on)
    present = {row.day: row for row in present_versions if row.day is not None}
    new_days = np.array([row.day for row in rows if row.day is not None], dtype=np.int32)
    refuse_shrunken(new_days, np.array(list(present), dtype=np.int32), staged.problem_path, series)
    has_income = any("income" in row.values_of(data_set) for row in rows)
    limit = row_check.largest_move(instrument.facts.get("kind", ""), data_set, is_income=has_income)
    effective_day = contract_day(data_set.kind, instrument.facts)
    try:
        checked = row_check.check_rows(rows, present, data_set, limit, staged.today, effective_day)
    except Failed as failed:
        raise Failed([_of_series(problem, staged, instrument.code) for problem in failed.problems]) from None
    if not present:
        _refuse_bad(staged, instrument.code, rows, checked)
    rows_by_day = {row.day: row for row in checked.good if row.day is not None}
    retained = {day: row for day, row in present.items() if day not in rows_by_day}
    rescaled = ""
    if checked.off_scale:
        rescaled = refuse_off_scale(rows_by_day, retained, checked.off_scale, staged.problem_path, series)
        retained, present_versions = {}, []
    latest_by_day = dict(sorted((rows_by_day | retained).items()))
    versions = [*present_versions, *checked.superseded]
    final_rows = _with_superseded([*latest_by_day.values()], versions)
    kept_out = [bad.row for bad in checked.bad]
    left_out_payments.refuse_unknown(final_rows, kept_out, staged.problem_path)
    new_versions = {(row.day, row.known_on) for row in (*checked.good, *checked.superseded)}
    stays = [row for row in final_rows if (row.day, row.known_on) not in new_versions]
    final_rows, carried = left_out_payments.with_left_out(final_rows, kept_out, stays)
    last_good = f"{final_rows[-1].value(data_set)!r} ({iso(max(latest_by_day))})" if final_rows else ""
    accepted.quarantined += [
        QuarantinedRow(
            file=staged.file,
            row=bad.row.line,
            column=bad.column,
            value=bad.row.cells[bad.column].text if bad.column in bad.row.cells else bad.row.faults[0].text,
            reason=bad.reason,
            series=series,
            last=last_good,
            date="" if bad.row.date is None else bad.row.date.text,
            follows=bad.follows,
        )
        for bad in checked.bad
    ]
    counted = {row.day: row for row in final_rows if row.day in rows_by_day}  # of several versions the last
    notes = [*checked.notes, *(note for note in (("carried", carried), ("rescaled", rescaled)) if note[1])]
    if retained:
        notes.append(("kept", f"{len(retained)} rows that are there stay: the new file lacks them or has them wrong"))
    notes += series_notes.restatements(counted.values(), {} if rescaled else present, data_set)
    if not present and data_set.kind == "stock" and not {"adjusted", "dividend"} & rows[0].cells.keys():
        notes.append(("unadjusted", "its return is not known: there is no adjusted close, and no dividend"))
    notes += series_notes.gaps(latest_by_day, present, staged.calendar)
    end_day = csv_cells.parse_day(instrument.facts.get("end_date", ""))
    if latest_by_day:
        until = staged.today if end_day is None else min(end_day, staged.today)
        allowed = allowed_days(staged.freshness, instrument.facts.get("kind", ""))
        notes += series_notes.late(max(latest_by_day), until, allowed, staged.calendar)
    accepted.notes += [
        AuditNote(id=note_id, file=staged.file, series=series, message=message) for note_id, message in notes
    ]
    return final_rows


def _of_series(problem: Problem, staged: StagedFile, code: str) -> Problem:
    return replace(problem, path=staged.problem_path, message=f"{code}, {problem.message}")


def _with_superseded(rows: list[HistoryRow], versions: list[HistoryRow]) -> list[HistoryRow]:
    """The rows, each after those of `versions` that it replaced: they were announced before it, and say something else."""
    last = {row.day: row for row in rows}
    earlier = {
        (row.day, row.known_on): row
        for row in versions
        if row.day in last and row.known_on < last[row.day].known_on and not row_check.is_repeated(row, last[row.day])
    }
    return sorted((*rows, *earlier.values()), key=lambda row: (row.day or 0, row.known_on))


def _refuse_bad(staged: StagedFile, code: str, rows: list[HistoryRow], checked: CheckedRows) -> None:
    """Raises Failed where a history that is new has a jump inside, or is mostly bad: then nothing of it is certain."""
    if checked.undeclared is not None and any(bad.follows for bad in checked.bad):
        raise Failed([_undeclared(staged, code, *checked.undeclared)])
    bad_lines = {bad.row.line for bad in checked.bad}
    if len(bad_lines) > len(rows) / 2:
        first = checked.bad[0]
        message = f"{code}: {len(bad_lines)} of {len(rows)} rows are bad; the first, {first.column}: {first.reason}"
        raise Failed([Problem(id="bad-cell", path=staged.problem_path, line=first.row.line, message=message)])


def _undeclared(staged: StagedFile, code: str, bad: BadRow, ratio: float) -> Problem:
    row = bad.row
    assert row.date is not None
    line = declaration(code, {row.date.text: ratio})
    hint = f"if it was a split, write under {staged.data_set.name} in sources.yml: {line}, exactly; 1 says that the jump is real"
    message = f"{code}, {row.values_of(staged.data_set)[0]} on {row.date.text}: {bad.reason}"
    return Problem(id="undeclared-split", path=staged.problem_path, line=row.line, message=message, hint=hint)


def _rows_by_code(staged: StagedFile, text: str) -> dict[str, list[HistoryRow]]:
    """The rows of a file by code, good and bad; a row without code belongs to the series before it."""
    rows_by_code: dict[str, list[HistoryRow]] = {}
    code = ""
    for row in exact_history_csv.read_rows(text, staged.problem_path, staged.data_set, long=staged.is_long):
        code = row.code.text if row.code else code
        rows_by_code.setdefault(code, []).append(row)
    return rows_by_code


def _header(staged: StagedFile, text: str) -> list[str]:
    """The column names of a file; none of an empty one. Raises Failed."""
    line = next(csv_cells.read_lines(text), None)
    if not isinstance(line, csv_cells.CsvLine):
        return []
    return exact_history_csv.check_header(line, staged.problem_path, staged.data_set, long=staged.is_long)


def _csv_text(header: list[str], rows: list[HistoryRow]) -> str:
    """A CSV with every cell as its file had it."""
    file = io.StringIO()
    lines = ([row.cells[column].text if column in row.cells else "" for column in header] for row in rows)
    csv.writer(file, lineterminator="\n").writerows([header, *lines])
    return file.getvalue()
