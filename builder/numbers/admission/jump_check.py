"""Jumps in one series of new rows: a lone wrong value, a split that nobody declared, or a true move. `row_check` uses it.

docs/data.md has the rule. A jump is never chained over, and never forgiven because later values happen to be near again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf
from statistics import median
from typing import NamedTuple

from builder.number_format import percent, spelled
from builder.numbers.series.split_ratio import plain_ratio

_COMPARABLE_DAYS = 15  # rows further apart are not compared
_FEW_ROWS = 5  # so many wrong values in a row are still an excursion, and so many right ones confirm a level
_WINDOW = 20  # rows whose moves say what is usual
# Times the usual move, from which on a plain ratio is a split rather than a bad day. On 2025-04-07, Chinese funds lost up to
# 12 %, ten times what was usual, and no unit was split.
_UNUSUAL = 15
_SMALLEST_SPLIT = 0.085  # a split of 1:1.1 on a good day
_SMALLEST_EXCURSION = 0.03
_CUT_PLACES = 3  # decimals that a last number lost, e.g. 0.9419 as 0.9
_LEAST_MOVE = 0.0005  # of a series that hardly moves


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


def check_jumps(rows: Sequence[JumpRow], limit: float, *, splits: bool) -> JumpCheck:
    """Sort the jumps of a series' rows, by date. `limit` is the largest move of a day; `splits` whether units may be split."""
    check = JumpCheck()
    good: list[int] = [0] if rows else []
    position = 1
    while position < len(rows):
        last = good[-1]
        row, before = rows[position], rows[last]
        change = row.level / before.level - 1
        usual = _usual_move(rows, good)
        ratio = _split_ratio(change, usual, limit) if splits else None
        is_comparable = row.day - rows[position - 1].day <= _COMPARABLE_DAYS
        is_jump = is_comparable and not row.is_settled and (abs(change) > limit or ratio is not None)
        back = _return(rows, last, position, limit, usual)
        if is_comparable and not row.is_settled and back:
            for wrong in range(position, back):
                reason = (
                    f"{percent(rows[wrong].level / before.level - 1, places=1)} from the last good row, and back again"
                )
                check.jumps.append(Jump(wrong, f"{reason}: {_words(rows, (last, wrong, back))}"))
            position = back
            good.append(position)
        elif not is_jump:
            if position == len(rows) - 1 and not row.is_settled and _has_lost_digits(rows, good, change, usual):
                reason = (
                    f"the last row has fewer decimals than those before it: {_words(rows, (last, position))}; was the "
                )
                reason += "file cut off? It is held until a later row confirms it"
                check.jumps.append(Jump(position, reason))
            else:
                good.append(position)
        elif _is_false_start(rows, good, position, limit):
            for wrong in good:
                reason = (
                    f"the {len(rows) - position} rows after it do not follow from it: {_words(rows, (wrong, position))}"
                )
                check.jumps.append(Jump(wrong, reason))
            good = [position]
        elif _is_true_move(rows, position, change, limit, ratio, splits=splits):
            check.notes.append(
                f"{percent(change, places=1)} in one step is beyond the limit of {percent(limit, places=0, signed=False)}; "
                f"the rows after it confirm it: {_words(rows, (last, position, position + 1))}"
            )
            good.append(position)
        else:
            _hold(rows, last, position, change, limit, ratio, check, splits=splits)
            break
        position += 1
    return check


def _usual_move(rows: Sequence[JumpRow], good: Sequence[int]) -> float:
    """How far the last good rows moved, as a standard deviation that single jumps hardly change; infinite for few rows."""
    levels = [rows[position].level for position in good[-_WINDOW - 1 :]]
    if len(levels) <= _WINDOW // 2:
        return inf
    moves = [abs(after / before - 1) for before, after in pairwise(levels)]
    return max(1.4826 * median(moves), _LEAST_MOVE)


def _split_ratio(change: float, usual: float, limit: float) -> float | None:
    """The plain split that a move comes near, if it is a fall of half the limit or far beyond what is usual."""
    if abs(change) > limit or change < -limit / 2:
        return plain_ratio(1 / (1 + change), 0.025)
    if change > -_SMALLEST_SPLIT or change > -_UNUSUAL * usual:
        return None
    return plain_ratio(1 / (1 + change), max(1.5 * usual, 0.005))


def _return(rows: Sequence[JumpRow], last: int, position: int, limit: float, usual: float) -> int:
    """Where the values are back at the level of the last good row after wrong ones; 0 if they are not.

    Beyond the limit a few rows may be wrong, below it one: markets fall and recover within a week, but not within a day.
    """
    change = abs(rows[position].level / rows[last].level - 1)
    if change <= limit / 2 and change <= max(_UNUSUAL * usual, _SMALLEST_EXCURSION):
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
        f"{percent(limit, places=0, signed=False)} is the limit: {_words(rows, (last, position, position + 1))}"
    )
    if ratio is not None and splits:
        reason += f"; it looks like a split of 1:{ratio:g}"
    is_last = position == len(rows) - 1
    reason += "; it is held until a later row confirms it" if is_last and ratio is None and change > 0 else ""
    check.jumps.append(Jump(position, reason))
    for later in range(position + 1, len(rows)):
        check.jumps.append(Jump(later, f"it comes after {rows[position].date}, which is kept out", follows=True))
    check.undeclared = (position, ratio or round(1 / (1 + change), 4))


def _has_lost_digits(rows: Sequence[JumpRow], good: Sequence[int], change: float, usual: float) -> bool:
    """Whether a last value seems cut: three decimals fewer than those before, and further away than is usual."""
    places = max(rows[position].places for position in good[-_WINDOW:])
    is_unusual = abs(change) > (4 * usual if usual < inf else 0.02)
    return len(good) > _FEW_ROWS and places - rows[-1].places >= _CUT_PLACES and is_unusual


def _words(rows: Sequence[JumpRow], positions: Sequence[int]) -> str:
    """Values with their dates, e.g. "1.029 (2024-02-12) → 10 (2024-02-13)"."""
    shown = [position for position in positions if position < len(rows)]
    return " → ".join(f"{spelled(rows[position].value)} ({rows[position].date})" for position in shown)
