"""The audit of one file: what is wrong as a whole is refused, what is good is accepted as it was written."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.numbers.folder import snapshot_of
from tests.numbers.new_data import NAV, NEXT, OLD, PRESENT, audit, kept_out, notes, refused, taken


def test_good_new_rows_are_accepted_as_they_were_written(tmp_path: Path) -> None:
    result = audit(tmp_path, {NAV: "date,nav,change\n" + OLD.replace("\n", ",涨\n") + '2024-01-15,"1.0150",\n'})
    assert result.files[NAV].decode().splitlines()[-2:] == ["2024-01-11,1.0110,涨", "2024-01-15,1.0150,"]
    assert (result.quarantined, result.refused, result.notes) == ((), (), ())
    snapshot_of(tmp_path / "accepted", {**PRESENT, **result.files})


@pytest.mark.parametrize(
    ("content", "id_", "said"),
    [
        ("", "empty-data", "the file is empty"),
        ("date,nav\n", "empty-data", "a header and no rows"),
        ("日期,净值\n2024-01-15,1\n", "bad-header", "the column date is missing"),
        ("<html><body>404</body></html>", "bad-header", "the column date is missing"),
        ("date,nav\n2024-01-15,1\n净值".encode("gbk"), "not-text", "is not UTF-8"),
        ("date,nav\n" + OLD.partition("2024-01-10")[0], "shrunken-data", "the new file ends on 2024-01-09"),
        ("date,nav\n" + OLD.replace("2024-01-04,1.0040\n2024-01-05,1.0050\n", "") + NEXT, "shrunken-data", "2 of 8 rows"),
    ],
)  # fmt: skip
def test_a_file_that_is_wrong_as_a_whole_is_refused_and_the_present_one_stays(
    tmp_path: Path, content: str | bytes, id_: str, said: str
) -> None:
    result = audit(tmp_path, {NAV: content, "nav/990002.csv": "date,nav\n2024-01-12,1.0\n"})
    assert set(refused(result)) == {(NAV, id_)}
    assert said in result.refused[0].message
    assert NAV not in result.files
    # One file's fault is no other's.
    assert taken(result, "nav/990002.csv") == ["2024-01-12,1.0"]


def test_where_every_row_is_bad_the_present_ones_stay(tmp_path: Path) -> None:
    result = audit(tmp_path, {NAV: "date,nav\n" + OLD.replace(",1.", ",x")})
    assert (len(result.quarantined), taken(result)) == (8, OLD.splitlines())


def test_a_new_file_that_is_mostly_bad_is_refused(tmp_path: Path) -> None:
    result = audit(tmp_path, {"nav/990002.csv": "date,nav\n2024-01-11,x\n2024-01-12,y\n2024-01-15,1.0\n"})
    assert refused(result) == [("nav/990002.csv", "bad-cell")]
    assert result.refused[0].message.startswith("990002: 2 of 3 rows are bad; the first, nav: nav is x")


def test_a_column_that_is_gone_refuses_the_file(tmp_path: Path) -> None:
    there = "date,nav,dividend\n" + OLD.replace("\n", ",\n")
    result = audit(tmp_path, {NAV: "date,nav\n" + OLD + NEXT}, **{NAV: there})
    assert refused(result) == [(NAV, "bad-header")]
    assert result.refused[0].message == "the source lacks dividend, which nav/990001.csv has; it has date, nav"
    assert result.refused[0].hint.startswith("dividends may have been read off")
    assert result.refused[0].line == 0  # the line of the present file would have the column


def test_a_file_that_begins_later_keeps_the_rows_before(tmp_path: Path) -> None:
    result = audit(tmp_path, {NAV: "date,nav\n2024-01-11,1.0110\n" + NEXT})
    assert taken(result) == (OLD + NEXT).splitlines()


def test_a_series_of_a_long_table_that_is_refused_keeps_its_present_rows_and_the_others_go_on(tmp_path: Path) -> None:
    there = "code,date,nav\n" + "".join(f"990001,{line}\n" for line in OLD.splitlines())
    halved = OLD + "2024-01-12,0.5060\n2024-01-15,0.5070\n"
    staged = there + "990001,2024-01-15,1.0150\n" + "".join(f"990002,{line}\n" for line in halved.splitlines())
    result = audit(tmp_path, {"nav.csv": staged}, **{"nav.csv": there})
    assert refused(result) == []
    assert [problem.id for problem in result.refused_series["nav", "990002"]] == ["undeclared-split"]
    assert taken(result, "nav.csv") == [*there.splitlines()[1:], "990001,2024-01-15,1.0150"]


@given(
    st.lists(st.sampled_from(["x", "0", "1.0", "1.01", "1.02", "9", ""]), min_size=0, max_size=6),
    st.lists(st.sampled_from([1, 1, 1, 2, 4, 20, 0, -3]), min_size=6, max_size=6),
)
@settings(max_examples=60, deadline=None)
def test_appended_rows_are_checked_alike_by_themselves_and_with_the_whole_file(
    values: list[str], steps: list[int]
) -> None:
    day, lines = date(2024, 1, 11), ""
    for value, step in zip(values, steps, strict=False):
        day += timedelta(days=step)
        lines += f"{day},{value}\n"
    early = "".join(f"2023-{at // 28 + 1:02}-{at % 28 + 1:02},1.0\n" for at in range(50))
    with TemporaryDirectory() as folder:
        there = "date,nav\n" + early + OLD
        appended = audit(Path(folder) / "a", {NAV: there + lines}, **{NAV: there})
        # Written otherwise, so that no text is the other's beginning.
        whole = audit(Path(folder) / "b", {NAV: (there + lines).replace("\n", "\r\n")}, **{NAV: there})
    assert appended.files == whole.files
    assert appended.quarantined == whole.quarantined
    assert (appended.refused, appended.notes) == (whole.refused, whole.notes)


MONEY = {"funds.csv": "code,name,kind\n990001,甲,混合型\n990002,示例货币,货币型-普通货币\n"}
INCOMES = "date,income,yield7\n" + "".join(f"2024-01-{on:02},0.6,2.2\n" for on in (2, 3, 4, 5, 8, 9, 10, 11, 12, 15))


def test_a_money_fund_comes_with_its_income(tmp_path: Path) -> None:
    result = audit(tmp_path, {"nav/990002.csv": INCOMES}, **MONEY)
    assert (refused(result), kept_out(result)) == ([], [])
    assert result.files["nav/990002.csv"].decode() == INCOMES


def test_an_income_of_another_size_is_a_jump(tmp_path: Path) -> None:
    result = audit(tmp_path, {"nav/990002.csv": INCOMES.replace("01-15,0.6", "01-15,219.0")}, **MONEY)
    assert kept_out(result) == [("nav/990002.csv", 11, "income", "219.0")]
    assert result.quarantined[0].last == "0.6 (2024-01-12)"


def test_an_income_that_is_restated_is_noted(tmp_path: Path) -> None:
    there = INCOMES.partition("2024-01-12")[0].replace("01-11,0.6", "01-11,0.5")
    result = audit(tmp_path, {"nav/990002.csv": INCOMES}, **MONEY, **{"nav/990002.csv": there})
    assert notes(result)["restated"].endswith("2024-01-11: 0.5 became 0.6 (20.00%)")


def test_a_history_of_incomes_replaces_one_that_a_build_refuses(tmp_path: Path) -> None:
    there = {"nav/990002.csv": "date,nav\n2024-01-11,1.0000\n2024-01-12,1.0000\n"}
    result = audit(tmp_path / "a", {"nav/990002.csv": INCOMES}, **MONEY, **there)
    assert result.files["nav/990002.csv"].decode() == INCOMES
    assert notes(result)["replaced"] == "the 2 rows that are there go: a build refuses the NAV of a money fund"
    other = audit(tmp_path / "b", {NAV: INCOMES}, **MONEY)
    assert refused(other) == [(NAV, "bad-header")]


def test_a_row_of_another_kind_is_kept_out(tmp_path: Path) -> None:
    staged = "date,nav,income\n2024-01-11,,0.6\n2024-01-12,1.0,\n2024-01-15,,0.6\n"
    result = audit(tmp_path, {"nav/990002.csv": staged}, **MONEY)
    assert kept_out(result) == [("nav/990002.csv", 3, "nav", "1.0")]
    assert result.quarantined[0].reason == "has nav, the rows before have income"


def test_a_new_stock_without_adjusted_closes_is_noted_once(tmp_path: Path) -> None:
    stocks = {"stocks.csv": "code,name\nXX01,示例\n"}
    staged = {"stock/XX01.csv": "date,close\n2024-01-12,10\n2024-01-15,11\n"}
    first = audit(tmp_path / "a", staged, **stocks)
    assert notes(first)["unadjusted"].startswith("its return is not known: there is no adjusted close")
    again = audit(tmp_path / "b", staged, **stocks, **{"stock/XX01.csv": "date,close\n2024-01-12,10\n"})
    assert "unadjusted" not in notes(again)
    paid = {"stock/XX01.csv": "date,close,dividend\n2024-01-12,10,\n2024-01-15,11,\n"}
    assert "unadjusted" not in notes(audit(tmp_path / "c", paid, **stocks))
