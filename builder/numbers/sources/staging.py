"""Stages a source: fetches its tables and writes them as our own data files into a folder. A refresh uses it for each source.

The staged files replace nothing yet: the audit and the refresh decide that.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from builder.numbers.admission.row_check import AuditNote
from builder.numbers.files import catalogue_csv, trading_calendar
from builder.numbers.files.catalogue_csv import CatalogueRow
from builder.numbers.files.trading_calendar import TradingCalendar
from builder.numbers.sources import (
    former_names,
    history_payments,
    load_fetcher,
    local_file,
    present_rows,
    staged_allocation,
)
from builder.numbers.sources.history_payments import CheckedHistory
from builder.numbers.sources.source import Source, Table, Tools
from builder.numbers.sources.staged_files import StagedSource, file_to_write, write_histories
from builder.numbers.sources.tables import table_conversion
from builder.problem import Failed, Problem
from builder.suggest import did_you_mean
from builder.vocabulary import ALLOCATION, CALENDARS, CATALOGUE_SETS, DEFAULT_CALENDAR, SETS, DataSet

_MOST_SHOWN = 10  # codes in a message


def stage(source: Source, tools: Tools, folder: Path, staged: Path, present: Path) -> StagedSource:
    """Fetch a source and write its files below `folder`.

    `present` is the data folder. Codes that are not declared are those of the set's catalogue: the one just staged below
    `staged`, if any, else the present one. A history comes with the present rows before it. A catalogue is merged: what the
    source does not say stays. A set that is one long table is written as one. Raises Failed with all that is wrong, whatever
    the fetcher or a reader raised: the other sources go on. The files written so far are then not to be used.
    """
    try:
        return _stage(source, tools, folder, staged, present)
    except Failed:
        raise
    except Exception as error:
        message = f"the fetcher {source.fetcher} failed: {type(error).__name__}: {str(error)[:200]}"
        raise Failed([source.problem("fetcher", message, id_="fetch-failed")]) from error


def _stage(source: Source, tools: Tools, folder: Path, staged: Path, present: Path) -> StagedSource:
    if source.set == CALENDARS:
        return _stage_calendars(source, tools, folder)
    data_set = SETS["nav"] if source.set == ALLOCATION else SETS.get(source.set) or CATALOGUE_SETS[source.set]
    catalogue = catalogue_csv.newest(data_set, staged, present)
    source = with_codes(source, data_set, catalogue)
    tables = load_fetcher(source)(source, tools)
    if source.set == ALLOCATION:
        return StagedSource(set=ALLOCATION, files=staged_allocation.write(source, tables, folder, present, tools.today))
    if source.set in SETS:
        calendar = trading_calendar.newest(source.calendar, staged, present)
        return _stage_histories(source, tables, tools, folder, present, catalogue, calendar)
    return _stage_catalogue(source, tables, folder, present, tools.today)


def with_codes(source: Source, data_set: DataSet, catalogue: Mapping[str, CatalogueRow]) -> Source:
    """The source with the codes to ask for: the declared ones, or those of its set's catalogue.

    Raises Failed where a declared code is wrong, e.g. lost its zero, or where no code is known.
    """
    for key, codes in (("codes", source.codes), ("splits", tuple(source.splits))):
        if wrong := table_conversion.wrong_codes(codes, data_set):
            raise Failed(source.problem(key, f"{cell.text} {cell.reason}", cell.hint, id_="bad-cell") for cell in wrong)
    is_fetched_by_code = source.set in (*SETS, ALLOCATION) and (not source.location or "{code}" in source.location)
    if source.codes == ("all",) and is_fetched_by_code:
        hint = "name them, or leave `codes` out: then they are those of the catalogue"
        raise Failed([source.problem("codes", "histories are fetched by code, and all is not a code", hint)])
    for code in source.splits:
        if code not in (*catalogue, *source.codes):
            hint = did_you_mean(code, catalogue, otherwise=f"codes are those of {data_set.catalogue}")
            raise Failed([source.problem("splits", f"splits: nothing has the code {code}", hint, id_="unknown-series")])
    if source.codes:
        return source
    codes = tuple(catalogue)
    if not codes and is_fetched_by_code:
        message = f"nothing says which codes to fetch: there is no {data_set.catalogue}"
        raise Failed([source.problem("", message, "name them, e.g. codes: [012733, 017853]", id_="missing-key")])
    return replace(source, codes=codes)


def _stage_histories(
    source: Source,
    tables: Iterable[Table],
    tools: Tools,
    folder: Path,
    present: Path,
    catalogue: Mapping[str, CatalogueRow],
    calendar: TradingCalendar,
) -> StagedSource:
    """The histories that can be read. One that cannot, or that its own columns contradict, leaves the others alone."""
    histories: dict[str, pd.DataFrame] = {}
    table_by_code: dict[str, Table] = {}
    unchanged: set[str] = set()  # codes; "" for a table of all
    seals: dict[str, Mapping[str, str]] = {}
    refused: dict[str, tuple[Problem, ...]] = {}
    notes: list[AuditNote] = []
    for table in tables:
        if table.problems:
            refused[table.code] = table.problems
            continue
        seals |= _seal(table)
        if table.frame is None:
            unchanged.add(table.code)
            continue
        try:
            converted = table_conversion.convert_histories(table, source)
        except Failed as failed:
            if not table.code:
                raise
            refused[table.code] = failed.problems
            continue
        if table.code and not converted:
            refused[table.code] = (_without_values(table, len(table.frame)),)
        notes += _left_out(table, source)
        for code, rows in converted.items():
            histories[code] = pd.concat([histories[code], rows]) if code in histories else rows
            table_by_code[code] = replace(table, frame=None)
    if "" in unchanged:
        return StagedSource(set=source.set, files=(), seals=seals)
    if source.codes and source.codes != ("all",):
        brought = {*histories, *unchanged, *refused}
        missing = [code for code in source.codes if code not in brought]
        if not source.named:
            # The catalogue may list more than there are histories of; but a history that is present must come.
            missing = [code for code in missing if (present / source.set / f"{code}.csv").is_file()]
        if missing:
            refused |= dict.fromkeys(missing, (_missing_histories(source, missing, tools.root),))
        histories = {code: histories[code] for code in source.codes if code in histories}
    checked: dict[str, CheckedHistory] = {}
    present_histories = present_rows.read_present(present, source.set, histories)
    for code, rows in histories.items():
        table = table_by_code[code]
        history = history_payments.check_history(
            code, rows, source, table, present_histories.get(code), catalogue.get(code), calendar
        )
        if history.problems:
            refused[code] = history.problems
        else:
            checked[code] = history
    if not checked and not unchanged:
        raise (
            Failed(dict.fromkeys(fault for faults in refused.values() for fault in faults))
            if refused
            else _no_rows(source)
        )
    return replace(
        write_histories(source, checked, table_by_code, folder, present, refused),
        seals=seals,
        refused=refused,
        quarantined=tuple(row for history in checked.values() for row in history.kept_out),
        notes=(*notes, *(note for history in checked.values() for note in history.notes)),
    )


def _without_values(table: Table, count: int) -> Problem:
    """The problem of a table without rows, or without a value in any."""
    sheet = f"sheet {table.reading.sheet}: " if table.reading.sheet else ""
    message = f"none of its {count} rows has a value" if count else "the file has headings and no rows"
    is_spreadsheet = count and table.reading.format == "spreadsheet"
    hint = "formulas that were never calculated have none: open the file and save it" if is_spreadsheet else ""
    return Problem(id="empty-data", path=table.place, message=sheet + message, hint=hint)


def _missing_histories(source: Source, codes: Sequence[str], root: Path) -> Problem:
    """The problem of histories that are present and that the source did not bring: their files, where these are not there."""
    files = [path for code, path in source.places() if code in codes and "://" not in path]
    if absent := [path for path in files if not (root / path).exists()]:
        return local_file.missing_files(absent, source, root)
    return source.problem("codes", f"the source has no rows of {_code_list(codes)}", id_="empty-data")


def _left_out(table: Table, source: Source) -> list[AuditNote]:
    """A note of the rows below a table's headings that are no rows of it."""
    rows = [row for row in table.reading.left_out if row.line > max(table.reading.heading_lines)]
    listed = "; ".join(f"{row.line}: {row.text} ({row.reason})" for row in rows[:_MOST_SHOWN])
    message = f"{table.place}, line {listed}" + ("; …" if len(rows) > _MOST_SHOWN else "")
    series = f"{SETS[source.set].kind}:{table.code}" if table.code else source.set
    return [AuditNote(id="left-out", file=table.place, series=series, message=message)] if rows else []


