"""The file and line of a row, in each layout of a set."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from builder.numbers import written_rows
from builder.numbers.files import csv_cells
from tests.numbers.folder import write
from tests.numbers.two_funds import CATALOGUE, LONG_CSV, SINGLE_FILES, long_parquet, parquet_bytes

FUND = "fund:990002"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (SINGLE_FILES, {"2024-01-02": "content/data/nav/990002.csv:2", "2024-01-03": "content/data/nav/990002.csv:3"}),
        ({"nav.csv": LONG_CSV}, {"2024-01-02": "content/data/nav.csv:4", "2024-01-03": "content/data/nav.csv:2"}),
        ({"nav.parquet": long_parquet()}, {"2024-01-02": "content/data/nav.parquet:3", "2024-01-03": "content/data/nav.parquet:1"}),
    ],
)  # fmt: skip
def test_a_row_is_located_by_its_file_and_line(
    tmp_path: Path, files: dict[str, str | bytes], expected: dict[str, str]
) -> None:
    data = write(tmp_path, {"funds.csv": CATALOGUE, **files})
    rows = written_rows(data, {FUND: ["2024-01-02", "2024-01-03", "2024-01-04"], "set:nav": ["2024-01-02"]})
    assert {date: row.location for (_, date), (row,) in rows.items()} == expected
    assert rows[FUND, "2024-01-03"][0].cells.get("nav") == (None if "nav.parquet" in files else "2.2")


ANNOUNCED = ["2024-01-05", "2024-01-03", None]
DATES = ["2024-01-02", "2024-01-02", "2024-01-03"]


@pytest.mark.parametrize("layout", ["nav/990002.csv", "nav.csv", "nav.parquet"])
def test_of_a_day_announced_twice_the_row_that_was_known_first_comes_before(tmp_path: Path, layout: str) -> None:
    content: str | bytes
    if layout == "nav.parquet":
        dates, announced = (pa.array(column).cast(pa.date32()) for column in (DATES, ANNOUNCED))
        content = parquet_bytes({"code": ["990002"] * 3, "date": dates, "nav": [1.1, 1.0, 1.1], "announced": announced})
    else:
        code = "" if "/" in layout else "990002,"
        rows = [
            f"{code}{date},1.{row},{said or ''}" for row, (date, said) in enumerate(zip(DATES, ANNOUNCED, strict=True))
        ]
        content = "\n".join([f"{'code,' if code else ''}date,nav,announced", *rows]) + "\n"
    first = 1 if layout == "nav.parquet" else 2
    (rows_of_day,) = written_rows(write(tmp_path, {layout: content}), {FUND: ["2024-01-02"]}).values()
    expected = [("2024-01-03", f"content/data/{layout}:{first + 1}"), ("2024-01-05", f"content/data/{layout}:{first}")]
    assert [(row.known_on, row.location) for row in rows_of_day] == expected


def test_a_file_is_read_once_for_all_series(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, read = write(tmp_path, {"nav.csv": LONG_CSV}), []
    read_text = csv_cells.read_text
    monkeypatch.setattr(csv_cells, "read_text", lambda *path: read.append(path) or read_text(*path))
    rows = written_rows(data, {FUND: ["2024-01-02"], "fund:990001": ["2024-01-02"]})
    assert (len(rows), len(read)) == (2, 1)
