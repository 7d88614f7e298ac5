"""Where an accumulated NAV cannot be the NAV and all dividends so far. `load_data` and `payment_evidence` use it.

Against the NAV it never falls, and does not rise on three days in a row. Where a house scales it anew after a fold, it does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from builder.numbers.series.series import RowNumbers, Series, Values
from builder.numbers.series.series_stack import SeriesStack

_ROUNDING = 0.0015  # both may be rounded to three decimals


class AccumulatedFault(NamedTuple):
    """The first row of a history in which the accumulated NAV cannot be right, and how many such rows there are."""

    series: Series
    row: int
    wrong_rows: int
    is_behind_split: bool = False  # it may be right there, but does not tell what was paid


def accumulated_faults(histories: Iterable[Series]) -> Iterator[AccumulatedFault]:
    """The histories whose dividends are read off an accumulated NAV that some house has scaled anew, or mistyped.

    Only histories without a column `dividend` depend on it, up to their first split.
    """
    stacks = {id(series.stack): series.stack for series in histories if series.stack is not None}
    for stack in stacks.values():
        yield from _faults(stack)


def impossible_steps(steps: Values, rounding: float) -> RowNumbers:
    """Which steps of the accumulated NAV less the NAV cannot be dividends: falls, and the last of three rises in a row."""
    rises = steps > rounding
    is_third = np.zeros(len(steps), dtype=np.bool_)
    is_third[2:] = rises[:-2] & rises[1:-1] & rises[2:]
    return np.flatnonzero((steps < -rounding) | is_third)


def unexplained_behind_split(nav: Values, accumulated: Values, split: Values, rounding: float) -> RowNumbers:
    """The rows from the first split on in which the accumulated NAV moves otherwise than the NAV, counted in new units or old.

    Something may have been paid there; as fund houses differ in what they accumulate, nothing says how much. `split` is NaN
    or 1 where there is none.
    """
    ratio = np.where(split > 0, split, 1.0)
    splits = np.flatnonzero(ratio != 1.0)
    filled = np.flatnonzero(~np.isnan(accumulated))
    if not len(splits) or len(filled) < 2 or filled[-1] < splits[0]:
        return np.array([], dtype=np.intp)
    units = np.cumprod(ratio)
    rows, before = filled[1:], filled[:-1]
    moved = accumulated[rows] - accumulated[before]
    old_units = moved - (units[rows] * nav[rows] - units[before] * nav[before])
    is_split = units[rows] != units[before]
    # On the day of a split, a house that counts new units either starts anew or keeps what the split took away.
    new_units = moved - (nav[rows] - nav[before])
    continued = moved - (nav[rows] * units[rows] / units[before] - nav[before])
    new_units = np.where(is_split & (np.abs(continued) < np.abs(new_units)), continued, new_units)
    behind = rows >= splits[0]
    wrong = [
        rows[behind & (np.abs(each) > rounding * scale)]
        for each, scale in ((new_units, np.maximum(units[rows] / units[before], 1.0)), (old_units, 1 + units[rows]))
    ]
    return min(wrong, key=len)


def _faults(stack: SeriesStack) -> Iterator[AccumulatedFault]:
    accumulated = stack.column("accumulated")
    if accumulated is None or stack.column("dividend") is not None:
        return
    steps = np.diff(accumulated - stack.raw)
    steps[stack.starts[1:] - 1] = np.nan  # from one history to the next
    rows = impossible_steps(steps, _ROUNDING) + 1
    numbers = np.searchsorted(stack.ends, rows, "right")
    for number in np.unique(numbers).tolist():
        series = stack.series[number]
        own_rows = rows[numbers == number] - stack.starts[number]
        if series.split is not None and np.any(series.split != 1.0):
            own_rows = own_rows[own_rows < np.argmax(series.split != 1.0)]
        if len(own_rows):
            yield AccumulatedFault(series, int(own_rows[0]), len(own_rows))
    for series in stack.series:
        if series.split is None or series.accumulated is None:
            continue
        own_rows = unexplained_behind_split(series.raw, series.accumulated, series.split, _ROUNDING)
        if len(own_rows):
            yield AccumulatedFault(series, int(own_rows[0]), len(own_rows), is_behind_split=True)
