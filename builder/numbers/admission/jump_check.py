"""Jumps in one series of new rows: a lone wrong value, a split that nobody declared, or a true move. `row_check` uses it.

docs/data.md has the rule. A jump is never chained over, and never forgiven because later values happen to be near again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf, log
from typing import NamedTuple

from builder.number_format import number, percent, spelled
from builder.numbers.series.split_ratio import plain_ratio
from builder.numbers.series.usual_moves import OWN, SMALLEST_TO_ONE, WINDOW, UsualMove, usual_move

_COMPARABLE_DAYS = 15  # after more, a value may be back without having been wrong
_FEW_ROWS = 5  # so many wrong values in a row are still an excursion, and so many right ones confirm a level
PLACES_WINDOW = 20  # rows that say how many decimals are usual
UNUSUAL = 15  # times the usual move, for a value that is off and back
SMALLEST_FOLD = 0.6  # of the limit: a large redemption, too, raises a NAV
SMALLEST_EXCURSION = 0.03
_EXACTLY = 1e-9
CUT_PLACES = 3  # decimals that a last number lost, e.g. 0.9419 as 0.9
CUT_MOVE = 4  # times the usual move, beyond which such a number is doubtful


class JumpRow(NamedTuple):
    """What the check needs of a row."""

    day: int
    date: str
    level: float  # with dividends and splits counted in
    value: float  # as it is quoted
    places: int  # decimals of the value
    is_settled: bool  # whether its split is told, or the present data have the same row


class Jump(NamedTuple):
    """A row that is kept out, and why; `follows` where only because of a row before it."""

    position: int
    reason: str
    follows: bool = False


@dataclass(kw_only=True)
class JumpCheck:
    """The rows that are kept out, and what was accepted all the same."""

    jumps: list[Jump] = field(default_factory=list)
    undeclared: tuple[int, float] | None = None  # from which row on a split is missing, and its probable ratio
    notes: list[str] = field(default_factory=list)


def check_jumps(rows: Sequence[JumpRow], daily_limit: float, *, splits: bool) -> JumpCheck:
    """Sort the jumps of a series' rows, by date.

    `daily_limit` is the largest move of a day, `splits` whether units may be split.
    """
    check = JumpCheck()
    if not all(0 < row.level < inf for row in rows):
        return check  # splits beyond what numbers can hold
    good: list[int] = [0] if rows else []
    position = 1
    while position < len(rows):
        last = good[-1]
        row, before = rows[position], rows[last]
        change = row.level / before.level - 1
        is_last = position == len(rows) - 1
        smallest = SMALLEST_TO_ONE if abs(row.value - 1) < _EXACTLY else min(SMALLEST_EXCURSION, daily_limit / 2)
        if row.is_settled or (abs(change) <= smallest and not is_last):  # most rows: nothing below could say more
            good.append(position)
            position += 1
            continue
        past = [*good[-WINDOW - 1 :], position]
        usual = usual_move([rows[each].day for each in past], [rows[each].level for each in past], daily_limit)
        limit = usual.limit
        ratio = _split_ratio(row, change, usual) if splits else None
        is_jump = abs(change) > limit or ratio is not None
        is_comparable = row.day - rows[position - 1].day <= _COMPARABLE_DAYS
        back = _return(rows, last, position, daily_limit, usual.usual) if is_comparable else 0
        if back:
            for wrong in range(position, back):
                reason = (
                    f"{percent(rows[wrong].level / before.level - 1, places=1)} from the last good row, and back again"
                )
                check.jumps.append(Jump(wrong, f"{reason}: {row_words(rows, (last, wrong, back))}"))
            position = back
            good.append(position)
        elif not is_jump:
            if is_last and _has_lost_digits(rows, good, change, usual):
                reason = f"the last row has fewer decimals than those before it: {row_words(rows, (last, position))}; was the "
                reason += "file cut off? It is held until a later row confirms it"
                check.jumps.append(Jump(position, reason))
            else:
                good.append(position)
        elif _is_false_start(rows, good, position, limit):
            for wrong in good:
                reason = f"the {len(rows) - position} rows after it do not follow from it: {row_words(rows, (wrong, position))}"
                check.jumps.append(Jump(wrong, reason))
            good = [position]
        elif _is_true_move(rows, position, change, limit, ratio, splits=splits):
            check.notes.append(
                f"{percent(change, places=1)} in one step is beyond the limit of {percent(limit, places=0, signed=False)}; "
                f"the rows after it confirm it: {row_words(rows, (last, position, position + 1))}"
            )
            good.append(position)
        else:
            _hold(rows, last, position, change, limit, ratio, check, splits=splits)
            break
        position += 1
    return check


def _split_ratio(row: JumpRow, change: float, usual: UsualMove) -> float | None:
    """The split that a move proposes, the plain one next to it if there is one; None where the move is the market's.

    A rise proposes only a plain fold, or one to 1.0000.
    """
    size, ratio = abs(log(1 + change)), 1 / (1 + change)
    is_to_one = abs(row.value - 1) < _EXACTLY and size > usual.explained_to_one
    if not is_to_one and (
        size <= usual.explained or 0 < change <= (SMALLEST_FOLD if usual.is_known else 1) * usual.limit
    ):
        return None
    near = plain_ratio(ratio, min(max(1.5 * usual.usual, 0.005), 0.025))
    return near if near is not None or (change > 0 and not is_to_one) else round(ratio, 4)


def _return(rows: Sequence[JumpRow], last: int, position: int, limit: float, usual: float) -> int:
    """Where the values are back at the level of the last good row after wrong ones; 0 if they are not.

    Beyond the limit a few rows may be wrong, below it one: markets fall and recover within a week, but not within a day.
    """
    change = abs(rows[position].level / rows[last].level - 1)
    if change <= max(limit / 2, OWN * usual) and change <= max(UNUSUAL * usual, SMALLEST_EXCURSION):
        return 0
    near = min(limit, change / 5)
    most = _FEW_ROWS if change > limit else 1
    for later in range(position + 1, min(position + 1 + most, len(rows))):
        if rows[later].day - rows[last].day > _COMPARABLE_DAYS:
            return 0
        if abs(rows[later].level / rows[last].level - 1) <= near:
            return later
    return 0


def _is_false_start(rows: Sequence[JumpRow], good: Sequence[int], position: int, limit: float) -> bool:
    """Whether the one or two first rows are wrong, and not this one: all that come after fit this one."""
    after = rows[position : position + _FEW_ROWS + 1]
    return (
        len(good) <= 2
        and len(after) > _FEW_ROWS
        and not any(rows[start].is_settled for start in good)
        and all(abs(row.level / after[0].level - 1) <= limit for row in after)
    )


def _is_true_move(
    rows: Sequence[JumpRow], position: int, change: float, limit: float, ratio: float | None, *, splits: bool
) -> bool:
    """Whether a move beyond the limit is one of the market, to no round value, which the next row confirms; where units may
    be split, only a rise is."""
    row = rows[position]
    is_confirmed = position + 1 < len(rows) and abs(rows[position + 1].level / row.level - 1) <= limit
    return (
        is_confirmed and limit < (change if splits else abs(change)) < 1 and ratio is None and abs(row.value - 1) > 0.02
    )


def _hold(
    rows: Sequence[JumpRow],
    last: int,
    position: int,
    change: float,
    limit: float,
    ratio: float | None,
    check: JumpCheck,
    *,
    splits: bool,
) -> None:
    """Keep out a jump and all that follows it."""
    reason = (
        f"{percent(change, places=1)} from the last good row, {rows[last].date}, without a dividend or split; "
        f"{percent(limit, places=0, signed=False)} is the limit: {row_words(rows, (last, position, position + 1))}"
    )
    if ratio is not None:
        paid = rows[last].value - rows[position].value
        reason += f"; it looks like a split of 1:{ratio:g}" + (f", or {number(paid, 4)} was paid" if paid > 0 else "")
    is_last = position == len(rows) - 1
    reason += "; it is held until a later row confirms it" if is_last and ratio is None and change > 0 else ""
    check.jumps.append(Jump(position, reason))
    for later in range(position + 1, len(rows)):
        check.jumps.append(Jump(later, f"it comes after {rows[position].date}, which is kept out", follows=True))
    check.undeclared = (position, ratio or round(1 / (1 + change), 4))


def _has_lost_digits(rows: Sequence[JumpRow], good: Sequence[int], change: float, usual: UsualMove) -> bool:
    """Whether a last value seems cut: three decimals fewer than those before, and further away than is usual."""
    places = max(rows[position].places for position in good[-PLACES_WINDOW:])
    is_unusual = abs(change) > (CUT_MOVE * usual.usual if usual.is_known else 0.02)
    return len(good) > _FEW_ROWS and places - rows[-1].places >= CUT_PLACES and is_unusual


def row_words(rows: Sequence[JumpRow], positions: Sequence[int]) -> str:
    """Values with their dates, e.g. "1.029 (2024-02-12) → 10 (2024-02-13)"."""
    shown = [position for position in positions if position < len(rows)]
    return " → ".join(f"{spelled(rows[position].value)} ({rows[position].date})" for position in shown)
