"""Texts and numbers in cells are read as people write them; what is no number is a problem at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.numbers.sources.source_files import problems, rows


@pytest.mark.parametrize(
    "missing", ["", "--", "-", "N/A", "nan", "—", "null", "#DIV/0!", "#N/A", "暂无数据", "未披露", "停牌"]
)
def test_a_day_without_a_value_is_left_out(missing: str, tmp_path: Path) -> None:
    raw = f"净值日期,单位净值,累计净值\n2024-02-20,{missing},\n2024-02-19,1.5,{missing}\n".encode()
    assert rows(tmp_path, raw) == ["date,nav,accumulated", "2024-02-19,1.5,"]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        *[
            ("$1,399.17", "1399.17"),
            ("¥1.5", "1.5"),
            ("+2", "2.0"),
            (".5", "0.5"),
            ("1.0900元", "1.09"),
            ("CNY 1.5", "1.5"),
        ],
        *[("3,456.1点", "3456.1"), ("1 234.5", "1234.5"), ('=""1.0900""', "1.09"), ("'1.5", "1.5"), ("1.5E-1", "0.15")],
    ],
)
def test_numbers_are_read_as_people_write_them(written: str, value: str, tmp_path: Path) -> None:
    assert rows(tmp_path, f'日期,单位净值\n2024-02-20,"{written}"\n'.encode())[1] == f"2024-02-20,{value}"


@pytest.mark.parametrize("written", ["12.3%", "1,39.17", "开放", "1.2.3", "1 2", "."])
def test_what_is_not_a_number_is_a_problem_at_its_line_and_column(written: str, tmp_path: Path) -> None:
    result = problems(tmp_path, f'日期,单位净值\n2024-02-20,"{written}"\n'.encode())
    assert [(problem.id, problem.line) for problem in result] == [("bad-cell", 2)]
    assert result[0].message.startswith(f"单位净值 of 2024-02-20: {written} is ")


def _nav(tmp_path: Path, *written: str, **said: str) -> list[str]:
    """The values of rows with these NAVs."""
    raw = "日期,单位净值\n" + "".join(f'2024-02-{day},"{nav}"\n' for day, nav in enumerate(written, 19))
    return [line.partition(",")[2] for line in rows(tmp_path, raw.encode(), **said)[1:]]


def test_a_column_shows_by_itself_whether_its_comma_is_decimal(tmp_path: Path) -> None:
    assert _nav(tmp_path, "1,0900", "1,000") == ["1.09", "1.0"]
    assert _nav(tmp_path, "0,985", "1,001") == ["0.985", "1.001"]
    assert _nav(tmp_path, "1.090,50", "1.000") == ["1090.5", "1000.0"]
    assert _nav(tmp_path, "1,090.50", "1,000") == ["1090.5", "1000.0"]
    assert _nav(tmp_path, "1,234,567", "1,000") == ["1234567.0", "1000.0"]


def test_another_column_or_the_way_of_a_spreadsheet_shows_it_too(tmp_path: Path) -> None:
    raw = "日期;单位净值;累计净值\n2024-02-19;1,090;1,1400\n".encode()
    assert rows(tmp_path, raw)[1] == "2024-02-19,1.09,1.14"
    assert rows(tmp_path, b"Date;NAV\n19.02.2024;1,085\n")[1] == "2024-02-19,1.085"


def test_a_comma_that_may_be_either_is_asked_for(tmp_path: Path) -> None:
    raw = '日期,单位净值\n2024-02-19,"1,090"\n2024-02-20,"1,001"\n'.encode()
    result = problems(tmp_path, raw)
    assert [(problem.id, problem.path) for problem in result] == [("ambiguous-number", "sources.yml")]
    assert "1,090 in 单位净值" in result[0].message
    assert _nav(tmp_path, "1,090", "1,001", decimal="comma") == ["1.09", "1.001"]
    assert _nav(tmp_path, "1,090", "1,001", decimal="point") == ["1090.0", "1001.0"]
    assert [
        problem.id for problem in problems(tmp_path, '日期,单位净值\n2024-02-19,"1,09"\n2024-02-20,1.090\n'.encode())
    ] == ["ambiguous-number"]


def test_one_decimal_comma_among_points_is_a_problem_and_never_a_thousand(tmp_path: Path) -> None:
    raw = '日期,单位净值\n2024-02-19,1.0902\n2024-02-20,"0,985"\n2024-02-21,1.09\n'.encode()
    message = problems(tmp_path, raw)[0].message
    assert message == "单位净值 of 2024-02-20: 0,985 is not a number (above 1.0902, below 1.09)"
