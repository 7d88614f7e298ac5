"""What growth and accumulated NAV say of payments: dividends are read off, splits are proposed, contradictions named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from builder.numbers.files.trading_calendar import TradingCalendar
from builder.numbers.series.day_numbers import day
from builder.numbers.sources.evidence.payment_evidence import PaymentEvidence, read_evidence
from tests.real_data import shared

MOVES = (0.4, -0.7, 1.1, 0.2, -0.3, 0.8, -1.2, 0.5, 0.9, -0.4, 0.6, -0.1)


def fund(
    moves: Sequence[float] = MOVES,
    *,
    paid: dict[int, float] | None = None,
    folded: dict[int, float] | None = None,
    places: int = 4,
) -> pd.DataFrame:
    """A fund of these moves in per cent, its growth to two decimals, and what was paid out and split without a word."""
    nav, navs = 1.5, [1.5]
    for row, move in enumerate(moves, 1):
        nav = round((nav * (1 + move / 100) - (paid or {}).get(row, 0.0)) / (folded or {}).get(row, 1.0), places)
        navs.append(nav)
    days = [(date(2024, 3, 4) + timedelta(days=day)).isoformat() for day in range(len(navs))]
    return pd.DataFrame({"date": days, "nav": navs, "change": [0.0, *moves]})


def faults(evidence: PaymentEvidence) -> list[tuple[str, int]]:
    return [(fault.kind, fault.row) for fault in evidence.faults]


def test_where_growth_and_nav_agree_nothing_is_added() -> None:
    evidence = read_evidence(fund())
    assert (evidence.dividend, evidence.split, evidence.faults, evidence.note) == (None, None, [], "")


@pytest.mark.parametrize("unit", [1.0, 0.01])
def test_a_fall_that_the_growth_does_not_know_is_a_dividend_in_its_fewest_decimals(unit: float) -> None:
    table = fund(paid={4: 0.05, 9: 0.125})
    evidence = read_evidence(table.assign(change=table["change"] * unit))
    assert evidence.dividend is not None and evidence.faults == []
    assert {int(row): float(evidence.dividend[row]) for row in np.flatnonzero(evidence.dividend > 0)} == {
        4: 0.05,
        9: 0.125,
    }
    assert evidence.note.startswith("2 dividends were read off the daily growth")


def test_a_dividend_that_is_told_is_not_read_off_again() -> None:
    table = fund(paid={4: 0.05})
    evidence = read_evidence(table.assign(dividend=[0.05 if row == 4 else np.nan for row in range(len(table))]))
    assert (evidence.note, evidence.faults) == ("", [])


@pytest.mark.parametrize("row", [6, len(MOVES) - 1])
@pytest.mark.parametrize("growth", ["right", "of the wrong value", "blank there", "blank in the next row", "none"])
@pytest.mark.parametrize("factor", [10.0, 0.1, 2.0])
def test_a_value_that_both_neighbours_contradict_is_mistyped_whatever_the_growth_says(
    row: int, growth: str, factor: float
) -> None:
    table = fund()
    table.loc[row, "nav"] *= factor
    if growth == "of the wrong value":
        table["change"] = (table["nav"].pct_change() * 100).round(2)
    elif growth == "none":
        table = table.drop(columns="change")
    elif growth != "right":
        table.loc[row + (growth == "blank in the next row"), "change"] = np.nan
    evidence = read_evidence(table)
    assert faults(evidence) == [("mistyped", row)]
    assert (evidence.faults[0].column, evidence.dividend) == ("nav", None)
    assert str(table["date"][row]) in evidence.faults[0].reason


@pytest.mark.parametrize(("ratio", "proposed"), [(2.0, 2.0), (1.25, 1.25), (0.5, 0.5), (1.6173, 1.6173)])
def test_a_jump_that_only_a_split_explains_is_proposed_with_its_ratio(ratio: float, proposed: float) -> None:
    evidence = read_evidence(fund(folded={6: ratio}))
    assert faults(evidence) == [("split", 6)]
    assert evidence.faults[0].ratio == pytest.approx(proposed, rel=2e-4)
    assert evidence.dividend is None
    assert "(2024-03-09) → " in evidence.faults[0].reason and "(2024-03-11)" in evidence.faults[0].reason


def test_a_fold_to_exactly_one_is_a_split_and_so_is_a_small_rise_to_it() -> None:
    before = float(fund()["nav"][5]) * (1 + MOVES[5] / 100)
    assert faults(read_evidence(fund(folded={6: before}))) == [("split", 6)]
    moves = (*MOVES[:5], -0.09, *MOVES[6:])
    assert faults(read_evidence(fund(moves, folded={6: float(fund(moves)["nav"][6])}))) == [("split", 6)]


def test_a_declared_split_and_a_declared_real_jump_are_believed() -> None:
    for ratio in (2.0, 1.0):
        table = fund(folded={6: 2.0})
        assert (
            read_evidence(table.assign(split=[ratio if row == 6 else np.nan for row in range(len(table))])).faults == []
        )


@pytest.mark.parametrize("move", [36.0, -20.0, -8.0])
def test_a_jump_that_a_growth_confirms_is_marked_as_no_split_where_the_growth_knows_of_a_payment(move: float) -> None:
    quiet = tuple(each / 4 for each in MOVES * 2)
    evidence = read_evidence(fund((*quiet, move, 0.2), paid={4: 0.05}))
    assert evidence.faults == [] and evidence.split is not None
    assert np.flatnonzero(evidence.split == 1.0).tolist() == [25]
    assert read_evidence(fund((*quiet, move, 0.2))).split is None


def test_a_growth_that_knows_dividends_but_no_split_confirms_no_fall_to_a_half() -> None:
    table = fund((*MOVES, -50.0, 0.2), paid={4: 0.05})
    evidence = read_evidence(table)
    assert evidence.faults == [] and evidence.split is None


@pytest.mark.parametrize("told", ["dividend", "split"])
def test_a_growth_that_does_not_know_what_is_told_is_only_the_change_of_the_nav(told: str) -> None:
    table = fund(**{"paid" if told == "dividend" else "folded": {6: 0.1 if told == "dividend" else 2.0}})
    table["change"] = np.round(table["nav"].pct_change() * 100, 2)
    table[told] = [{"dividend": 0.1, "split": 2.0}[told] if row == 6 else np.nan for row in range(len(table))]
    assert read_evidence(table) == PaymentEvidence(dividend=None, split=None, faults=[])


@pytest.mark.parametrize("early", [True, False])
def test_a_growth_that_stands_one_row_off_is_read_where_it_belongs(early: bool) -> None:
    table = fund(paid={6: 0.1})
    table["change"] = table["change"].shift(-1 if early else 1)
    evidence = read_evidence(table)
    assert evidence.faults == [] and evidence.dividend is not None
    assert np.flatnonzero(evidence.dividend > 0).tolist() == [6]
    assert f"stands one row {'early' if early else 'late'}" in evidence.note


def test_a_day_that_is_there_twice_leaves_the_next_to_the_growth_of_both() -> None:
    table = fund()
    twice = table.iloc[[6]].assign(nav=1.7777, change=9.99)
    both = pd.concat([table, twice]).sort_values("date", kind="stable").reset_index(drop=True)
    assert read_evidence(both).faults == []
    unknown = both.assign(change=np.where(both["date"] == table["date"][6], 5.55, both["change"]))
    (fault,) = read_evidence(unknown).faults
    assert (fault.kind, fault.column, fault.row) == ("contradiction", "date", 6)
    assert "2024-03-11 is there twice" in fault.reason or "is there twice" in fault.reason


def test_a_value_that_both_growths_lead_past_is_mistyped() -> None:
    table = fund()
    table.loc[5, "nav"] = 1.4321
    assert faults(read_evidence(table)) == [("mistyped", 5)]
    table = fund()
    table.loc[0, "nav"] = 15.0
    assert faults(read_evidence(table)) == [("mistyped", 0)]


def test_a_rise_that_nothing_explains_is_a_contradiction() -> None:
    table = fund()
    table.loc[6:, "nav"] += 0.0432
    assert faults(read_evidence(table)) == [("contradiction", 6)]


def test_a_zero_beside_navs_that_rose_means_not_known() -> None:
    table = fund()
    table.loc[[3, 6], "change"] = 0.0
    assert read_evidence(table).faults == []


def test_a_zero_beside_one_fall_by_a_plain_amount_is_a_dividend() -> None:
    table = fund((*MOVES, 0.0, 0.3), paid={13: 0.1})
    evidence = read_evidence(table)
    assert evidence.dividend is not None and evidence.dividend[13] == 0.1


def test_a_growth_may_pass_over_the_last_day_of_a_half_year() -> None:
    table = fund()
    table["date"] = [f"2023-06-{day:02d}" for day in range(25, 31)] + [f"2023-07-{day:02d}" for day in range(3, 10)]
    table.loc[6, "change"] = round((table["nav"][6] / table["nav"][4] - 1) * 100, 2)
    assert read_evidence(table).faults == []


def test_a_column_that_is_no_growth_of_these_navs_is_a_contradiction() -> None:
    (fault,) = read_evidence(fund(folded={6: 2.0}).assign(change=0.05)).faults
    assert (fault.kind, fault.column) == ("contradiction", "change")
    assert "goes with the NAVs of 0 of 12 rows only" in fault.reason


def test_an_accumulated_nav_that_a_house_scales_anew_is_a_contradiction_unless_the_growth_tells() -> None:
    table = fund(paid={4: 0.05})
    table["accumulated"] = 3.1 + 2 * (table["nav"] - 1.5)
    assert faults(read_evidence(table.drop(columns="change"))) == [("contradiction", 2)]
    evidence = read_evidence(table)
    assert evidence.faults == []
    # A build reads nothing off the accumulated NAV where this column is.
    assert evidence.dividend is not None and np.flatnonzero(evidence.dividend > 0).tolist() == [4]
    assert read_evidence(table.drop(columns="change").assign(dividend=np.nan)).faults == []


def test_an_accumulated_nav_proposes_the_split_that_it_knows() -> None:
    table = fund(folded={6: 1.6173}).drop(columns="change")
    table["accumulated"] = fund()["nav"]
    table.loc[6:, "accumulated"] = table["nav"][6:] + (table["accumulated"][6] - table["nav"][6])
    assert faults(read_evidence(table)) == [("split", 6)]


def test_an_accumulated_nav_that_is_mistyped_once_keeps_its_row_out() -> None:
    table = fund().drop(columns="change")
    table["accumulated"] = table["nav"] + 0.2
    table.loc[4, "accumulated"] += 0.09
    evidence = read_evidence(table)
    assert [(fault.kind, fault.row, fault.column) for fault in evidence.faults] == [("mistyped", 4, "accumulated")]


@pytest.mark.real
def test_a_real_fund_of_which_all_is_true_has_no_fault() -> None:
    table = pd.read_csv(shared() / "nav/012733.csv").rename(columns={"daily_growth_pct": "change"})
    evidence = read_evidence(table)
    assert (evidence.dividend, evidence.split, evidence.faults) == (None, None, [])


# ------------------------------------------------------------------------------------------------- rows that are missing


@pytest.mark.parametrize("accumulates", [True, False])
def test_a_row_that_is_missing_pays_no_dividend(accumulates: bool) -> None:
    """The growth behind it is of fewer days than the two NAVs lie apart."""
    table = fund((*MOVES, -2.03, 0.4))
    if accumulates:
        table["accumulated"] = table["nav"]
    evidence = read_evidence(table.drop(index=table.index[8]).reset_index(drop=True))  # a Tuesday of a fall by 1.2 %
    if accumulates:
        assert evidence.faults == [] and not np.nansum(np.nan if evidence.dividend is None else evidence.dividend)
    else:
        assert faults(evidence) == [("contradiction", 8)]
        assert "rows are missing there" in evidence.faults[0].reason


def behind_a_holiday(amount: float) -> pd.DataFrame:
    """A fund that pays on a Wednesday, behind two days without a row."""
    table = fund(paid={5: amount})
    table["date"] = [*table["date"][:5], *(f"2024-03-{day:02}" for day in range(13, 13 + len(table) - 5))]
    return table


def test_a_dividend_behind_days_without_a_row_is_read_off_where_the_calendar_or_the_accumulated_nav_says_so() -> None:
    table = behind_a_holiday(0.05)
    assert faults(read_evidence(table)) == [("contradiction", 5)]
    trading = [day(date) for date in table["date"]]
    evidence = read_evidence(table, TradingCalendar(days=trading))
    assert evidence.dividend is not None and evidence.dividend[5] == 0.05
    table = behind_a_holiday(0.0123)
    table["accumulated"] = table["nav"] + np.where(np.arange(len(table)) >= 5, 0.0123, 0.0)
    evidence = read_evidence(table)
    assert evidence.dividend is not None and evidence.dividend[5] == pytest.approx(0.0123)


def test_a_weekly_fund_pays_dividends_too_since_all_its_rows_go_over_days_without_one() -> None:
    table = fund(MOVES * 3, paid={30: 0.05})
    table["date"] = [(date(2023, 3, 3) + timedelta(days=7 * week)).isoformat() for week in range(len(table))]
    evidence = read_evidence(table)
    assert evidence.dividend is not None and evidence.dividend[30] == 0.05 and evidence.faults == []


def test_an_accumulated_nav_that_moves_behind_a_declared_split_needs_dividends_or_a_growth() -> None:
    table = fund(paid={9: 0.05}, folded={6: 2.0})
    table["split"] = [2.0 if row == 6 else np.nan for row in range(len(table))]
    table["accumulated"] = table["nav"] + np.where(np.arange(len(table)) >= 9, 0.05, 0.0)
    alone = table.drop(columns="change")
    (fault,) = read_evidence(alone).faults
    assert (fault.row, fault.column) == (9, "accumulated") and "behind a split" in fault.reason
    assert read_evidence(alone.assign(dividend=np.nan)).faults == []
    evidence = read_evidence(table)
    assert evidence.faults == [] and evidence.dividend is not None and evidence.dividend[9] == 0.05


def test_a_row_that_is_mistyped_leaves_the_next_to_its_own_growth() -> None:
    table = fund()
    table.loc[6, "nav"] = 9.9
    evidence = read_evidence(table)
    assert faults(evidence) == [("mistyped", 6)]
    assert evidence.dividend is None


def test_a_dividend_that_is_told_and_that_the_growth_contradicts_is_not_changed() -> None:
    table = fund(paid={4: 0.05})
    table["dividend"] = [0.02 if row == 4 else np.nan for row in range(len(table))]
    evidence = read_evidence(table)
    assert faults(evidence) == [("contradiction", 4)]
    assert "0.02 is told to be paid" in evidence.faults[0].reason


@pytest.mark.parametrize(("row", "ratio", "right"), [(6, 2.0, True), (6, 3.0, False), (7, 2.0, False)])
@pytest.mark.parametrize("growth", ["known", "unknown", "raw"])
def test_a_split_that_is_told_goes_with_the_nav_and_the_growth_of_its_day(
    growth: str, row: int, ratio: float, right: bool
) -> None:
    table = fund(folded={6: 2.0})
    if growth == "unknown":
        table = table.drop(columns="change")
    elif growth == "raw":
        table.loc[6, "change"] = (table["nav"][6] / table["nav"][5] - 1) * 100
    table["split"] = [ratio if number == row else np.nan for number in range(len(table))]
    wrong = [fault.row for fault in read_evidence(table).faults if fault.column == "split"]
    assert wrong == ([] if right else [row])
