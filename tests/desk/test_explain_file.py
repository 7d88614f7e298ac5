"""What `refresh --explain` says of a file, and that it writes nothing."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from builder.cli import main
from builder.desk import explain_file
from tests.site import SmallSite

EXPORT = "某终端导出\n日期;单位净值(元);申购\n19.02.2024;1,0900;开放\n20.02.2024;1,000;开放\n数据来源：某终端\n"


def explained(root: Path, file: str, *only: str) -> list[str]:
    """The lines of the explanation."""
    return explain_file.text(explain_file.explain(root / "mkdocs.yml", file, only), root).splitlines()


def test_a_declared_file_is_explained_as_its_source_declares_it(site: SmallSite) -> None:
    (site.root / "in").mkdir()
    (site.root / "in/990101.csv").write_bytes(EXPORT.encode("gbk"))
    site.write("content/data/sources.yml", 'nav: {fetcher: file, from: "in/{code}.csv"}\n')
    before = {path: path.read_bytes() for path in (site.root / "content").rglob("*") if path.is_file()}
    assert explained(site.root, "in/990101.csv") == [
        "in/990101.csv: read as nav",
        "format: CSV, GB 18030, semicolon between cells",
        "headings in line 2:",
        "  日期 → date (day-first)",
        "  单位净值(元) → nav (decimal comma)",
        "  申购 → not used",
        "2 rows:",
        "  3: date 2024-02-19, nav 1.09, code 990101",
        "  4: date 2024-02-20, nav 1.0, code 990101",
        "left out:",
        "  1: 某终端导出 (a title)",
        "  5: 数据来源：某终端 (a note)",
    ]
    assert {path: path.read_bytes() for path in (site.root / "content").rglob("*") if path.is_file()} == before


def test_a_file_that_no_source_names_is_explained_as_the_set_whose_columns_it_has(tmp_path: Path) -> None:
    (tmp_path / "000300.csv").write_text("date,close\n2024-02-19,3440.1\n", encoding="utf-8")
    assert explained(tmp_path, "000300.csv")[0] == "000300.csv: read as index"
    assert explained(tmp_path, "000300.csv", "stock")[0] == "000300.csv: read as stock"
    (tmp_path / "list.csv").write_text("基金代码,基金简称\n012733,甲\n", encoding="utf-8")
    assert "  2: code 012733, name 甲" in explained(tmp_path, "list.csv")


def test_the_command_shows_it_and_fails_where_something_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "012733.csv").write_text("date,nav\n2024-02-19,1.5\n", encoding="utf-8")
    command = ["refresh", "--config", str(tmp_path / "mkdocs.yml"), "--explain"]
    shown = CliRunner().invoke(main, [*command, "012733.csv"])
    assert shown.exit_code == 0 and shown.output.startswith("012733.csv: read as nav\n")
    assert CliRunner().invoke(main, [*command, str(tmp_path / "none.csv")]).exit_code == 1


def test_what_is_wrong_is_shown_with_what_each_heading_was_taken_for(tmp_path: Path) -> None:
    (tmp_path / "012733.csv").write_text("time,value\n2024-02-20,1.0\n", encoding="utf-8")
    lines = explained(tmp_path, "012733.csv")
    assert "  time → date" in lines
    assert "  value → not used" in lines
    assert "012733.csv:1: bad-header: no column is the nav: there are time, value" in lines
    assert [line for line in explained(tmp_path, "none.csv") if "missing-data" in line]


def test_a_matrix_shows_which_column_is_of_which_fund(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text("日期,012733.OF,017853.OF\n2024-02-19,1.5,2.5\n", encoding="utf-8")
    value = json.loads(explain_file.as_json(explain_file.explain(tmp_path / "mkdocs.yml", "m.csv"), tmp_path))
    assert value["columns"][1:] == [
        {"heading": " @012733.OF", "column": "nav", "form": ""},
        {"heading": " @017853.OF", "column": "nav", "form": ""},
    ]
    assert [row["code"] for row in value["sample"]] == ["012733", "017853"]


def test_the_most_specific_source_explains_a_file_that_two_name(site: SmallSite) -> None:
    (site.root / "in").mkdir()
    (site.root / "in/index-930999.csv").write_text("date,close\n2024-02-19,3440.1\n", encoding="utf-8")
    site.write(
        "content/data/sources.yml",
        'nav: {fetcher: file, from: "in/{code}.csv"}\nindex: {fetcher: file, from: "in/index-{code}.csv"}\n',
    )
    assert explained(site.root, "in/index-930999.csv")[0] == "in/index-930999.csv: read as index"
