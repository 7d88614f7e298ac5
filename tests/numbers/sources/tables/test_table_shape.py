"""Tables with days or codes in their headings become one row for each day and code."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.numbers.sources.source_files import problems, source, staged

MATRIX = "2024-02-19,1.5,2.5\n2024-02-20,1.25,--\n"
CODES = ("012733", "017853")


def histories(root: Path, text: str) -> dict[str, list[str]]:
    """The lines of each of our files that a table of two funds becomes."""
    (root / "matrix.csv").write_text(text, encoding="utf-8")
    result, folder = staged(root, source(location="matrix.csv", codes=CODES))
    return {name: (folder / name).read_text(encoding="utf-8").splitlines() for name in result.files}


@pytest.mark.parametrize(
    "headings",
    [
        "日期,012733.OF,017853.OF",
        "日期,012733,017853",
        "日期,甲基金(012733.OF),乙基金(017853.OF)",
        "日期,012733.OF单位净值,017853.OF单位净值",
        "基金净值一览\n,012733.OF,017853.OF\n日期,单位净值,单位净值",
        "证券代码,012733.OF,017853.OF\n日期,单位净值,单位净值",
    ],
)
def test_a_matrix_of_a_date_column_and_a_fund_a_column_is_read(headings: str, tmp_path: Path) -> None:
    assert histories(tmp_path, headings + "\n" + MATRIX) == {
        "nav/012733.csv": ["date,nav", "2024-02-19,1.5", "2024-02-20,1.25"],
        "nav/017853.csv": ["date,nav", "2024-02-19,2.5"],
    }


def test_a_matrix_with_two_columns_a_fund_is_read(tmp_path: Path) -> None:
    text = "日期,012733.OF,012733.OF,017853.OF,017853.OF\n,单位净值,累计净值,单位净值,累计净值\n2024-02-19,1.5,1.6,2.5,2.6\n"
    assert histories(tmp_path, text)["nav/017853.csv"] == ["date,nav,accumulated", "2024-02-19,2.5,2.6"]


def test_a_wrong_cell_of_a_matrix_is_a_problem_at_its_line(tmp_path: Path) -> None:
    result = problems(tmp_path, "日期,012733.OF\n2024-02-19,1.5\n2024-02-20,x1\n".encode())
    assert [(problem.line, problem.message) for problem in result] == [
        (3, "nav of 2024-02-20: x1 is not a number (above 1.5)")
    ]
