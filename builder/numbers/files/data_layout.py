"""Which file of the data folder is what: catalogue, history, long table, calendar, declaration. The sets are listed here.

Used by `load_data`, by the audit and wherever a set or its files are named.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from builder.numbers.files.data_folder import not_a_file, walk
from builder.problem import Problem


@dataclass(frozen=True, kw_only=True)
class DataSet:
    """A set of histories: the kind of its instruments, and its columns besides date (and code, in a long table)."""

    name: str  # the folder "nav/" or the long table "nav.csv", "nav.parquet"
    kind: str  # of its instruments, e.g. "fund"
    value: str  # the column that must be there
    optional: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ("open", "high", "low", "volume", "amount", "turnover", "change")
    catalogue: str = ""  # the file that lists its instruments, e.g. "funds.csv"

    def columns(self, header: Container[str]) -> tuple[str, ...]:
        """The columns of a header that hold values: all but the date, the code and the ignored ones."""
        return tuple(column for column in (self.value, *self.optional) if column in header)

    def filled(self, column: str) -> bool:
        """Whether no cell of a column may be blank."""
        return column in (self.value, "adjusted")


SETS: Mapping[str, DataSet] = MappingProxyType(
    {
        data_set.name: data_set
        for data_set in (
            DataSet(
                name="nav",
                kind="fund",
                value="nav",
                optional=("accumulated", "dividend", "split", "announced"),
                ignored=("change",),
                catalogue="funds.csv",
            ),
            DataSet(
                name="index",
                kind="index",
                value="close",
                optional=("announced",),
                ignored=(*DataSet.ignored, "adjusted"),
                catalogue="indexes.csv",
            ),
            DataSet(
                name="stock", kind="stock", value="close", optional=("adjusted", "announced"), catalogue="stocks.csv"
            ),
        )
    }
)
SET_BY_KIND: Mapping[str, DataSet] = MappingProxyType({data_set.kind: data_set for data_set in SETS.values()})
CATALOGUE_SETS: Mapping[str, DataSet] = MappingProxyType(
    {data_set.catalogue.removesuffix(".csv"): data_set for data_set in SETS.values()}
)  # e.g. "funds" -> the set nav
DECLARATION = "sources.yml"
CALENDARS = "calendars"  # the folder of trading days
ALLOCATION = "allocation"  # the folder of what funds hold, by their reports
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
