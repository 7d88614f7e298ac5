"""The exact reader: each bad row or cell of a history is a problem at its line and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.numbers.folder import FUND, ask, places, problems_of, snapshot_of

HEADER = "date,nav,dividend\n2024-01-02,1.0,\n"


@pytest.mark.parametrize(
    ("row", "column", "id_", "said"),
    [
        ("2024-01-03,abc,", 12, "bad-cell", "nav is abc, which is not a number"),
        ("2024-01-03,NaN,", 12, "bad-cell", "nav is NaN, which is not a number"),
        ("2024-01-03,inf,", 12, "bad-cell", "nav is inf, which is not a number"),
        ("2024-01-03,1e999,", 12, "bad-cell", "must be from 0.0001 to 1,000,000"),
        ("2024-01-03,,", 12, "bad-cell", "nav is blank"),
        ("2024-01-03,0,", 12, "bad-cell", "must be above 0"),
        ("2024-01-03,-1.2,", 12, "bad-cell", "must be above 0"),
        ('2024-01-03,"1,399.17",', 12, "bad-cell", "nav is 1,399.17"),
        ("2024-01-03, 3% ,", 13, "bad-cell", "nav is 3%"),
        ("2024-01-03,1.0,-0.1", 16, "bad-cell", "must not be below 0"),
        ("2024-01-03,1.0,nan", 16, "bad-cell", "dividend is nan"),
        ("2024/01/03,1.0,", 1, "bad-cell", "2024/01/03 is not a date"),
        ("20240103,1.0,", 1, "bad-cell", "20240103 is not a date"),
        ("2024-02-30,1.0,", 1, "bad-cell", "2024-02-30 is not a date"),
        ("0024-01-03,1.0,", 1, "bad-cell", "not a possible date"),
        (",1.0,", 1, "bad-cell", "a blank is not a date"),
        ("2024-01-02,1.0,", 1, "duplicate-date", "2024-01-02 appears twice"),
        ("2024-01-03,1.0", 12, "bad-cell", "the row has 2 cells, the header has 3"),
        ("2024-01-03,1.0,,净值", 17, "bad-cell", "the row has 4 cells, the header has 3"),
        ('2024-01-03,"1.0,', 12, "bad-cell", "a quote is not closed"),
    ],
)
def test_a_bad_cell_is_named_with_its_line_and_column(
    tmp_path: Path, row: str, column: int, id_: str, said: str
) -> None:
    problems = problems_of(tmp_path, {"funds.csv": FUND, "nav/990001.csv": f"{HEADER}{row}\n"})
    assert places(problems) == [("nav/990001.csv", 3, column, id_)]
    assert said in problems[0].message


@pytest.mark.parametrize(
    ("content", "position", "said"),
    [
        ("date,netvalue\n2024-01-02,1\n", (1, 1, "bad-header"), "the column nav is missing: found date,netvalue"),
        ("Date,nav\n2024-01-02,1\n", (1, 1, "bad-header"), "the column date is missing: found Date,nav"),
        ("date,nav,nav\n2024-01-02,1,1\n", (1, 10, "bad-header"), "the column nav appears twice"),
        ("date,nav,累计\n2024-01-02,1,1\n", (1, 10, "bad-header"), "no column is called 累计"),
        ("date,nav,\n2024-01-02,1,\n", (1, 10, "bad-header"), "a column without a name"),
        ("", (1, 0, "empty-data"), "the file is empty"),
        (" \n\n", (1, 0, "empty-data"), "the file is empty"),
        ("date,nav\n", (1, 0, "empty-data"), "a header and no rows"),
        ("date,nav\n2024-01-02,1\n净值".encode("gbk"), (3, 1, "not-text"), "is not UTF-8"),
        ("date,nav,change\n2024-01-02,1,涨".encode("gbk"), (2, 14, "not-text"), "is not UTF-8"),
    ],
)
def test_a_bad_file_is_named(tmp_path: Path, content: str | bytes, position: tuple[int, int, str], said: str) -> None:
    problems = problems_of(tmp_path, {"funds.csv": FUND, "nav/990001.csv": content})
    assert places(problems)[0] == ("nav/990001.csv", *position)
    assert said in problems[0].message


def test_an_adjusted_close_has_no_stand_in(tmp_path: Path) -> None:
    files = {"stocks.csv": "code,name\nXX01,示例\n", "stock/XX01.csv": "date,close,adjusted\n2024-01-02,1,\n"}
    assert places(problems_of(tmp_path, files)) == [("stock/XX01.csv", 2, 14, "bad-cell")]


def test_a_wrong_header_says_what_was_expected(tmp_path: Path) -> None:
    files = {"funds.csv": FUND, "nav/990001.csv": "date,nav,acumulated\n2024-01-02,1,1\n"}
    (problem,) = problems_of(tmp_path, files)
    assert problem.hint.startswith("did you mean accumulated? expected date,nav,accumulated,dividend,split")


def test_another_separator_is_told_and_not_the_columns_that_it_hides(tmp_path: Path) -> None:
    files = {"funds.csv": FUND, "nav/990001.csv": "date;nav\n2024-01-02;1\n"}
    assert places(problems_of(tmp_path, files)) == [("nav/990001.csv", 1, 5, "bad-header")]


def test_a_day_on_which_a_row_became_known_is_a_date_and_not_before_its_own(tmp_path: Path) -> None:
    rows = "2024-01-02,1.0,2024-01-04\n2024-01-03,1.0,\n2024-01-04,1.0,soon\n2024-01-05,1.0,2024-01-04\n"
    problems = problems_of(tmp_path, {"funds.csv": FUND, "nav/990001.csv": "date,nav,announced\n" + rows})
    assert places(problems) == [("nav/990001.csv", 4, 16, "bad-cell"), ("nav/990001.csv", 5, 16, "bad-cell")]
    assert problems[1].message == "announced is 2024-01-04, before the row's own date 2024-01-05"


MIXED = "code,date,nav,income,yield7\n"
TWO = {"funds.csv": "code,name\n990001,示例货币A\n990002,示例成长A\n"}


def test_a_long_table_has_funds_with_a_nav_and_money_funds(tmp_path: Path) -> None:
    rows = "990001,2024-01-02,,0.5,1.9\n990002,2024-01-02,1.0,,\n990002,2024-01-03,1.1,,\n990001,2024-01-03,,-0.1,\n"
    for name, more in (("fast", ""), ("exact", "\n \n")):  # the fast reader leaves a line of spaces to the exact one
        snapshot = snapshot_of(tmp_path / name, {**TWO, "nav.csv": MIXED + more + rows})
        assert ask(snapshot, "return", start="2024-01-02").value == pytest.approx(-0.00001)
        assert ask(snapshot, "return", "fund:990002", start="2024-01-02").value == pytest.approx(0.1)
        assert ask(snapshot, "income", "fund:990002").value is None
        assert snapshot.directory.instruments["fund:990001"].history_of == "income"
        assert snapshot.directory.instruments["fund:990002"].history_of == ""


@pytest.mark.parametrize(
    ("rows", "line", "column", "said"),
    [
        ("990001,2024-01-02,1.0,0.5,1.9\n", 2, 23, "the row has both nav and income"),
        ("990001,2024-01-02,,,1.9\n", 2, 19, "nav and income are blank"),
        ("990001,2024-01-02,,0.5,\n990001,2024-01-03,1.0,,\n", 3, 19, "the row has nav, the rows before have income"),
        ("990001,2024-01-02,,-10000,\n", 2, 20, "income is -10000, but must be from -1,000 to 1,000"),
    ],
)
def test_a_row_has_either_a_nav_or_an_income(tmp_path: Path, rows: str, line: int, column: int, said: str) -> None:
    (problem,) = problems_of(tmp_path, {**TWO, "nav.csv": MIXED + rows})
    assert (problem.line, problem.column, problem.id) == (line, column, "bad-cell")
    assert problem.message == said


def test_a_column_of_incomes_may_stand_in_place_of_navs(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, {**TWO, "nav/990001.csv": "date,yield7\n2024-01-02,1.9\n"})
    assert problem.message.startswith("the column nav is missing")
    assert "income may stand in place of nav" in problem.hint
    (blank,) = problems_of(tmp_path, {**TWO, "nav/990001.csv": "date,income\n2024-01-02,\n"})
    assert (blank.line, blank.column, blank.message) == (2, 12, "income is blank")
