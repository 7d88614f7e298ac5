"""The data folder in, a Snapshot out: every file is read and checked before any of them counts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from builder.model import Directory, Instrument
from builder.numbers.files import allocation_csv, catalogue_csv, history_files, sources_yml
from builder.numbers.files import trading_calendar as calendars
from builder.numbers.files.allocation_csv import Allocation
from builder.numbers.files.catalogue_csv import CatalogueRow
from builder.numbers.files.data_layout import ALLOCATION, DataLayout, layout
from builder.numbers.files.sources_yml import SetDeclaration
from builder.numbers.files.trading_calendar import TradingCalendar
from builder.numbers.series.day_numbers import FIRST, iso
from builder.numbers.series.series import Series
from builder.numbers.snapshot import Snapshot
from builder.numbers.source_status import SourceStatus, failures
from builder.problem import Failed, Problem
from builder.vocabulary import CALENDARS, SETS, DataSet


def load(data: Path, *, risk_free: float, trading_days: int, place: str) -> Snapshot:
    """The data as they stand. Raises Failed with everything that is wrong in any file."""
    if not data.is_dir():
        hint = "make the folder, or correct `data` in mkdocs.yml"
        raise Failed([Problem(id="missing-data", path=place, message="there is no folder with data", hint=hint)])
    files = layout(data, place)
    problems = list(files.problems)
    declared = _declared(files, place, problems)
    instruments: dict[str, Instrument] = {}
    series: dict[str, Series] = {}
    data_as_of: dict[str, str] = {}
    standings: dict[str, SourceStatus] = {}
    failing = {} if files.status is None else failures(files.status)
    for spec in SETS.values():
        entries = _entries(files, spec, place, problems)
        found, wrong = history_files.load(files.histories[spec.name], files.tables[spec.name], spec, place, entries)
        problems += wrong
        last = max((int(one.days[-1]) for one in found.values()), default=FIRST)
        if found:
            data_as_of[spec.name] = iso(last)
        own = declared.get(spec.name, SetDeclaration())
        facts = spec.catalogue.removesuffix(".csv")
        standings[spec.name] = SourceStatus(
            calendar=_calendar(files, own.calendar, place, problems),
            data_as_of=last,
            freshness=own.freshness,
            failing=failing.get(spec.name, ""),
            origin=own.origin,
            facts_failing=failing.get(facts, ""),
            facts_origin=declared.get(facts, SetDeclaration()).origin,
        )
        series |= {f"{spec.kind}:{code}": one for code, one in found.items()}
        for entry in (entries or {}).values():
            made = _instrument(entry, spec, declared, entry.code in found)
            instruments[made.id] = made
    allocations = _allocations(files, place, instruments, problems)
    if problems:
        raise Failed(sorted(problems))
    return Snapshot(
        instruments=instruments,
        series=series,
        allocations=allocations,
        data_as_of=data_as_of,
        synthetic=any(one.synthetic for one in declared.values()),
        risk_free=risk_free,
        trading_days=trading_days,
        standings=standings,
    )


def names(data: Path, *, place: str) -> Directory | None:
    """What the catalogues alone say; None where one of them is wrong or missing."""
    if not data.is_dir():
        return None
    files, problems = layout(data, place), list[Problem]()
    declared = _declared(files, place, problems)
    catalogues = [(spec, _entries(files, spec, place, problems)) for spec in SETS.values()]
    if any(entries is None for _, entries in catalogues):
        return None
    found = [
        _instrument(entry, spec, declared, True) for spec, entries in catalogues for entry in (entries or {}).values()
    ]
    return Directory(instruments={one.id: one for one in found})


def _declared(files: DataLayout, place: str, problems: list[Problem]) -> dict[str, SetDeclaration]:
    if files.declaration is None:
        return {}
    try:
        return sources_yml.load(files.declaration, f"{place}/{files.declaration.name}")
    except Failed as failed:
        problems += failed.problems
        return {}


def _calendar(files: DataLayout, name: str, place: str, problems: list[Problem]) -> TradingCalendar:
    """The trading days of a set, weekdays where no file names them; what is wrong with the file is said once."""
    path = files.calendars.get(name)
    if path is None:
        return TradingCalendar()
    try:
        return calendars.load(path, f"{place}/{CALENDARS}/{path.name}")
    except Failed as failed:
        problems += [problem for problem in failed.problems if problem not in problems]
        return TradingCalendar()


def _entries(files: DataLayout, spec: DataSet, place: str, problems: list[Problem]) -> dict[str, CatalogueRow] | None:
    """A catalogue's entries by code; None where it is wrong or missing, which is said once, not of each history."""
    where = f"{place}/{spec.catalogue}"
    path = files.catalogues.get(spec.catalogue)
    if path is None:
        if not files.histories[spec.name] and not files.tables[spec.name]:
            return {}
        message = f"there are histories of the set {spec.name}, but no {spec.catalogue} that names them"
        hint = "a catalogue has the columns code,name and any facts"
        problems.append(Problem(id="missing-data", path=where, message=message, hint=hint))
        return None
    try:
        return catalogue_csv.load(path, where, spec)
    except Failed as failed:
        problems += failed.problems
        return None


def _allocations(
    files: DataLayout, place: str, instruments: Mapping[str, Instrument], problems: list[Problem]
) -> dict[str, Allocation]:
    """What each fund's reports say that it held, by the fund's id."""
    codes = [one.code for one in instruments.values() if one.kind == "fund"]
    found: dict[str, Allocation] = {}
    for code, path in files.allocations.items():
        where = f"{place}/{ALLOCATION}/{path.name}"
        if code not in codes:
            problems.append(history_files.unknown(where, code, SETS["nav"], codes))
            continue
        try:
            found[f"fund:{code}"] = allocation_csv.load(path, where)
        except Failed as failed:
            problems += failed.problems
    return found


def _instrument(
    entry: CatalogueRow, spec: DataSet, declared: Mapping[str, SetDeclaration], has_history: bool
) -> Instrument:
    sets = (spec.name, spec.catalogue.removesuffix(".csv"))
    return Instrument(
        id=f"{spec.kind}:{entry.code}",
        code=entry.code,
        name=entry.name,
        facts=entry.facts,
        synthetic=any(declared[one].synthetic for one in sets if one in declared),
        has_history=has_history,
        origin=next((declared[one].origin for one in sets if one in declared and declared[one].origin), ""),
    )
