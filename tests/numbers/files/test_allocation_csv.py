"""What a fund held, by its last report that was known, and what is wrong with a file of reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.numbers.folder import FUND, HISTORY, ask, places, problems_of, snapshot_of

FILE = "allocation/990001.csv"
REPORTS = """date,kind,name,weight,announced
2023-09-30,holding,示例图芯,0.0900,2023-10-25
2023-09-30,sector,制造业,0.61,2023-10-25
2023-12-31,holding,示例网芯,0.0512,2024-01-19
2023-12-31,holding,示例图芯,0.0834,2024-01-19
"""


def files(reports: str) -> dict[str, str]:
    return {"funds.csv": FUND, "nav/990001.csv": HISTORY, FILE: reports}


def test_the_last_report_is_answered_largest_share_first(tmp_path: Path) -> None:
    answer = ask(snapshot_of(tmp_path, files(REPORTS)), "holdings")
    assert answer.points == (("示例图芯", 0.0834), ("示例网芯", 0.0512))
    assert (answer.value, answer.unit, answer.end) == (0.0834 + 0.0512, "ratio", "2023-12-31")


@pytest.mark.parametrize(
    ("as_of", "points"),
    [
        ("2023-10-24", ()),
        ("2023-10-25", (("示例图芯", 0.09),)),
        ("2024-01-18", (("示例图芯", 0.09),)),
        ("2024-01-19", (("示例图芯", 0.0834), ("示例网芯", 0.0512))),
    ],
)
def test_a_report_counts_from_the_day_on_which_it_came_out(
    tmp_path: Path, as_of: str, points: tuple[tuple[str, float], ...]
) -> None:
    assert ask(snapshot_of(tmp_path, files(REPORTS)), "holdings", as_of=as_of).points == points


def test_each_kind_of_share_has_its_own_last_report(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path, files(REPORTS))
    assert ask(snapshot, "sectors").points == (("制造业", 0.61),)
    assert ask(snapshot, "assets").note == "暂无持仓数据"


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
    strange = {**files(REPORTS), "allocation/990009.csv": REPORTS}
    assert [(problem.id, problem.path) for problem in problems_of(tmp_path / "two", strange)] == [
        ("unknown-history", "content/data/allocation/990009.csv")
    ]
