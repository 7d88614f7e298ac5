"""Finds a series' rows in its file, for messages, and for `briefings why`, which shows where a number comes from."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from builder.numbers.files import csv_cells
from builder.numbers.files.csv_cells import CsvCell, CsvLine
from builder.numbers.files.data_layout import read_layout
from builder.numbers.series.day_numbers import iso
from builder.vocabulary import KINDS


def row_locations(data: Path, series: str, dates: Collection[str], *, problem_path: str) -> dict[str, str]:
    """File and line of a series' rows, by date, e.g. {"2024-02-19": "content/data/nav/012733.csv:12"}.

    A date without a row is left out. The files must be right: `load` has accepted them.
    """
    locations: dict[str, str] = {}
    for path, code in _files(data, series, problem_path):
        file_name = f"{problem_path}/{path.relative_to(data).as_posix()}"
        if path.suffix == ".parquet":
            rows = _parquet_rows(path, code)
        else:
            rows = ((cells["date"].text, number) for number, cells in _csv_rows(path, file_name, code))
        locations |= {date: f"{file_name}:{number}" for date, number in rows if date in dates}
    return locations


def written_cells(data: Path, series: str, date: str, *, problem_path: str) -> dict[str, str]:
    """The cells of a row as its CSV has them, by column; none where no CSV has the row. The files must be right."""
    for path, code in _files(data, series, problem_path):
        for _, cells in _csv_rows(path, problem_path, code) if path.suffix == ".csv" else ():
            if cells["date"].text == date:
                return {column: cell.text for column, cell in cells.items()}
    return {}


def _files(data: Path, series: str, problem_path: str) -> list[tuple[Path, str]]:
    """The files that may have rows of a series; each with the code that its rows have, "" for a file of one series."""
    kind, _, code = series.partition(":")
    if kind not in KINDS:
        return []  # a whole set, e.g. "set:nav"
    data_set, layout = KINDS[kind].histories, read_layout(data, problem_path)
    history = layout.histories[data_set.name].get(code)
    return [(history, "")] if history else [(path, code) for path in layout.tables[data_set.name]]


def _csv_rows(path: Path, problem_path: str, code: str) -> Iterator[tuple[int, dict[str, CsvCell]]]:
    """Line number and cells of each row; of those with this code, if one is given."""
    text = csv_cells.read_text(path, problem_path)
    lines = (line for line in csv_cells.read_lines(text) if isinstance(line, CsvLine))
    columns = [cell.text for cell in next(lines).cells]
    for line in lines:
        cells = dict(zip(columns, line.cells, strict=True))
        if not code or cells["code"].text == code:
            yield line.number, cells


def _parquet_rows(path: Path, code: str) -> Iterator[tuple[str, int]]:
    """Date and number of each row with this code. A Parquet table has no lines; its rows are counted from 1."""
    import pyarrow as pa
    from pyarrow import parquet

    table = parquet.read_table(path, columns=["code", "date"])
    days = table["date"].cast(pa.date32()).cast(pa.int32()).to_pylist()
    for number, (row_code, day) in enumerate(zip(table["code"].to_pylist(), days, strict=True), 1):
        if row_code == code:
            yield iso(day), number
