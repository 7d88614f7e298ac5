"""Moves dividends and splits of rows that are left out to the next row that is used. Sources, the audit and histories use it.

A row may be left out because it has no NAV, because its NAV is wrong, or because it was announced later. What it paid is
not: fund houses announce that before, and the next NAV is lower by it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

PAYMENTS = ("dividend", "split")  # columns that are empty in most rows
_PLACES = 10
Numbers = NDArray[np.float64]


def carried_payments(
    days: NDArray[np.int32], columns: Mapping[str, Numbers], used: NDArray[np.bool_]
) -> dict[str, Numbers]:
    """The columns of dividends and splits that there are, for all rows by day: each used row also has what was paid in the
    rows left out since the used one before.

    NaN means no payment. Of rows left out on one day the first counts, and none where a row of that day is used and tells
    its own. What lies before the first used row, or behind the last, is not moved. A unit before a split is paid its
    dividend on each of the units that it became: (V·S₁·S₂ + D₁ + S₁·D₂).
    """
    names = [name for name in PAYMENTS if name in columns]
    if used.all() or not names:
        return {name: columns[name] for name in names}
    blank = np.full(len(days), np.nan)
    dividend, split = _carried(days, columns.get("dividend", blank), columns.get("split", blank), used)
    return {name: cells for name, cells in (("dividend", dividend), ("split", split)) if name in columns}


def _carried(
    days: NDArray[np.int32], dividend: Numbers, split: Numbers, used: NDArray[np.bool_]
) -> tuple[Numbers, Numbers]:
    paid, ratio = np.where(dividend > 0, dividend, 0.0), np.where(split > 0, split, 1.0)
    left_out = np.flatnonzero(~used & ((paid > 0) | (ratio != 1)))
    if not len(left_out) or not used.any():
        return dividend, split
    dividend, split = dividend.copy(), split.copy()
    used_days = np.unique(days[used])
    moved: dict[int, dict[int, int]] = {}  # day of the used row -> days and rows that are left out
    for row in left_out.tolist():
        target = int(used_days.searchsorted(days[row]))
        if target < len(used_days) and days[row] >= used_days[0]:
            moved.setdefault(int(used_days[target]), {}).setdefault(int(days[row]), row)
    for day, row_by_day in moved.items():
        same_day = row_by_day.pop(day, None)
        cash, units = 0.0, 1.0
        for _, row in sorted(row_by_day.items()):
            cash, units = cash + units * paid[row], units * ratio[row]
        for row in np.flatnonzero(used & (days == day)).tolist():
            is_told = same_day is None or paid[row] > 0 or ratio[row] != 1
            own = row if is_told else same_day
            total, became = cash + units * paid[own], units * ratio[own]
            if total > 0:
                dividend[row] = np.round(total, _PLACES)
            if became != ratio[row]:
                split[row] = np.round(became, _PLACES)
    return dividend, split
