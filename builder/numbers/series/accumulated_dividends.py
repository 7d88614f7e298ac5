"""Reads a fund's dividends off its accumulated NAV. A series without a column of dividends uses it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
_PLACES = 6


def dividends_in(accumulated: Numbers, nav: Numbers, split: Numbers | None) -> Numbers:
    """What each row paid out per unit: the rise of accumulated over unit NAV, to six decimals, up to the first split.

    Beyond a split, fund houses differ in what they accumulate. What only makes good for an earlier fall is rounding. NaN
    means a blank cell.
    """
    filled = np.flatnonzero(~np.isnan(accumulated))
    paid = np.zeros(len(nav))
    highest = np.maximum.accumulate(accumulated[filled] - nav[filled])
    paid[filled[1:]] = np.round(np.diff(highest), _PLACES)
    if split is not None:
        paid[np.logical_or.accumulate(split != 1.0)] = 0.0
    return paid
