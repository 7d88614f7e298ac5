"""A file of a fund's reports: what changes with a later report, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.numbers.folder import places, problems_of, snapshot_of
from tests.numbers.fund_reports import FILE, REPORTS, files


def test_a_later_report_is_seen_from_its_announcement_on(tmp_path: Path) -> None:
    before = snapshot_of(tmp_path / "before", files("\n".join(REPORTS.splitlines()[:3]) + "\n"))
    after = snapshot_of(tmp_path / "after", files(REPORTS))
    assert before.scope_digest("fund:990001", "2024-01-18") == after.scope_digest("fund:990001", "2024-01-18")
    assert before.scope_digest("fund:990001", "2024-01-19") != after.scope_digest("fund:990001", "2024-01-19")
    assert before.scope_digest("fund:990001", "") != after.scope_digest("fund:990001", "")


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "said"),
    [
        ("2023-09-30,holding", "2023-9-30,holding", 2, 1, "is not a date"),
        ("示例网芯,0.0512", "示例网芯,5.12", 4, 25, "0.0834 for 8.34 %"),
        ("示例网芯,0.0512", "示例网芯,", 4, 25, "weight is blank"),
        ("sector", "sectr", 3, 12, "did you mean sector?"),
        ("制造业", "", 3, 19, "name is blank"),
        ("示例网芯", "示例图芯", 5, 20, "appears twice"),
        ("0.61,2023-10-25", "0.61,2023-08-25", 3, 28, "before the report"),
    ],
)
def test_a_wrong_cell_is_a_problem_at_its_line_and_column(
    tmp_path: Path, old: str, new: str, line: int, column: int, said: str
) -> None:
    result = problems_of(tmp_path, files(REPORTS.replace(old, new, 1)))
    assert places(result) == [(FILE, line, column, "bad-cell")] and said in f"{result[0].message} {result[0].hint}"


def test_a_file_without_its_columns_or_fund_is_refused(tmp_path: Path) -> None:
    result = problems_of(tmp_path / "one", files("date,name,share\n"))
    assert {problem.id for problem in result} == {"bad-header"} and "kind" in result[0].message
    (separator,) = problems_of(tmp_path / "separator", files("date;kind;name;share\n"))
    assert separator.message == "the columns are separated by ;, not by commas"
    strange = {**files(REPORTS), "allocation/990009.csv": REPORTS}
    assert [(problem.id, problem.path) for problem in problems_of(tmp_path / "two", strange)] == [
        ("unknown-history", "content/data/allocation/990009.csv")
    ]
