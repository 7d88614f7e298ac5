"""What a fund's accumulated NAV says was paid, and where it cannot be right. `payment_evidence` uses it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from builder.number_format import number, spelled
from builder.numbers.series.accumulated_faults import impossible_steps, unexplained_behind_split
from builder.numbers.sources.evidence.growth_fit import ColumnFault, FundRows, Numbers


def _filled(rows: FundRows) -> NDArray[np.int64]:
    """The rows with an accumulated NAV, up to the first split: beyond it, fund houses differ in what they accumulate."""
    filled = np.flatnonzero(~np.isnan(rows.accumulated))
    splits = np.flatnonzero(~np.isnan(rows.split) & (rows.split != 1.0))
    return filled[filled < splits[0]] if len(splits) else filled


def impossible_rows(rows: FundRows) -> NDArray[np.int64]:
    """The rows in which the accumulated NAV cannot be the NAV and all dividends so far: some houses scale it anew."""
    filled = _filled(rows)
    steps = np.diff(rows.accumulated[filled] - rows.nav[filled])
    return filled[1:][impossible_steps(steps, rows.paid_error)]


def faults(rows: FundRows, impossible: NDArray[np.int64]) -> list[ColumnFault]:
    """Where nothing but an accumulated NAV says what was paid, and it cannot: the first such row."""
    behind_split = unexplained_behind_split(rows.nav, rows.accumulated, rows.split, rows.paid_error)
    for wrong, conclusion in (
        (impossible, "accumulated is not nav plus all dividends"),
        (behind_split, "behind a split, accumulated does not tell what was paid"),
    ):
        if len(wrong):
            row = int(wrong[0])
            before = int(np.flatnonzero(~np.isnan(rows.accumulated[:row]))[-1])
            reason = (
                f"{conclusion}: it goes from {spelled(rows.accumulated[before])} to {spelled(rows.accumulated[row])} "
                f"while nav goes {rows.words(row)}; {len(wrong)} rows are like this"
            )
            return [ColumnFault(int(rows.numbers[row]), "accumulated", reason)]
    return []


def untold(rows: FundRows, steps: Numbers) -> list[ColumnFault]:
    """The first row for which dividends are told, and that paid more by its accumulated NAV, where no growth tells which is
    right."""
    untold = np.flatnonzero((steps > rows.paid_error) & np.isnan(rows.growth))
    if not len(untold):
        return []
    row = int(untold[0])
    said = f"{spelled(rows.dividend[row])} is" if rows.dividend[row] else "nothing is"
    reason = (
        f"accumulated rises by {number(steps[row] + rows.dividend[row], 4)} over nav, and {said} told to be paid: "
        f"nav goes {rows.words(row)}; {len(untold)} rows are like this"
    )
    return [ColumnFault(int(rows.numbers[row]), "dividend", reason)]


def steps_of(rows: FundRows) -> Numbers:
    """What the accumulated NAV says was paid in each row, beyond what is told; NaN where it says nothing."""
    filled = _filled(rows)
    steps = np.full(len(rows.nav), np.nan)
    targets = filled[1:][np.diff(filled) == 1]
    steps[targets] = np.diff(rows.accumulated - rows.nav)[targets - 1] - rows.dividend[targets]
    return steps
