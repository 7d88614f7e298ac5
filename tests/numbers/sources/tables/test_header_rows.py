"""Rows of headings, titles above them, and the notes and totals that are no rows of a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.numbers.sources.source import LeftOut, Table
from builder.numbers.sources.tables.table_file import read_table
from tests.numbers.sources.source_files import problems, rows, source

NAV = ["date,nav", "2024-02-19,1.5", "2024-02-20,1.25"]
BODY = "日期,单位净值,规模\n2024-02-19,1.5,3\n2024-02-20,1.25,3\n"


def table(raw: str) -> Table:
    """A file as the fetchers read it."""
    return read_table(raw.encode(), "x.csv", source(codes=("012733",)), code="012733")


def test_titles_above_the_header_and_blank_lines_are_passed_over(tmp_path: Path) -> None:
    raw = "易方达基金 历史净值\n导出时间：2024-03-01\n\n日期,单位净值,\n2024-02-20,1.5,\n\n".encode()
    assert rows(tmp_path, raw) == ["date,nav", "2024-02-20,1.5"]
    raw = "历史净值\n\n日期,单位净值\n2024-02-20,x\n".encode()
    assert problems(tmp_path, raw)[0].line == 4


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("数据来源：某终端", "a note"),
        ("数据来源：某终端,,", "a note"),
        ("注：,以上为未审计数据,", "a note"),
        ("以上数据仅供参考,不构成投资建议", "a note"),
        ("Source: some terminal", "a note"),
        ("合计,2.75,6", "a total"),
        ("平均,1.375,3", "a total"),
        ("Total,2.75,6", "a total"),
        ("日期,单位净值,规模", "the headings again"),
    ],
)
def test_notes_and_totals_are_left_out_and_recorded(line: str, reason: str, tmp_path: Path) -> None:
    assert rows(tmp_path, (BODY + line + "\n").encode()) == NAV
    text = " ".join(text for text in line.split(",") if text)
    assert table(BODY + line).reading.left_out == (LeftOut(4, text, reason),)


def test_a_total_in_the_middle_is_left_out_and_a_word_for_a_date_is_not(tmp_path: Path) -> None:
    raw = "日期,单位净值\n2024-02-19,1.5\n小计,1.5\n2024-02-20,1.25\n"
    assert rows(tmp_path, raw.encode()) == NAV
    assert "明天 is not a date" in problems(tmp_path, raw.replace("小计", "明天").encode())[0].message


@pytest.mark.parametrize(
    "headings",
    [
        "日期,单位净值,规模\nDate,NAV,Size",
        "日期,单位净值,规模\n,(元),(亿元)",
        "日期,净值,\n,单位净值,规模",
        "日期Date,单位净值NAV,规模Size",
        "日期,单位净值(元)[单位]元,规模",
        "时间,单位净值（元）,规模",
        "<DATE>,<NAV>,<SIZE>",
        "FSRQ,DWJZ,X",
    ],
)
def test_headings_of_two_rows_two_languages_and_with_units_are_put_together(headings: str, tmp_path: Path) -> None:
    assert rows(tmp_path, (headings + "\n" + BODY.partition("\n")[2]).encode()) == NAV


def test_headings_with_letters_that_mean_something_else_are_not_taken_for_a_translation(tmp_path: Path) -> None:
    assert [p.id for p in problems(tmp_path, "日期,单位净值A\n2024-02-20,1.5\n".encode())] == ["bad-header"]


def test_the_headings_of_a_stock_program_in_three_rows_are_put_together(tmp_path: Path) -> None:
    raw = "Price,Adj Close,Close,Volume\nTicker,XYZ,XYZ,XYZ\nDate,,,\n2024-02-15,7.1,7.2,9\n2024-02-16,7.3,7.4,9\n"
    assert rows(tmp_path, raw.encode(), "stock", codes=("XYZ",)) == [
        "date,close,adjusted",
        "2024-02-15,7.2,7.1",
        "2024-02-16,7.4,7.3",
    ]
    assert "the rows are of XYZ, not of ABC" in problems(tmp_path, raw.encode(), "stock", codes=("ABC",))[0].message


def test_the_line_of_an_investing_site_is_a_close(tmp_path: Path) -> None:
    raw = '"Date","Price","Open","Vol.","Change %"\n"02/16/2024","7.4","7","4.1M","-0.1%"\n'
    assert rows(tmp_path, raw.encode(), "stock", codes=("XYZ",)) == ["date,close", "2024-02-16,7.4"]


def test_a_row_that_is_cut_off_is_noticed(tmp_path: Path) -> None:
    result = problems(tmp_path, "日期,单位净值\n2024-02-19,1.5\n2024-02-2".encode())
    assert (result[0].id, result[0].line, result[0].hint) == ("bad-cell", 3, "is the file cut off?")


@pytest.mark.parametrize(
    "raw",
    [
        ",012733.OF,017853.OF\n2024-02-19,1.5,3\n2024-02-20,1.25,3\n",
        ",012733.OF,017853.OF\n,单位净值,单位净值\n,元,元\n2024-02-19,1.5,3\n2024-02-20,1.25,3\n",
        ",nav\n2024-02-19,1.5\n2024-02-20,1.25\n",  # an index without a name, as pandas writes it
    ],
)
def test_a_blank_first_heading_above_dates_is_the_date(raw: str, tmp_path: Path) -> None:
    assert rows(tmp_path, raw.encode()) == NAV


def test_a_blank_first_heading_above_numbers_of_rows_is_none(tmp_path: Path) -> None:
    raw = ",日期,单位净值\n0,2024-02-19,1.5\n1,2024-02-20,1.25\n"
    assert rows(tmp_path, raw.encode()) == NAV
    (problem,) = problems(tmp_path, raw.replace("日期", "x").encode())
    assert problem.id == "bad-header"
