"""Bad data: each fault is named at its file, line and column, all of them at once, and nothing is loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.numbers import load
from builder.problem import Failed
from tests.numbers.folder import FUND, HISTORY, ask, fund, places, problems_of, snapshot_of

HEADER = "date,nav,dividend\n2024-01-02,1.0,\n"


@pytest.mark.parametrize(
    ("row", "column", "id_", "said"),
    [
        ("2024-01-03,abc,", 12, "bad-cell", "nav is abc, which is not a number"),
        ("2024-01-03,NaN,", 12, "bad-cell", "nav is NaN, which is not a number"),
        ("2024-01-03,inf,", 12, "bad-cell", "nav is inf, which is not a number"),
        ("2024-01-03,1e999,", 12, "bad-cell", "too large"),
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
def test_a_bad_cell_is_named_at_its_place(tmp_path: Path, row: str, column: int, id_: str, said: str) -> None:
    problems = problems_of(tmp_path, {"funds.csv": FUND, "nav/990001.csv": f"{HEADER}{row}\n"})
    assert places(problems) == [("nav/990001.csv", 3, column, id_)]
    assert said in problems[0].message


@pytest.mark.parametrize(
    ("content", "place", "said"),
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
def test_a_bad_file_is_named(tmp_path: Path, content: str | bytes, place: tuple[int, int, str], said: str) -> None:
    problems = problems_of(tmp_path, {"funds.csv": FUND, "nav/990001.csv": content})
    assert places(problems)[0] == ("nav/990001.csv", *place)
    assert said in problems[0].message


def test_an_adjusted_close_has_no_stand_in(tmp_path: Path) -> None:
    files = {"stocks.csv": "code,name\nXX01,示例\n", "stock/XX01.csv": "date,close,adjusted\n2024-01-02,1,\n"}
    assert places(problems_of(tmp_path, files)) == [("stock/XX01.csv", 2, 14, "bad-cell")]


def test_a_wrong_header_says_what_was_expected(tmp_path: Path) -> None:
    files = {"funds.csv": FUND, "nav/990001.csv": "date,nav,acumulated\n2024-01-02,1,1\n"}
    (problem,) = problems_of(tmp_path, files)
    assert problem.hint.startswith("did you mean accumulated? expected date,nav,accumulated,dividend,split")


def test_all_faults_of_all_files_are_listed_at_once(tmp_path: Path) -> None:
    problems = problems_of(
        tmp_path,
        {
            "funds.csv": "code,name\n990001,甲\n990002,乙\n990003,\n",
            "nav/990001.csv": "date,nav\n2024-01-02,x\n2024-01-03,1\n2024-01-04,y\n",
            "nav/990002.csv": "date,close\n2024-01-02,1\n",
            "indexes.csv": "code,name\nS00001,示例指数\n",
            "index/S00001.csv": "date,close\n2024-01-02,nan\n",
            "sources.yml": "nav: {orign: 示例}\n",
        },
    )
    assert places(problems) == [
        ("funds.csv", 4, 8, "bad-cell"),
        ("index/S00001.csv", 2, 12, "bad-cell"),
        ("nav/990001.csv", 2, 12, "bad-cell"),
        ("nav/990001.csv", 4, 12, "bad-cell"),
        ("nav/990002.csv", 1, 1, "bad-header"),
        ("sources.yml", 1, 7, "unknown-key"),
    ]


@pytest.mark.parametrize(
    ("catalogue", "place", "said"),
    [
        ("code,name\n12733,甲\n", (2, 1, "bad-cell"), "has 5 digits, not 6"),
        ("code,name\n990001,甲\n990001,乙\n", (3, 1, "duplicate-code"), "appears twice"),
        ("code,name\n990001,\n", (2, 8, "bad-cell"), "name is blank"),
        ("code,name\n,甲\n", (2, 1, "bad-cell"), "a blank is not a code"),
        ("code,name\n../x,甲\n", (2, 1, "bad-cell"), "is not a code"),
        ("code,title\n990001,甲\n", (1, 1, "bad-header"), "the column name is missing"),
        ("code,name,fees,fees\n990001,甲,,\n", (1, 16, "bad-header"), "appears twice"),
        ("code,name,effective_date\n990001,甲,2024/1/2\n", (2, 10, "bad-cell"), "which is not a date"),
        ("code,name\n990001,甲,乙\n", (2, 10, "bad-cell"), "the row has 3 cells"),
        ("code,name\n", (1, 0, "empty-data"), "no rows"),
    ],
)
def test_a_bad_catalogue_is_named_at_its_place(
    tmp_path: Path, catalogue: str, place: tuple[int, int, str], said: str
) -> None:
    problems = problems_of(tmp_path, {"funds.csv": catalogue})
    assert places(problems) == [("funds.csv", *place)]
    assert said in problems[0].message


def test_a_lost_zero_is_guessed_at(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path / "a", {"funds.csv": "code,name\n12733,甲\n"})
    assert "012733" in problem.hint
    (problem,) = problems_of(tmp_path / "b", {"funds.csv": "code,name\n012733,甲\n", "nav/12733.csv": HISTORY})
    assert problem.id == "unknown-history"
    assert "012733" in problem.hint


def test_a_history_that_no_catalogue_names_is_a_problem(tmp_path: Path) -> None:
    problems = problems_of(tmp_path, {"funds.csv": FUND, "nav/990011.csv": HISTORY})
    assert places(problems) == [("nav/990011.csv", 0, 0, "unknown-history")]
    assert problems[0].hint == "did you mean 990001?"


def test_a_missing_catalogue_is_said_once(tmp_path: Path) -> None:
    problems = problems_of(tmp_path, {"nav/990001.csv": HISTORY, "nav/990002.csv": HISTORY})
    assert places(problems) == [("funds.csv", 0, 0, "missing-data")]


def test_a_missing_folder_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(Failed) as caught:
        load(tmp_path / "dta", risk_free=0.015, trading_days=252, problem_path="content/dta")
    assert [(one.path, one.id) for one in caught.value.problems] == [("content/dta", "missing-data")]


def test_a_table_that_belongs_to_no_set_is_a_problem(tmp_path: Path) -> None:
    files = {"funds.csv": FUND, "fund.csv": FUND, "navs/990001.csv": HISTORY, "sources.yaml": "", "README.md": "x"}
    assert places(problems_of(tmp_path, files)) == [
        ("fund.csv", 0, 0, "unknown-data"),
        ("navs/990001.csv", 0, 0, "unknown-data"),
        ("sources.yaml", 0, 0, "unknown-data"),
    ]


def test_a_symlink_is_never_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text(HISTORY)
    data = tmp_path / "data"
    (data / "nav").mkdir(parents=True)
    (data / "nav" / "990001.csv").symlink_to(tmp_path / "secret.csv")
    assert places(problems_of(data, {"funds.csv": FUND})) == [("nav/990001.csv", 0, 0, "symlink")]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("navs: {synthetic: true}\n", (1, 1, "unknown-key")),
        ("nav:\n  synthetic: maybe\n", (2, 14, "bad-value")),
        ("nav:\n  origin: a\n  origin: b\n", (3, 3, "duplicate-key")),
        ("nav: yes\n", (1, 6, "bad-value")),
        ("- nav\n", (1, 1, "bad-value")),
        ("nav: [\n", (2, 1, "bad-value")),
        ("[" * 100_000, (0, 0, "bad-value")),
    ],
)
def test_a_bad_declaration_is_named_at_its_place(tmp_path: Path, content: str, place: tuple[int, int, str]) -> None:
    problems = problems_of(tmp_path, {"funds.csv": FUND, "sources.yml": content})
    assert places(problems) == [("sources.yml", *place)]


@pytest.mark.parametrize(
    "content",
    [
        "\ufeffdate,nav\n2024-01-02,1.0000\n2024-01-03,1.0100\n",
        "date,nav\r\n2024-01-02,1.0000\r\n2024-01-03,1.0100\r\n",
        "date,nav\n2024-01-03,1.0100\n\n2024-01-02,1.0000\n\n",
        "\ndate,nav\n2024-01-02,1.0000\n2024-01-03,1.0100",
        'nav,"date"\n1,2024-01-02\n"1.01", 2024-01-03\n',
        "date,nav,change\n2024-01-02,1.0,涨\n2024-01-03,1.01,\n",
    ],
)
def test_what_is_merely_written_otherwise_is_read(tmp_path: Path, content: str) -> None:
    snapshot = snapshot_of(tmp_path, {"funds.csv": FUND, "nav/990001.csv": content})
    assert ask(snapshot, "history").points == (("2024-01-02", 1.0), ("2024-01-03", 1.01))


def test_one_bad_file_among_good_ones_with_the_same_header_is_the_one_named(tmp_path: Path) -> None:
    catalogue = "code,name\n990001,甲\n990002,乙\n990003,丙\n"
    files = {f"nav/99000{number}.csv": HISTORY for number in (1, 2, 3)}
    files["nav/990002.csv"] = "date,nav\n2024-01-02,1.0000\n2024-01-03,1.0.1\n"
    assert places(problems_of(tmp_path, {"funds.csv": catalogue, **files})) == [("nav/990002.csv", 3, 12, "bad-cell")]


@pytest.mark.parametrize("gap", ["\n", "\r\n\r\n", " \n"])
def test_a_blank_line_in_one_file_does_not_shift_the_rows_of_the_next(tmp_path: Path, gap: str) -> None:
    catalogue = "code,name\n990001,甲\n990002,乙\n990003,丙\n"
    files = {
        f"nav/99000{number}.csv": f"date,nav\n2024-01-02,{number}\n2024-01-03,{number}.5\n" for number in (1, 2, 3)
    }
    files["nav/990001.csv"] = f"date,nav\n2024-01-02,1\n{gap}2024-01-03,1.5\n"
    snapshot = snapshot_of(tmp_path, {"funds.csv": catalogue, **files})
    for number in (1, 2, 3):
        points = (("2024-01-02", float(number)), ("2024-01-03", number + 0.5))
        assert ask(snapshot, "history", f"fund:99000{number}").points == points


def test_a_quote_left_open_in_one_file_does_not_swallow_the_next(tmp_path: Path) -> None:
    catalogue = "code,name\n990001,甲\n990002,乙\n"
    files = {
        "nav/990001.csv": 'date,nav,change\n2024-01-02,1.0,"\n',
        "nav/990002.csv": 'date,nav,change\n2024-01-02,1.0,"\n2024-01-03,1.0,\n',
    }
    problems = problems_of(tmp_path, {"funds.csv": catalogue, **files})
    assert places(problems) == [("nav/990001.csv", 2, 16, "bad-cell"), ("nav/990002.csv", 2, 16, "bad-cell")]


def test_rows_out_of_order_are_sorted(tmp_path: Path) -> None:
    rows = ["2024-01-04,1.03", "2024-01-02,1.01", "2024-01-03,1.02"]
    assert ask(fund(tmp_path, rows), "nav").value == 1.03


def test_a_day_on_which_a_row_became_known_is_a_date_and_not_before_its_own(tmp_path: Path) -> None:
    rows = "2024-01-02,1.0,2024-01-04\n2024-01-03,1.0,\n2024-01-04,1.0,soon\n2024-01-05,1.0,2024-01-04\n"
    problems = problems_of(tmp_path, {"funds.csv": FUND, "nav/990001.csv": "date,nav,announced\n" + rows})
    assert places(problems) == [("nav/990001.csv", 4, 16, "bad-cell"), ("nav/990001.csv", 5, 16, "bad-cell")]
    assert problems[1].message == "announced is 2024-01-04, before the row's own date 2024-01-05"
