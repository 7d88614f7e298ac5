"""Which of many histories may have a jump: a quick look at all rows at once. `history_jumps` looks closer at these.

It names every history in which `jump_check` finds a jump, by the same limits, and few others.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from builder.numbers.series.series import Days, RowNumbers, SeriesStack, Values
from builder.numbers.series.usual_moves import usual_sizes

_BLOCK = 1 << 16  # rows that fit into the cache of a processor
_SMALLEST, _SMALLEST_TO_ONE = 0.03, 0.01  # of moves that are looked at
_EXPLAINED, _EXPLAINED_TO_ONE = 0.04, 0.01  # the market's, as `usual_move` has it
_OWN, _UNUSUAL = 6, 15  # times the usual move
_SMALLEST_FOLD = 0.6  # of the limit
_CUT_PLACES, _MOST_PLACES, _PLACES_WINDOW = 3, 8, 20
_SMALLEST_CUT = 0.002
_CLOSE = 0.999  # what two ways to compute may differ by


def suspects(stack: SeriesStack, limits: Values) -> list[int]:
    """The numbers of the histories of a stack that may have a jump; `limits` is the largest move of a day of each."""
    adjusted = stack.column("adjusted")
    levels = stack.raw if adjusted is None else adjusted
    pieces = [_moving_rows(levels, stack.raw, start) for start in range(1, len(levels), _BLOCK)]
    rows: RowNumbers = np.concatenate([np.array([], dtype=np.int64), *pieces])
    numbers = np.searchsorted(stack.ends, rows, "right")
    is_own = (rows > stack.starts[numbers]) & ~stack.pays[numbers]
    rows, numbers = rows[is_own], numbers[is_own]
    bounds = (stack.starts[numbers], stack.ends[numbers])
    jumping = numbers[_is_jumping(stack.days, levels, stack.raw, rows, bounds, limits[numbers])].tolist()
    for number in np.flatnonzero(stack.pays).tolist():
        history, limit = stack.series[number], float(limits[number])
        levels = history.adjusted
        smallest = np.where(history.raw[1:] == 1.0, _SMALLEST_TO_ONE, min(_SMALLEST, limit / 2))
        rows = np.flatnonzero(np.abs(levels[1:] / levels[:-1] - 1) > smallest) + 1
        bounds = (np.zeros_like(rows), np.full_like(rows, len(levels)))
        if np.any(_is_jumping(history.days, levels, history.raw, rows, bounds, np.full(len(rows), limit))):
            jumping.append(number)
    return sorted({*jumping, *_cut(stack)})


def _moving_rows(levels: Values, quoted: Values, start: int) -> RowNumbers:
    """The rows of a block that moved far from the row before."""
    block = levels[start - 1 : start + _BLOCK]
    sizes = block[1:] / block[:-1]
    sizes -= 1
    np.abs(sizes, out=sizes)
    ones = np.flatnonzero(quoted[start : start + _BLOCK] == 1.0)
    return np.union1d(np.flatnonzero(sizes > _SMALLEST), ones[sizes[ones] > _SMALLEST_TO_ONE]) + start


def _is_jumping(
    days: Days, levels: Values, quoted: Values, rows: RowNumbers, bounds: tuple[RowNumbers, RowNumbers], limits: Values
) -> NDArray[np.bool_]:
    """Which of these rows moved beyond a limit, as a split does, or are off and back in the next row.

    `bounds` are the first row of each row's history, and the one behind its last.
    """
    moves = levels[rows] / levels[rows - 1] - 1
    sizes, logs = np.abs(moves), np.abs(np.log1p(moves))
    is_jumping = sizes > limits
    to_one = (quoted[rows] == 1.0) & (logs > _EXPLAINED_TO_ONE * _CLOSE)
    may_split = (logs > _EXPLAINED * _CLOSE) & ((moves < 0) | (moves > _SMALLEST_FOLD * limits * _CLOSE))
    following = levels[np.minimum(rows + 1, len(levels) - 1)]
    is_back = (rows + 1 < bounds[1]) & (np.abs(following / levels[rows - 1] - 1) * _CLOSE <= sizes / 5)
    doubtful = np.flatnonzero(~is_jumping & (to_one | may_split | is_back))
    usual = usual_sizes(days, levels, rows[doubtful], bounds[0][doubtful], limits[doubtful]) * _CLOSE
    off = np.minimum(np.maximum(limits[doubtful] / 2, _OWN * usual), np.maximum(_UNUSUAL * usual, _SMALLEST))
    is_split = (to_one | may_split)[doubtful] & (logs[doubtful] > _OWN * usual)
    is_jumping[doubtful] = is_split | (is_back[doubtful] & (sizes[doubtful] > off * _CLOSE))
    return is_jumping


def _cut(stack: SeriesStack) -> list[int]:
    """The histories whose last value moved, and has fewer decimals than those before it."""
    numbers = np.flatnonzero(stack.ends - stack.starts > 1)
    last = stack.ends[numbers] - 1
    is_moved = np.abs(stack.raw[last] / stack.raw[last - 1] - 1) > _SMALLEST_CUT * _CLOSE
    numbers = numbers[is_moved | stack.pays[numbers]]
    cut: list[int] = []
    for places in range(_MOST_PLACES - _CUT_PLACES + 1):
        last = stack.ends[numbers] - 1
        is_short = np.round(stack.raw[last], places) == stack.raw[last]
        short = numbers[is_short]
        rows = np.maximum(last[is_short, None] - 1 - np.arange(_PLACES_WINDOW), stack.starts[short][:, None])
        is_longer = np.round(stack.raw[rows], places + _CUT_PLACES - 1) != stack.raw[rows]
        cut += short[is_longer.any(axis=1)].tolist()
        numbers = numbers[~is_short]
    return cut
