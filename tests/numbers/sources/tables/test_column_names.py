"""Which of our columns a heading is: by its many names, or as the declaration says."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.numbers.sources.tables.column_names import normalise, split_date
from tests.numbers.sources.source_files import problems, rows


def test_columns_have_many_names_and_others_are_left_alone(tmp_path: Path) -> None:
    raw = "序号,净值日期 ,单位净值(元),累计净值,日增长率,申购状态\n1,2024-02-20,1.5,1.6,0.12%,开放\n".encode()
    assert rows(tmp_path, raw) == ["date,nav,accumulated,change", "2024-02-20,1.5,1.6,0.12"]
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
    assert result[0].message == "012733.csv has 2 columns that may be nav: 单位净值, 单位净值"


def test_words_in_brackets_count(tmp_path: Path) -> None:
    for word in ("复权", "后复权", "分", "美元", "T-1日", "万元"):
        (problem,) = problems(tmp_path, f"日期,单位净值({word})\n2024-02-20,1.5\n".encode())
        assert problem.message == f"no column is the nav: there are 日期, 单位净值({word})"
        assert problem.hint.startswith(
            f"单位净值({word}) is not taken for nav, because of {word.lower()}; if it is nav"
        )
        declared = rows(
            tmp_path, f"日期,单位净值({word})\n2024-02-20,1.5\n".encode(), columns={"nav": f"单位净值({word})"}
        )
        assert declared[1] == "2024-02-20,1.5"
    raw = "日期,单位净值（复权）,单位净值\n2024-02-20,1.5,1.2\n".encode()
    assert rows(tmp_path, raw) == ["date,nav", "2024-02-20,1.2"]


def test_a_close_that_is_adjusted_is_no_close_as_traded(tmp_path: Path) -> None:
    for heading in ("收盘价(前复权)", "收盘【后复权】", "Close (adjusted)", "前复权收盘价"):
        raw = f"日期,{heading}\n2024-02-20,102.07\n".encode()
        assert rows(tmp_path, raw, "stock", codes=("600519",)) == ["date,adjusted", "2024-02-20,102.07"]
    raw = "日期,收盘价(不复权),收盘价(前复权)\n2024-02-20,1700,102.07\n".encode()
    assert rows(tmp_path, raw, "stock", codes=("600519",))[1] == "2024-02-20,1700.0,102.07"


def test_brackets_that_change_nothing_are_passed_over(tmp_path: Path) -> None:
    for heading in (
        "单位净值(元)",
        "单位净值（元/份）",
        "单位净值(人民币)",
        "单位净值(nav)",
        "单位净值[2024-02-20]",
        "单位净值(012733.OF)",
    ):
        assert rows(tmp_path, f"日期(T日),{heading}\n2024-02-20,1.5\n".encode())[0] == "date,nav", heading
    assert rows(tmp_path, b"Date,Close (USD)\n2024-02-20,1.5\n", "stock", codes=("NVDA",))[0] == "date,close"


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("單位淨值", "单位净值"),
        ("累計淨值(元)", "累计净值"),
        ("收盤價", "收盘价"),
        ("7日年化%", "7日年化"),
        ("七日年化(%)", "七日年化"),
    ],
)
def test_traditional_characters_and_the_sign_of_a_yield_make_no_difference(heading: str, name: str) -> None:
    assert normalise(heading) == name


def test_a_day_before_a_name_that_begins_with_a_figure_is_split_off() -> None:
    assert split_date("2026-11-27-7日年化%") == ("2026-11-27", "7日年化%")
