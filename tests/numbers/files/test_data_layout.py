"""What each file of the data folder is; a table that is none of our files is a problem, a link is never followed."""

from __future__ import annotations

from pathlib import Path

from tests.numbers.folder import FUND, HISTORY, places, problems_of


def test_a_table_that_belongs_to_no_set_is_a_problem(tmp_path: Path) -> None:
    files = {"funds.csv": FUND, "fund.csv": FUND, "navs/990001.csv": HISTORY, "sources.yaml": "", "README.md": "x"}
    assert places(problems_of(tmp_path, files)) == [
        ("fund.csv", 0, 0, "unknown-data"),
        ("navs/990001.csv", 0, 0, "unknown-data"),
        ("sources.yaml", 0, 0, "unknown-data"),
    ]


def test_a_symlink_is_never_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text(HISTORY)
    data = tmp_path / "data"
    (data / "nav").mkdir(parents=True)
    (data / "nav" / "990001.csv").symlink_to(tmp_path / "secret.csv")
    assert places(problems_of(data, {"funds.csv": FUND})) == [("nav/990001.csv", 0, 0, "symlink")]


def test_a_folder_in_place_of_a_file_and_a_file_in_place_of_a_folder_are_told(tmp_path: Path) -> None:
    for folder in ("nav/990001.csv", "status.csv", "index.parquet", "archive"):
        (tmp_path / folder).mkdir(parents=True)
    files = {"funds.csv": FUND, "nav/990001.csv/a.csv": HISTORY, "stock": HISTORY, "calendars": "date\n"}
    assert places(problems_of(tmp_path, files)) == [
        ("calendars", 0, 0, "unknown-data"),
        ("index.parquet", 0, 0, "unreadable"),
        ("nav/990001.csv", 0, 0, "unreadable"),
        ("status.csv", 0, 0, "unreadable"),
        ("stock", 0, 0, "unknown-data"),
    ]
