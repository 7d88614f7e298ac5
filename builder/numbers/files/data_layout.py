"""The data folder's files in, what each of them is out: catalogue, history, long table or declaration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from builder.numbers.files.data_digests import faulty, files
from builder.problem import Problem
from builder.vocabulary import CALENDARS, SETS

DECLARATION = "sources.yml"
ALLOCATION = "allocation"  # what funds hold, by their reports
STATUS = "status.csv"  # sets whose last refresh failed
_TABLES = (".csv", ".parquet")


@dataclass(frozen=True, kw_only=True)
class DataLayout:
    """Which file is what, by its path from the data folder."""

    catalogues: Mapping[str, Path] = field(default_factory=dict)  # "funds.csv" -> its path on disk
    histories: Mapping[str, Mapping[str, Path]] = field(default_factory=dict)  # set -> {code: file}
    tables: Mapping[str, tuple[Path, ...]] = field(default_factory=dict)  # set -> its long tables
    calendars: Mapping[str, Path] = field(default_factory=dict)  # "SSE" -> calendars/SSE.csv
    allocations: Mapping[str, Path] = field(default_factory=dict)  # code -> allocation/CODE.csv
    declaration: Path | None = None
    status: Path | None = None
    problems: tuple[Problem, ...] = ()


def layout(data: Path, place: str) -> DataLayout:
    """Sort the files of the data folder. A table that belongs to no set is a problem; other files are left alone."""
    catalogues: dict[str, Path] = {}
    histories: dict[str, dict[str, Path]] = {name: {} for name in SETS}
    tables: dict[str, tuple[Path, ...]] = dict.fromkeys(SETS, ())
    calendars: dict[str, Path] = {}
    allocations: dict[str, Path] = {}
    declaration: Path | None = None
    status: Path | None = None
    problems: list[Problem] = []
    for path, is_plain in files(data):
        name = path.relative_to(data).as_posix()  # e.g. "nav/012733.csv"
        folder, _, rest = name.rpartition("/")
        if not is_plain:
            problems.append(faulty(path, f"{place}/{name}"))
        elif name == DECLARATION:
            declaration = path
        elif name == STATUS:
            status = path
        elif name in (one.catalogue for one in SETS.values()):
            catalogues[name] = path
        elif folder in SETS and path.suffix == ".csv":
            histories[folder][path.stem] = path
        elif folder == CALENDARS and path.suffix == ".csv":
            calendars[path.stem] = path
        elif folder == ALLOCATION and path.suffix == ".csv":
            allocations[path.stem] = path
        elif not folder and path.suffix in _TABLES and path.stem in SETS:
            tables[path.stem] += (path,)
        elif path.suffix.lower() in (*_TABLES, ".xlsx", ".xls") or (not folder and path.stem == "sources"):
            problems.append(_unknown(f"{place}/{name}", rest))
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


def _unknown(path: str, name: str) -> Problem:
    catalogues = ", ".join(one.catalogue for one in SETS.values())
    folders = ", ".join(f"{one}/CODE.csv" for one in SETS)
    tables = ", ".join(f"{one}.csv or {one}.parquet" for one in SETS)
    others = f"{CALENDARS}/NAME.csv, {ALLOCATION}/CODE.csv"
    return Problem(
        id="unknown-data",
        path=path,
        message=f"no set of data has a file called {name} here",
        hint=f"there are {DECLARATION}, {catalogues}; histories {folders}; long tables {tables}; {others}",
    )
