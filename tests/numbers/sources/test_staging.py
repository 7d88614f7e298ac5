"""A source becomes our own data files: one a code, one long table where there is one, a catalogue merged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from builder.problem import Failed
from tests.numbers.sources.source_files import problems, rows, source, staged


def test_a_long_table_is_split_by_code_and_a_code_keeps_its_zero(tmp_path: Path) -> None:
    raw = "基金代码,净值日期,单位净值\n012733,2024-02-20,1.5\n017853.OF,2024-02-20,2\n".encode()
    (tmp_path / "all.csv").write_bytes(raw)
    result, folder = staged(tmp_path, source(location="all.csv", codes=("012733", "017853")))
    assert result.files == ["nav/012733.csv", "nav/017853.csv"]
    assert (folder / "nav/017853.csv").read_text(encoding="utf-8") == "date,nav\n2024-02-20,2.0\n"


def test_a_catalogue_is_merged_into_the_present_one(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    there = "code,name,index\n012733,旧名,930713\n990101,自有,\n"
    (tmp_path / "data/funds.csv").write_text(there, encoding="utf-8")
    raw = "基金代码,基金简称,基金类型,成立日期\n012733,新名,指数型-股票,2022年3月1日\n017853,云,,\n".encode()
    assert rows(tmp_path, raw, "funds", codes=("012733", "017853")) == [
        "code,name,index,kind,effective_date,aliases",
        "012733,新名,930713,指数型-股票,2022-03-01,旧名@2024-03-01",
        "990101,自有,,,,",
        "017853,云,,,,",
    ]


def test_a_set_in_one_long_table_stays_one(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    pd.DataFrame({"code": ["012733"], "date": [date(2024, 2, 19)], "nav": [1.0]}).to_parquet(
        tmp_path / "data/nav.parquet"
    )
    (tmp_path / "a.csv").write_text("code,date,nav\n012733,2024-02-20,1.5\n", encoding="utf-8")
    result, folder = staged(tmp_path, source(location="a.csv", codes=("012733",)))
    assert result.files == ["nav.parquet"]
    assert pd.read_parquet(folder / "nav.parquet").to_dict("records") == [
        {"date": date(2024, 2, 19), "nav": 1.0, "code": "012733"},
        {"date": date(2024, 2, 20), "nav": 1.5, "code": "012733"},
    ]


@pytest.mark.parametrize("name", ["nav.csv", "nav.parquet"])
def test_a_fund_of_a_long_table_that_is_refused_keeps_its_present_rows(tmp_path: Path, name: str) -> None:
    (tmp_path / "data").mkdir()
    present = pd.DataFrame({"code": ["012733"], "date": [date(2024, 2, 19)], "nav": [2.02]})
    present = present.assign(accumulated=float("nan"))  # a blank cell, beside the dividends of another fund
    if name == "nav.csv":
        present.to_csv(tmp_path / "data/nav.csv", index=False)
    else:
        present.to_parquet(tmp_path / "data/nav.parquet")
    split = "净值日期,单位净值,日增长率\n2024-02-19,2.02,1.00\n2024-02-20,1.02,0.99\n2024-02-21,1.03,0.98\n"
    (tmp_path / "012733.csv").write_text(split, encoding="utf-8")
    (tmp_path / "017853.csv").write_text("净值日期,单位净值,分红\n2024-02-20,1.5,0.01\n", encoding="utf-8")
    result, folder = staged(tmp_path, source(location="{code}.csv", codes=("012733", "017853")))
    assert list(result.refused) == ["012733"]
    table = pd.read_csv(folder / name, dtype=str) if name == "nav.csv" else pd.read_parquet(folder / name)
    assert [(row.code, str(row.date), float(row.nav)) for row in table.itertuples()] == [
        ("017853", "2024-02-20", 1.5),
        ("012733", "2024-02-19", 2.02),
    ]


def test_what_is_left_out_of_a_file_is_noted(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(
        "某基金\n日期,单位净值,规模\n2024-02-20,1.5,3\n合计,1.5,3\n数据来源：某终端\n", encoding="utf-8"
    )
    result, _ = staged(tmp_path, source(location="x.csv", codes=("012733",)))
    assert [(note.id, note.series, note.message) for note in result.notes] == [
        ("left-out", "fund:012733", "x.csv, line 4: 合计 1.5 3 (a total); 5: 数据来源：某终端 (a note)")
    ]


@pytest.mark.parametrize(
    ("code", "id_", "hint"),
    [
        ("40004", "bad-cell", "did it lose its leading zero? 040004"),
        ("012773", "unknown-series", "did you mean 012733?"),
    ],
)
def test_splits_of_a_code_that_nothing_has_are_a_problem_at_their_line(
    tmp_path: Path, code: str, id_: str, hint: str
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/funds.csv").write_text("code,name\n012733,甲\n", encoding="utf-8")
    declared = replace(source(location="{code}.csv", splits={code: {"2024-02-20": 2.0}}), lines={"": 1, "splits": 7})
    with pytest.raises(Failed) as raised:
        staged(tmp_path, declared)
    (problem,) = raised.value.problems
    assert (problem.line, problem.id) == (7, id_)
    assert problem.hint.startswith(hint)


def test_a_declared_url_that_is_wrong_is_told_once(tmp_path: Path) -> None:
    declared = source(fetcher="http", location="https://data.example.com:99999/{code}.csv", codes=("012733", "012734"))
    with pytest.raises(Failed) as raised:
        staged(tmp_path, declared)
    (problem,) = raised.value.problems
    assert "has the port 99999" in problem.message


def test_a_table_without_a_value_in_any_row_says_so(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, "日期,单位净值\n2024-02-20,--\n2024-02-21,\n".encode())
    assert (problem.id, problem.path, problem.message) == ("empty-data", "012733.csv", "none of its 2 rows has a value")
