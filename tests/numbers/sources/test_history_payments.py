"""Declared splits are put into a fetched history, and a history that needs one more is refused with the line to write."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tests.numbers.folder import write
from tests.numbers.sources.source_files import problems, rows, source, staged

HALVED = "净值日期,单位净值,日增长率\n2024-02-16,2.00,0.5\n2024-02-19,2.02,1.00\n2024-02-20,1.03,1.98\n2024-02-21,1.04,0.97\n"


def test_an_undeclared_split_names_its_row_its_neighbours_and_the_line_to_write(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, HALVED.encode())
    assert (problem.id, problem.path, problem.line) == ("undeclared-split", "012733.csv", 4)
    assert problem.message.startswith(
        "012733, nav on 2024-02-20: nav goes 2.02 (2024-02-19) → 1.03 (2024-02-20) → 1.04 (2024-02-21), and the daily growth"
    )
    assert "write under nav in sources.yml: splits: {012733: {2024-02-20: 2}}" in problem.hint


@pytest.mark.parametrize("ratio", [2.0, 1.0])
def test_what_is_declared_is_in_the_column_split(tmp_path: Path, ratio: float) -> None:
    lines = rows(tmp_path, HALVED.encode(), splits={"012733": {"2024-02-20": ratio}})
    assert lines[0] == "date,nav,split,change"
    assert lines[3] == f"2024-02-20,1.03,{ratio},1.98"


def test_a_split_in_the_present_file_is_one_that_is_declared(tmp_path: Path) -> None:
    (tmp_path / "data/nav").mkdir(parents=True)
    (tmp_path / "data/nav/012733.csv").write_text("date,nav,split\n2024-02-20,1.03,2\n", encoding="utf-8")
    assert rows(tmp_path, HALVED.encode())[3] == "2024-02-20,1.03,2.0,1.98"


def test_a_split_that_the_audit_put_behind_a_row_kept_out_is_not_told_twice(tmp_path: Path) -> None:
    (tmp_path / "data/nav").mkdir(parents=True)
    present = "date,nav,split\n2024-02-16,2.00,\n2024-02-20,1.03,2\n2024-02-21,1.04,\n"
    (tmp_path / "data/nav/012733.csv").write_text(present, encoding="utf-8")
    told = "date,nav,split\n2024-02-16,2.00,\n2024-02-19,0,2\n2024-02-20,1.03,\n2024-02-21,1.04,\n"
    assert rows(tmp_path, told.encode())[2:] == ["2024-02-19,0.0,2.0", "2024-02-20,1.03,", "2024-02-21,1.04,"]
    # The row is right at last.
    assert rows(tmp_path, told.replace(",0,", ",1.01,").encode())[3] == "2024-02-20,1.03,"


def test_midnights_that_are_written_in_utc_are_no_days(tmp_path: Path) -> None:
    times = [f"2024-02-{number}" for number in (18, 19, 20, 21, 22, 25, 26, 27, 28, 29)]
    text = "date,nav\n" + "".join(f"{time} 16:00:00,1.0{number}\n" for number, time in enumerate(times))
    (problem,) = problems(tmp_path, text.encode())
    assert problem.message.startswith("2 rows are of Sundays, the first of 2024-02-18, and none of a Friday")
    assert len(rows(tmp_path, text.replace("02-22", "02-23").encode())) == 11


def test_a_value_of_a_half_year_that_ends_on_a_sunday_is_one(tmp_path: Path) -> None:
    days = ["2024-06-30", "2024-07-01", "2024-07-02", "2024-07-03", "2024-07-04"]
    text = "date,nav\n" + "".join(f"{day},1.0{number}\n" for number, day in enumerate(days))
    assert len(rows(tmp_path, text.encode())) == 6


def test_a_fund_of_another_kind_than_its_present_rows_has_its_own_dividends(tmp_path: Path) -> None:
    (tmp_path / "data/nav").mkdir(parents=True)
    (tmp_path / "data/nav/012733.csv").write_text("date,income,dividend\n2024-02-15,0.5,\n", encoding="utf-8")
    assert rows(tmp_path, b"date,nav,change\n2024-02-19,1.0,0.1\n2024-02-20,1.01,1.0\n")[1].startswith("2024-02-19,1.0")


def test_a_split_on_a_day_without_a_row_is_a_problem(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, HALVED.encode(), splits={"012733": {"2024-02-24": 2.0}})
    assert (problem.path, problem.message) == (
        "sources.yml",
        "012733 has no row on 2024-02-24, so that there is no split",
    )


def test_one_fund_that_is_refused_leaves_the_others_alone(tmp_path: Path) -> None:
    (tmp_path / "012733.csv").write_text(HALVED, encoding="utf-8")
    (tmp_path / "017853.csv").write_text("净值日期,单位净值\n2024-02-20,1.5\n", encoding="utf-8")
    result, _ = staged(tmp_path, source(location="{code}.csv", codes=("012733", "017853")))
    assert result.files == ["nav/017853.csv"]
    assert [problem.id for problem in result.refused["012733"]] == ["undeclared-split"]


@pytest.mark.parametrize("heading", ["change_pct", "pct_chg", "Change %", "日增长率(%)", "JZZZL"])
def test_the_daily_growth_is_evidence_under_any_of_its_headings(tmp_path: Path, heading: str) -> None:
    navs = ("1.5000,0.00", "1.5060,0.40", "1.4455,-0.70", "1.4614,1.10", "1.4643,0.20")
    text = f"date,nav,{heading}\n" + "".join(f"2024-02-{day},{nav}\n" for day, nav in enumerate(navs, 19))
    assert rows(tmp_path, text.encode())[3] == "2024-02-21,1.4455,0.05,-0.7"


def test_a_mistyped_row_is_left_out_and_named_where_the_source_has_it(tmp_path: Path) -> None:
    navs = ("1.5000,0.00", "1.5060,0.40", "1.4321,-0.70", "1.5119,1.10", "1.5149,0.20", "1.5104,-0.30")
    text = "净值日期,单位净值,日增长率\n" + "".join(f"2024-02-{day},{nav}\n" for day, nav in enumerate(navs, 19))
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    result, folder = staged(tmp_path, source(location="a.csv", codes=("012733",)))
    (row,) = result.quarantined
    assert (row.origin, row.date, row.value, row.column) == ("a.csv:4", "2024-02-21", "1.4321", "nav")
    assert "2024-02-21" not in (folder / "nav/012733.csv").read_text(encoding="utf-8")


def test_a_declaration_that_is_no_map_of_days_is_a_problem(tmp_path: Path) -> None:
    from builder.numbers.files import sources_yml
    from builder.problem import Failed

    path = tmp_path / "sources.yml"
    path.write_text("nav: {fetcher: file, from: a.csv, splits: {000011: {2024-02-20: 2.5}}}\n", encoding="utf-8")
    declared = sources_yml.load(path, "sources.yml")["nav"].source
    assert declared is not None and declared.splits == {"000011": {"2024-02-20": 2.5}}
    for wrong in (
        "[2]",
        "{000011: 2}",
        "{000011: {soon: 2}}",
        "{000011: {2024-02-20: 0}}",
        "{000011: {2024-02-20: x}}",
    ):
        path.write_text(f"nav: {{fetcher: file, from: a.csv, splits: {wrong}}}\n", encoding="utf-8")
        with pytest.raises(Failed, match="bad-value"):
            sources_yml.load(path, "sources.yml")


def test_a_money_fund_under_nav_is_refused_alone_whatever_its_other_columns_say(tmp_path: Path) -> None:
    """Its 七日年化 in the place of the accumulated NAV is no dividend and no split."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data/funds.csv").write_text("code,name\n012733,甲\n000198,示例货币\n", encoding="utf-8")
    raw = "基金代码,净值日期,单位净值,累计净值\n012733,2024-02-19,1.5,1.5\n"
    raw += "000198,2024-02-19,0.4388,1.6230\n000198,2024-02-20,1.2100,1.6250\n"
    (tmp_path / "all.csv").write_text(raw, encoding="utf-8")
    result, _ = staged(tmp_path, source(location="all.csv", codes=("012733", "000198")))
    assert result.files == ["nav/012733.csv"]
    (problem,) = result.refused["000198"]
    assert (problem.id, problem.path, problem.line) == ("money-fund", "all.csv", 3)


