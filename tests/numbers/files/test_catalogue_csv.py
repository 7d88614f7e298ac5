"""Catalogues: each fault is a problem at its line and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.numbers.folder import HISTORY, places, problems_of


@pytest.mark.parametrize(
    ("catalogue", "position", "said"),
    [
        ("code,name\n12733,甲\n", (2, 1, "bad-cell"), "has 5 digits, not 6"),
        ("code,name\n990001,甲\n990001,乙\n", (3, 1, "duplicate-code"), "appears twice"),
        ("code,name\n990001,\n", (2, 8, "bad-cell"), "name is blank"),
        ("code,name\n,甲\n", (2, 1, "bad-cell"), "a blank is not a code"),
        ("code,name\n../x,甲\n", (2, 1, "bad-cell"), "is not a code"),
        ("code;name\n990001;甲\n", (1, 5, "bad-header"), "separated by ;"),
        ("code,title\n990001,甲\n", (1, 1, "bad-header"), "the column name is missing"),
        ("code,name,fees,fees\n990001,甲,,\n", (1, 16, "bad-header"), "appears twice"),
        ("code,name,effective_date\n990001,甲,2024/1/2\n", (2, 10, "bad-cell"), "which is not a date"),
        ("code,name,risk_level\n990001,甲,R9\n", (2, 10, "bad-cell"), "risk_level is R9"),
        ("code,name,size\n990001,甲,1e400\n", (2, 10, "bad-cell"), "which no fund has"),
        ("code,name,size\n990001,甲,NaN\n", (2, 10, "bad-cell"), "which no fund has"),
        ("code,name,size\n990001,甲,-5\n", (2, 10, "bad-cell"), "which no fund has"),
        ("code,name,size\n990001,甲,1e30\n", (2, 10, "bad-cell"), "which no fund has"),
        ("code,name\n990001,甲,乙\n", (2, 10, "bad-cell"), "the row has 3 cells"),
        (f"code,name\n990001,{'甲' * 201}\n", (2, 8, "bad-cell"), "name has 201 characters; at most 200"),
        (f"code,name,benchmark\n990001,甲,{'*' * 1_001}\n", (2, 10, "bad-cell"), "benchmark has 1,001 characters"),
        ("code,name\n", (1, 0, "empty-data"), "no rows"),
    ],
)
def test_a_bad_catalogue_is_named_with_its_line_and_column(
    tmp_path: Path, catalogue: str, position: tuple[int, int, str], said: str
) -> None:
    problems = problems_of(tmp_path, {"funds.csv": catalogue})
    assert places(problems) == [("funds.csv", *position)]
    assert said in problems[0].message


def test_a_lost_zero_is_guessed_at(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path / "a", {"funds.csv": "code,name\n12733,甲\n"})
    assert "012733" in problem.hint
    (problem,) = problems_of(tmp_path / "b", {"funds.csv": "code,name\n012733,甲\n", "nav/12733.csv": HISTORY})
    assert problem.id == "unknown-history"
    assert "012733" in problem.hint
