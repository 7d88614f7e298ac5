"""A fetched table in our columns: days in column names, codes, rows of another fund, phantoms."""

from __future__ import annotations

from pathlib import Path

from tests.numbers.sources.source_files import problems, rows


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
