"""Finds the file and line of a series' rows, for `python -m builder why`, which shows where a number comes from."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from builder.numbers.files import csv_cells
from builder.numbers.files.csv_cells import CsvLine
from builder.numbers.files.data_layout import read_layout
from builder.numbers.series.day_numbers import iso
from builder.vocabulary import KINDS


def row_locations(data: Path, series: str, dates: Collection[str], *, problem_path: str) -> dict[str, str]:
    """File and line of a series' rows, by date, e.g. {"2024-02-19": "content/data/nav/012733.csv:12"}.

    A date without a row is left out. The files must be right: `load` has accepted them.
    """
    kind, _, code = series.partition(":")
    if kind not in KINDS:
        return {}  # a whole set, e.g. "set:nav"
    data_set, layout = KINDS[kind].histories, read_layout(data, problem_path)
    history = layout.histories[data_set.name].get(code)
    locations: dict[str, str] = {}
    for path in (history,) if history else layout.tables[data_set.name]:
        file_name = f"{problem_path}/{path.relative_to(data).as_posix()}"
        is_parquet = path.suffix == ".parquet"
        rows = _parquet_rows(path, code) if is_parquet else _csv_rows(path, file_name, "" if history else code)
        locations |= {date: f"{file_name}:{number}" for date, number in rows if date in dates}
    return locations


def _csv_rows(path: Path, problem_path: str, code: str) -> Iterator[tuple[str, int]]:
    """Date and line number of each row; of those with this code, if one is given."""
    text = csv_cells.read_text(path, problem_path)
    lines = (line for line in csv_cells.read_lines(text) if isinstance(line, CsvLine))
    columns = [cell.text for cell in next(lines).cells]
    date_column = columns.index("date")
    for line in lines:
        if not code or line.cells[columns.index("code")].text == code:
            yield line.cells[date_column].text, line.number


def _parquet_rows(path: Path, code: str) -> Iterator[tuple[str, int]]:
    """Date and number of each row with this code. A Parquet table has no lines; its rows are counted from 1."""
    import pyarrow as pa
    from pyarrow import parquet

    table = parquet.read_table(path, columns=["code", "date"])
    days = table["date"].cast(pa.date32()).cast(pa.int32()).to_pylist()
    for number, (row_code, day) in enumerate(zip(table["code"].to_pylist(), days, strict=True), 1):
        if row_code == code:
            yield iso(day), number
