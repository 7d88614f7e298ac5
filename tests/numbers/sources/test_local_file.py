"""The fetcher `file`: files of the project become our rows; one that is not there or is a link is a problem."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.numbers.sources.source import Source
from builder.problem import Failed
from tests.numbers.sources.source_files import rows, source, staged
from tests.real_data import shared

LOG_IN = b"<html><title>Log in</title><input type=password></html>"


def test_a_missing_file_is_a_problem_at_the_declaration(tmp_path: Path) -> None:
    declared = source(location="{code}.csv", codes=("012733",))
    with pytest.raises(Exception, match=r"sources\.yml:1: missing-data"):
        staged(tmp_path, declared)


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("date,nav\n2024-02-20,1\n", encoding="utf-8")
    (tmp_path / "link.csv").symlink_to("secret.csv")
    with pytest.raises(Exception, match=r"sources\.yml:1: symlink"):
        staged(tmp_path, source(location="link.csv", codes=("012733",)))


def test_files_that_are_not_there_are_named_at_the_declaration_with_the_folder_that_is_misspelt(tmp_path: Path) -> None:
    for name in ("exports", "data"):
        (tmp_path / name).mkdir()
    (tmp_path / "data/funds.csv").write_text("code,name\n012733,甲\n012734,乙\n", encoding="utf-8")
    lines = {"": 2, "from": 5}
    declared = Source(set="nav", fetcher="file", location="export/{code}.csv", place="sources.yml", lines=lines)
    with pytest.raises(Failed) as caught:
        staged(tmp_path, declared)
    (problem,) = caught.value.problems
    assert (problem.id, problem.line) == ("missing-data", 5)
    assert problem.message == "there is no folder export, so no file export/012733.csv, nor 1 more"
    assert problem.hint == "did you mean exports?"


def test_a_file_that_was_there_is_named_and_not_its_code(tmp_path: Path) -> None:
    (tmp_path / "exports").mkdir()
    (tmp_path / "data/nav").mkdir(parents=True)
    (tmp_path / "data/funds.csv").write_text("code,name\n012733,甲\n012734,乙\n", encoding="utf-8")
    for file in ("exports/012733.csv", "data/nav/012733.csv", "data/nav/012734.csv"):
        (tmp_path / file).write_text("date,nav\n2024-02-19,1.5\n", encoding="utf-8")
    lines = {"": 2, "from": 5}
    declared = Source(set="nav", fetcher="file", location="exports/{code}.csv", place="sources.yml", lines=lines)
    result, _ = staged(tmp_path, declared)
    assert result.files == ["nav/012733.csv"]  # the others go on
    (problem,) = result.refused["012734"]
    assert (problem.id, problem.line, problem.message) == ("missing-data", 5, "there is no file exports/012734.csv")


def test_a_workbook_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Failed) as caught:
        staged(tmp_path, source("funds", location="in/funds.xlsx"))
    assert [problem.message for problem in caught.value.problems] == ["there is no folder in, so no file in/funds.xlsx"]


@pytest.mark.parametrize("raw", [b"\x89PNG\r\n\x1a\n\0\0", b"PK\x03\x04cut", b"PAR1cut", b"\xff\x00\x81", b"", LOG_IN])
def test_a_file_that_cannot_be_read_fails_its_fund_alone(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "012733.csv").write_bytes(raw)
    (tmp_path / "017853.csv").write_text("date,nav\n2024-02-20,1.5\n", encoding="utf-8")
    result, _ = staged(tmp_path, source(location="{code}.csv", codes=("012733", "017853")))
    assert result.files == ["nav/017853.csv"]
    assert [problem.path for problem in result.refused["012733"]] == ["012733.csv"]
    with pytest.raises(Failed) as caught:  # of one file of all there is nothing left
        staged(tmp_path, source(location="012733.csv", codes=("012733", "017853")))
    assert caught.value.problems == result.refused["012733"]


@pytest.mark.real
def test_real_exports_are_read_to_the_last_row(tmp_path: Path) -> None:
    folder = shared()
    nasdaq = rows(tmp_path, (folder / "us/NVDA.nasdaq-export.csv").read_bytes(), "stock", codes=("NVDA",))
    assert nasdaq[1] == "2023-02-21,206.55"
    yahoo = rows(tmp_path, (folder / "us/NVDA.csv").read_bytes(), "stock", codes=("NVDA",))
    assert yahoo[0] == "date,close,adjusted"
    assert len(rows(tmp_path, (folder / "nav/012733.csv").read_bytes())) == 1033
    assert (
        rows(tmp_path, (folder / "index/930713.csv").read_bytes(), "index", codes=("930713",))[1][:10] == "2015-01-05"
    )
