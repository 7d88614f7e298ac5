"""A row that the audit keeps out takes no payment with it."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from builder import numbers
from tests.numbers.folder import write
from tests.numbers.new_data import NAV, TODAY, audit, kept_out, notes, refused, taken
from tests.numbers.sources.source_files import source, staged

FILE = "nav/990002.csv"
BEFORE = "2024-01-02,1.0000,,\n2024-01-03,1.0000,,\n"
AFTER = "2024-01-05,0.9000,,\n2024-01-08,0.9000,,\n"


def of(rows: str, header: str = "date,nav,dividend,split") -> dict[str, str | bytes]:
    return {FILE: f"{header}\n{rows}"}


def test_a_row_without_a_nav_gives_its_payment_to_the_next(tmp_path: Path) -> None:
    result = audit(tmp_path, of(BEFORE + "2024-01-04,,0.1,\n" + AFTER))
    assert taken(result, FILE)[2:] == ["2024-01-05,0.9000,0.1,", "2024-01-08,0.9000,,"]
    assert notes(result)["carried"] == "what rows kept out paid is counted at the next row: 2024-01-04"


def test_a_mistyped_nav_on_the_day_of_a_dividend_loses_nothing(tmp_path: Path) -> None:
    result = audit(tmp_path, of(BEFORE + "2024-01-04,9.0000,0.1,\n" + AFTER))
    assert kept_out(result) == [(FILE, 4, "nav", "9.0000")]
    assert taken(result, FILE)[2] == "2024-01-05,0.9000,0.1,"


def test_the_present_row_of_that_day_keeps_its_payment_and_no_other_gets_it(tmp_path: Path) -> None:
    present = {FILE: "date,nav,dividend,split\n" + BEFORE + "2024-01-04,0.9000,0.1,\n" + AFTER}
    result = audit(tmp_path, of(BEFORE + "2024-01-04,x,0.1,\n" + AFTER), **present)
    assert taken(result, FILE)[2:] == ["2024-01-04,0.9000,0.1,", "2024-01-05,0.9000,,", "2024-01-08,0.9000,,"]
    without = {FILE: present[FILE].replace("0.1,", ",")}
    assert taken(audit(tmp_path / "b", of(BEFORE + "2024-01-04,x,0.1,\n" + AFTER), **without), FILE)[2:4] == [
        "2024-01-04,0.9000,0.1,",
        "2024-01-05,0.9000,,",
    ]


def test_a_payment_that_nobody_can_read_refuses_the_history(tmp_path: Path) -> None:
    result = audit(tmp_path, of(BEFORE + "2024-01-04,0.9000,-0.1,\n" + AFTER))
    assert refused(result) == [(FILE, "bad-cell")]
    rows = "2024-01-04,0.9000,0.1,\n2024-01-04,0.9100,0.2,\n"
    result = audit(tmp_path / "b", of(BEFORE + rows + AFTER))
    assert refused(result) == [(FILE, "contradicting-data")]
    assert result.refused[0].message == "2024-01-04 has several rows with different payments: dividend 0.1, 0.2"


def test_a_payment_behind_the_last_row_waits_for_the_next(tmp_path: Path) -> None:
    result = audit(tmp_path, of(BEFORE + "2024-01-04,x,-0.1,\n"))
    assert (taken(result, FILE), refused(result)) == (BEFORE.splitlines(), [])
    assert NAV not in result.files


def test_a_split_that_a_row_without_a_nav_tells_is_declared(tmp_path: Path) -> None:
    halved = "2024-01-04,0,,2\n2024-01-05,0.5000,,\n2024-01-08,0.5010,,\n"
    result = audit(tmp_path, of(BEFORE + halved))
    assert (refused(result), kept_out(result)) == ([], [(FILE, 4, "nav", "0")])
    assert taken(result, FILE)[2:] == ["2024-01-05,0.5000,,2", "2024-01-08,0.5010,,"]


CATALOGUE = "code,name,kind\n990002,乙,混合型\n"


def source_file(chance: random.Random, *bad: str) -> str:
    """A source's file: rows that pay, rows without a NAV or with a wrong one, and days that later exports lack."""
    value, lines = 3.0, ["date,nav,dividend,split"]
    for on in range(60):
        dividend, split = (
            (chance.choice([0.0] * 5 + [0.02, 0.05]), 1.0) if on % 4 else (0.0, chance.choice([1.0, 1.03]))
        )
        value = (value * chance.uniform(0.995, 1.005) - dividend) / split
        is_bad = 0 < on < 59 and chance.random() < 0.2
        nav = chance.choice(bad) if is_bad else f"{value:.4f}"
        day = date(2023, 10, 2) + timedelta(on)
        lines.append(f"{day},{nav},{dividend or ''},{split if split != 1 else ''}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("seed", range(12))
def test_the_same_file_fetched_again_changes_nothing(tmp_path: Path, seed: int) -> None:
    """However often it is fetched, whatever its bad rows paid."""
    text = source_file(random.Random(seed), "0")
    (tmp_path / "export.csv").write_text(text, encoding="utf-8")
    folder = write(tmp_path / "data", {"funds.csv": CATALOGUE})
    contents = []
    for fetched in range(3):
        staged(tmp_path, source(location="export.csv", codes=("990002",)))
        result = numbers.audit(tmp_path / "staged/nav", folder, today=TODAY)
        assert refused(result) == []
        assert not fetched or "restated" not in notes(result)
        contents.append(result.files[FILE])
        write(folder, result.files)
    assert contents[1:] == contents[:1] * 2


@pytest.mark.parametrize("seed", range(12))
def test_a_file_that_lacks_rows_that_are_there_adds_no_payment_twice(tmp_path: Path, seed: int) -> None:
    lines = source_file(random.Random(seed), "0", "x").splitlines()
    first = audit(tmp_path / "first", of("\n".join(lines[1:]) + "\n"), **{"funds.csv": CATALOGUE})
    # Of 60 rows a file may lack one; what a row kept out before it paid is counted there.
    behind = [row for row, line in enumerate(lines) if not line.endswith(",,") and (",0," in line or ",x," in line)]
    lacking = lines[1:]
    lacking.remove(lines[behind[0] + 1])
    contents, present = [], first.files
    for fetched in range(3):
        folder = tmp_path / f"lacking{fetched}"
        there = {"funds.csv": CATALOGUE, FILE: present[FILE].decode()}
        result = audit(folder, of("\n".join(lacking) + "\n"), **there)
        assert refused(result) == []
        assert not fetched or "restated" not in notes(result)
        contents.append(result.files[FILE])
        present = result.files
    assert contents[1:] == contents[:1] * 2
