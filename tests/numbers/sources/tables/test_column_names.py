"""Which of our columns a heading is: by its many names, or as the declaration says."""

from __future__ import annotations

from pathlib import Path

from tests.numbers.sources.source_files import problems, rows


def test_columns_have_many_names_and_others_are_left_alone(tmp_path: Path) -> None:
    raw = "序号,净值日期 ,单位净值(元),累计净值,日增长率,申购状态\n1,2024-02-20,1.5,1.6,0.12%,开放\n".encode()
    assert rows(tmp_path, raw) == ["date,nav,accumulated", "2024-02-20,1.5,1.6"]
    raw = b"Date,Close/Last,Volume,Adj Close*\n02/20/2024,$2,5,1.9\n"
    assert rows(tmp_path, raw, "stock", codes=("NVDA",)) == ["date,close,adjusted", "2024-02-20,2.0,1.9"]


def test_a_column_can_be_named(tmp_path: Path) -> None:
    raw = "日期,净值A,净值B\n2024-02-20,1.5,2.5\n".encode()
    assert [problem.id for problem in problems(tmp_path, raw)] == ["bad-header"]
    assert rows(tmp_path, raw, columns={"nav": "净值B"})[1] == "2024-02-20,2.5"
    result = problems(tmp_path, raw, columns={"nav": "净值"})
    assert (result[0].id, result[0].hint) == ("bad-header", "did you mean 净值A?")


def test_the_same_column_twice_is_refused(tmp_path: Path) -> None:
    result = problems(tmp_path, "日期,单位净值,单位净值\n2024-02-20,1,2\n".encode())
    assert "2 times" in result[0].message
