"""Histories that an owner keeps by hand may not end in the future; jumps and splits are tried in `test_history_jumps`."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.numbers import load
from builder.problem import Failed, Problem
from tests.numbers.folder import places, write
from tests.numbers.two_funds import long_parquet

FUNDS = "code,name\n990001,甲\n990002,乙\n"
ROWS = ("2024-01-02,1.0000", "2024-01-03,1.0100")
TODAY = "2024-01-03"


def refusals(data: Path, files: dict[str, str | bytes], today: str = TODAY) -> list[Problem]:
    """What is wrong with these files on a day."""
    write(data, {"funds.csv": FUNDS, **files})
    try:
        load(data, risk_free=0.015, trading_days=252, today=today)
    except Failed as failed:
        return list(failed.problems)
    return []


def csv(*rows: str) -> str:
    return "\n".join(["date,nav", *rows, ""])


def test_a_last_row_in_the_future_is_told_of_every_history_at_its_row(tmp_path: Path) -> None:
    files = {"nav/990001.csv": csv("2025-01-04,1.02", *ROWS), "nav/990002.csv": csv(*ROWS, "2024-01-04,1.02")}
    problems = refusals(tmp_path, dict(files))
    assert places(problems) == [("nav/990001.csv", 2, 1, "bad-cell"), ("nav/990002.csv", 4, 1, "bad-cell")]
    assert problems[0].message == "990001, date on 2025-01-04: is in the future: today is 2024-01-03"


@pytest.mark.parametrize(
    ("files", "today"),
    {
        "today is not the future": ({"nav/990001.csv": csv(*ROWS)}, TODAY),
        "no day is given": ({"nav/990001.csv": csv(*ROWS)}, ""),
        "a refresh has kept out what lies in the future": (
            {"nav/990001.csv": csv(*ROWS), "sources.yml": "nav: {fetcher: file, from: in}\n"},
            "2024-01-01",
        ),
    }.values(),
)
def test_other_last_rows_are_right(tmp_path: Path, files: dict[str, str | bytes], today: str) -> None:
    assert refusals(tmp_path, files, today) == []


@pytest.mark.parametrize("table", ["nav.csv", "nav.parquet"])
def test_long_tables_are_looked_through_too(tmp_path: Path, table: str) -> None:
    long = "code,date,nav\n" + "".join(f"{code},{row}\n" for code in ("990001", "990002") for row in ROWS)
    problems = refusals(tmp_path, {table: long if table == "nav.csv" else long_parquet()}, "2023-12-31")
    assert [problem.path for problem in problems] == [f"content/data/{table}"] * 2
    assert all("is in the future" in problem.message and problem.line for problem in problems)
