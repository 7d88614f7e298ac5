"""The audit of a whole folder: catalogues, calendars and tables too; bad data never replace good."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from builder import numbers
from builder.problem import Failed
from tests.numbers.folder import write
from tests.numbers.new_data import NAV, NEXT, OLD, audit, kept_out, notes, refused, taken
from tests.numbers.two_funds import long_parquet
from tests.real_data import shared, write_eastmoney_fund, write_site_data


def test_a_code_that_lost_its_zero_is_refused_with_the_right_code_as_a_hint(tmp_path: Path) -> None:
    funds = {"funds.csv": "code,name\n012733,甲\n990001,乙\n"}
    result = audit(tmp_path / "a", {"nav/12733.csv": "date,nav\n2024-01-15,1\n"}, **funds)
    assert refused(result) == [("nav/12733.csv", "unknown-history")]
    assert "lost its zero: 012733" in result.refused[0].hint
    long = {"nav.csv": "code,date,nav\n12733,2024-01-12,1.0\n12733,2024-01-15,1.1\n990001,2024-01-15,1.0\n"}
    result = audit(tmp_path / "b", long, **funds)
    assert kept_out(result) == [("nav.csv", 2, "code", "12733")]
    assert "lost its zero: 012733" in result.quarantined[0].reason
    assert taken(result, "nav.csv") == ["990001,2024-01-15,1.0"]
    result = audit(tmp_path / "c", {"funds.csv": "code,name\n12733,甲\n"}, **funds)
    assert refused(result) == [("funds.csv", "bad-cell")]


def test_a_benchmark_that_no_catalogue_names_is_noted(tmp_path: Path) -> None:
    result = audit(tmp_path, {"funds.csv": "code,name,index\n990001,甲,S00009\n990002,乙,\n990003,丙,\n"})
    assert notes(result) == {
        "benchmark": "the index S00009 of its benchmark is not in indexes.csv: no number is compared with it"
    }


def test_a_catalogue_that_lost_a_fund_is_refused(tmp_path: Path) -> None:
    result = audit(tmp_path, {"funds.csv": "code,name\n990001,甲\n", NAV: "date,nav\n" + OLD + NEXT})
    assert refused(result) == [("funds.csv", "shrunken-data")]
    assert list(result.files) == [NAV]


def test_reports_of_holdings_are_accepted_unless_one_is_wrong_or_gone(tmp_path: Path) -> None:
    file, header = "allocation/990001.csv", "date,kind,name,weight\n"
    old, new = "2023-09-30,holding,甲,0.08\n", "2023-12-31,holding,甲,0.09\n"
    assert list(audit(tmp_path / "a", {file: header + old + new}, **{file: header + old}).files) == [file]
    result = audit(tmp_path / "b", {file: header + new}, **{file: header + old})
    assert [(problem.id, problem.message) for problem in result.refused] == [
        ("shrunken-data", "the report of 2023-09-30 is gone")
    ]
    result = audit(tmp_path / "c", {file: header + new.replace("0.09", "9")}, **{file: header + old})
    assert [problem.id for problem in result.refused] == ["bad-cell"]


def test_a_parquet_table_is_accepted_or_refused_as_a_whole(tmp_path: Path) -> None:
    result = audit(tmp_path / "a", {"nav.parquet": long_parquet()})
    assert list(result.files) == ["nav.parquet"]
    result = audit(tmp_path / "b", {"nav.parquet": long_parquet(nav=[1.0, 2.0, -1.0, 1.0])})
    assert (result.files, refused(result)) == ({}, [("nav.parquet", "bad-cell")])


def test_present_data_that_are_wrong_are_a_failure(tmp_path: Path) -> None:
    with pytest.raises(Failed):
        audit(tmp_path, {}, **{"sources.yml": "nav: {freshness: soon}\n"})


@pytest.mark.real
def test_of_the_real_series_no_row_is_kept_out(tmp_path: Path) -> None:
    """Years of real funds, indexes and stocks, NVIDIA's best day and a split-adjusted history among them."""
    staged = tmp_path / "staged"
    write_site_data(staged, shared())
    write_eastmoney_fund(staged, shared() / "raw/pingzhongdata_000004.js", "000004")
    for code in ("000300", "930713", "930851", "931071"):
        rows = csv.DictReader((shared() / f"index/{code}.csv").read_text(encoding="utf-8-sig").splitlines())
        text = "date,close\n" + "".join(f"{row['date']},{row['close']}\n" for row in rows)
        write(staged, {f"index/{code}.csv": text})
    result = numbers.audit(staged, write(tmp_path / "present", {}), today="2026-08-24")
    assert (kept_out(result), result.refused) == ([], ())
