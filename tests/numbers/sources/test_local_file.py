"""The fetcher `file`: files of the project become our rows; one that is not there or is a link is a problem."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.numbers.sources.source_files import rows, source, staged
from tests.real_data import shared


def test_a_missing_file_is_a_problem_at_the_declaration(tmp_path: Path) -> None:
    declared = source(location="{code}.csv", codes=("012733",))
    with pytest.raises(Exception, match=r"sources\.yml:1: missing-data"):
        staged(tmp_path, declared)


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("date,nav\n2024-02-20,1\n", encoding="utf-8")
    (tmp_path / "link.csv").symlink_to("secret.csv")
    with pytest.raises(Exception, match=r"sources\.yml:1: symlink"):
        staged(tmp_path, source(location="link.csv", codes=("012733",)))


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
