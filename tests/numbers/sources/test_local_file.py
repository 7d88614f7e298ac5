"""Files as people export them become our rows; what cannot be read for certain is a problem at its line."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from tests.numbers.sources.source_files import problems, rows, source, staged
from tests.real_data import shared

NAV = ["date,nav", "2024-02-19,1.5", "2024-02-20,1234.5"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_any_usual_encoding_is_read(encoding: str, tmp_path: Path) -> None:
    text = '净值日期,单位净值\n2024-02-20,"1,234.5"\n2024-02-19,1.5\n'
    assert rows(tmp_path, text.encode(encoding)) == NAV


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
    found = problems(tmp_path, raw, "stock", codes=("NVDA",))
    assert [(one.id, one.hint) for one in found] == [
        ("ambiguous-date", "say `dates: month-first` or `dates: day-first` in sources.yml")
    ]
    assert "03/04/2024" in found[0].message
    first = rows(tmp_path, raw, "stock", codes=("NVDA",), dates="month-first")
    assert first == ["date,close", "2024-03-04,2.0", "2024-05-06,1.0"]
    assert rows(tmp_path, raw, "stock", codes=("NVDA",), dates="day-first")[1] == "2024-04-03,2.0"


def test_a_column_with_both_orders_is_ambiguous(tmp_path: Path) -> None:
    raw = b"Date,Close\n02/20/2024,2\n20/03/2024,1\n"
    assert [one.id for one in problems(tmp_path, raw, "stock", codes=("NVDA",))] == ["ambiguous-date"]


@pytest.mark.parametrize("written", ["2024-02-30", "24-02-20", "2024-02-19T16:00:00Z", "明天", "45342"])
def test_what_is_no_date_is_told_with_its_line(written: str, tmp_path: Path) -> None:
    found = problems(tmp_path, f"日期,单位净值\n2024-02-19,1\n{written},1.5\n".encode())
    assert [(one.id, one.path, one.line) for one in found] == [("bad-cell", "012733.csv", 3)]
    assert written in found[0].message


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
def test_what_is_no_number_is_told_with_its_line_and_column(written: str, tmp_path: Path) -> None:
    found = problems(tmp_path, f'日期,单位净值\n2024-02-20,"{written}"\n'.encode())
    assert [(one.id, one.line) for one in found] == [("bad-cell", 2)]
    assert found[0].message.startswith(f"单位净值: {written} is ")


def test_columns_have_many_names_and_others_are_left_alone(tmp_path: Path) -> None:
    raw = "序号,净值日期 ,单位净值(元),累计净值,日增长率,申购状态\n1,2024-02-20,1.5,1.6,0.12%,开放\n".encode()
    assert rows(tmp_path, raw) == ["date,nav,accumulated", "2024-02-20,1.5,1.6"]
    raw = b"Date,Close/Last,Volume,Adj Close*\n02/20/2024,$2,5,1.9\n"
    assert rows(tmp_path, raw, "stock", codes=("NVDA",)) == ["date,close,adjusted", "2024-02-20,2.0,1.9"]


def test_a_column_can_be_named(tmp_path: Path) -> None:
    raw = "日期,净值A,净值B\n2024-02-20,1.5,2.5\n".encode()
    assert [one.id for one in problems(tmp_path, raw)] == ["bad-header"]
    assert rows(tmp_path, raw, columns={"nav": "净值B"})[1] == "2024-02-20,2.5"
    found = problems(tmp_path, raw, columns={"nav": "净值"})
    assert (found[0].id, found[0].hint) == ("bad-header", "did you mean 净值A?")


def test_the_same_column_twice_is_refused(tmp_path: Path) -> None:
    found = problems(tmp_path, "日期,单位净值,单位净值\n2024-02-20,1,2\n".encode())
    assert "2 times" in found[0].message


def test_a_column_name_that_changes_with_the_day_is_understood(tmp_path: Path) -> None:
    raw = "净值日期,2024-02-20单位净值\n2024-02-20,1.5\n".encode()
    assert rows(tmp_path, raw) == ["date,nav", "2024-02-20,1.5"]
    wide = "基金代码,基金简称,2024-02-20-单位净值,2024-02-20-累计净值,2024-02-19-单位净值,2024-02-19-累计净值\n"
    wide += "012733,甲,1.5,1.6,1.4,1.5\n017853,乙,2,2,--,\n"
    assert rows(tmp_path, wide.encode()) == ["date,nav,accumulated", "2024-02-19,1.4,1.5", "2024-02-20,1.5,1.6"]


def test_titles_above_the_header_and_blank_lines_are_passed_over(tmp_path: Path) -> None:
    raw = "易方达基金 历史净值\n导出时间：2024-03-01\n\n日期,单位净值,\n2024-02-20,1.5,\n\n".encode()
    assert rows(tmp_path, raw) == ["date,nav", "2024-02-20,1.5"]
    raw = "历史净值\n\n日期,单位净值\n2024-02-20,x\n".encode()
    assert problems(tmp_path, raw)[0].line == 4


def test_tabs_and_semicolons_part_cells_as_well(tmp_path: Path) -> None:
    assert rows(tmp_path, "日期\t单位净值\n2024-02-20\t1.5\n".encode())[1] == "2024-02-20,1.5"
    assert rows(tmp_path, "日期;单位净值\n2024-02-20;1.5\n".encode())[1] == "2024-02-20,1.5"


def test_a_long_table_is_parted_by_code_and_a_code_keeps_its_zero(tmp_path: Path) -> None:
    raw = "基金代码,净值日期,单位净值\n012733,2024-02-20,1.5\n017853.OF,2024-02-20,2\n".encode()
    (tmp_path / "all.csv").write_bytes(raw)
    found, folder = staged(tmp_path, source(location="all.csv", codes=("012733", "017853")))
    assert found.files == ["nav/012733.csv", "nav/017853.csv"]
    assert (folder / "nav/017853.csv").read_text(encoding="utf-8") == "date,nav\n2024-02-20,2.0\n"


def test_a_code_that_lost_its_zero_is_a_problem_with_the_code_it_was(tmp_path: Path) -> None:
    found = problems(tmp_path, "基金代码,净值日期,单位净值\n12733,2024-02-20,1.5\n".encode())
    assert (found[0].id, found[0].line) == ("bad-cell", 2)
    assert "012733" in found[0].hint
    found = problems(tmp_path, b"", codes=("12733",))
    assert "012733" in found[0].hint


def test_a_file_of_another_fund_is_refused(tmp_path: Path) -> None:
    found = problems(tmp_path, "基金代码,净值日期,单位净值\n017853,2024-02-20,1.5\n".encode())
    assert "the rows are of 017853, not of 012733" in found[0].message


def book(frame: pd.DataFrame) -> bytes:
    """A spreadsheet, written by hand: inline strings, numbers as numbers, dates as serials."""
    cells = [list(frame.columns), *frame.to_numpy(dtype=object).tolist()]

    def cell(value: object) -> str:
        if isinstance(value, str):
            return f'<c t="inlineStr"><is><t>{value}</t></is></c>'
        if isinstance(value, date):
            return f'<c s="1"><v>{value.toordinal() - date(1899, 12, 30).toordinal()}</v></c>'
        return f"<c><v>{value}</v></c>"

    sheet = "".join(f"<row>{''.join(cell(one) for one in row)}</row>" for row in cells)
    main, rel = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org"
    office = f"{rel}/officeDocument/2006/relationships"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{rel}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{rel}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="a" sheetId="1" r:id="r1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{rel}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{office}/styles" '
        'Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
        "</styleSheet>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>',
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return packed.getvalue()


def test_a_spreadsheet_is_read_with_dates_as_dates_serials_or_text(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"净值日期": [date(2024, 2, 20), 45341, "2024年2月18日"], "单位净值": [1.5, 1.25, "--"]}, dtype=object
    )
    assert rows(tmp_path, book(frame)) == ["date,nav", "2024-02-19,1.25", "2024-02-20,1.5"]


def test_a_code_that_a_spreadsheet_took_for_a_number_is_refused(tmp_path: Path) -> None:
    frame = pd.DataFrame({"代码": [12733], "净值日期": ["2024-02-20"], "单位净值": [1.5]}, dtype=object)
    assert "012733" in problems(tmp_path, book(frame))[0].hint


def test_a_zip_that_is_no_spreadsheet_and_one_that_is_cut_off_are_refused(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("a.txt", "x")
    assert [one.id for one in problems(tmp_path, packed.getvalue())] == ["unreadable"]
    whole = book(pd.DataFrame({"日期": ["2024-02-20"], "单位净值": [1]}, dtype=object))
    assert [one.id for one in problems(tmp_path, whole[: len(whole) // 2])] == ["unreadable"]


def test_parquet_is_read_with_its_own_types_and_the_index_that_pandas_keeps(tmp_path: Path) -> None:
    frame = pd.DataFrame({"Close": [2.0, 1.0]}, index=pd.DatetimeIndex(["2024-02-20", "2024-02-19"], name="Date"))
    raw = frame.to_parquet()
    assert rows(tmp_path, raw, "stock", codes=("NVDA",)) == ["date,close", "2024-02-19,1.0", "2024-02-20,2.0"]
    assert [one.id for one in problems(tmp_path, raw[:-20], "stock", codes=("NVDA",))] == ["unreadable"]


def test_a_row_that_is_cut_off_is_noticed(tmp_path: Path) -> None:
    found = problems(tmp_path, "日期,单位净值\n2024-02-19,1.5\n2024-02-2".encode())
    assert (found[0].id, found[0].line, found[0].hint) == ("bad-cell", 3, "is the file cut off?")


def test_bytes_of_no_known_text_are_refused(tmp_path: Path) -> None:
    assert [one.id for one in problems(tmp_path, b"date,nav\n2024-02-20,\xff\xff\xff\n")] == ["not-text"]
    assert [one.id for one in problems(tmp_path, b"date,nav\n2024-02-20,1\0\n")] == ["not-text"]


def test_a_file_that_is_not_there_is_said_at_the_declaration(tmp_path: Path) -> None:
    declared = source(location="{code}.csv", codes=("012733",))
    with pytest.raises(Exception, match=r"sources\.yml:1: missing-data"):
        staged(tmp_path, declared)


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("date,nav\n2024-02-20,1\n", encoding="utf-8")
    (tmp_path / "link.csv").symlink_to("secret.csv")
    with pytest.raises(Exception, match=r"link\.csv:0: symlink"):
        staged(tmp_path, source(location="link.csv", codes=("012733",)))


def test_the_phantom_first_row_of_an_index_is_dropped(tmp_path: Path) -> None:
    raw = "日期,收盘\n2015-01-01,3641.54\n2015-01-05,3641.54\n2015-01-06,3641.06\n".encode()
    assert rows(tmp_path, raw, "index", codes=("000300",))[1] == "2015-01-05,3641.54"
    raw = "日期,收盘\n2015-01-05,3641.54\n2015-01-06,3641.54\n".encode()
    assert rows(tmp_path, raw, "index", codes=("000300",))[1] == "2015-01-05,3641.54"


def test_a_catalogue_is_laid_over_the_one_there_is(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    there = "code,name,index\n012733,旧名,930713\n990101,自有,\n"
    (tmp_path / "data/funds.csv").write_text(there, encoding="utf-8")
    raw = "基金代码,基金简称,基金类型,成立日期\n012733,新名,指数型-股票,2022年3月1日\n017853,云,,\n".encode()
    assert rows(tmp_path, raw, "funds", codes=("012733", "017853")) == [
        "code,name,index,kind,effective_date",
        "012733,新名,930713,指数型-股票,2022-03-01",
        "990101,自有,,,",
        "017853,云,,,",
    ]


def test_a_set_that_stands_as_one_table_stays_one(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    pd.DataFrame({"code": ["012733"], "date": [date(2024, 2, 19)], "nav": [1.0]}).to_parquet(
        tmp_path / "data/nav.parquet"
    )
    (tmp_path / "a.csv").write_text("code,date,nav\n012733,2024-02-20,1.5\n", encoding="utf-8")
    found, folder = staged(tmp_path, source(location="a.csv", codes=("012733",)))
    assert found.files == ["nav.parquet"]
    assert pd.read_parquet(folder / "nav.parquet").to_dict("records") == [
        {"date": date(2024, 2, 20), "nav": 1.5, "code": "012733"}
    ]


@pytest.mark.real
def test_real_exports_are_read_to_the_last_row(tmp_path: Path) -> None:
    folder = shared()
    nasdaq = rows(tmp_path, (folder / "us/NVDA.nasdaq-export.csv").read_bytes(), "stock", codes=("NVDA",))
    assert nasdaq[1] == "2023-02-21,206.55"
    yahoo = rows(tmp_path, (folder / "us/NVDA.csv").read_bytes(), "stock", codes=("NVDA",))
    assert yahoo[0] == "date,close,adjusted"
    assert len(rows(tmp_path, (folder / "nav/012733.csv").read_bytes())) == 1033
    assert (
        rows(tmp_path, (folder / "index/930713.csv").read_bytes(), "index", codes=("930713",))[1][:10] == "2015-01-05"
    )
