"""How far a value may move for the market's sake, by its own earlier moves. `jump_check` and `payment_evidence` use it.

A move grows with the root of the weekdays that it took, so that one limit holds for daily and monthly rows, and behind gaps.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import log, sqrt
from statistics import median
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from builder.numbers.series.series import Days, RowNumbers, Values

WINDOW = 60  # rows whose moves say what is usual
_FEWEST = 15  # moves, with fewer of which nothing is usual yet
LEAST = 0.0005  # of a day, for a series that hardly moves
_ASSUMED = 12  # a usual move is at least this part of the limit where it is not known
OWN = 6  # times the usual move: the market's
_UNUSUAL = (
    12  # times the usual move: on 2025-04-07, Chinese funds fell by ten times what was usual, and no unit was split
)
_OF_LIMIT = 0.45  # a fall of 12.6 % for a fund, the largest of that day
_OF_LARGEST = 1.5  # times the largest of the earlier moves
SMALLEST = 0.04
SMALLEST_TO_ONE = 0.01  # of a move that ends exactly on 1.0000, as after many splits
_GAP = 6  # times the usual move, which may exceed the limit behind a gap


class UsualMove(NamedTuple):
    """What the rows before a row say of its move; sizes are logarithms."""

    usual: float  # a standard deviation for the time that the move took, which single jumps hardly change
    is_known: bool  # whether there are enough rows to say so
    explained: float  # the largest size that is the market's
    explained_to_one: float  # the same, if the move ends exactly on 1.0000
    limit: float  # beyond which any move is a jump, as a share


def usual_move(days: Sequence[int], levels: Sequence[float], limit: float) -> UsualMove:
    """What is usual for the last of these rows, by those before it. `limit` is the largest move of a day, as a share."""
    weekdays = [max(_weekdays(day) - _weekdays(before), 1) for before, day in pairwise(days)]
    moves = [abs(log(level / before)) for before, level in pairwise(levels[:-1])]
    is_known = len(moves) >= _FEWEST
    daily = (
        1.4826 * median(move / sqrt(time) for move, time in zip(moves, weekdays, strict=False))
        if is_known
        else limit / _ASSUMED
    )
    usual = max(daily, LEAST) * sqrt(weekdays[-1])
    unusual = min(_UNUSUAL * usual, _OF_LIMIT * limit)
    return UsualMove(
        usual=usual,
        is_known=is_known,
        explained=max(SMALLEST, OWN * usual, _OF_LARGEST * max(moves, default=0.0), unusual),
        explained_to_one=max(SMALLEST_TO_ONE, OWN * usual),
        limit=max(limit, _GAP * usual),
    )


def usual_sizes(days: Days, levels: Values, rows: RowNumbers, starts: RowNumbers, limits: Values) -> Values:
    """`UsualMove.usual` of many rows at once; `starts` are the first rows of their histories."""
    before = rows[:, None] - 1 - np.arange(WINDOW)
    is_move = before > starts[:, None]
    before = np.maximum(before, 1)
    moves = np.abs(np.log(levels[before] / levels[before - 1])) / np.sqrt(_weekdays_between(days, before))
    moves[~is_move] = np.nan
    daily = limits / _ASSUMED
    known = np.flatnonzero(is_move.sum(axis=1) >= _FEWEST)
    daily[known] = 1.4826 * np.nanmedian(moves[known], axis=1) if len(known) else daily[known]
    return np.asarray(np.maximum(daily, LEAST) * np.sqrt(_weekdays_between(days, rows)), dtype=np.float64)


def _weekdays_between(days: Days, rows: RowNumbers) -> NDArray[np.int64]:
    ends, begins = (divmod(days[each].astype(np.int64) + 3, 7) for each in (rows, rows - 1))
    counts = [5 * weeks + np.minimum(weekday + 1, 5) for weeks, weekday in (ends, begins)]
    return np.asarray(np.maximum(counts[0] - counts[1], 1), dtype=np.int64)


def _weekdays(day: int) -> int:
    """The weekdays up to a day, from some Monday on. Day 0 was a Thursday."""
    weeks, weekday = divmod(day + 3, 7)
    return 5 * weeks + min(weekday + 1, 5)
