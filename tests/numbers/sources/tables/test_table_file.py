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


def book(*frames: pd.DataFrame, names: tuple[str, ...] = ("a", "b", "c")) -> bytes:
    """A spreadsheet, written by hand: inline strings, numbers as numbers, dates as serials, an error as an error."""
    tables = [[list(frame.columns), *frame.to_numpy(dtype=object).tolist()] for frame in frames]

    def cell(value: object) -> str:
        if isinstance(value, str):
            if value.startswith("#"):
                return f'<c t="e"><v>{value}</v></c>'
            return f'<c t="inlineStr"><is><t>{value}</t></is></c>'
        if isinstance(value, date):
            return f'<c s="1"><v>{value.toordinal() - date(1899, 12, 30).toordinal()}</v></c>'
        return f"<c><v>{value}</v></c>"

    main, rel = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org"
    office = f"{rel}/officeDocument/2006/relationships"
    sheets = ["".join(f"<row>{''.join(cell(value) for value in row)}</row>" for row in table) for table in tables]
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="s{n}"/>' for n, name in enumerate(names[: len(sheets)], 1)
    )
    linked = "".join(
        f'<Relationship Id="s{n}" Type="{office}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{rel}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{rel}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{rel}/package/2006/relationships">{linked}<Relationship '
        f'Id="r2" Type="{office}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
        "</styleSheet>",
    }
    for n, sheet in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{n}.xml"] = f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>'
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


NAV_TABLE = pd.DataFrame({"净值日期": [date(2024, 2, 19), date(2024, 2, 20)], "单位净值": [1.5, 1234.5]}, dtype=object)
COVER = pd.DataFrame({"说明": ["本表由系统导出"]}, dtype=object)


def test_a_cover_sheet_is_passed_over(tmp_path: Path) -> None:
    assert rows(tmp_path, book(COVER, NAV_TABLE)) == NAV


def test_of_several_tables_the_sheet_that_is_named_by_the_code_is_read(tmp_path: Path) -> None:
    other = NAV_TABLE.assign(单位净值=[9, 9])
    assert rows(tmp_path, book(other, NAV_TABLE, names=("017853", "012733 净值"))) == NAV
    result = problems(tmp_path, book(other, NAV_TABLE, names=("甲", "乙")))
    assert [(problem.id, problem.message) for problem in result] == [
        ("not-data", "several sheets have a table: 甲, 乙")
    ]


def test_an_error_in_a_cell_is_no_value(tmp_path: Path) -> None:
    frame = pd.DataFrame({"净值日期": ["2024-02-19", "2024-02-20"], "单位净值": [1.5, "#DIV/0!"]}, dtype=object)
    assert rows(tmp_path, book(frame)) == ["date,nav", "2024-02-19,1.5"]


def test_a_problem_in_a_spreadsheet_names_sheet_row_column_date_value_and_neighbours(tmp_path: Path) -> None:
    table = pd.DataFrame(
        {"净值日期": ["2024-02-19", "2024-02-20", "2024-02-21"], "单位净值": [1.5, "1.5x", 1.25]}, dtype=object
    )
    result = problems(tmp_path, book(COVER, table, names=("封面", "净值")))
    assert [(problem.line, problem.message) for problem in result] == [
        (3, "sheet 净值, 单位净值 of 2024-02-20: 1.5x is not a number (above 1.5, below 1.25)")
    ]


@pytest.mark.parametrize(
    ("start", "words"), [(b"%PDF-1.7", "a PDF"), (b"\x1f\x8b\x08", "a gzip archive"), (b"\x89PNG", "a picture")]
)
def test_a_file_of_another_format_is_refused_by_name(start: bytes, words: str, tmp_path: Path) -> None:
    assert [(p.id, p.message) for p in problems(tmp_path, start + b"\0\1\2")] == [
        ("not-data", f"this is {words}, not a table")
    ]


def test_an_archive_without_a_spreadsheet_and_a_spreadsheet_without_cells_say_so(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("012733.csv", "date,nav")
    assert "a ZIP archive without a spreadsheet: it has 012733.csv" in problems(tmp_path, packed.getvalue())[0].message
    assert [problem.id for problem in problems(tmp_path, book(pd.DataFrame({"": [""]})))] == ["empty-data"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_alone_is_an_empty_file(encoding: str, tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, "".encode(encoding))
    assert problem.id == "empty-data"
