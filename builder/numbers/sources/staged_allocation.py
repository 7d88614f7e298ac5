"""Writes what a source says of the holdings of funds into allocation/CODE.csv, beside the reports that are there. For `staging`."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from builder.number_format import spelled
from builder.numbers.files.allocation_csv import COLUMNS, REQUIRED
from builder.numbers.sources.source import Source, Table
from builder.numbers.sources.staged_files import file_to_write
from builder.numbers.sources.tables import cell_parsing
from builder.problem import Failed, Problem
from builder.vocabulary import ALLOCATION

Rows = dict[tuple[str, str, str], dict[str, str]]  # day, kind and name -> the row


def write(source: Source, tables: Iterable[Table], folder: Path, present: Path, today: str) -> list[str]:
    """Write a file for each fund that the source has, and return their paths.

    A report of the source replaces the present one of its day and kind; its rows keep the `announced` that they have. What
    is brought before it had to be public is known from `today`. Raises Failed where a column is missing or there is no row.
    """
    files: list[str] = []
    (folder / ALLOCATION).mkdir(parents=True, exist_ok=True)
    for table in tables:
        assert table.frame is not None
        new = _fetched(table, today)
        path = f"{ALLOCATION}/{table.code}.csv"
        old = _present(present / path)
        replaced = {(day, kind) for day, kind, _ in new}
        rows = {key: row for key, row in old.items() if key[:2] not in replaced}
        for key, row in new.items():
            rows[key] = {**row, "announced": old.get(key, row)["announced"]}
        with file_to_write(folder, path, source).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows[key] for key in sorted(rows, key=lambda key: key[:2]))
        files.append(path)
    if not files:
        raise Failed([source.problem("", "the source has no reports of what funds hold", id_="empty-data")])
    return files


def _fetched(table: Table, today: str) -> Rows:
    """The rows of a table."""
    assert table.frame is not None
    if missing := [name for name in REQUIRED if name not in table.frame]:
        message = f"no column is {', '.join(missing)}: there are {', '.join(map(str, table.frame.columns))}"
        raise Failed(
            [Problem(id="bad-header", path=table.place, message=message, hint=f"columns are {','.join(COLUMNS)}")]
        )
    rows: Rows = {}
    for cells in table.frame.to_dict("records"):
        row = {name: cell_parsing.cell_text(cells.get(name)) for name in COLUMNS}
        # Two holdings of one name in one report, e.g. a share at two exchanges, are one position of a reader's.
        key = (row["date"], row["kind"], row["name"])
        if key in rows:
            row["weight"] = spelled(float(rows[key]["weight"]) + float(row["weight"]))
        row["announced"] = min(row["announced"], max(today, row["date"])) if row["announced"] else ""
        rows[key] = row
    return rows


def _present(path: Path) -> Rows:
    """The rows of a present file; none where there is no file."""
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [{name: row.get(name) or "" for name in COLUMNS} for row in csv.DictReader(file)]
    return {(row["date"], row["kind"], row["name"]): row for row in rows}
