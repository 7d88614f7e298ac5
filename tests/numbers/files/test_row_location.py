"""The file and line of a row, in each layout of a set."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.numbers import row_locations
from builder.numbers.files.row_location import written_cells
from tests.numbers.folder import write
from tests.numbers.two_funds import CATALOGUE, LONG_CSV, SINGLE_FILES, long_parquet


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
    assert row_locations(data, "fund:990002", ["2024-01-02", "2024-01-03", "2024-01-04"]) == expected


@pytest.mark.parametrize("files", [SINGLE_FILES, {"nav.csv": LONG_CSV}, {"nav.parquet": long_parquet()}])
def test_the_cells_of_a_row_are_as_its_csv_has_them(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    data = write(tmp_path, {"funds.csv": CATALOGUE, **files})
    cells = written_cells(data, "fund:990002", "2024-01-03", problem_path="data")
    assert cells.get("nav") == (None if "nav.parquet" in files else "2.2")
    assert written_cells(data, "set:nav", "2024-01-03", problem_path="data") == {}
