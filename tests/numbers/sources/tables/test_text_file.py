"""Text files: any usual encoding and separator, JSON and JSONP; what is no data is refused by name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.numbers.sources.source_files import problems, rows

NAV = ["date,nav", "2024-02-19,1.5", "2024-02-20,1234.5"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_any_usual_encoding_is_read(encoding: str, tmp_path: Path) -> None:
    text = '净值日期,单位净值\n2024-02-20,"1,234.5"\n2024-02-19,1.5\n'
    assert rows(tmp_path, text.encode(encoding)) == NAV


@pytest.mark.parametrize("separator", [",", "\t", ";", "|", "，"])
def test_any_usual_separator_is_found_below_titles_with_others(separator: str, tmp_path: Path) -> None:
    titles = "某基金，历史净值; 导出于 2024-03-01, 12:00\n单位：元 | 份额：A, C, D, E\n"
    table = "\n".join(separator.join(row) for row in (("日期", "单位净值"), ("2024-02-20", "1.5")))
    assert rows(tmp_path, (titles + table).encode()) == ["date,nav", "2024-02-20,1.5"]


IN_COLUMNS = """某基金 历史净值
净值日期     单位净值   规模
2024-02-20   1,234.5    1.5
2024-02-19   1.5        1.5
数据来源：某终端
"""


@pytest.mark.parametrize(
    "text",
    [
        IN_COLUMNS,
        IN_COLUMNS.replace("     ", " ").replace("   ", " ").replace("    ", " "),
        IN_COLUMNS.replace(" ", "\u3000"),
        IN_COLUMNS.replace("数据来源：", "合计   "),
        IN_COLUMNS.replace("2024-02-19 ", "2024-02-19 15:00:00 "),
        "\n".join(f"  {line}" for line in IN_COLUMNS.splitlines()),
    ],
)
def test_cells_in_columns_with_blanks_between_are_read(text: str, tmp_path: Path) -> None:
    assert rows(tmp_path, text.encode()) == NAV


def test_a_blank_cell_in_columns_is_refused_since_nothing_tells_which_it_is(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, IN_COLUMNS.replace("1.5        1.5", "1.5           ").encode())
    assert (problem.id, problem.line) == ("bad-cell", 4)
    assert problem.message == "2 cells below 3 headings, and blanks alone between them: which one is blank?"


RECORDS = [{"FSRQ": "2024-02-20", "DWJZ": "1234.5", "LJJZ": ""}, {"FSRQ": "2024-02-19", "DWJZ": "1.5", "LJJZ": ""}]


@pytest.mark.parametrize(
    "value",
    [
        [{"date": "2024-02-19", "nav": 1.5, "x": 1}, {"date": "2024-02-20", "nav": 1234.5}],
        [["date", "nav"], ["2024-02-19", 1.5], ["2024-02-20", 1234.5]],
        {"code": 0, "data": {"fields": ["nav_date", "unit_nav"], "items": [["20240220", 1234.5], ["20240219", 1.5]]}},
        {"columns": ["date", "nav"], "index": [0, 1], "data": [["2024-02-19", 1.5], ["2024-02-20", 1234.5]]},
        {"date": {"0": "2024-02-19", "1": "2024-02-20"}, "nav": {"0": 1.5, "1": 1234.5}},
        {"date": [1708272000000, 1708358400000], "nav": [1.5, 1234.5]},
    ],
)
def test_json_is_read_in_the_shapes_that_programs_write(value: object, tmp_path: Path) -> None:
    assert rows(tmp_path, json.dumps(value).encode()) == NAV


def test_jsonp_of_a_fund_site_is_read(tmp_path: Path) -> None:
    body = json.dumps({"Data": {"LSJZList": RECORDS, "FundType": "001"}, "ErrCode": 0, "TotalCount": 2})
    expected = ["date,nav,accumulated", "2024-02-19,1.5,", "2024-02-20,1234.5,"]
    assert rows(tmp_path, f"jQuery1830_17({body});".encode()) == expected
    assert rows(tmp_path, f"var apidata={body};".encode()) == expected


def test_json_that_is_cut_off_or_has_a_wrong_cell_is_a_problem(tmp_path: Path) -> None:
    assert problems(tmp_path, json.dumps(RECORDS)[:-9].encode())[0].hint == "is the file cut off?"
    wrong = json.dumps([RECORDS[0], {**RECORDS[1], "DWJZ": "1.5x"}]).encode()
    assert problems(tmp_path, wrong)[0].message == "DWJZ of 2024-02-19: 1.5x is not a number (row 2) (above 1234.5)"


@pytest.mark.parametrize(
    ("body", "id_", "words"),
    [
        (
            "<!DOCTYPE html><html><title>维护公告</title></html>",
            "not-data",
            "this is a web page, not a table: 维护公告",
        ),
        ("<html><body><form><input type='password'></form></body></html>", "not-data", "this is a log-in page"),
        (
            "<html><head><title>用户登录</title></head></html>",
            "not-data",
            "this is a log-in page, not a table: 用户登录",
        ),
        ("<table border=1><tr><td>日期</td></tr></table>", "not-data", "a web page with a table in it"),
        ("Exceeded the daily hits limit", "not-data", "a message about a quota, not a table: Exceeded"),
        ('{"code": 40203, "msg": "抱歉，您每分钟最多访问该接口2次"}', "not-data", "a message about a quota"),
        ('{"code": 401, "message": "Unauthorized"}', "not-data", "asks for a log-in"),
        ("请先登录后再下载", "not-data", "asks for a log-in and is no table: 请先登录"),
        ("No data", "empty-data", "the source says that it has no data: No data"),
        ('{"Data": {"LSJZList": []}, "ErrCode": 0}', "empty-data", "there is no table in this JSON"),
        ("[]", "empty-data", "there is no table in this JSON: []"),
    ],
)
def test_what_is_no_data_is_refused_by_name(body: str, id_: str, words: str, tmp_path: Path) -> None:
    result = problems(tmp_path, body.encode())
    assert [problem.id for problem in result] == [id_]
    assert words in result[0].message


def test_a_text_in_another_encoding_is_refused_without_showing_its_garbled_headings(tmp_path: Path) -> None:
    result = problems(tmp_path, "淨值日期,單位淨值\n2024-02-20,1.5\n".encode("big5"))
    assert [problem.id for problem in result] == ["not-text"]
    assert result[0].message.isascii()


def test_bytes_of_no_known_text_are_refused(tmp_path: Path) -> None:
    assert [problem.id for problem in problems(tmp_path, b"date,nav\n2024-02-20,\xff\xff\xff\n")] == ["not-text"]
    assert [problem.id for problem in problems(tmp_path, b"date,nav\n2024-02-20,1\0\n")] == ["not-text"]
