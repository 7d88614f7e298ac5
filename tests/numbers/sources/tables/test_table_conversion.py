"""A fetched table in our columns: days in column names, codes, rows of another fund, phantoms."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.numbers.sources.source_files import problems, rows, source, staged


def test_a_column_name_that_changes_with_the_day_is_understood(tmp_path: Path) -> None:
    raw = "净值日期,2024-02-20单位净值\n2024-02-20,1.5\n".encode()
    assert rows(tmp_path, raw) == ["date,nav", "2024-02-20,1.5"]
    wide = "基金代码,基金简称,2024-02-20-单位净值,2024-02-20-累计净值,2024-02-19-单位净值,2024-02-19-累计净值\n"
    wide += "012733,甲,1.5,1.6,1.4,1.5\n017853,乙,2,2,--,\n"
    assert rows(tmp_path, wide.encode()) == ["date,nav,accumulated", "2024-02-19,1.4,1.5", "2024-02-20,1.5,1.6"]


def test_a_code_that_lost_its_zero_is_a_problem_with_the_code_it_was(tmp_path: Path) -> None:
    result = problems(tmp_path, "基金代码,净值日期,单位净值\n12733,2024-02-20,1.5\n".encode())
    assert (result[0].id, result[0].line) == ("bad-cell", 2)
    assert "012733" in result[0].hint
    result = problems(tmp_path, b"", codes=("12733",))
    assert "012733" in result[0].hint


def test_a_file_of_another_fund_is_refused(tmp_path: Path) -> None:
    result = problems(tmp_path, "基金代码,净值日期,单位净值\n017853,2024-02-20,1.5\n".encode())
    assert "the rows are of 017853, not of 012733" in result[0].message


def test_the_phantom_first_row_of_an_index_is_dropped(tmp_path: Path) -> None:
    raw = "日期,收盘\n2015-01-01,3641.54\n2015-01-05,3641.54\n2015-01-06,3641.06\n".encode()
    assert rows(tmp_path, raw, "index", codes=("000300",))[1] == "2015-01-05,3641.54"
    raw = "日期,收盘\n2015-01-05,3641.54\n2015-01-06,3641.54\n".encode()
    assert rows(tmp_path, raw, "index", codes=("000300",))[1] == "2015-01-05,3641.54"


@pytest.mark.parametrize(
    "heading",
    [
        "每万份收益,7日年化收益率",
        "万份收益,七日年化",
        "每万份基金收益(元),7日年化收益率(%)",
        "income,yield7",
        "每万份基金已实现收益,最近七日年化收益率",
    ],
)
def test_income_and_yield_are_known_by_their_headings(tmp_path: Path, heading: str) -> None:
    raw = f"净值日期,{heading},申购状态\n2024-02-20,0.5987,2.2%,开放申购\n2024-02-19,0.6123,2.213%,开放申购\n".encode()
    assert rows(tmp_path, raw) == ["date,income,yield7", "2024-02-19,0.6123,2.213", "2024-02-20,0.5987,2.2"]


def test_a_percentage_is_no_income(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, "净值日期,万份收益\n2024-02-19,2.213%\n".encode())
    assert "每" not in problem.message and "is a percentage" in problem.message


def test_a_nav_of_1_beside_an_income_is_left_out(tmp_path: Path) -> None:
    raw = "净值日期,单位净值,万份收益\n2024-02-19,1.0000,0.6123\n2024-02-20,1,0.5987\n".encode()
    assert rows(tmp_path, raw) == ["date,income", "2024-02-19,0.6123", "2024-02-20,0.5987"]


def test_a_table_of_many_funds_gives_each_its_own_columns(tmp_path: Path) -> None:
    raw = "基金代码,净值日期,单位净值,万份收益\n012733,2024-02-19,1.5,\n000198,2024-02-19,,0.6\n".encode()
    (tmp_path / "all.csv").write_bytes(raw)
    result, folder = staged(tmp_path, source(location="all.csv", codes=("012733", "000198")))
    written = {path: (folder / path).read_text(encoding="utf-8") for path in result.files}
    assert written == {
        "nav/012733.csv": "date,nav\n2024-02-19,1.5\n",
        "nav/000198.csv": "date,income\n2024-02-19,0.6\n",
    }


YFINANCE = (
    "Date,Open,High,Low,Close,Volume,Dividends,Stock Splits\n"
    "2024-02-15,1,1,1,72.63,9,0.0,0.0\n2024-02-16,1,1,1,72.58,9,0.04,10.0\n"
)


def test_a_close_that_yfinance_adjusted_is_not_one_as_traded(tmp_path: Path) -> None:
    assert rows(tmp_path, YFINANCE.encode(), "stock", codes=("NVDA",)) == [
        "date,adjusted", "2024-02-15,72.63", "2024-02-16,72.58"
    ]  # fmt: skip


def test_beside_an_adjusted_close_yfinances_close_and_splits_are_taken(tmp_path: Path) -> None:
    raw = YFINANCE.replace("Close,", "Close,Adj Close,").replace(",72.6", ",72.66,72.6").replace(",72.5", ",72.61,72.5")
    assert rows(tmp_path, raw.encode(), "stock", codes=("NVDA",)) == [
        "date,close,adjusted,split", "2024-02-15,72.66,72.63,", "2024-02-16,72.61,72.58,10.0"
    ]  # fmt: skip


def test_a_close_that_the_owner_declares_adjusted_is_not_one_as_traded(tmp_path: Path) -> None:
    raw = b"Date,Open,High,Low,Close,Volume\n2024-02-15,1,1,1,72.63,9\n"
    assert rows(tmp_path, raw, "stock", codes=("NVDA",)) == ["date,close", "2024-02-15,72.63"]
    declared = rows(tmp_path, raw, "stock", codes=("NVDA",), columns={"adjusted": "Close"})
    assert declared == ["date,adjusted", "2024-02-15,72.63"]


def test_dividends_and_splits_of_a_stock_are_taken(tmp_path: Path) -> None:
    raw = "日期,收盘价,每份分红,拆分比例\n2024-02-15,100,,\n2024-02-16,49,2,2\n".encode()
    assert rows(tmp_path, raw, "stock", codes=("600519",)) == [
        "date,close,dividend,split", "2024-02-15,100.0,,", "2024-02-16,49.0,2.0,2.0"
    ]  # fmt: skip
