"""The history files of one set in, a series for each code out: the fast way first, the exact one where it gives up."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from builder.numbers.files import csv_cells, fast_csv, history_csv
from builder.numbers.files.history_csv import HistoryTable
from builder.numbers.series.series import Series
from builder.problem import Failed, Problem
from builder.vocabulary import DataSet


class _File(NamedTuple):
    code: str
    place: str  # e.g. "content/data/nav/012733.csv"
    raw: bytes


Found = tuple[dict[str, Series], list[Problem]]


def load(
    files: Mapping[str, Path], tables: Iterable[Path], spec: DataSet, place: str, known: Collection[str] | None
) -> Found:
    """Every series of a set by code, and all that is wrong with its files.

    `known` holds the catalogue's codes; None where the catalogue itself is wrong, so that codes cannot be judged.
    """
    found: dict[str, Series] = {}
    problems: list[Problem] = []
    groups: dict[bytes, list[_File]] = {}
    for code, path in files.items():
        where = f"{place}/{spec.name}/{path.name}"
        if known is not None and code not in known:
            problems.append(unknown(where, code, spec, known))
            continue
        try:
            raw = csv_cells.content(path, where)
        except Failed as failed:
            problems += failed.problems
        else:
            groups.setdefault(raw.partition(b"\n")[0].rstrip(b"\r"), []).append(_File(code, where, raw))
    for first, members in groups.items():
        series, wrong = _group(first, members, spec)
        found |= series
        problems += wrong
    for path in tables:
        where = f"{place}/{path.name}"
        try:
            long = _long(path, where, spec, known)
        except Failed as failed:
            problems += failed.problems
        else:
            problems += [_twice(where, code, spec) for code in sorted(found.keys() & long.keys())]
            found |= long
    return found, problems


def _group(first: bytes, members: list[_File], spec: DataSet) -> Found:
    """The series of files that share their first line."""
    if first.strip():
        try:
            names = _names(first, members[0].place, spec, long=False)
        except Failed as failed:
            return {}, [replace(one, path=file.place) for file in members for one in failed.problems]
        series = fast_csv.read([file.raw.partition(b"\n")[2] for file in members], names, spec)
        if series is not None:
            return {file.code: one for file, one in zip(members, series, strict=True)}, []
    found: dict[str, Series] = {}
    problems: list[Problem] = []
    for file in members:
        try:
            histories = history_csv.check(csv_cells.text(file.raw, file.place), file.place, spec)
        except Failed as failed:
            problems += failed.problems
        else:
            found[file.code] = _series(histories[""])
    return found, problems


def _long(path: Path, place: str, spec: DataSet, known: Collection[str] | None) -> dict[str, Series]:
    """The series of a long table by code. Raises Failed."""
    if path.suffix == ".parquet":
        from builder.numbers.files import parquet_table

        found = parquet_table.read(path, place, spec)
        strange = {} if known is None else dict.fromkeys(sorted(found.keys() - set(known)), (0, 0))
    else:
        raw = csv_cells.content(path, place)
        first, _, body = raw.partition(b"\n")
        series = fast_csv.read_long(body, _names(first, place, spec, long=True), spec) if first.strip() else None
        if series is not None and (known is None or series.keys() <= set(known)):
            return series
        histories = history_csv.check(csv_cells.text(raw, place), place, spec, long=True)
        found = {code: _series(history) for code, history in histories.items()}
        strange = {} if known is None else {c: (h.line, h.column) for c, h in histories.items() if c not in known}
    if strange and known is not None:
        raise Failed(
            replace(unknown(place, code, spec, known), line=line, column=column, length=len(code))
            for code, (line, column) in strange.items()
        )
    return found


def _names(first: bytes, place: str, spec: DataSet, *, long: bool) -> list[str]:
    line = next(csv_cells.lines(csv_cells.text(first, place)))
    if isinstance(line, Problem):
        raise Failed([replace(line, path=place)])
    return history_csv.header(line, place, spec, long=long)


def _series(history: HistoryTable) -> Series:
    days = np.asarray(history.days, dtype=np.int32)
    values = {name: np.asarray(column, dtype=np.float64) for name, column in history.values.items()}
    series = fast_csv.one(days, values)
    if series is None:
        raise AssertionError("the exact reading let a date through twice")
    return series


def unknown(place: str, code: str, spec: DataSet, known: Collection[str]) -> Problem:
    """The problem of a history that the catalogue does not name, with what was likely meant."""
    from rapidfuzz import process

    padded = code.zfill(6)
    if code.isdigit() and padded != code and padded in known:
        hint = f"the code seems to have lost its zero: {padded} is in {spec.catalogue}"
    else:
        near = process.extractOne(code, sorted(known), score_cutoff=60)
        hint = f"did you mean {near[0]}?" if near else f"add it to {spec.catalogue}, or take its history away"
    message = f"{spec.catalogue} has no code {code}"
    return Problem(id="unknown-history", path=place, message=message, hint=hint)


def _twice(place: str, code: str, spec: DataSet) -> Problem:
    message = f"the history of {code} stands in another file of the set {spec.name} as well"
    return Problem(id="duplicate-code", path=place, message=message, hint="keep one of them")
