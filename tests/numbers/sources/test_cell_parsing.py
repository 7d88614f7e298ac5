"""Dates and numbers in cells are read as people write them; what is neither is a problem at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.numbers.sources.source_files import problems, rows


@pytest.mark.parametrize(
    "written",
    [
        *[
            "2024-02-20",
            "2024/2/20",
            "2024.02.20",
            "20240220",
            "2024年2月20日",
            "２０２４-０２-２０",
            "2024-02-20 00:00:00",
        ],
        *["2024-02-20T00:00:00+08:00", "2024-02-20 15:00", "20-Feb-2024", "Feb 20, 2024", "02/20/2024", "20/02/2024"],
    ],
)
def test_dates_are_read_as_people_write_them(written: str, tmp_path: Path) -> None:
    assert rows(tmp_path, f'日期,单位净值\n"{written}",1.5\n'.encode()) == ["date,nav", "2024-02-20,1.5"]


def test_a_column_shows_by_itself_which_number_is_the_month(tmp_path: Path) -> None:
    raw = b"Date,Close\n03/04/2024,2\n02/20/2024,1\n"
    assert rows(tmp_path, raw, "stock", codes=("NVDA",)) == ["date,close", "2024-02-20,1.0", "2024-03-04,2.0"]


def test_a_column_that_does_not_show_it_is_refused_until_the_declaration_says(tmp_path: Path) -> None:
    raw = b"Date,Close\n03/04/2024,2\n05/06/2024,1\n"
    result = problems(tmp_path, raw, "stock", codes=("NVDA",))
    assert [(problem.id, problem.hint) for problem in result] == [
        ("ambiguous-date", "say `dates: month-first` or `dates: day-first` in sources.yml")
    ]
    assert "03/04/2024" in result[0].message
    first = rows(tmp_path, raw, "stock", codes=("NVDA",), dates="month-first")
    assert first == ["date,close", "2024-03-04,2.0", "2024-05-06,1.0"]
    assert rows(tmp_path, raw, "stock", codes=("NVDA",), dates="day-first")[1] == "2024-04-03,2.0"


def test_a_column_with_both_orders_is_ambiguous(tmp_path: Path) -> None:
    raw = b"Date,Close\n02/20/2024,2\n20/03/2024,1\n"
    assert [problem.id for problem in problems(tmp_path, raw, "stock", codes=("NVDA",))] == ["ambiguous-date"]


@pytest.mark.parametrize("written", ["2024-02-30", "24-02-20", "2024-02-19T16:00:00Z", "明天", "45342"])
def test_what_is_not_a_date_is_a_problem_at_its_line(written: str, tmp_path: Path) -> None:
    result = problems(tmp_path, f"日期,单位净值\n2024-02-19,1\n{written},1.5\n".encode())
    assert [(problem.id, problem.path, problem.line) for problem in result] == [("bad-cell", "012733.csv", 3)]
    assert written in result[0].message


@pytest.mark.parametrize("missing", ["", "--", "-", "N/A", "nan", "—", "null"])
def test_a_day_without_a_value_is_left_out(missing: str, tmp_path: Path) -> None:
    raw = f"净值日期,单位净值,累计净值\n2024-02-20,{missing},\n2024-02-19,1.5,{missing}\n".encode()
    assert rows(tmp_path, raw) == ["date,nav,accumulated", "2024-02-19,1.5,"]


@pytest.mark.parametrize(
    ("written", "value"), [("$1,399.17", "1399.17"), ("¥1.5", "1.5"), ("+2", "2.0"), (".5", "0.5")]
)
def test_numbers_are_read_as_people_write_them(written: str, value: str, tmp_path: Path) -> None:
    assert rows(tmp_path, f'日期,单位净值\n2024-02-20,"{written}"\n'.encode())[1] == f"2024-02-20,{value}"


@pytest.mark.parametrize("written", ["12.3%", "1,39.17", "停牌", "1.2.3", "1 2", "."])
def test_what_is_not_a_number_is_a_problem_at_its_line_and_column(written: str, tmp_path: Path) -> None:
    result = problems(tmp_path, f'日期,单位净值\n2024-02-20,"{written}"\n'.encode())
    assert [(problem.id, problem.line) for problem in result] == [("bad-cell", 2)]
    assert result[0].message.startswith(f"单位净值: {written} is ")
