"""Reads all histories of a set: the fast reader first, the exact one for the files that it refuses. Used by `load_data`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from builder.numbers.files import csv_cells, exact_history_csv, fast_history_csv
from builder.numbers.files.arrow_series import sorted_series
from builder.numbers.files.data_folder import reading
from builder.numbers.files.exact_history_csv import HistoryTable
from builder.numbers.series.series import Series
from builder.problem import Failed, Problem
from builder.suggest import did_you_mean
from builder.vocabulary import DataSet

SeriesAndProblems = tuple[dict[str, Series], list[Problem]]


class _HistoryFile(NamedTuple):
    code: str
    problem_path: str
    raw: bytes


def load(
    files: Mapping[str, Path],
    tables: Iterable[Path],
    data_set: DataSet,
    data_problem_path: str,
    known_codes: Collection[str] | None,
) -> SeriesAndProblems:
    """Every series of a set by code, and every problem of its files.

    `files` are histories by code, `tables` long tables. `known_codes` are those of the catalogue; None where the
    catalogue itself is wrong, so that no code can be checked.
    """
    series_by_code: dict[str, Series] = {}
    problems: list[Problem] = []
    files_by_header: dict[bytes, list[_HistoryFile]] = {}
    for code, path in files.items():
        problem_path = f"{data_problem_path}/{data_set.name}/{path.name}"
        if known_codes is not None and code not in known_codes:
            problems.append(unknown_history(problem_path, code, data_set, known_codes))
            continue
        try:
            raw = csv_cells.read_bytes(path, problem_path)
        except Failed as failed:
            problems += failed.problems
        else:
            header = raw.partition(b"\n")[0].rstrip(b"\r")
            files_by_header.setdefault(header, []).append(_HistoryFile(code, problem_path, raw))
    for header, group in files_by_header.items():
        group_series, group_problems = _read_group(header, group, data_set)
        series_by_code |= group_series
        problems += group_problems
    for path in tables:
        problem_path = f"{data_problem_path}/{path.name}"
        try:
            with reading(problem_path):
                table_series = _read_long_table(path, problem_path, data_set, known_codes)
        except Failed as failed:
            problems += failed.problems
        else:
            twice = sorted(series_by_code.keys() & table_series.keys())
            problems += [_in_two_files(problem_path, code, data_set) for code in twice]
            series_by_code |= table_series
    return series_by_code, problems


def _read_group(header: bytes, group: list[_HistoryFile], data_set: DataSet) -> SeriesAndProblems:
    """The series of files that share their first line."""
    if header.strip():
        try:
            columns = _columns(header, group[0].problem_path, data_set, long=False)
        except Failed as failed:
            return {}, [replace(problem, path=file.problem_path) for file in group for problem in failed.problems]
        series = fast_history_csv.read_files([file.raw.partition(b"\n")[2] for file in group], columns, data_set)
        if series is not None:
            return {file.code: history for file, history in zip(group, series, strict=True)}, []
    series_by_code: dict[str, Series] = {}
    problems: list[Problem] = []
    for file in group:
        try:
            with reading(file.problem_path):
                text = csv_cells.decode(file.raw, file.problem_path)
                tables = exact_history_csv.read_histories(text, file.problem_path, data_set)
        except Failed as failed:
            problems += failed.problems
        else:
            series_by_code[file.code] = _series(tables[""])
    return series_by_code, problems


def _read_long_table(
    path: Path, problem_path: str, data_set: DataSet, known_codes: Collection[str] | None
) -> dict[str, Series]:
    """The series of a long table by code. Raises Failed."""
    positions: dict[str, tuple[int, int]] = {}  # code -> line and column where it first appears; none in Parquet
    if path.suffix == ".parquet":
        from builder.numbers.files import parquet_table

        series_by_code = parquet_table.read(path, problem_path, data_set)
    else:
        raw = csv_cells.read_bytes(path, problem_path)
        header, _, body = raw.partition(b"\n")
        if header.strip():
            columns = _columns(header, problem_path, data_set, long=True)
            fast = fast_history_csv.read_long_table(body, columns, data_set)
            if fast is not None and (known_codes is None or fast.keys() <= set(known_codes)):
                return fast
        text = csv_cells.decode(raw, problem_path)
        tables = exact_history_csv.read_histories(text, problem_path, data_set, long=True)
        series_by_code = {code: _series(table) for code, table in tables.items()}
        positions = {code: (table.line, table.column) for code, table in tables.items()}
    problems = []
    for code in series_by_code:
        if known_codes is not None and code not in known_codes:
            line, column = positions.get(code, (0, 0))
            problem = unknown_history(problem_path, code, data_set, known_codes)
            problems.append(replace(problem, line=line, column=column, length=len(code)))
    if problems:
        raise Failed(problems)
    return series_by_code


def _columns(header: bytes, problem_path: str, data_set: DataSet, *, long: bool) -> list[str]:
    """The column names in a header. Raises Failed."""
    line = next(csv_cells.read_lines(csv_cells.decode(header, problem_path)))
    if isinstance(line, Problem):
        raise Failed([replace(line, path=problem_path)])
    return exact_history_csv.check_header(line, problem_path, data_set, long=long)


def _series(table: HistoryTable) -> Series:
    days = np.asarray(table.days, dtype=np.int32)
    values = {name: np.asarray(column, dtype=np.float64) for name, column in table.values.items()}
    series = sorted_series(days, values)
    if series is None:
        raise AssertionError("the exact reader let a date through twice")
    return series


def unknown_history(problem_path: str, code: str, data_set: DataSet, known_codes: Collection[str]) -> Problem:
    """The problem of a history whose code the catalogue does not have; the hint says which code was probably meant."""
    padded = code.zfill(6)
    if code.isdigit() and padded != code and padded in known_codes:
        hint = f"the code seems to have lost its zero: {padded} is in {data_set.catalogue}"
    else:
        advice = f"add it to {data_set.catalogue}, or delete its history"
        hint = did_you_mean(code, sorted(known_codes), otherwise=advice)
    message = f"{data_set.catalogue} has no code {code}"
    return Problem(id="unknown-history", path=problem_path, message=message, hint=hint)


def _in_two_files(problem_path: str, code: str, data_set: DataSet) -> Problem:
    message = f"the history of {code} is in another file of the set {data_set.name} as well"
    return Problem(id="duplicate-code", path=problem_path, message=message, hint="keep one of them")
