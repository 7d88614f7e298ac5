"""What becomes of new data at the door, outcome by outcome as the table in docs/data.md has them: bad never replaces good."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder import numbers
from builder.numbers.admission.audit import Audit
from builder.problem import Failed
from tests.numbers.folder import ask, snapshot_of, write
from tests.numbers.new_data import FUNDS, NAV, NEXT, OLD, PRESENT, TODAY, audit, taken
from tests.numbers.parquet_file import parquet_of
from tests.real_data import shared, write_eastmoney_fund, write_site_data


def kept_out(found: Audit) -> list[tuple[str, int, str, str]]:
    return [(one.file, one.row, one.column, one.value) for one in found.quarantined]


def notes(found: Audit) -> dict[str, str]:
    return {one.id: one.message for one in found.notes}


def refused(found: Audit) -> list[tuple[str, str]]:
    return [(one.path.removeprefix("content/data/"), one.id) for one in found.refused]


def test_good_new_rows_are_taken_as_they_were_written(tmp_path: Path) -> None:
    found = audit(tmp_path, {NAV: "date,nav,change\n" + OLD.replace("\n", ",涨\n") + '2024-01-15,"1.0150",\n'})
    assert found.files[NAV].decode().splitlines()[-2:] == ["2024-01-11,1.0110,涨", "2024-01-15,1.0150,"]
    assert (found.quarantined, found.refused, found.notes) == ((), (), ())
    snapshot_of(tmp_path / "accepted", {**PRESENT, **found.files})


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
    found = audit(tmp_path, {NAV: "date,nav\n" + OLD + "2024-01-12,1.0120\n" + row + "\n"})
    assert kept_out(found) == [(NAV, 11, column, value)]
    assert said in found.quarantined[0].reason
    assert (found.quarantined[0].series, found.quarantined[0].last) == ("fund:990001", "1.012 (2024-01-12)")
    assert taken(found)[-1] == "2024-01-12,1.0120"


def test_a_bad_cell_does_not_replace_the_good_row_of_its_day(tmp_path: Path) -> None:
    found = audit(tmp_path, {NAV: "date,nav\n" + OLD.replace("1.0090", "9.0090") + NEXT})
    assert kept_out(found) == [(NAV, 7, "nav", "9.0090")]
    assert "2024-01-09,1.0090" in taken(found)
    assert notes(found) == {"kept": "1 present rows stay: the new file lacks them or has them wrong"}


def test_a_jump_that_a_dividend_or_split_explains_is_none(tmp_path: Path) -> None:
    halved = "date,nav,split\n" + OLD.replace("\n", ",\n") + "2024-01-12,0.5060,2\n2024-01-15,0.5070,\n"
    found = audit(tmp_path / "split", {NAV: halved})
    assert (kept_out(found), len(taken(found))) == ([], 10)
    paid = "date,nav,dividend\n" + OLD.replace("\n", ",\n") + "2024-01-12,0.5060,0.506\n"
    assert kept_out(audit(tmp_path / "dividend", {NAV: paid})) == []


def test_after_a_split_that_nobody_told_every_row_is_kept_out(tmp_path: Path) -> None:
    found = audit(tmp_path, {NAV: "date,nav\n" + OLD + "2024-01-12,0.5060\n2024-01-15,0.5070\n"})
    assert [one.row for one in found.quarantined] == [10, 11]
    assert taken(found)[-1] == "2024-01-11,1.0110"


def test_the_limit_of_a_jump_is_that_of_the_kind(tmp_path: Path) -> None:
    history = "date,nav\n2024-01-12,1.0\n2024-01-15,1.25\n"
    both = {"nav/990001.csv": "date,nav\n" + OLD + "2024-01-15,1.25\n", "nav/990003.csv": history}
    assert kept_out(audit(tmp_path, both)) == [("nav/990003.csv", 3, "nav", "1.25")]


def test_a_jump_that_somebody_wrote_into_the_present_file_by_hand_is_taken(tmp_path: Path) -> None:
    there = "date,nav\n" + OLD + "2024-01-12,1.6000\n"
    found = audit(tmp_path, {NAV: there + "2024-01-15,1.6100\n"}, **{NAV: there})
    assert (kept_out(found), taken(found)[-1]) == ([], "2024-01-15,1.6100")


def test_equal_rows_of_one_day_are_one_and_counted(tmp_path: Path) -> None:
    found = audit(tmp_path, {NAV: "date,nav\n" + OLD + "2024-01-15,1.0150\n2024-01-15,1.015\n"})
    assert taken(found)[-1] == "2024-01-15,1.0150"
    assert notes(found) == {"duplicate": "1 rows repeated another row of the same day and have been dropped"}


def test_different_rows_of_one_day_are_all_kept_out(tmp_path: Path) -> None:
    found = audit(tmp_path, {NAV: "date,nav\n" + OLD + "2024-01-15,1.0150\n2024-01-15,1.0160\n"})
    assert kept_out(found) == [(NAV, 10, "date", "2024-01-15"), (NAV, 11, "date", "2024-01-15")]
    assert "lines 10, 11 with different values" in found.quarantined[0].reason
    assert taken(found)[-1] == "2024-01-11,1.0110"


def test_rows_out_of_order_are_sorted(tmp_path: Path) -> None:
    found = audit(tmp_path, {NAV: "date,nav\n" + NEXT + OLD})
    assert taken(found) == (OLD + NEXT).splitlines()
    assert list(notes(found)) == ["sorted"]


def test_a_phantom_first_row_is_kept_out(tmp_path: Path) -> None:
    files = {"indexes.csv": "code,name\nS00001,示例指数\n"}
    rows = "2024-01-01,5,9.0\n2024-01-02,5,9.0\n2024-01-03,6,9.1\n2024-01-15,6,9.1\n"
    found = audit(tmp_path / "a", {"index/S00001.csv": "date,open,close\n" + rows}, **files)
    assert kept_out(found) == [("index/S00001.csv", 2, "date", "2024-01-01")]
    assert taken(found, "index/S00001.csv")[0] == "2024-01-02,5,9.0"
    # A value that differs is none: NAV rows exist on days without trading.
    found = audit(
        tmp_path / "b", {"index/S00001.csv": "date,open,close\n" + rows.replace("01,5,9.0", "01,5,9.2")}, **files
    )
    assert kept_out(found) == []


@pytest.mark.parametrize(
    ("content", "id_", "said"),
    [
        ("", "empty-data", "the file is empty"),
        ("date,nav\n", "empty-data", "a header and no rows"),
        ("日期,净值\n2024-01-15,1\n", "bad-header", "the column date is missing"),
        ("<html><body>404</body></html>", "bad-header", "the column date is missing"),
        ("date,nav\n2024-01-15,1\n净值".encode("gbk"), "not-text", "is not UTF-8"),
        ("date,nav\n" + OLD.partition("2024-01-10")[0], "shrunken-data", "it ends on 2024-01-09"),
        ("date,nav\n" + OLD.replace("2024-01-04,1.0040\n2024-01-05,1.0050\n", "") + NEXT, "shrunken-data", "2 of 8 rows"),
    ],
)  # fmt: skip
def test_a_file_that_is_wrong_as_a_whole_is_refused_and_what_is_there_stays(
    tmp_path: Path, content: str | bytes, id_: str, said: str
) -> None:
    found = audit(tmp_path, {NAV: content, "nav/990002.csv": "date,nav\n2024-01-12,1.0\n"})
    assert set(refused(found)) == {(NAV, id_)}
    assert said in found.refused[0].message
    assert NAV not in found.files
    # One file's fault is no other's.
    assert taken(found, "nav/990002.csv") == ["2024-01-12,1.0"]


def test_where_every_row_is_bad_the_present_ones_stay(tmp_path: Path) -> None:
    found = audit(tmp_path, {NAV: "date,nav\n" + OLD.replace(",1.", ",x")})
    assert (len(found.quarantined), taken(found)) == (8, OLD.splitlines())


def test_a_new_file_that_is_mostly_bad_is_refused(tmp_path: Path) -> None:
    found = audit(tmp_path, {"nav/990002.csv": "date,nav\n2024-01-11,x\n2024-01-12,y\n2024-01-15,1.0\n"})
    assert refused(found) == [("nav/990002.csv", "shrunken-data")]


def test_a_column_that_is_gone_refuses_the_file(tmp_path: Path) -> None:
    there = "date,nav,dividend\n" + OLD.replace("\n", ",\n")
    found = audit(tmp_path, {NAV: "date,nav\n" + OLD + NEXT}, **{NAV: there})
    assert refused(found) == [(NAV, "bad-header")]
    assert found.refused[0].message == "the column dividend is gone: found date,nav"


def test_a_file_that_begins_later_keeps_the_rows_before(tmp_path: Path) -> None:
    found = audit(tmp_path, {NAV: "date,nav\n2024-01-11,1.0110\n" + NEXT})
    assert taken(found) == (OLD + NEXT).splitlines()


def test_adjusted_closes_of_two_scales_are_never_mixed(tmp_path: Path) -> None:
    stocks = {"stocks.csv": "code,name\nXX01,示例\n"}
    there = "date,close,adjusted\n" + "".join(f"2024-01-{on:02},10,9\n" for on in range(2, 12))
    staged = "date,close,adjusted\n" + "".join(f"2024-01-{on:02},10,8\n" for on in range(5, 16))
    found = audit(tmp_path, {"stock/XX01.csv": staged}, **stocks, **{"stock/XX01.csv": there})
    assert len(taken(found, "stock/XX01.csv")) == 11


def test_a_code_that_lost_its_zero_is_known_for_it(tmp_path: Path) -> None:
    funds = {"funds.csv": "code,name\n012733,甲\n990001,乙\n"}
    found = audit(tmp_path / "a", {"nav/12733.csv": "date,nav\n2024-01-15,1\n"}, **funds)
    assert refused(found) == [("nav/12733.csv", "unknown-history")]
    assert "lost its zero: 012733" in found.refused[0].hint
    long = {"nav.csv": "code,date,nav\n12733,2024-01-12,1.0\n12733,2024-01-15,1.1\n990001,2024-01-15,1.0\n"}
    found = audit(tmp_path / "b", long, **funds)
    assert kept_out(found) == [("nav.csv", 2, "code", "12733")]
    assert "lost its zero: 012733" in found.quarantined[0].reason
    assert taken(found, "nav.csv") == ["990001,2024-01-15,1.0"]
    found = audit(tmp_path / "c", {"funds.csv": "code,name\n12733,甲\n"}, **funds)
    assert refused(found) == [("funds.csv", "bad-cell")]


def test_a_benchmark_that_no_catalogue_names_is_noted(tmp_path: Path) -> None:
    found = audit(tmp_path, {"funds.csv": "code,name,index\n990001,甲,S00009\n990002,乙,\n990003,丙,\n"})
    assert notes(found) == {
        "benchmark": "the index S00009 of its benchmark is not in indexes.csv: no number is compared with it"
    }


def test_a_catalogue_that_lost_a_fund_is_refused(tmp_path: Path) -> None:
    found = audit(tmp_path, {"funds.csv": "code,name\n990001,甲\n", NAV: "date,nav\n" + OLD + NEXT})
    assert refused(found) == [("funds.csv", "shrunken-data")]
    assert list(found.files) == [NAV]


def test_a_gap_is_told_and_never_filled(tmp_path: Path) -> None:
    later = "date,nav\n2024-01-02,1.0\n2024-01-12,1.01\n2024-01-15,1.02\n"
    found = audit(tmp_path, {"nav/990002.csv": later})
    assert notes(found) == {"gap": "1 gaps; the longest has 7 trading days, from 2024-01-02 to 2024-01-12"}
    assert len(taken(found, "nav/990002.csv")) == 3


@pytest.mark.parametrize(
    ("code", "last", "late"),
    [
        ("990001", "2024-01-15", ""),
        ("990001", "2024-01-12", ""),
        ("990001", "2024-01-11", "ends on 2024-01-11, 2 trading days ago; 1 are the limit"),
        ("990002", "2024-01-10", ""),  # QDII: two days more
        ("990002", "2024-01-09", "ends on 2024-01-09, 4 trading days ago; 3 are the limit"),
    ],
)
def test_late_is_counted_in_trading_days(tmp_path: Path, code: str, last: str, late: str) -> None:
    found = numbers.audit(
        write(tmp_path / "staged", {f"nav/{code}.csv": f"date,nav\n2024-01-09,1\n{last},1.0\n"}),
        write(tmp_path / "present", {"funds.csv": FUNDS}),
        today=TODAY,
    )
    assert notes(found).get("late", "") == late


def test_late_is_counted_by_the_calendar_and_limit_of_the_set(tmp_path: Path) -> None:
    shut = [date(2024, 1, 1) + timedelta(days=at) for at in range(30) if at not in range(11, 14)]
    calendar = "date\n" + "".join(f"{on}\n" for on in shut)
    more = {"sources.yml": "nav: {calendar: SSE, freshness: 0}\n", "calendars/SSE.csv": calendar}
    found = audit(tmp_path, {NAV: "date,nav\n" + OLD}, **more)
    assert notes(found) == {"late": "ends on 2024-01-11, 1 trading days ago; 0 are the limit"}


def test_what_is_restated_is_told(tmp_path: Path) -> None:
    found = audit(tmp_path, {NAV: "date,nav\n" + OLD.replace("1.0090", "1.0190") + NEXT})
    assert notes(found) == {
        "restated": "1 rows are restated; the largest change is on 2024-01-09: 1.009 became 1.019 (0.99%)"
    }
    assert "2024-01-09,1.0190" in taken(found)


@given(
    st.lists(st.sampled_from(["x", "0", "1.0", "1.01", "1.02", "9", ""]), min_size=0, max_size=6),
    st.lists(st.sampled_from([1, 1, 1, 2, 4, 20, 0, -3]), min_size=6, max_size=6),
)
@settings(max_examples=60, deadline=None)
def test_what_was_added_is_judged_alike_by_itself_and_with_all_that_is_there(
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


def test_a_packed_table_is_taken_or_refused_as_a_whole(tmp_path: Path) -> None:
    found = audit(tmp_path / "a", {"nav.parquet": parquet_of()})
    assert list(found.files) == ["nav.parquet"]
    found = audit(tmp_path / "b", {"nav.parquet": parquet_of(nav=[1.0, 2.0, -1.0, 1.0])})
    assert (found.files, refused(found)) == ({}, [("nav.parquet", "bad-cell")])


def test_present_data_that_are_wrong_are_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(Failed):
        audit(tmp_path, {}, **{"sources.yml": "nav: {freshness: soon}\n"})


@pytest.mark.real
def test_of_the_real_series_nothing_is_kept_out_but_the_phantoms(tmp_path: Path) -> None:
    """Years of real funds, indexes and stocks, NVIDIA's best day and a split-adjusted history among them."""
    staged = tmp_path / "staged"
    write_site_data(staged, shared())
    write_eastmoney_fund(staged, shared() / "raw/pingzhongdata_000004.js", "000004")
    for code in ("000300", "930713", "930851", "931071"):
        rows = csv.DictReader((shared() / f"index/{code}.csv").read_text(encoding="utf-8-sig").splitlines())
        text = "date,close\n" + "".join(f"{row['date']},{row['close']}\n" for row in rows)
        write(staged, {f"index/{code}.csv": text})
    found = numbers.audit(staged, write(tmp_path / "present", {}), today="2026-08-24")
    assert kept_out(found) == [
        (f"index/{code}.csv", 2, "date", "2015-01-01") for code in ("000300", "930713", "930851", "931071")
    ]
    assert found.refused == ()
    snapshot = numbers.load(write(tmp_path / "accepted", found.files), risk_free=0.015, trading_days=252)
    assert ask(snapshot, "history", "index:930713", end="2015-01-06").points[0][0] == "2015-01-05"
