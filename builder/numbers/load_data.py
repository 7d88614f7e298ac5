"""Reads and checks the whole data folder, and makes the snapshot that answers pages. `numbers.load` calls it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from builder.model import Directory, Instrument
from builder.numbers import catalogue_check
from builder.numbers.admission import hand_kept
from builder.numbers.admission.history_jumps import RowFault
from builder.numbers.files import (
    allocation_csv,
    catalogue_csv,
    history_files,
    row_location,
    sources_yml,
    trading_calendar,
)
from builder.numbers.files.allocation_csv import Allocation
from builder.numbers.files.catalogue_csv import CatalogueRow
from builder.numbers.files.data_folder import reading
from builder.numbers.files.data_layout import DataLayout, read_layout
from builder.numbers.files.sources_yml import SetDeclaration
from builder.numbers.files.trading_calendar import TradingCalendar
from builder.numbers.series import money_fund
from builder.numbers.series.accumulated_faults import accumulated_faults, contradiction
from builder.numbers.series.day_numbers import FIRST, iso
from builder.numbers.series.series import Series
from builder.numbers.snapshot import Snapshot
from builder.numbers.source_status import SourceStatus, failures, refusals
from builder.problem import Failed, Problem
from builder.vocabulary import ALLOCATION, CALENDARS, KINDS, SETS, UNKNOWN, DataSet


def load(data: Path, *, risk_free: float, trading_days: int, problem_path: str, today: str) -> Snapshot:
    """The snapshot of a data folder. Raises Failed with everything that is wrong in any file.

    No history that is kept by hand may end after `today`, an ISO date; "" for any day.
    """
    if not data.is_dir():
        hint = "make the folder, or correct `data` in mkdocs.yml"
        message = "there is no folder with data"
        raise Failed([Problem(id="missing-data", path=problem_path, message=message, hint=hint)])
    layout = read_layout(data, problem_path)
    problems = list(layout.problems)
    faults: list[RowFault] = []
    declarations = _declarations(layout, problem_path, problems)
    instruments: dict[str, Instrument] = {}
    series: dict[str, Series] = {}
    data_as_of: dict[str, str] = {}
    by_hand_until = ""
    status_by_set: dict[str, SourceStatus] = {}
    failing = {} if layout.status is None else failures(layout.status)
    failing_since = {name: failure.since for name, failure in failing.items()}
    for data_set in SETS.values():
        catalogue = _catalogue(layout, data_set, problem_path, problems)
        histories, tables = layout.histories[data_set.name], layout.tables[data_set.name]
        series_by_code, history_problems = history_files.load(histories, tables, data_set, problem_path, catalogue)
        declaration = declarations.get(data_set.name, SetDeclaration())
        problems += history_problems
        problems += hand_kept.declare_splits(series_by_code, declaration, data_set, catalogue, problem_path)
        faults += _contradictions(series_by_code, data_set, declaration)
        by_hand = {code: history for code, history in series_by_code.items() if declaration.is_hand_kept(code)}
        by_hand_until = max((by_hand_until, *(iso(int(history.days[-1])) for history in by_hand.values())))
        faults += hand_kept.faults(
            data, layout, by_hand, data_set, catalogue or {}, declaration.splits, problem_path, today
        )
        last_day = max((int(history.days[-1]) for history in series_by_code.values()), default=FIRST)
        if series_by_code:
            data_as_of[data_set.name] = iso(last_day)
        catalogue_name = data_set.catalogue.removesuffix(".csv")
        status_by_set[data_set.name] = SourceStatus(
            calendar=_calendar(layout, declaration.calendar, problem_path, problems),
            data_as_of=last_day,
            freshness=declaration.freshness,
            failing=failing_since.get(data_set.name, ""),
            origin=declaration.origin,
            refused=refusals(failing, data_set.name),
            facts_failing=failing_since.get(catalogue_name, ""),
            facts_origin=declarations.get(catalogue_name, SetDeclaration()).origin,
        )
        for code, history in series_by_code.items() if data_set.kind == "fund" else ():
            if fault := money_fund.fault(history, (catalogue or {}).get(code)):
                faults.append(RowFault(fault, f"fund:{code}", iso(int(history.days[0]))))
        series |= {f"{data_set.kind}:{code}": history for code, history in series_by_code.items()}
        for row in (catalogue or {}).values():
            instrument = _instrument(row, data_set, declarations, history=series_by_code.get(row.code))
            instruments[instrument.id] = instrument
    allocations = _allocations(layout, problem_path, instruments, problems)
    funds_path = f"{problem_path}/{SETS['nav'].catalogue}"
    problems += _at_rows(faults, data, layout, problem_path)
    if problems:
        raise Failed(sorted(problems))
    snapshot = Snapshot(
        instruments=instruments,
        series=series,
        allocations=allocations,
        data_as_of=data_as_of,
        synthetic=any(declaration.synthetic for declaration in declarations.values()),
        risk_free=risk_free,
        trading_days=trading_days,
        status_by_set=status_by_set,
    )
    notes = catalogue_check.notes(snapshot.directory.instruments, series, funds_path)
    snapshot.directory = replace(snapshot.directory, notes=notes, by_hand_until=by_hand_until)
    return snapshot


def catalogue_directory(data: Path, *, problem_path: str) -> Directory | None:
    """The directory by the catalogues alone; None where one of them is wrong or missing."""
    if not data.is_dir():
        return None
    layout, problems = read_layout(data, problem_path), list[Problem]()
    declarations = _declarations(layout, problem_path, problems)
    instruments: dict[str, Instrument] = {}
    for data_set in SETS.values():
        catalogue = _catalogue(layout, data_set, problem_path, problems)
        if catalogue is None:
            return None
        for row in catalogue.values():
            instrument = replace(_instrument(row, data_set, declarations, history=None), has_history=True)
            instruments[instrument.id] = instrument
    return Directory(instruments=instruments)


# Each function below adds what is wrong with its file to `problems`, so that all problems are listed at once.


def _declarations(layout: DataLayout, problem_path: str, problems: list[Problem]) -> dict[str, SetDeclaration]:
    if layout.declaration is None:
        return {}
    declaration_path = f"{problem_path}/{layout.declaration.name}"
    try:
        with reading(declaration_path):
            return sources_yml.load(layout.declaration, declaration_path, layout.calendars)
    except Failed as failed:
        problems += failed.problems
        return {}


def _calendar(layout: DataLayout, calendar_name: str, problem_path: str, problems: list[Problem]) -> TradingCalendar:
    """The trading days of a set: weekdays where no file names them."""
    path = layout.calendars.get(calendar_name)
    if path is None:
        return TradingCalendar()
    calendar_path = f"{problem_path}/{CALENDARS}/{path.name}"
    try:
        with reading(calendar_path):
            return trading_calendar.load(path, calendar_path)
    except Failed as failed:
        # Several sets may have the same calendar.
        problems += [problem for problem in failed.problems if problem not in problems]
        return TradingCalendar()


def _catalogue(
    layout: DataLayout, data_set: DataSet, data_problem_path: str, problems: list[Problem]
) -> dict[str, CatalogueRow] | None:
    """A catalogue's rows by code; None where it is wrong or missing. Then no history is checked against it."""
    problem_path = f"{data_problem_path}/{data_set.catalogue}"
    path = layout.catalogues.get(data_set.catalogue)
    if path is None:
        if not layout.histories[data_set.name] and not layout.tables[data_set.name]:
            return {}
        message = f"there are histories of the set {data_set.name}, but no {data_set.catalogue} that lists them"
        hint = "a catalogue has the columns code,name and any facts"
        problems.append(Problem(id="missing-data", path=problem_path, message=message, hint=hint))
        return None
    try:
        with reading(problem_path):
            return catalogue_csv.load(path, problem_path, data_set)
    except Failed as failed:
        problems += failed.problems
        return None


