"""Where an accumulated NAV cannot be the NAV and all dividends so far. `load_data` and `payment_evidence` use it.

Against the NAV it never falls, and does not rise on three days in a row. Where a house scales it anew after a fold, it does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from builder.number_format import spelled
from builder.numbers.series.day_numbers import iso
from builder.numbers.series.series import RowNumbers, Series, Values
from builder.numbers.series.series_stack import SeriesStack
from builder.problem import Problem

_ROUNDING = 0.0015  # both may be rounded to three decimals


class AccumulatedFault(NamedTuple):
    """The first row of a history in which the accumulated NAV cannot be right, and how many such rows there are."""

    series: Series
    row: int
    wrong_rows: int
    is_behind_split: bool = False  # it may be right there, but does not tell what was paid
    is_untold: bool = False  # the column of dividends says that less was paid


def accumulated_faults(histories: Iterable[Series]) -> Iterator[AccumulatedFault]:
    """The histories whose dividends are read off an accumulated NAV that some house has scaled anew, or mistyped; and those
    with a column `dividend` that lacks what a sound accumulated NAV shows.

    It counts up to the first split.
    """
    stacks = {id(series.stack): series.stack for series in histories if series.stack is not None}
    for stack in stacks.values():
        yield from _faults(stack)


def contradiction(code: str, fault: AccumulatedFault) -> Problem:
    """What is wrong with the history of this code, without a place."""
    series, row = fault.series, fault.row
    assert series.accumulated is not None
    before, date = (iso(int(day)) for day in series.days[row - 1 : row + 1])
    goes = " while ".join(
        f"{name} goes from {spelled(values[row - 1])} to {spelled(values[row])}"
        for name, values in (("nav", series.raw), ("accumulated", series.accumulated))
    )
    column, hint = "accumulated", "give the history a column dividend, blank where nothing was paid"
    if fault.is_untold:
        paid = np.nan_to_num(series.columns["dividend"][row])
        column, reason = "dividend", f"and more was paid than the {spelled(float(paid))} that is told"
        hint = "correct dividend or accumulated; or leave one of the two columns out"
    elif fault.is_behind_split:
        reason = "so that it is behind a split, and does not tell what was paid"
    else:
        reason, hint = "so that it is not nav plus all dividends", f"{hint}; or leave accumulated out"
    message = f"{code}, {column} on {date}: since {before} {goes}; {fault.wrong_rows} rows are like this, {reason}"
    return Problem(id="contradicting-data", message=message, hint=hint)


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


def _before_split(stack: SeriesStack, rows: RowNumbers) -> Iterator[tuple[int, RowNumbers]]:
    """Those of these rows that lie before the first split of their history: its number, and its own rows."""
    numbers = np.searchsorted(stack.ends, rows, "right")
    for number in sorted(set(numbers.tolist())):
        series = stack.series[number]
        own_rows = rows[numbers == number] - stack.starts[number]
        if series.split is not None and np.any(series.split != 1.0):
            own_rows = own_rows[own_rows < np.argmax(series.split != 1.0)]
        if len(own_rows):
            yield number, own_rows


def _faults(stack: SeriesStack) -> Iterator[AccumulatedFault]:
    accumulated = stack.column("accumulated")
    if accumulated is None:
        return
    dividend = stack.column("dividend")
    steps = np.diff(accumulated - stack.raw)
    steps[stack.starts[1:] - 1] = np.nan  # from one history to the next
    impossible = dict(_before_split(stack, impossible_steps(steps, _ROUNDING) + 1))
    if dividend is not None:
        untold = np.flatnonzero(steps - np.nan_to_num(dividend[1:]) > _ROUNDING) + 1
        for number, own_rows in _before_split(stack, untold):
            if number not in impossible:
                yield AccumulatedFault(stack.series[number], int(own_rows[0]), len(own_rows), is_untold=True)
        return
    for number, own_rows in impossible.items():
        yield AccumulatedFault(stack.series[number], int(own_rows[0]), len(own_rows))
    for series in stack.series:
        if series.split is None or series.accumulated is None:
            continue
        own_rows = unexplained_behind_split(series.raw, series.accumulated, series.split, _ROUNDING)
        if len(own_rows):
            yield AccumulatedFault(series, int(own_rows[0]), len(own_rows), is_behind_split=True)