def test_a_mistyped_nav_on_the_day_of_a_dividend_refuses_the_history(tmp_path: Path) -> None:
    raw = (
        "净值日期,单位净值,日增长率,每份分红\n2024-02-19,1.0000,,\n2024-02-20,1.0100,1.00,\n"
        "2024-02-21,1.0200,0.99,\n2024-02-22,9.2100,0.98,0.1\n2024-02-23,0.9300,0.00,\n"
        "2024-02-26,0.9400,1.08,\n2024-02-27,0.9500,1.06,\n"
    )
    assert problems(tmp_path, raw.encode())[0].message.startswith("012733, change on 2024-02-22")


def test_a_small_split_of_a_lively_fund_is_seen_by_its_growth(tmp_path: Path) -> None:
    days = pd.bdate_range("2024-01-02", periods=40)
    navs = [round(2.0 * (1 + 0.012 * (row % 2)) / (1.1 if row >= 30 else 1.0), 4) for row in range(40)]
    growth = [0.0, *(1.2 if row % 2 else -1.19 for row in range(1, 40))]
    lines = [f"{day:%Y-%m-%d},{nav},{change}" for day, nav, change in zip(days, navs, growth, strict=True)]
    (problem,) = problems(tmp_path, ("净值日期,单位净值,日增长率\n" + "\n".join(lines) + "\n").encode())
    assert (problem.id, f"{{{days[30]:%Y-%m-%d}: 1.1}}" in problem.hint) == ("undeclared-split", True)


def test_a_declared_split_of_rows_that_are_there_needs_no_row_in_a_piece_that_does_not_join_them(
    tmp_path: Path,
) -> None:
    """Closes that are divided at a later split are joined by the audit alone."""
    present = "date,close,adjusted,split\n2023-01-03,10,10,\n2023-01-04,5,10,2\n2023-01-05,5,10,\n2023-01-06,5,10,\n"
    write(tmp_path / "data", {"stocks.csv": "code,name\nXX01,x\n", "stock/XX01.csv": present})
    piece = b"date,close,adjusted\n2023-01-05,2.5,8\n2023-01-06,2.5,8\n2023-01-09,2.5,8\n"
    declared = {"codes": ("XX01",), "splits": {"XX01": {"2023-01-04": 2.0}}}
    assert len(rows(tmp_path, piece, "stock", name="XX01.csv", **declared)) == 4
    other = {**declared, "splits": {"XX01": {"2023-01-04": 3.0}}}
    (fault,) = problems(tmp_path, piece, "stock", name="XX01.csv", **other)
    assert fault.message == "XX01 has no row on 2023-01-04, so that there is no split"
