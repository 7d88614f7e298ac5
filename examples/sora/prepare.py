"""Turns downloaded histories into data files for this example: `python examples/sora/prepare.py SOURCE TARGET`.

SOURCE has nav/CODE.csv (date, nav), index/CODE.csv (date, close) and us/TICKER.csv (Date, Close, Adj Close); other columns are
ignored. TARGET gets nav/, index/ and stock/ as docs/data.md describes them.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

FUNDS = ("012733",)
INDEXES = ("930713", "930851", "000300", "931071")
STOCKS = ("NVDA", "AVGO", "MSFT", "ADBE", "U")
Row = Mapping[str, str]


def prepare(source: Path, target: Path) -> None:
    """Write the histories of the example's instruments below `target`."""
    for code in FUNDS:
        _copy(source / f"nav/{code}.csv", target / f"nav/{code}.csv", {"date": "date", "nav": "nav"})
    for code in INDEXES:
        _copy(source / f"index/{code}.csv", target / f"index/{code}.csv", {"date": "date", "close": "close"})
    for code in STOCKS:
        columns = {"Date": "date", "Close": "close", "Adj Close": "adjusted"}
        _copy(source / f"us/{code}.csv", target / f"stock/{code}.csv", columns)


def _copy(source: Path, target: Path, columns: Mapping[str, str]) -> None:
    with source.open(encoding="utf-8-sig", newline="") as file:
        rows = list(_without_phantom(csv.DictReader(file), tuple(columns)[1]))
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns.values())
        writer.writerows([row[name] for name in columns] for row in rows)


def _without_phantom(rows: Iterable[Row], value: str) -> Iterator[Row]:
    """The rows without a false first row: one on New Year's Day, when markets are closed, that repeats the second row."""
    all_rows = list(rows)
    first, second = all_rows[:2]
    is_phantom = first["date" if "date" in first else "Date"].endswith("-01-01") and first[value] == second[value]
    yield from all_rows[1:] if is_phantom else all_rows


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python examples/sora/prepare.py SOURCE TARGET")
    prepare(Path(sys.argv[1]), Path(sys.argv[2]))
