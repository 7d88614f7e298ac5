"""The whole data folder: all problems of all files at once, and the directory by the catalogues alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.numbers import catalogue_directory, load
from builder.problem import Failed
from tests.numbers.folder import FUND, HISTORY, places, problems_of, write


def test_all_faults_of_all_files_are_listed_at_once(tmp_path: Path) -> None:
    problems = problems_of(
        tmp_path,
        {
            "funds.csv": "code,name\n990001,甲\n990002,乙\n990003,\n",
            "nav/990001.csv": "date,nav\n2024-01-02,x\n2024-01-03,1\n2024-01-04,y\n",
            "nav/990002.csv": "date,close\n2024-01-02,1\n",
            "indexes.csv": "code,name\nS00001,示例指数\n",
            "index/S00001.csv": "date,close\n2024-01-02,nan\n",
            "sources.yml": "nav: {orign: 示例}\n",
        },
    )
    assert places(problems) == [
        ("funds.csv", 4, 8, "bad-cell"),
        ("index/S00001.csv", 2, 12, "bad-cell"),
        ("nav/990001.csv", 2, 12, "bad-cell"),
        ("nav/990001.csv", 4, 12, "bad-cell"),
        ("nav/990002.csv", 1, 1, "bad-header"),
        ("sources.yml", 1, 7, "unknown-key"),
    ]


def test_a_missing_catalogue_is_one_problem(tmp_path: Path) -> None:
    problems = problems_of(tmp_path, {"nav/990001.csv": HISTORY, "nav/990002.csv": HISTORY})
    assert places(problems) == [("funds.csv", 0, 0, "missing-data")]


def test_a_missing_folder_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(Failed) as caught:
        load(tmp_path / "dta", risk_free=0.015, trading_days=252, problem_path="content/dta")
    assert [(problem.path, problem.id) for problem in caught.value.problems] == [("content/dta", "missing-data")]


def test_the_directory_by_the_catalogues_alone_needs_no_good_history(tmp_path: Path) -> None:
    data = write(tmp_path, {"funds.csv": FUND, "nav/990001.csv": "date,nav\n2024-01-02,x\n"})
    directory = catalogue_directory(data)
    assert directory is not None
    assert directory.instruments["fund:990001"].name == "示例成长混合A"


def test_without_a_right_catalogue_there_is_no_directory(tmp_path: Path) -> None:
    assert catalogue_directory(tmp_path / "nowhere") is None
    assert catalogue_directory(write(tmp_path / "wrong", {"funds.csv": "code,name\n12733,甲\n"})) is None
