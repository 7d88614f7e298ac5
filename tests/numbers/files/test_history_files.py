"""All histories of a set: files with one header are read together, yet each is judged by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.numbers.folder import FUND, HISTORY, ask, fund, places, problems_of, snapshot_of
from tests.numbers.two_funds import CATALOGUE, LONG_CSV, SINGLE_FILES, long_parquet


def test_a_history_that_no_catalogue_names_is_a_problem(tmp_path: Path) -> None:
    problems = problems_of(tmp_path, {"funds.csv": FUND, "nav/990011.csv": HISTORY})
    assert places(problems) == [("nav/990011.csv", 0, 0, "unknown-history")]
    assert problems[0].hint == "did you mean 990001?"


@pytest.mark.parametrize(
    "content",
    [
        "\ufeffdate,nav\n2024-01-02,1.0000\n2024-01-03,1.0100\n",
        "date,nav\r\n2024-01-02,1.0000\r\n2024-01-03,1.0100\r\n",
        "date,nav\n2024-01-03,1.0100\n\n2024-01-02,1.0000\n\n",
        "\ndate,nav\n2024-01-02,1.0000\n2024-01-03,1.0100",
        'nav,"date"\n1,2024-01-02\n"1.01", 2024-01-03\n',
        "date,nav,change\n2024-01-02,1.0,涨\n2024-01-03,1.01,\n",
    ],
)
def test_what_is_only_written_differently_is_read(tmp_path: Path, content: str) -> None:
    snapshot = snapshot_of(tmp_path, {"funds.csv": FUND, "nav/990001.csv": content})
    assert ask(snapshot, "history").points == (("2024-01-02", 1.0), ("2024-01-03", 1.01))


def test_one_bad_file_among_good_ones_with_the_same_header_is_the_one_named(tmp_path: Path) -> None:
    catalogue = "code,name\n990001,甲\n990002,乙\n990003,丙\n"
    files = {f"nav/99000{number}.csv": HISTORY for number in (1, 2, 3)}
    files["nav/990002.csv"] = "date,nav\n2024-01-02,1.0000\n2024-01-03,1.0.1\n"
    assert places(problems_of(tmp_path, {"funds.csv": catalogue, **files})) == [("nav/990002.csv", 3, 12, "bad-cell")]


@pytest.mark.parametrize("gap", ["\n", "\r\n\r\n", " \n"])
def test_a_blank_line_in_one_file_does_not_shift_the_rows_of_the_next(tmp_path: Path, gap: str) -> None:
    catalogue = "code,name\n990001,甲\n990002,乙\n990003,丙\n"
    files = {
        f"nav/99000{number}.csv": f"date,nav\n2024-01-02,{number}\n2024-01-03,{number}.5\n" for number in (1, 2, 3)
    }
    files["nav/990001.csv"] = f"date,nav\n2024-01-02,1\n{gap}2024-01-03,1.5\n"
    snapshot = snapshot_of(tmp_path, {"funds.csv": catalogue, **files})
    for number in (1, 2, 3):
        points = (("2024-01-02", float(number)), ("2024-01-03", number + 0.5))
        assert ask(snapshot, "history", f"fund:99000{number}").points == points


def test_a_quote_left_open_in_one_file_does_not_swallow_the_next(tmp_path: Path) -> None:
    catalogue = "code,name\n990001,甲\n990002,乙\n"
    files = {
        "nav/990001.csv": 'date,nav,change\n2024-01-02,1.0,"\n',
        "nav/990002.csv": 'date,nav,change\n2024-01-02,1.0,"\n2024-01-03,1.0,\n',
    }
    problems = problems_of(tmp_path, {"funds.csv": catalogue, **files})
    assert places(problems) == [("nav/990001.csv", 2, 16, "bad-cell"), ("nav/990002.csv", 2, 16, "bad-cell")]


def test_rows_out_of_order_are_sorted(tmp_path: Path) -> None:
    rows = ["2024-01-04,1.03", "2024-01-02,1.01", "2024-01-03,1.02"]
    assert ask(fund(tmp_path, rows), "nav").value == 1.03


@pytest.mark.parametrize(("name", "content"), [("nav.csv", LONG_CSV.encode()), ("nav.parquet", long_parquet())])
def test_a_long_table_answers_as_single_files_do(tmp_path: Path, name: str, content: bytes) -> None:
    apart = snapshot_of(tmp_path / "apart", {"funds.csv": CATALOGUE, **SINGLE_FILES})
    long = snapshot_of(tmp_path / "long", {"funds.csv": CATALOGUE, name: content})
    for series in ("fund:990001", "fund:990002"):
        assert ask(long, "history", series) == ask(apart, "history", series)
        assert long.scope_digest(series, "2024-01-02") == apart.scope_digest(series, "2024-01-02")
    assert long.directory == apart.directory


@pytest.mark.parametrize(
    ("row", "position"),
    [
        ("990001,2024-01-04,x", (6, 19, "bad-cell")),
        ("990001,2024-01-03,1.2", (6, 8, "duplicate-date")),
        (",2024-01-04,1.2", (6, 1, "bad-cell")),
        ("990003,2024-01-04,1.2", (6, 1, "unknown-history")),
    ],
)
def test_a_bad_row_of_a_long_table_is_named_with_its_line_and_column(
    tmp_path: Path, row: str, position: tuple[int, int, str]
) -> None:
    problems = problems_of(tmp_path, {"funds.csv": CATALOGUE, "nav.csv": f"{LONG_CSV}{row}\n"})
    assert places(problems) == [("nav.csv", *position)]


def test_a_long_table_without_codes_is_refused(tmp_path: Path) -> None:
    problems = problems_of(tmp_path, {"funds.csv": CATALOGUE, "nav.csv": "date,nav\n2024-01-02,1\n"})
    assert places(problems) == [("nav.csv", 1, 1, "bad-header")]


def test_a_series_in_two_files_is_a_problem(tmp_path: Path) -> None:
    problems = problems_of(tmp_path, {"funds.csv": CATALOGUE, **SINGLE_FILES, "nav.csv": LONG_CSV})
    assert places(problems) == [("nav.csv", 0, 0, "duplicate-code")] * 2
