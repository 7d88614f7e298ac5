"""Which of many histories may have a jump: a quick look at all rows at once. `history_jumps` looks closer at these.

It names every history in which `jump_check` finds a jump, by the same limits, and few others.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from builder.numbers.series.series import RowNumbers, SeriesStack, Values

_BLOCK = 1 << 16  # rows that fit into the cache of a processor
_SMALLEST = 0.03  # of a move that is looked at; of a money-market fund's, half its limit
_SMALLEST_SPLIT = 0.085
_UNUSUAL = 14.9  # times the usual move; `jump_check` has 15
_WINDOW = 20  # rows whose moves say what is usual
_LEAST_MOVE = 0.0005
_LEAST_CUT = 4 * _LEAST_MOVE  # of a last value that lost its last digits
_CUT_PLACES, _MOST_PLACES = 3, 8


def suspects(stack: SeriesStack, limits: Values) -> list[int]:
    """The numbers of the histories of a stack that may have a jump; `limits` is the largest move of each."""
    adjusted = stack.column("adjusted")
    levels = stack.raw if adjusted is None else adjusted
    rows = np.concatenate([_moving_rows(levels, start) for start in range(1, len(levels), _BLOCK)] or [np.zeros(0, int)])
    numbers = np.searchsorted(stack.ends, rows, "right")
    own = (rows > stack.starts[numbers]) & ~stack.pays[numbers]
    rows, numbers = rows[own], numbers[own]
    suspect = numbers[_jumping(levels, rows, stack.starts[numbers], stack.ends[numbers], limits[numbers])].tolist()
    for number in np.flatnonzero(stack.pays).tolist():
        levels, limit = stack.series[number].adjusted, float(limits[number])
        rows = np.flatnonzero(np.abs(levels[1:] / levels[:-1] - 1) > min(_SMALLEST, limit / 2)) + 1
        if len(rows) and np.any(_jumping(levels, rows, np.zeros_like(rows), np.full_like(rows, len(levels)), limit)):
            suspect.append(number)
    return sorted({*suspect, *_cut(stack)})


def _moving_rows(levels: Values, start: int) -> RowNumbers:
    """The rows of a block that moved far from the row before."""
    block = levels[start - 1 : start + _BLOCK]
    growth = block[1:] / block[:-1]
    return np.flatnonzero((growth > 1 + _SMALLEST) | (growth < 1 - _SMALLEST)) + start


def _jumping(
    levels: Values, rows: RowNumbers, starts: RowNumbers, ends: RowNumbers, limits: Values | float
) -> NDArray[np.bool_]:
    """Which of these rows moved beyond a limit, as a plain split does, or are off and back in the next rows."""
    moves = levels[rows] / levels[rows - 1] - 1
    sizes = np.abs(moves)
    jumping = (moves > limits) | (moves < -np.asarray(limits) / 2) | (levels[rows] == 1.0)
    following = np.minimum(rows + 1, len(levels) - 1)
    is_back = (rows + 1 < ends) & (np.abs(levels[following] / levels[rows - 1] - 1) <= sizes / 4.9)
    unusual = np.flatnonzero(~jumping & (is_back | (moves < -_SMALLEST_SPLIT)))
    usual = _usual_moves(levels, rows[unusual], starts[unusual])
    jumping[unusual] = (sizes[unusual] > _UNUSUAL * usual) | (is_back & (sizes > np.asarray(limits) / 2))[unusual]
    return jumping


def _usual_moves(levels: Values, rows: RowNumbers, starts: RowNumbers) -> Values:
    """How far the rows before each of these moved, as `jump_check` has it; infinite where there are few."""
    before = rows[:, None] - 1 - np.arange(_WINDOW)
    moves = np.abs(levels[before] / levels[before - 1] - 1)
    moves[before <= starts[:, None]] = np.nan
    moves[rows - starts <= _WINDOW // 2] = np.inf
    usual: Values = np.maximum(1.4826 * np.nanmedian(moves, axis=1), _LEAST_MOVE) if len(rows) else np.zeros(0)
    return usual


def _cut(stack: SeriesStack) -> list[int]:
    """The histories whose last value moved, and has fewer decimals than those before it."""
    numbers = np.flatnonzero(stack.ends - stack.starts > 1)
    last = stack.ends[numbers] - 1
    numbers = numbers[np.abs(stack.raw[last] / stack.raw[last - 1] - 1) > _LEAST_CUT]
    last = stack.ends[numbers] - 1
    cut: list[int] = []
    for places in range(_MOST_PLACES - _CUT_PLACES + 1):
        ends_here = np.round(stack.raw[last], places) == stack.raw[last]
        rows = np.maximum(last[ends_here, None] - 1 - np.arange(_WINDOW), stack.starts[numbers[ends_here], None])
        longer = np.round(stack.raw[rows], places + _CUT_PLACES - 1) != stack.raw[rows]
        cut += numbers[ends_here][longer.any(axis=1)].tolist()
        numbers, last = numbers[~ends_here], last[~ends_here]
    return cut