def _at_rows(faults: Collection[RowFault], data: Path, layout: DataLayout, problem_path: str) -> Iterator[Problem]:
    """The problems at their rows, in the version that was announced last; at the folder of the set where no row is found."""
    dates_by_series: dict[str, set[str]] = {}
    for fault in faults:
        dates_by_series.setdefault(fault.series, set()).add(fault.date)
    rows = row_location.written_rows(data, dates_by_series, problem_path=problem_path, layout=layout) if faults else {}
    for fault in faults:
        folder = KINDS[fault.series.partition(":")[0]].histories.name
        row = rows.get((fault.series, fault.date))
        path, _, line = row[-1].location.rpartition(":") if row else (f"{problem_path}/{folder}", "", "0")
        yield fault.problem.at(path=path, line=int(line), column=1 if row else 0)


def _contradictions(
    series_by_code: Mapping[str, Series], data_set: DataSet, declaration: SetDeclaration
) -> Iterator[RowFault]:
    """The histories whose accumulated NAV cannot be the NAV and all dividends, at the first row that shows it; and those kept by
    hand whose column of dividends lacks one of them. Of others a refresh weighs both."""
    codes = {id(series): code for code, series in series_by_code.items()}
    for fault in accumulated_faults(series_by_code.values()):
        if id(fault.series) not in codes or fault.series.accumulated is None:
            continue
        code = codes[id(fault.series)]
        if fault.is_untold and not declaration.is_hand_kept(code):
            continue
        date = iso(int(fault.series.days[fault.row]))
        yield RowFault(contradiction(code, fault), f"{data_set.kind}:{code}", date)


def _allocations(
    layout: DataLayout, data_problem_path: str, instruments: Mapping[str, Instrument], problems: list[Problem]
) -> dict[str, Allocation]:
    """Each fund's reports of what it held, by the fund's id."""
    fund_codes = [instrument.code for instrument in instruments.values() if instrument.kind == "fund"]
    allocations: dict[str, Allocation] = {}
    for code, path in layout.allocations.items():
        problem_path = f"{data_problem_path}/{ALLOCATION}/{path.name}"
        if code not in fund_codes:
            problems.append(history_files.unknown_history(problem_path, code, SETS["nav"], fund_codes))
            continue
        try:
            with reading(problem_path):
                allocations[f"fund:{code}"] = allocation_csv.load(path, problem_path)
        except Failed as failed:
            problems += failed.problems
    return allocations


def _instrument(
    row: CatalogueRow, data_set: DataSet, declarations: Mapping[str, SetDeclaration], *, history: Series | None
) -> Instrument:
    set_names = (data_set.name, data_set.catalogue.removesuffix(".csv"))
    declared = [declarations[name] for name in set_names if name in declarations]
    return Instrument(
        id=f"{data_set.kind}:{row.code}",
        code=row.code,
        name=row.name,
        facts=row.facts,
        synthetic=any(declaration.synthetic for declaration in declared),
        has_history=history is not None,
        history_of=UNKNOWN if history is None else history.history_of(data_set.kind),
        origin=next((declaration.origin for declaration in declared if declaration.origin), ""),
    )
