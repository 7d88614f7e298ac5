"""Which of many histories may have a jump: a quick look at all rows at once. `history_jumps` looks closer at these.

It names every history in which `jump_check` finds a jump, by the same limits, and few others.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from builder.numbers.admission.jump_check import (
    CUT_MOVE,
    CUT_PLACES,
    PLACES_WINDOW,
    SMALLEST_EXCURSION,
    SMALLEST_FOLD,
    UNUSUAL,
)
from builder.numbers.admission.row_check import MOST_PLACES
from builder.numbers.series.series import Days, RowNumbers, Values
from builder.numbers.series.series_stack import SeriesStack
from builder.numbers.series.usual_moves import LEAST, OWN, SMALLEST, SMALLEST_TO_ONE, usual_sizes

_BLOCK = 1 << 16  # rows that fit into the cache of a processor
_CLOSE = 0.999  # what two ways to compute may differ by


def suspects(stack: SeriesStack, limits: Values) -> list[int]:
    """The numbers of the histories of a stack that may have a jump; `limits` is the largest move of a day of each."""
    adjusted = stack.column("adjusted")
    # An adjusted close has its splits: none can be missing from it, be it 1.0 again or not.
    levels, quoted = (stack.raw, stack.raw) if adjusted is None else (adjusted, None)
    pieces = [_moving_rows(levels, quoted, start) for start in range(1, len(levels), _BLOCK)]
    rows: RowNumbers = np.concatenate([np.array([], dtype=np.int64), *pieces])
    numbers = np.searchsorted(stack.ends, rows, "right")
    is_own = (rows > stack.starts[numbers]) & ~stack.pays[numbers]
    rows, numbers = rows[is_own], numbers[is_own]
    bounds = (stack.starts[numbers], stack.ends[numbers])
    jumping = numbers[_is_jumping(stack.days, levels, quoted, rows, bounds, limits[numbers])].tolist()
    for number in np.flatnonzero(stack.pays).tolist():
        history, limit = stack.series[number], float(limits[number])
        levels = history.adjusted
        smallest = np.where(history.raw[1:] == 1.0, SMALLEST_TO_ONE, min(SMALLEST_EXCURSION, limit / 2))
        rows = np.flatnonzero(np.abs(levels[1:] / levels[:-1] - 1) > smallest) + 1
        bounds = (np.zeros_like(rows), np.full_like(rows, len(levels)))
        if np.any(_is_jumping(history.days, levels, history.raw, rows, bounds, np.full(len(rows), limit))):
            jumping.append(number)
    return sorted({*jumping, *_cut(stack)})


def _moving_rows(levels: Values, quoted: Values | None, start: int) -> RowNumbers:
    """The rows of a block that moved far from the row before."""
    block = levels[start - 1 : start + _BLOCK]
    sizes = block[1:] / block[:-1]
    sizes -= 1
    np.abs(sizes, out=sizes)
    if quoted is None:
        return np.flatnonzero(sizes > SMALLEST_EXCURSION) + start
    ones = np.flatnonzero(quoted[start : start + _BLOCK] == 1.0)
    return np.union1d(np.flatnonzero(sizes > SMALLEST_EXCURSION), ones[sizes[ones] > SMALLEST_TO_ONE]) + start


def _is_jumping(
    days: Days,
    levels: Values,
    quoted: Values | None,
    rows: RowNumbers,
    bounds: tuple[RowNumbers, RowNumbers],
    limits: Values,
) -> NDArray[np.bool_]:
    """Which of these rows moved beyond a limit, as a split does, or are off and back in the next row.

    `quoted` are the values as they were published, None where no split can be missing; `bounds` the first row of each row's
    history, and the one behind its last.
    """
    moves = levels[rows] / levels[rows - 1] - 1
    sizes, logs = np.abs(moves), np.abs(np.log1p(moves))
    is_jumping = sizes > limits
    may_split = np.zeros(len(rows), dtype=np.bool_)
    if quoted is not None:
        may_split = (logs > SMALLEST * _CLOSE) & ((moves < 0) | (moves > SMALLEST_FOLD * limits * _CLOSE))
        may_split |= (quoted[rows] == 1.0) & (logs > SMALLEST_TO_ONE * _CLOSE)
    following = levels[np.minimum(rows + 1, len(levels) - 1)]
    is_back = (rows + 1 < bounds[1]) & (np.abs(following / levels[rows - 1] - 1) * _CLOSE <= sizes / 5)
    doubtful = np.flatnonzero(~is_jumping & (may_split | is_back))
    usual = usual_sizes(days, levels, rows[doubtful], bounds[0][doubtful], limits[doubtful]) * _CLOSE
    off = np.minimum(np.maximum(limits[doubtful] / 2, OWN * usual), np.maximum(UNUSUAL * usual, SMALLEST_EXCURSION))
    is_split = may_split[doubtful] & (logs[doubtful] > OWN * usual)
    is_jumping[doubtful] = is_split | (is_back[doubtful] & (sizes[doubtful] > off * _CLOSE))
    return is_jumping


def _cut(stack: SeriesStack) -> list[int]:
    """The histories whose last value moved, and has fewer decimals than those before it."""
    values = stack.raw
    for name in ("income", "adjusted"):  # what stands in place of a NAV or close
        if (column := stack.column(name)) is not None:
            values = np.where(np.isnan(values), column, values)
    numbers = np.flatnonzero(stack.ends - stack.starts > 1)
    last = stack.ends[numbers] - 1
    is_moved = np.abs(values[last] / values[last - 1] - 1) > CUT_MOVE * LEAST * _CLOSE
    numbers = numbers[is_moved | stack.pays[numbers]]
    cut: list[int] = []
    for places in range(MOST_PLACES - CUT_PLACES + 1):
        last = stack.ends[numbers] - 1
        is_short = np.round(values[last], places) == values[last]
        short = numbers[is_short]
        rows = np.maximum(last[is_short, None] - 1 - np.arange(PLACES_WINDOW), stack.starts[short][:, None])
        is_longer = np.round(values[rows], places + CUT_PLACES - 1) != values[rows]
        cut += short[is_longer.any(axis=1)].tolist()
        numbers = numbers[~is_short]
    return cut