def _stage_calendars(source: Source, tools: Tools, folder: Path) -> StagedSource:
    """Trading days as calendars/NAME.csv; NAME is SSE unless `codes` names another."""
    source = replace(source, codes=source.codes or (DEFAULT_CALENDAR,), named=True)
    files: list[str] = []
    seals: dict[str, Mapping[str, str]] = {}
    (folder / CALENDARS).mkdir(parents=True, exist_ok=True)
    for table in load_fetcher(source)(source, tools):
        seals |= _seal(_readable(table))
        if table.frame is not None:
            days = table_conversion.convert_calendar(table, source)
            files.append(f"{CALENDARS}/{table.code or source.codes[0]}.csv")
            file_to_write(folder, files[-1], source).write_text("\n".join(["date", *days, ""]), encoding="utf-8")
    return StagedSource(set=CALENDARS, files=files, seals=seals)


def _stage_catalogue(source: Source, tables: Iterable[Table], folder: Path, present: Path, today: str) -> StagedSource:
    file = f"{source.set}.csv"
    tables = list(tables)
    seals: dict[str, Mapping[str, str]] = {}
    for table in tables:
        seals |= _seal(_readable(table))
    if any(table.frame is None for table in tables):
        return StagedSource(set=source.set, files=(), seals=seals)
    frames = [table_conversion.convert_catalogue(table, source) for table in tables]
    fetched_rows = {row["code"]: row for frame in frames for row in _text_rows(frame)}
    wanted = source.codes if source.codes and source.codes != ("all",) else tuple(fetched_rows)
    missing = [code for code in wanted if code not in fetched_rows]
    if missing and source.named:
        message = f"the source does not know {_code_list(missing)}"
        raise Failed([source.problem("codes", message, id_="unknown-series")])
    columns, rows = _present_rows(present / file)
    notes: list[AuditNote] = []
    for code in wanted:
        if code in fetched_rows:
            facts = {column: text for column, text in fetched_rows[code].items() if text}
            series = f"{CATALOGUE_SETS[source.set].kind}:{code}"
            facts, renamed = former_names.with_former_names(rows.get(code, {}), facts, series, file, today)
            notes += renamed
            rows[code] = {**rows.get(code, {}), **facts}
            columns += [column for column in facts if column not in columns]
    if not rows:
        raise _no_rows(source)
    with (folder / file).open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows.values())
    return StagedSource(set=source.set, files=[file], seals=seals, notes=tuple(notes))


def _text_rows(frame: pd.DataFrame) -> list[dict[str, str]]:
    return [{str(column): str(cell) for column, cell in row.items()} for row in frame.fillna("").to_dict("records")]


def _present_rows(path: Path) -> tuple[list[str], dict[str, dict[str, str]]]:
    """The columns of the present catalogue, and its rows by code."""
    if not path.is_file():
        return ["code", "name"], {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        rows = {row["code"]: dict(row) for row in reader}
        return list(reader.fieldnames or ["code", "name"]), rows


def _seal(table: Table) -> dict[str, Mapping[str, str]]:
    """The seal of a table by its URL; nothing where it has none."""
    return {table.place: table.seal} if table.seal else {}


def _readable(table: Table) -> Table:
    """The table of a catalogue or calendar. Raises Failed where it has problems: nothing goes on without it."""
    if table.problems:
        raise Failed(table.problems)
    return table


def _no_rows(source: Source) -> Failed:
    return Failed([source.problem("", f"the source of {source.set} has no rows", id_="empty-data")])


def _code_list(codes: Sequence[str]) -> str:
    more = f" and {len(codes) - _MOST_SHOWN} more" if len(codes) > _MOST_SHOWN else ""
    return ", ".join(codes[:_MOST_SHOWN]) + more
