"""The audit of rows: an absurd one is kept out and the last good value stays; outcome by outcome as in docs/data.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.numbers.new_data import NAV, NEXT, OLD, audit, kept_out, notes, refused, taken


@pytest.mark.parametrize(
    ("row", "column", "value", "said"),
    [
        ("2024-01-15,0", "nav", "0", "must be above 0"),
        ("2024-01-15,-1.2", "nav", "-1.2", "must be above 0"),
        ("2024-01-15,NaN", "nav", "NaN", "not a number"),
        ("2024-01-15,inf", "nav", "inf", "not a number"),
        ("2024-01-15,--", "nav", "--", "not a number"),
        ("2024-01-15,", "nav", "", "nav is blank"),
        ("2024-01-17,1.0150", "date", "2024-01-17", "is in the future: today is 2024-01-16"),
        ("2024-13-01,1.0150", "date", "2024-13-01", "is not a date"),
        ("2024-01-15,1.0150,9", "", "9", "the row has 3 cells"),
        ("2024-01-15,1.4", "nav", "1.4", "+38.3% from the last good row, 2024-01-12"),
        ("2024-01-15,0.6", "nav", "0.6", "30% is the limit"),
    ],
)
def test_an_absurd_row_is_kept_out_and_the_last_good_value_stays(
    tmp_path: Path, row: str, column: str, value: str, said: str
) -> None:
    result = audit(tmp_path, {NAV: "date,nav\n" + OLD + "2024-01-12,1.0120\n" + row + "\n"})
    assert kept_out(result) == [(NAV, 11, column, value)]
    assert said in result.quarantined[0].reason
    assert (result.quarantined[0].series, result.quarantined[0].last) == ("fund:990001", "1.012 (2024-01-12)")
    assert taken(result)[-1] == "2024-01-12,1.0120"


def test_of_a_row_in_the_future_only_that_is_said(tmp_path: Path) -> None:
    history = "date,nav,announced\n" + OLD.replace("\n", ",\n") + "2042-01-15,1.0150,2024-01-15\n"
    result = audit(tmp_path, {NAV: history})
    assert [row.reason for row in result.quarantined] == ["is in the future: today is 2024-01-16"]


def test_a_bad_cell_does_not_replace_the_good_row_of_its_day(tmp_path: Path) -> None:
    result = audit(tmp_path, {NAV: "date,nav\n" + OLD.replace("1.0090", "9.0090") + NEXT})
    assert kept_out(result) == [(NAV, 7, "nav", "9.0090")]
    assert "2024-01-09,1.0090" in taken(result)
    assert notes(result) == {"kept": "1 rows that are there stay: the new file lacks them or has them wrong"}


def test_a_jump_that_a_dividend_or_split_explains_is_none(tmp_path: Path) -> None:
    halved = "date,nav,split\n" + OLD.replace("\n", ",\n") + "2024-01-12,0.5060,2\n2024-01-15,0.5070,\n"
    result = audit(tmp_path / "split", {NAV: halved})
    assert (kept_out(result), len(taken(result))) == ([], 10)
    paid = "date,nav,dividend\n" + OLD.replace("\n", ",\n") + "2024-01-12,0.5060,0.506\n"
    assert kept_out(audit(tmp_path / "dividend", {NAV: paid})) == []


def test_after_a_split_that_is_missing_every_row_is_kept_out(tmp_path: Path) -> None:
    result = audit(tmp_path, {NAV: "date,nav\n" + OLD + "2024-01-12,0.5060\n2024-01-15,0.5070\n"})
    assert [row.row for row in result.quarantined] == [10, 11]
    assert taken(result)[-1] == "2024-01-11,1.0110"


def test_the_limit_of_a_jump_is_that_of_the_kind(tmp_path: Path) -> None:
    history = "date,nav\n2024-01-12,1.0\n2024-01-15,1.25\n"
    both = {"nav/990001.csv": "date,nav\n" + OLD + "2024-01-15,1.25\n", "nav/990003.csv": history}
    assert kept_out(audit(tmp_path, both)) == [("nav/990003.csv", 3, "nav", "1.25")]


def test_a_jump_that_somebody_wrote_into_the_present_file_by_hand_is_accepted(tmp_path: Path) -> None:
    there = "date,nav\n" + OLD + "2024-01-12,1.6000\n"
    result = audit(tmp_path, {NAV: there + "2024-01-15,1.6100\n"}, **{NAV: there})
    assert (kept_out(result), taken(result)[-1]) == ([], "2024-01-15,1.6100")


def test_equal_rows_of_one_day_become_one_with_a_note(tmp_path: Path) -> None:
    result = audit(tmp_path, {NAV: "date,nav\n" + OLD + "2024-01-15,1.0150\n2024-01-15,1.015\n"})
    assert taken(result)[-1] == "2024-01-15,1.0150"
    assert notes(result) == {"duplicate": "1 rows repeated another row of the same day and have been dropped"}


def test_different_rows_of_one_day_are_all_kept_out(tmp_path: Path) -> None:
    result = audit(tmp_path, {NAV: "date,nav\n" + OLD + "2024-01-15,1.0150\n2024-01-15,1.0160\n"})
    assert kept_out(result) == [(NAV, 10, "date", "2024-01-15"), (NAV, 11, "date", "2024-01-15")]
    assert result.quarantined[0].reason.endswith("appears 2 times with different values: nav 1.0150, 1.0160")
    assert taken(result)[-1] == "2024-01-11,1.0110"


ANNOUNCED = "date,nav,announced\n" + "".join(f"{line},\n" for line in OLD.splitlines())
FIRST, LATER = "2024-01-12,1.0150,2024-01-15", "2024-01-12,1.0160,2024-01-16"


def test_a_day_that_is_announced_twice_has_both_rows(tmp_path: Path) -> None:
    result = audit(tmp_path, {NAV: f"{ANNOUNCED}{LATER}\n{FIRST}\n{FIRST}\n"})
    assert (kept_out(result), taken(result)[-2:]) == ([], [FIRST, LATER])
    assert notes(result)["superseded"].startswith("on 1 days")


def test_values_announced_again_were_known_when_they_were_first_announced(tmp_path: Path) -> None:
    again = FIRST.replace("-15", "-16")
    result = audit(tmp_path, {NAV: f"{ANNOUNCED}{FIRST}\n{again}\n"})
    assert (kept_out(result), taken(result)[-2:]) == ([], ["2024-01-11,1.0110,", FIRST])


def test_two_values_of_one_announcement_are_both_kept_out(tmp_path: Path) -> None:
    result = audit(tmp_path, {NAV: f"{ANNOUNCED}{FIRST}\n{LATER.replace('-16', '-15')}\n"})
    assert [row.row for row in result.quarantined] == [10, 11]


def test_a_row_that_the_source_replaces_later_stays_as_what_was_known_before(tmp_path: Path) -> None:
    result = audit(tmp_path, {NAV: f"{ANNOUNCED}{LATER}\n"}, **{NAV: f"{ANNOUNCED}{FIRST}\n"})
    assert taken(result)[-2:] == [FIRST, LATER]
    # The next time, too, whether or not the source brings both.
    again = audit(tmp_path / "again", {NAV: f"{ANNOUNCED}{LATER}\n"}, **{NAV: f"{ANNOUNCED}{FIRST}\n{LATER}\n"})
    assert taken(again) == taken(result)
    appended = f"{LATER}\n2024-01-15,1.0170,\n"
    longer = audit(tmp_path / "longer", {NAV: f"{ANNOUNCED}{appended}"}, **{NAV: f"{ANNOUNCED}{FIRST}\n{LATER}\n"})
    assert taken(longer)[-3:] == [FIRST, LATER, "2024-01-15,1.0170,"]


def test_rows_out_of_order_are_sorted(tmp_path: Path) -> None:
    result = audit(tmp_path, {NAV: "date,nav\n" + NEXT + OLD})
    assert taken(result) == (OLD + NEXT).splitlines()
    assert list(notes(result)) == ["sorted"]


def test_rows_of_one_day_that_differ_in_a_split_alone_refuse_the_history(tmp_path: Path) -> None:
    rows = "date,nav,split\n2024-01-10,1.0,\n2024-01-11,0.5,\n2024-01-11,0.5,2\n2024-01-12,0.5,\n2024-01-15,0.5,\n"
    assert refused(audit(tmp_path, {"nav/990002.csv": rows})) == [("nav/990002.csv", "contradicting-data")]


def test_rows_of_one_day_that_differ_in_the_adjusted_close_alone_are_kept_out(tmp_path: Path) -> None:
    rows = "2024-01-10,10,9\n2024-01-11,10,9\n2024-01-11,10,9.1\n2024-01-12,10,9\n2024-01-15,10,9\n"
    staged = {"stock/XX01.csv": "date,close,adjusted\n" + rows}
    result = audit(tmp_path, staged, **{"stocks.csv": "code,name\nXX01,甲\n"})
    reason = "2024-01-11 appears 2 times with different values: adjusted 9, 9.1"
    assert [row.reason for row in result.quarantined] == [reason] * 2
