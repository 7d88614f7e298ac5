"""Finds rows of series in their files, for messages, and for `briefings why`, which shows where a number comes from."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from builder.numbers.files import csv_cells
from builder.numbers.files.csv_cells import CsvLine
from builder.numbers.files.data_layout import DataLayout, read_layout
from builder.numbers.series.day_numbers import iso
from builder.vocabulary import KINDS


class WrittenRow(NamedTuple):
    """A row as its file has it: where, when it became known, and its cells; those of a CSV alone are text as it is written."""

    location: str  # e.g. "content/data/nav/012733.csv:12"
    known_on: str  # ISO date
    cells: dict[str, str]


WrittenRows = dict[tuple[str, str], list[WrittenRow]]  # series and date -> its rows


def written_rows(
    data: Path,
    dates_by_series: Mapping[str, Collection[str]],
    *,
    problem_path: str,
    layout: DataLayout | None = None,
) -> WrittenRows:
    """The rows of these series on these dates: of a day that was announced twice both, the one that was known first before.

    Each file is read once. What has no row is left out. The files must be right: `load` has accepted them, by the `layout` that
    the caller may have.
    """
    rows: WrittenRows = {}
    for path, series_by_code in _files(layout or read_layout(data, problem_path), dates_by_series).items():
        file_name = f"{problem_path}/{path.relative_to(data).as_posix()}"
        read = _parquet_rows if path.suffix == ".parquet" else _csv_rows
        dates_by_code = {code: dates_by_series[series] for code, series in series_by_code.items()}
        for number, cells in read(path, file_name, dates_by_code):
            series = series_by_code[cells.get("code", "")]
            if cells["date"] in dates_by_series[series]:
                row = WrittenRow(f"{file_name}:{number}", cells.get("announced") or cells["date"], cells)
                rows.setdefault((series, row.cells["date"]), []).append(row)
    for versions in rows.values():
        versions.sort(key=lambda row: row.known_on)
    return rows


def _files(layout: DataLayout, every_series: Collection[str]) -> dict[Path, dict[str, str]]:
    """The files that may have rows of these series; in each, the series by the code that its rows have, "" in its own file."""
    files: dict[Path, dict[str, str]] = {}
    for series in every_series:
        kind, _, code = series.partition(":")
        if kind in KINDS:  # else it is a whole set, e.g. "set:nav"
            name = KINDS[kind].histories.name
            own = layout.histories[name].get(code)
            for path in [own] if own else layout.tables[name]:
                files.setdefault(path, {})["" if own else code] = series
    return files


def _csv_rows(
    path: Path, problem_path: str, dates_by_code: Mapping[str, Collection[str]]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells of each row of these dates."""
    text = csv_cells.read_text(path, problem_path)
    lines = (line for line in csv_cells.read_lines(text) if isinstance(line, CsvLine))
    columns = [cell.text for cell in next(lines).cells]
    code, date = columns.index("code") if "code" in columns else -1, columns.index("date")
    for line in lines:
        if line.cells[date].text in dates_by_code.get("" if code < 0 else line.cells[code].text, ()):
            yield line.number, {column: cell.text for column, cell in zip(columns, line.cells, strict=True)}


def _parquet_rows(path: Path, _: str, codes: Collection[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Number, code and dates of each row of these codes. A Parquet table has no lines; its rows are counted from 1."""
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import parquet

    names = [name for name in ("date", "announced") if name in parquet.read_schema(path).names]
    table = parquet.read_table(path, columns=["code", *names])
    rows = pc.indices_nonzero(pc.is_in(table["code"].cast(pa.string()), pa.array([*codes], pa.string())))
    table = table.take(rows)
    days = {name: table[name].cast(pa.date32()).cast(pa.int32()).to_pylist() for name in names}
    for position, (row, code) in enumerate(zip(rows.to_pylist(), table["code"].to_pylist(), strict=True)):
        dates = {name: iso(column[position]) for name, column in days.items() if column[position] is not None}
        yield row + 1, {"code": code, **dates}
