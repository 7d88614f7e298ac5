"""Exported files, told by their bytes: text in any usual encoding, spreadsheets, Parquet."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from tests.numbers.sources.source_files import problems, rows

NAV = ["date,nav", "2024-02-19,1.5", "2024-02-20,1234.5"]


def book(frame: pd.DataFrame) -> bytes:
    """A spreadsheet, written by hand: inline strings, numbers as numbers, dates as serials."""
    cells = [list(frame.columns), *frame.to_numpy(dtype=object).tolist()]

    def cell(value: object) -> str:
        if isinstance(value, str):
            return f'<c t="inlineStr"><is><t>{value}</t></is></c>'
        if isinstance(value, date):
            return f'<c s="1"><v>{value.toordinal() - date(1899, 12, 30).toordinal()}</v></c>'
        return f"<c><v>{value}</v></c>"

    sheet = "".join(f"<row>{''.join(cell(value) for value in row)}</row>" for row in cells)
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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_any_usual_encoding_is_read(encoding: str, tmp_path: Path) -> None:
    text = '净值日期,单位净值\n2024-02-20,"1,234.5"\n2024-02-19,1.5\n'
    assert rows(tmp_path, text.encode(encoding)) == NAV


def test_titles_above_the_header_and_blank_lines_are_passed_over(tmp_path: Path) -> None:
    raw = "易方达基金 历史净值\n导出时间：2024-03-01\n\n日期,单位净值,\n2024-02-20,1.5,\n\n".encode()
    assert rows(tmp_path, raw) == ["date,nav", "2024-02-20,1.5"]
    raw = "历史净值\n\n日期,单位净值\n2024-02-20,x\n".encode()
    assert problems(tmp_path, raw)[0].line == 4


def test_tabs_and_semicolons_may_separate_cells(tmp_path: Path) -> None:
    assert rows(tmp_path, "日期\t单位净值\n2024-02-20\t1.5\n".encode())[1] == "2024-02-20,1.5"
    assert rows(tmp_path, "日期;单位净值\n2024-02-20;1.5\n".encode())[1] == "2024-02-20,1.5"


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
    assert [problem.id for problem in problems(tmp_path, packed.getvalue())] == ["unreadable"]
    whole = book(pd.DataFrame({"日期": ["2024-02-20"], "单位净值": [1]}, dtype=object))
    assert [problem.id for problem in problems(tmp_path, whole[: len(whole) // 2])] == ["unreadable"]


def test_parquet_is_read_with_its_own_types_and_the_index_that_pandas_keeps(tmp_path: Path) -> None:
    frame = pd.DataFrame({"Close": [2.0, 1.0]}, index=pd.DatetimeIndex(["2024-02-20", "2024-02-19"], name="Date"))
    raw = frame.to_parquet()
    assert rows(tmp_path, raw, "stock", codes=("NVDA",)) == ["date,close", "2024-02-19,1.0", "2024-02-20,2.0"]
    assert [problem.id for problem in problems(tmp_path, raw[:-20], "stock", codes=("NVDA",))] == ["unreadable"]


def test_a_row_that_is_cut_off_is_noticed(tmp_path: Path) -> None:
    result = problems(tmp_path, "日期,单位净值\n2024-02-19,1.5\n2024-02-2".encode())
    assert (result[0].id, result[0].line, result[0].hint) == ("bad-cell", 3, "is the file cut off?")


def test_bytes_of_no_known_text_are_refused(tmp_path: Path) -> None:
    assert [problem.id for problem in problems(tmp_path, b"date,nav\n2024-02-20,\xff\xff\xff\n")] == ["not-text"]
    assert [problem.id for problem in problems(tmp_path, b"date,nav\n2024-02-20,1\0\n")] == ["not-text"]
