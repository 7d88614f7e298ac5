"""One table for all series of a set, CSV or Parquet: the same answers as one file each, and the same contract."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from builder.numbers import row_locations as places_of
from tests.numbers.folder import ask, places, problems_of, snapshot_of, write
from tests.numbers.parquet_file import packed, parquet_of

CATALOGUE = "code,name\n990001,甲\n990002,乙\n"
LONG = "code,date,nav\n990002,2024-01-03,2.2\n990001,2024-01-02,1.0\n990002,2024-01-02,2.0\n990001,2024-01-03,1.1\n"
APART = {
    "nav/990001.csv": "date,nav\n2024-01-02,1.0\n2024-01-03,1.1\n",
    "nav/990002.csv": "date,nav\n2024-01-02,2.0\n2024-01-03,2.2\n",
}


NONE = pa.array([], pa.null())


@pytest.mark.parametrize(("name", "content"), [("nav.csv", LONG.encode()), ("nav.parquet", parquet_of())])
def test_a_long_table_answers_as_single_files_do(tmp_path: Path, name: str, content: bytes) -> None:
    apart = snapshot_of(tmp_path / "apart", {"funds.csv": CATALOGUE, **APART})
    long = snapshot_of(tmp_path / "long", {"funds.csv": CATALOGUE, name: content})
    for series in ("fund:990001", "fund:990002"):
        assert ask(long, "history", series) == ask(apart, "history", series)
        assert long.scope_digest(series, "2024-01-02") == apart.scope_digest(series, "2024-01-02")
    assert long.directory == apart.directory


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ("990001,2024-01-04,x", (6, 19, "bad-cell")),
        ("990001,2024-01-03,1.2", (6, 8, "duplicate-date")),
        (",2024-01-04,1.2", (6, 1, "bad-cell")),
        ("990003,2024-01-04,1.2", (6, 1, "unknown-history")),
    ],
)
def test_a_bad_row_of_a_long_table_is_named_at_its_place(tmp_path: Path, row: str, place: tuple[int, int, str]) -> None:
    problems = problems_of(tmp_path, {"funds.csv": CATALOGUE, "nav.csv": f"{LONG}{row}\n"})
    assert places(problems) == [("nav.csv", *place)]


def test_a_long_table_without_codes_is_refused(tmp_path: Path) -> None:
    problems = problems_of(tmp_path, {"funds.csv": CATALOGUE, "nav.csv": "date,nav\n2024-01-02,1\n"})
    assert places(problems) == [("nav.csv", 1, 1, "bad-header")]


def test_a_series_in_two_files_is_a_problem(tmp_path: Path) -> None:
    problems = problems_of(tmp_path, {"funds.csv": CATALOGUE, **APART, "nav.csv": LONG})
    assert places(problems) == [("nav.csv", 0, 0, "duplicate-code")] * 2


@pytest.mark.parametrize(
    ("content", "id_", "said"),
    [
        (b"no parquet", "unreadable", "not a Parquet file"),
        (packed({"code": ["990001"], "nav": [1.0]}), "bad-header", "the column date is missing"),
        (parquet_of(code=[990002, 990001, 990002, 990001]), "bad-cell", "the column code holds int64, not text"),
        (parquet_of(nav=["a", "b", "c", "d"]), "bad-cell", "the column nav holds string, not double"),
        (parquet_of(nav=[2.2, None, 2.0, 1.1]), "bad-cell", "the column nav has 1 blank cells"),
        (parquet_of(nav=[2.2, 0.0, float("nan"), 1.1]), "bad-cell", "2 cells that are not numbers or too low"),
        (parquet_of(code=["990001"] * 4), "bad-cell", "a date appears twice"),
        (parquet_of(code=["990003", "990001", "990003", "990001"]), "unknown-history", "no code 990003"),
        (packed({"code": NONE.cast(pa.string()), "date": NONE, "nav": NONE}), "empty-data", "no rows"),
    ],
)  # fmt: skip
def test_a_bad_parquet_table_is_named(tmp_path: Path, content: bytes, id_: str, said: str) -> None:
    (problem,) = problems_of(tmp_path, {"funds.csv": CATALOGUE, "nav.parquet": content})
    assert (problem.path, problem.id) == ("content/data/nav.parquet", id_)
    assert said in problem.message


def test_blank_optional_cells_of_a_parquet_table_are_blank(tmp_path: Path) -> None:
    content = parquet_of(dividend=[None, None, 0.1, None], split=pa.nulls(4))
    snapshot = snapshot_of(tmp_path, {"funds.csv": CATALOGUE, "nav.parquet": content})
    assert ask(snapshot, "return", "fund:990001", start="2024-01-02").value == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (APART, {"2024-01-02": "content/data/nav/990002.csv:2", "2024-01-03": "content/data/nav/990002.csv:3"}),
        ({"nav.csv": LONG}, {"2024-01-02": "content/data/nav.csv:4", "2024-01-03": "content/data/nav.csv:2"}),
        ({"nav.parquet": parquet_of()}, {"2024-01-02": "content/data/nav.parquet:3", "2024-01-03": "content/data/nav.parquet:1"}),
    ],
)  # fmt: skip
def test_the_place_of_a_row_is_its_file_and_line(
    tmp_path: Path, files: dict[str, str | bytes], expected: dict[str, str]
) -> None:
    data = write(tmp_path, {"funds.csv": CATALOGUE, **files})
    assert places_of(data, "fund:990002", ["2024-01-02", "2024-01-03", "2024-01-04"]) == expected
