"""Hostile tables: told in a message of a few lines, before anything is built of their rows, columns and cells."""

from __future__ import annotations

import io
import time
import tracemalloc
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from builder.desk import problem_report
from builder.numbers.files import parquet_table
from builder.numbers.sources.tables.table_file import read_table
from builder.problem import Failed, Problem
from builder.vocabulary import SETS
from tests.attacks.hostile_sheet import spreadsheet
from tests.numbers.sources.source_files import source
from tests.site import SmallSite, history

NAV = "content/data/nav/990201.csv"


def told(site: SmallSite, path: str = NAV) -> list[Problem]:
    """The problems of a build, which takes neither time nor memory; of this file alone."""
    started = time.monotonic()
    problems = site.build().problems
    assert time.monotonic() - started < 20
    report = problem_report.FORMATS["text"](problems, site.root)
    assert len(report) < 400_000
    assert problems and {problem.path for problem in problems} == {path}
    return list(problems)


@pytest.mark.parametrize("count", [4_000, 32_000])
def test_many_columns(site: SmallSite, count: int) -> None:
    site.write(NAV, f"date,nav,{','.join(f'c{number}' for number in range(count))}\n2024-01-02,1.0\n")
    (problem,) = told(site)
    assert (problem.id, problem.line) == ("too-large", 1)


def test_many_columns_of_a_row_and_of_a_catalogue(site: SmallSite) -> None:
    site.write(NAV, "date,nav\n2024-01-02,1.0" + "," * 40_000 + "\n")
    assert told(site)[0].id == "too-large"
    site.write(NAV, history(1.0, -0.0002))
    site.write("content/data/funds.csv", "code,name" + "".join(f",c{number}" for number in range(40_000)) + "\n")
    assert "too-large" in {problem.id for problem in site.build().problems}


def test_many_bad_rows_are_counted(site: SmallSite) -> None:
    site.write(NAV, "date,nav\n" + "2024-01-02,x\n" * 32_000)
    problems = told(site)
    assert len(problems) < 2100
    assert "the rest of the file was not looked at" in " ".join(problem.message for problem in problems)
    report = problem_report.FORMATS["text"](problems, site.root)
    assert report.count("bad-cell") + report.count("duplicate-date") <= 100
    assert f"; and {len(problems) - 100:,} more problems in this file" in report


def test_a_cell_of_a_megabyte_is_quoted_in_part(site: SmallSite) -> None:
    site.write(NAV, "date,nav\n2024-01-02," + "x" * 1_000_000 + "\n")
    (problem,) = told(site)
    assert len(problem.message) < 2000


def refused(raw: bytes) -> Problem:
    tracemalloc.start()
    try:
        with pytest.raises(Failed) as caught:
            read_table(raw, "a", source(codes=("990201",)), code="990201")
        assert tracemalloc.get_traced_memory()[1] < 300_000_000
    finally:
        tracemalloc.stop()
    return caught.value.problems[0]


@pytest.mark.parametrize("place", ["XFD1048576", "A1048576", "xfd1", "ZZZZ99999999"])
def test_a_sheet_with_one_cell_far_away(place: str) -> None:
    row = place.strip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    corner = '<row r="1"><c r="Z1"><v>1</v></c></row>'
    assert refused(spreadsheet(f'{corner}<row r="{row}"><c r="{place}"><v>1</v></c></row>')).id == "too-large"


def test_a_sheet_that_is_as_large_as_it_says_is_read() -> None:
    cells = '<row r="1"><c r="A1" t="str"><v>date</v></c><c r="B1" t="str"><v>nav</v></c></row>'
    cells += '<row r="2"><c r="A2"><v>45293</v></c><c r="B2"><v>1.5</v></c></row>'
    frame = read_table(spreadsheet(cells), "a", source(codes=("990201",)), code="990201").frame
    assert frame is not None and list(frame.columns) == ["date", "nav"] and frame["nav"].iloc[0] == 1.5


def test_a_fetched_csv_of_many_columns_or_cells() -> None:
    assert refused(b"," * 32_000 + b"\n").id == "too-large"
    assert refused((b"," * 900 + b"\n") * 25_000).id == "too-large"


def table_of(rows: int, **columns: object) -> bytes:
    """A small Parquet file with the same row over and over."""
    content = io.BytesIO()
    table = pa.table(
        {
            name: pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int8()), pa.array([cell]))
            for name, cell in columns.items()
        }
    )
    parquet.write_table(table, content, compression="zstd")
    return content.getvalue()


def test_a_small_parquet_file_of_many_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = table_of(11_000_000, date="2024-01-02", nav="1.0")
    assert len(raw) < 100_000
    assert refused(raw).id == "too-large"
    monkeypatch.setattr(parquet_table, "MOST_ROWS", 1_000_000)
    (tmp_path / "nav.parquet").write_bytes(raw)
    with pytest.raises(Failed, match="too-large"):
        parquet_table.read(tmp_path / "nav.parquet", "nav.parquet", SETS["nav"])


def test_a_long_text_in_every_row_is_in_memory_once() -> None:
    raw = table_of(20_000, date="2024-01-02", nav="x" * 1_000_000)
    frame = read_table(raw, "a", source(codes=("990201",)), code="990201").frame
    assert frame is not None and len(frame) == 20_000  # 20 GB, were each text its own


@pytest.mark.parametrize(
    "column",
    [
        pa.array([2**62] * 3, pa.int64()),
        pa.array([2**50] * 3, pa.timestamp("s")),
        pa.array([-(2**62)] * 3, pa.timestamp("us")),
        pa.array([2**31 - 1] * 3, pa.date32()),
        pa.array([2**62 // 86_400_000 * 86_400_000] * 3, pa.date64()),
        pa.array([[1]] * 3),
        pa.array([{"a": 1}] * 3),
        pa.array([b"\xff"] * 3),
        pa.nulls(3),
    ],
    ids=lambda column: str(column.type),
)
@pytest.mark.parametrize("name", ["date", "nav", "code", "announced", "accumulated"])
def test_parquet_columns_of_other_types_and_dates_out_of_range(name: str, column: pa.Array, tmp_path: Path) -> None:
    columns = {
        "code": pa.array(["990201"] * 3),
        "date": pa.array([date(2024, 1, day) for day in (2, 3, 4)]),
        "nav": pa.array([1.0, 1.1, 1.2]),
        name: column,
    }
    parquet.write_table(pa.table(columns), tmp_path / "nav.parquet")
    try:
        parquet_table.read(tmp_path / "nav.parquet", "nav.parquet", SETS["nav"])
    except Failed as failed:
        assert failed.problems
    else:
        assert name in ("announced", "accumulated") or column.type == pa.int64()
    from builder.numbers.sources.tables import table_conversion

    try:
        table = read_table((tmp_path / "nav.parquet").read_bytes(), "a", source(codes=("990201",)), code="990201")
        table_conversion.convert_histories(table, source(codes=("990201",)))
    except Failed as failed:
        assert failed.problems


def test_a_boolean_is_no_value(tmp_path: Path) -> None:
    columns = {"code": ["990201"], "date": [date(2024, 1, 2)], "nav": [True]}
    parquet.write_table(pa.table(columns), tmp_path / "nav.parquet")
    with pytest.raises(Failed) as caught:
        parquet_table.read(tmp_path / "nav.parquet", "nav.parquet", SETS["nav"])
    assert "the column nav holds bool" in caught.value.problems[0].message
