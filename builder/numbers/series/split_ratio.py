"""Plain split ratios, e.g. 1:2 or 1:1.25: what a jump of a value may be if nobody told a split. Sources and the audit use it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from builder.number_format import spelled
from builder.numbers.series.series import Series
from builder.numbers.series.series_stack import SeriesStack

# Into how many units one unit becomes; a fold of several units into one has the reciprocal.
_PLAIN = (*(number / 10 for number in range(11, 21)), 1.25, 1.75, 2.5, *map(float, range(3, 11)))
PLAIN_RATIOS: tuple[float, ...] = tuple(sorted((1.05, 1.15, *_PLAIN, *(1 / ratio for ratio in _PLAIN))))

LARGEST_MOVE_AT_SPLIT = 0.25  # of the value, with the split counted in: beyond it the split is of another day or ratio


def plain_ratio(ratio: float, tolerance: float) -> float | None:
    """The plain ratio next to a ratio, e.g. 2.0 for 1.9987; None if none is as near as `tolerance`, a share of the ratio."""
    nearest = min(PLAIN_RATIOS, key=lambda known: abs(ratio / known - 1))
    return nearest if abs(ratio / nearest - 1) <= tolerance else None


def split_fault(ratio: float, move: float, words: str, largest: float = LARGEST_MOVE_AT_SPLIT) -> str:
    """Why a told split is none: with it counted in, the day still moves by more than `largest`. "" where it may be one.

    `words` are the values around it, for the message.
    """
    return f"a split of 1:{spelled(ratio)} does not go with it: {words}" if abs(move) > largest else ""


def declaration(code: str, ratios: Mapping[str, float]) -> str:
    """The line of sources.yml that declares splits by day, e.g. "splits: {163406: {2016-04-21: 2.612}}"."""
    days = ", ".join(f"{day}: {spelled(ratio)}" for day, ratio in sorted(ratios.items()))
    return f"splits: {{{code}: {{{days}}}}}"


def with_splits(history: Series, ratios: Mapping[int, float]) -> Series:
    """A history with these splits on their days, in place of those that it has there."""
    split = np.nan_to_num(history.columns.get("split", np.zeros(len(history.days))))
    for day_number, ratio in ratios.items():
        split[history.days == day_number] = ratio
    columns = {**history.columns, "split": split}
    superseded = {0: with_splits(history.superseded, ratios)} if history.superseded else {}
    return SeriesStack(history.days, columns.pop("raw"), columns, np.array([len(split)]), superseded).series[0]
