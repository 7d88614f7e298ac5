"""A series and some of its dates in, the file and line where each of these rows stands out."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from builder.numbers.files import csv_cells
from builder.numbers.files.csv_cells import CsvLine
from builder.numbers.files.data_layout import layout
from builder.numbers.series.day_numbers import iso
from builder.vocabulary import KINDS


def places(data: Path, series: str, dates: Collection[str], *, place: str) -> dict[str, str]:
    """Where the rows of a series stand, by date, e.g. {"2024-02-19": "content/data/nav/012733.csv:12"}.

    A date without a row has no place. The files must be such as `load` takes.
    """
    kind, _, code = series.partition(":")
    if kind not in KINDS:
        return {}  # a whole set, e.g. "set:nav"
    spec, files = KINDS[kind].histories, layout(data, place)
    own = files.histories[spec.name].get(code)
    found: dict[str, str] = {}
    for path in (own,) if own else files.tables[spec.name]:
        where = f"{place}/{path.relative_to(data).as_posix()}"
        rows = _packed(path, code) if path.suffix == ".parquet" else _lines(path, where, code, long=own is None)
        found |= {on: f"{where}:{line}" for on, line in rows if on in dates}
    return found


def _lines(path: Path, where: str, code: str, *, long: bool) -> Iterator[tuple[str, int]]:
    lines = (
        one
        for one in csv_cells.lines(csv_cells.text(csv_cells.content(path, where), where))
        if isinstance(one, CsvLine)
    )
    names = [cell.text for cell in next(lines).cells]
    at = names.index("date")
    for line in lines:
        if not long or line.cells[names.index("code")].text == code:
            yield line.cells[at].text, line.number


def _packed(path: Path, code: str) -> Iterator[tuple[str, int]]:
    """Rows of a Parquet table have no lines; they are counted from 1."""
    import pyarrow as pa
    from pyarrow import parquet

    table = parquet.read_table(path, columns=["code", "date"])
    days = table["date"].cast(pa.date32()).cast(pa.int32()).to_pylist()
    for number, (one, day) in enumerate(zip(table["code"].to_pylist(), days, strict=True), 1):
        if one == code:
            yield iso(day), number
