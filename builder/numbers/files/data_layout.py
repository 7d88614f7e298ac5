"""Which file of the data folder is what: catalogue, history, long table, calendar, declaration.

Used by `load_data`, by the audit and wherever a set or its files are named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from builder.numbers.files.data_folder import not_a_file, walk
from builder.problem import Problem
from builder.vocabulary import ALLOCATION, CALENDARS, CATALOGUE_SETS, SETS

DECLARATION = "sources.yml"
STATUS = "status.csv"  # sets whose last refresh failed
_TABLE_SUFFIXES = (".csv", ".parquet")


@dataclass(frozen=True, kw_only=True)
class DataLayout:
    """The files of a data folder, sorted by what they are."""

    catalogues: Mapping[str, Path] = field(default_factory=dict)  # e.g. "funds.csv" -> its path
    histories: Mapping[str, Mapping[str, Path]] = field(default_factory=dict)  # set -> {code: file}
    tables: Mapping[str, tuple[Path, ...]] = field(default_factory=dict)  # set -> its long tables
    calendars: Mapping[str, Path] = field(default_factory=dict)  # e.g. "SSE" -> calendars/SSE.csv
    allocations: Mapping[str, Path] = field(default_factory=dict)  # code -> allocation/CODE.csv
    declaration: Path | None = None
    status: Path | None = None
    problems: tuple[Problem, ...] = ()


def read_layout(data: Path, problem_path: str) -> DataLayout:
    """Sort the files of a data folder by what they are.

    A table that belongs to no set is a problem in the result; other unknown files are left alone.
    """
    catalogues: dict[str, Path] = {}
    histories: dict[str, dict[str, Path]] = {name: {} for name in SETS}
    tables: dict[str, tuple[Path, ...]] = dict.fromkeys(SETS, ())
    calendars: dict[str, Path] = {}
    allocations: dict[str, Path] = {}
    declaration: Path | None = None
    status: Path | None = None
    problems: list[Problem] = []
    for path, is_file in walk(data):
        file_name = path.relative_to(data).as_posix()  # e.g. "nav/012733.csv"
        folder = file_name.rpartition("/")[0]
        if not is_file:
            problems.append(not_a_file(path, f"{problem_path}/{file_name}"))
        elif file_name == DECLARATION:
            declaration = path
        elif file_name in (*SETS, CALENDARS, ALLOCATION):
            problems.append(_not_a_folder(f"{problem_path}/{file_name}", file_name))
        elif file_name == STATUS:
            status = path
        elif not folder and path.suffix == ".csv" and path.stem in CATALOGUE_SETS:
            catalogues[file_name] = path
        elif folder in SETS and path.suffix == ".csv":
            histories[folder][path.stem] = path
        elif folder == CALENDARS and path.suffix == ".csv":
            calendars[path.stem] = path
        elif folder == ALLOCATION and path.suffix == ".csv":
            allocations[path.stem] = path
        elif not folder and path.suffix in _TABLE_SUFFIXES and path.stem in SETS:
            tables[path.stem] += (path,)
        elif path.suffix.lower() in (*_TABLE_SUFFIXES, ".xlsx", ".xls") or (not folder and path.stem == "sources"):
            problems.append(_unknown_file(f"{problem_path}/{file_name}", path.name))
    return DataLayout(
        catalogues=catalogues,
        histories=histories,
        tables=tables,
        calendars=calendars,
        allocations=allocations,
        declaration=declaration,
        status=status,
        problems=tuple(problems),
    )


def _not_a_folder(problem_path: str, name: str) -> Problem:
    message, hint = f"{name} is a file, and a folder of files is read", f"put {name}/CODE.csv there"
    return Problem(id="unknown-data", path=problem_path, message=message, hint=hint)


def _unknown_file(problem_path: str, file_name: str) -> Problem:
    catalogues = ", ".join(data_set.catalogue for data_set in SETS.values())
    histories = ", ".join(f"{name}/CODE.csv" for name in SETS)
    tables = ", ".join(f"{name}.csv or {name}.parquet" for name in SETS)
    others = f"{CALENDARS}/NAME.csv, {ALLOCATION}/CODE.csv"
    return Problem(
        id="unknown-data",
        path=problem_path,
        message=f"no set of data has a file called {file_name} here",
        hint=f"there are {DECLARATION}, {catalogues}; histories {histories}; long tables {tables}; {others}",
    )
