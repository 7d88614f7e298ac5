"""Dates in cells are read by all that their column shows; what is not a date is a problem with its reason."""

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


def days(tmp_path: Path, *written: str, **said: str) -> list[str]:
    """The days of rows with these dates, in the file's order of values."""
    raw = "日期,单位净值\n" + "".join(f'"{date}",{value}\n' for value, date in enumerate(written, 1))
    return [
        line.partition(",")[0] for line in sorted(rows(tmp_path, raw.encode(), **said)[1:], key=lambda row: row[11:])
    ]


@pytest.mark.parametrize(
    "written",
    [
        ("20240219.0", "20240220.0"),  # a program took the dates for numbers
        ("45341", "45342"),
        ("45341.0", "45342.0"),
        ("1708272000000", "1708358400000"),  # midnight in Shanghai
        ("1708300800000", "1708387200000"),  # midnight in UTC
        ("1708318800", "1708405200"),  # midnight in New York, in seconds
        ("24-02-19", "24-02-20"),
        ("24年2月19日", "24年2月20日"),
        ("19.02.24", "20.02.24"),
        ("02/19/24", "02/20/24"),
        ("2024-02-19 星期一", "2024-02-20 星期二"),
        ("Mon, 19 Feb 2024", "Tue, 20 Feb 2024"),
    ],
)
def test_a_column_is_read_by_all_of_its_values(written: tuple[str, str], tmp_path: Path) -> None:
    assert days(tmp_path, *written) == ["2024-02-19", "2024-02-20"]


def test_a_year_of_two_digits_that_may_be_a_day_is_asked_for(tmp_path: Path) -> None:
    raw = "日期,单位净值\n01/02/03,1.5\n02/03/04,1.6\n".encode()
    result = problems(tmp_path, raw)
    assert [problem.id for problem in result] == ["ambiguous-date"]
    assert "year-first" in result[0].hint
    assert days(tmp_path, "01/02/03", "02/03/04", dates="year-first") == ["2001-02-03", "2002-03-04"]
    assert days(tmp_path, "01/02/03", "02/03/04", dates="day-first") == ["2003-02-01", "2004-03-02"]


def test_a_time_with_a_zone_is_refused_with_the_reason(tmp_path: Path) -> None:
    text = problems(tmp_path, "日期,单位净值\n2024-02-19T16:00:00Z,1.5\n".encode())[0]
    assert "16:00:00 in the zone UTC: the day depends on the reader's zone" in text.message
    assert "2024-02-20T00:00:00+08:00" in text.hint
    instant = problems(tmp_path, "日期,单位净值\n1708349400000,1.5\n".encode())[0]
    assert "2024-02-19 13:30 in UTC, not midnight" in instant.message


def test_a_serial_number_beside_dates_is_no_date(tmp_path: Path) -> None:
    assert "45342" in problems(tmp_path, "日期,单位净值\n2024-02-19,1\n45342,1.5\n".encode())[0].message


def test_what_is_wrong_with_all_dates_is_said_once(tmp_path: Path) -> None:
    raw = "日期,单位净值\n" + "".join(f"2024-02-{day:02}T16:00:00Z,1.{day}\n" for day in range(10, 20))
    (problem,) = problems(tmp_path, raw.encode())
    assert problem.line == 2 and problem.message.endswith("and 9 more in this column")
