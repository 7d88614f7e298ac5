"""A problem is printed with file, line, column, the line itself, a caret under the mistake, and what would be right."""

from __future__ import annotations

import json
from pathlib import Path

from builder.desk import problem_report
from builder.problem import Problem

LINE = "$易方达中证人工智能主题ETF联接C(OTCFUND|012734x)$"
PROBLEM = Problem(
    path="content/sora.md",
    line=2,
    column=LINE.index("012734x") + 1,
    length=7,
    id="unknown-series",
    message="no fund has the code 012734x",
    hint="did you mean 012734 (易方达中证人工智能主题ETF联接C)?",
)


def write(root: Path) -> None:
    (root / "content").mkdir()
    (root / "content/sora.md").write_text(f"first\n{LINE}\n", encoding="utf-8")


def test_the_caret_is_under_the_mistake_although_chinese_is_twice_as_wide(tmp_path: Path) -> None:
    write(tmp_path)
    report = problem_report.text([PROBLEM], tmp_path).splitlines()
    assert report[0] == "content/sora.md:2:28: unknown-series: no fund has the code 012734x"
    assert report[1] == f"    2 | {LINE}"
    assert report[2] == "      | " + " " * 40 + "^^^^^^^"
    assert report[3] == "   did you mean 012734 (易方达中证人工智能主题ETF联接C)?"


def test_a_problem_of_a_file_that_cannot_be_read_is_printed_without_its_line(tmp_path: Path) -> None:
    problem = Problem(id="unreadable", path="content/gone.md", line=3, column=1, message="gone")
    assert problem_report.text([problem], tmp_path) == "content/gone.md:3:1: unreadable: gone"


def test_annotations_of_github_cannot_be_broken_out_of(tmp_path: Path) -> None:
    problem = Problem(id="bad-cell", path="a,b:c.csv", line=1, message="100%\n::set-output::", hint="")
    report = problem_report.github([problem], tmp_path)
    assert report == "::error file=a%2Cb%3Ac.csv,line=1,col=1,title=bad-cell::100%25%0A::set-output::"
    assert "\n" not in report


def test_json_and_sarif_hold_every_problem_with_its_place(tmp_path: Path) -> None:
    (value,) = json.loads(problem_report.as_json([PROBLEM], tmp_path))
    assert (value["line"], value["column"], value["id"]) == (2, 28, "unknown-series")
    (run,) = json.loads(problem_report.sarif([PROBLEM], tmp_path))["runs"]
    (result,) = run["results"]
    assert result["ruleId"] == "unknown-series"
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 2, "startColumn": 28, "endColumn": 35}
    assert "unknown-series" in {rule["id"] for rule in run["tool"]["driver"]["rules"]}


def test_the_last_line_says_what_readers_see_meanwhile(tmp_path: Path) -> None:
    assert (
        problem_report.summary([PROBLEM], tmp_path / "site")
        == "1 problem in 1 file. Nothing was published; there is no site/ yet."
    )
    (tmp_path / "site").mkdir()
    (tmp_path / "site/build.json").write_text('{"data": {"nav": "2024-02-19", "index": "2024-02-16"}}')
    last = problem_report.summary([PROBLEM, PROBLEM], tmp_path / "site")
    assert last == "2 problems in 1 file. Nothing was published; site/ still shows the data of 2024-02-19."


def test_a_line_is_shown_in_gb_18030_too_and_never_the_bytes_of_a_spreadsheet(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("日期,单位净值\n2024-02-20,开放".encode("gbk"))
    (tmp_path / "b.csv").write_bytes("日期,单位净值\n2024-02-20,开放".encode("utf-16"))
    (tmp_path / "c.xlsx").write_bytes(b"PK\x03\x04\0\0\nxl/workbook.xml\0")
    shown = [
        problem_report.text([Problem(id="bad-cell", path=path, line=2, message="wrong")], tmp_path)
        for path in ("a.csv", "b.csv", "c.xlsx")
    ]
    assert "    2 | 2024-02-20,开放" in shown[0]
    assert "    2 | 2024-02-20,开放" in shown[1]
    assert shown[2] == "c.xlsx:2: bad-cell: wrong"


def test_a_problem_of_no_file_begins_with_its_id(tmp_path: Path) -> None:
    assert problem_report.text([Problem(id="cannot-listen", message="no")], tmp_path) == "cannot-listen: no"
    assert problem_report.summary([Problem(id="cannot-listen", message="no")], None) == "1 problem."
