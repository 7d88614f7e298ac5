"""Jumps: a lone wrong value, a split that nobody declared, a cut number, or a true move that later rows confirm."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from builder.numbers.admission.jump_check import JumpCheck, JumpRow, check_jumps
from tests.numbers.new_data import NAV, OLD, audit, kept_out, notes, refused, taken

EVEN = [round(1.02 + 0.0007 * (row % 5) + row / 1000, 4) for row in range(30)]


def check(
    values: Sequence[float], *, limit: float = 0.3, settled: int = -1, splits: bool = True, step: int = 1, gap: int = 0
) -> JumpCheck:
    """The check of these values, `step` days apart; `gap` days lie before the twentieth."""
    days = [date(2024, 3, 1) + timedelta(days=row * step + (gap if row >= 20 else 0)) for row in range(len(values))]
    rows = [
        JumpRow(
            day=day.toordinal(),
            date=day.isoformat(),
            level=value,
            value=value,
            places=len(repr(value).partition(".")[2]),
            is_settled=row == settled,
        )
        for row, (day, value) in enumerate(zip(days, values, strict=True))
    ]
    return check_jumps(rows, limit, splits=splits)


def positions(result: JumpCheck) -> list[int]:
    return [jump.position for jump in result.jumps if not jump.follows]


@pytest.mark.parametrize("wrong", [10.0, 0.1, 1.3397, 1.0912])
def test_a_lone_wrong_value_is_kept_out_also_below_the_limit(wrong: float) -> None:
    result = check([*EVEN[:20], wrong, *EVEN[21:]])
    assert positions(result) == [20] and result.undeclared is None
    assert "back again: " in result.jumps[0].reason and f"{wrong:.10g} (2024-03-21)" in result.jumps[0].reason


def test_a_wrong_first_value_does_not_condemn_those_after_it() -> None:
    assert positions(check([10.0, *EVEN[1:]])) == [0]


@pytest.mark.parametrize("ratio", [1.25, 2.0, 2.6173, 10.0])
def test_after_a_fall_that_stays_every_row_is_kept_out_even_where_values_come_back_later(ratio: float) -> None:
    fallen = [round(value / ratio, 4) for value in EVEN[15:]]
    result = check([*EVEN[:15], *fallen, *EVEN])
    assert positions(result) == [15]
    assert len(result.jumps) == 15 + 30
    assert result.undeclared is not None and result.undeclared[1] == pytest.approx(ratio, rel=0.02)


def test_a_split_below_the_limit_is_seen_where_the_fund_hardly_moves() -> None:
    result = check([*EVEN[:20], *(round(value / 1.1, 4) for value in EVEN[20:])])
    assert (positions(result), result.undeclared) == ([20], (20, 1.1))


@pytest.mark.parametrize(("step", "gap"), [(1, 20), (7, 0), (31, 0), (1, 120)])
def test_a_split_is_seen_behind_a_gap_and_between_weeks_and_months(step: int, gap: int) -> None:
    halved = [*EVEN[:20], *(round(value / 2, 4) for value in EVEN[20:])]
    result = check(halved, step=step, gap=gap)
    assert (positions(result), result.undeclared) == ([20], (20, 2.0))
    assert "it looks like a split of 1:2, or 0.5" in result.jumps[0].reason


def test_a_fold_to_exactly_one_is_seen_below_the_limit_and_a_rise_to_elsewhere_is_the_markets() -> None:
    low = [round(value * 0.85, 4) for value in EVEN[:20]]
    risen = [round(value * 1.15, 4) for value in low[:5]]
    assert positions(check([*low, 1.0, 1.0012, 0.9998])) == [20]
    assert positions(check([*low, *risen])) == []


def test_a_fall_that_no_market_explains_is_held_also_where_its_ratio_is_not_plain() -> None:
    result = check([*EVEN[:20], *(round(value * 0.893, 4) for value in EVEN[20:])])
    assert positions(result) == [20] and "or 0.1" in result.jumps[0].reason


def test_a_rise_by_a_tenth_is_no_fold_and_a_fall_as_large_is_the_markets_then() -> None:
    wild = [*EVEN[:18], *(round(value * 1.1, 4) for value in EVEN[18:24])]
    assert positions(check([*wild, *EVEN[24:]])) == []


def test_an_index_is_never_split() -> None:
    assert positions(check([*EVEN[:20], *(value / 1.2 for value in EVEN[20:])], limit=0.25, splits=False)) == []


def test_a_rise_that_later_rows_confirm_is_a_true_move_with_a_note() -> None:
    risen = [round(value * 1.35, 4) for value in EVEN[20:]]
    result = check([*EVEN[:20], *risen])
    assert (result.jumps, len(result.notes)) == ([], 1)
    assert "+34.8% in one step is beyond the limit of 30%; the rows after it confirm it" in result.notes[0]
    assert positions(check([*EVEN[:20], risen[0]])) == [20]


def test_a_fold_up_to_one_is_no_true_move() -> None:
    low = [round(value * 0.6, 4) for value in EVEN[:15]]
    assert positions(check([*low, 1.0, 1.002, 1.001])) == [15]


def test_a_move_that_is_settled_is_never_a_jump() -> None:
    assert check([*EVEN[:15], *(value / 2 for value in EVEN[15:])], settled=15).jumps == []


def test_a_last_value_that_lost_its_last_digits_is_held_until_a_row_confirms_it() -> None:
    falling = [0.9419 + 0.0031 * (row % 3) for row in range(25)]
    falling = [round(value, 4) for value in falling]
    result = check([*falling, 0.9])
    assert positions(result) == [25] and "was the file cut off?" in result.jumps[0].reason
    assert check([*falling, 0.9, 0.9012]).jumps == []
    assert check([*falling, 0.9400]).jumps == []


def test_a_new_history_with_a_jump_inside_is_refused_with_the_line_to_write(tmp_path: Path) -> None:
    halved = "date,nav\n" + OLD + "2024-01-12,0.5060\n2024-01-15,0.5070\n"
    result = audit(tmp_path, {"nav/990002.csv": halved})
    assert refused(result) == [("nav/990002.csv", "undeclared-split")]
    problem = result.refused[0]
    assert problem.line == 10 and problem.hint.startswith(
        "if it was a split, write under nav in sources.yml: splits: {990002: {2024-01-12: 2}}"
    )


def test_rows_after_an_undeclared_split_say_which_row_they_follow(tmp_path: Path) -> None:
    result = audit(tmp_path, {NAV: "date,nav\n" + OLD + "2024-01-12,0.5060\n2024-01-15,0.5070\n"})
    first, second = result.quarantined
    assert (first.follows, first.date, second.follows) == (False, "2024-01-12", True)
    assert second.reason == "it comes after 2024-01-12, which is kept out"
    assert "1.011 (2024-01-11) → 0.506 (2024-01-12) → 0.507 (2024-01-15)" in first.reason


def test_a_split_of_one_in_the_file_says_that_the_jump_is_real(tmp_path: Path) -> None:
    real = "date,nav,split\n" + OLD.replace("\n", ",\n") + "2024-01-12,0.5060,1\n2024-01-15,0.5070,\n"
    result = audit(tmp_path, {NAV: real})
    assert (kept_out(result), taken(result)[-1], notes(result)) == ([], "2024-01-15,0.5070,", {})


def test_a_fall_of_an_index_that_later_rows_confirm_is_a_true_move() -> None:
    """The Hang Seng Index fell by a third on 26 October 1987."""
    result = check([3362.4, 2241.7, 2395.5, 2337.0, 2204.5], limit=0.25, splits=False)
    assert (positions(result), result.undeclared) == ([], None)
    assert "beyond the limit" in result.notes[0]


@pytest.mark.parametrize(("usual", "is_seen"), [(0.003, True), (0.007, True), (0.009, False), (0.012, False)])
def test_a_small_split_without_growth_is_seen_only_where_it_is_beyond_what_is_usual(
    usual: float, is_seen: bool
) -> None:
    move = usual / 1.4826  # of each day, up and down
    navs = [round(2.0 * (1 + move * (row % 2)) / (1.1 if row >= 30 else 1.0), 6) for row in range(60)]
    assert (check(navs).undeclared is not None) == is_seen
