"""The data folder's files in, what each of them is out: catalogue, history, long table or declaration."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from builder.numbers.files.data_folder import not_a_file, walk
from builder.problem import Problem


@dataclass(frozen=True, kw_only=True)
class DataSet:
    """A set of histories: what it is of, and which columns it has besides date (and code, in a long table)."""

    name: str  # the folder "nav/" or the long table "nav.csv", "nav.parquet"
    kind: str  # of its instruments
    value: str  # the column that must be there
    optional: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ("open", "high", "low", "volume", "amount", "turnover", "change")
    catalogue: str = ""  # the file that names its instruments

    def columns(self, names: Container[str]) -> tuple[str, ...]:
        """Those of a header's columns whose cells count, the date aside."""
        return tuple(name for name in (self.value, *self.optional) if name in names)

    def filled(self, name: str) -> bool:
        """Whether no cell of a column may be blank."""
        return name in (self.value, "adjusted")


SETS: Mapping[str, DataSet] = MappingProxyType(
    {
        one.name: one
        for one in (
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
SET_BY_KIND: Mapping[str, DataSet] = MappingProxyType({one.kind: one for one in SETS.values()})
DECLARATION = "sources.yml"
CALENDARS = "calendars"
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


def read_layout(data: Path, place: str) -> DataLayout:
    """Sort the files of the data folder. A table that belongs to no set is a problem; other files are left alone."""
    catalogues: dict[str, Path] = {}
    histories: dict[str, dict[str, Path]] = {name: {} for name in SETS}
    tables: dict[str, tuple[Path, ...]] = dict.fromkeys(SETS, ())
    calendars: dict[str, Path] = {}
    allocations: dict[str, Path] = {}
    declaration: Path | None = None
    status: Path | None = None
    problems: list[Problem] = []
    for path, is_plain in walk(data):
        name = path.relative_to(data).as_posix()  # e.g. "nav/012733.csv"
        folder, _, rest = name.rpartition("/")
        if not is_plain:
            problems.append(not_a_file(path, f"{place}/{name}"))
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
