"""The exact CSV reader: cells with their text and position, numbers and dates in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.numbers.files import csv_cells
from builder.numbers.files.csv_cells import CsvCell, CsvLine, UnclosedQuoteError, split_line
from builder.numbers.series.day_numbers import day
from builder.problem import Failed, Problem


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("a, b ,", [("a", 1, 1), ("b", 4, 1), ("", 7, 1)]),
        ('"a,b",c', [("a,b", 1, 5), ("c", 7, 1)]),
        ('"a ""b""" ,c', [('a "b"', 1, 9), ("c", 12, 1)]),
        ("净值,1", [("净值", 1, 2), ("1", 4, 1)]),
    ],
)
def test_a_cell_has_its_text_and_its_position(line: str, cells: list[tuple[str, int, int]]) -> None:
    assert split_line(line) == [CsvCell(*cell) for cell in cells]


def test_an_unclosed_quote_is_reported_where_it_opens() -> None:
    with pytest.raises(UnclosedQuoteError) as caught:
        split_line('a, "b')
    assert caught.value.column == 4


@pytest.mark.parametrize("sign", [";", "\t", "|", "，"])
def test_another_separator_is_told_once_whatever_columns_it_hides(sign: str) -> None:
    (header,) = csv_cells.read_lines(f"code{sign}name")
    assert isinstance(header, CsvLine)
    problem = csv_cells.separator_problem(header)
    assert problem and (problem.id, problem.line, problem.column) == ("bad-header", 1, 5)
    (header,) = csv_cells.read_lines("code,name;short")
    assert isinstance(header, CsvLine) and csv_cells.separator_problem(header) is None


def test_blank_lines_are_left_out_and_lines_keep_their_numbers() -> None:
    lines = list(csv_cells.read_lines('a\r\n \n"b\nc'))
    assert lines == [
        CsvLine(1, [CsvCell("a", 1, 1)]),
        Problem(id="bad-cell", line=3, column=1, message="a quote is not closed on its line"),
        CsvLine(4, [CsvCell("c", 1, 1)]),
    ]


@pytest.mark.parametrize("text", ["1,399", "NaN", "inf", "3%", "", "1.2.3", "１"])
def test_what_is_not_a_plain_number_is_none(text: str) -> None:
    assert csv_cells.parse_number(text) is None


def test_numbers_may_have_a_sign_and_an_exponent() -> None:
    assert [csv_cells.parse_number(text) for text in ("1.0003", "-1e-3", "+.5", "7.")] == [1.0003, -0.001, 0.5, 7.0]


@pytest.mark.parametrize("text", ["2024-02-30", "20240220", "2024-2-20", "2024-W08-2", ""])
def test_what_is_not_an_iso_date_is_none(text: str) -> None:
    assert csv_cells.parse_day(text) is None


def test_an_iso_date_is_a_day_number() -> None:
    assert csv_cells.parse_day("2024-02-20") == day("2024-02-20")


def test_a_byte_order_mark_is_left_out_and_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xef\xbb\xbfdate\n")
    assert csv_cells.read_text(path, "a.csv") == "date\n"
    with pytest.raises(Failed, match=r"b\.csv:0: unreadable"):
        csv_cells.read_text(tmp_path / "b.csv", "b.csv")


def test_a_reserved_character_in_a_cell_is_told_at_its_place(tmp_path: Path) -> None:
    path = tmp_path / "funds.csv"
    path.write_text("code,name,kind\n990201,示例,指\ue000x\ue001型\n", encoding="utf-8")
    with pytest.raises(Failed) as failed:
        csv_cells.read_text(path, "funds.csv")
    places = [(one.id, one.line, one.column) for one in failed.value.problems]
    assert places == [("reserved-character", 2, 12), ("reserved-character", 2, 14)]
