"""Refuses new data that have less than the present ones, or that do not go on from them. `audit` and `file_check` use it."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from builder.numbers.series.day_numbers import LAST, iso
from builder.numbers.series.series import Days
from builder.problem import Failed, Problem

_TOLERATED_LOSS = 0.05  # of the present rows


def refuse_shrunken(new_days: Days, present_days: Days, problem_path: str, series: str) -> None:
    """Raises Failed where a new series ends earlier than the present one, or lacks more than a few of its rows."""
    if not len(present_days) or not len(new_days):
        return
    if new_days.max() < present_days.max():
        ends = f"the new file ends on {iso(new_days.max())}, the file that is there on {iso(present_days.max())}"
        raise Failed([shrunken(problem_path, f"{series}: {ends}")])
    expected = present_days[present_days >= new_days.min()]
    lost = np.count_nonzero(~np.isin(expected, new_days))
    if lost > max(1, _TOLERATED_LOSS * len(expected)):
        message = f"{series}: {lost} of {len(expected)} rows from {iso(new_days.min())} on are gone"
        raise Failed([shrunken(problem_path, message)])


def refuse_off_scale(
    new_days: Collection[int], present_days: Collection[int], reason: str, problem_path: str, series: str
) -> str:
    """What a note says of new adjusted closes that do not go on from the present ones, and of the days that go with these.

    `present_days` are those that the new history lacks. Raises Failed where some are older than all of it.
    """
    first = min(new_days, default=LAST)
    if older := sorted(day for day in present_days if day < first):
        message = f"{series}: the adjusted closes from {iso(first)} on do not go on from the {len(older)} rows before: {reason}"
        hint = "bring the whole history; or, to drop the rows before it, run briefings refresh --accept SET"
        raise Failed([Problem(id="unjoined-data", path=problem_path, message=message, hint=hint)])
    lost = f"; {', '.join(map(iso, sorted(present_days)))} go, which the new file lacks" if present_days else ""
    return f"the adjusted closes are new and do not go on from those that were there: {reason}{lost}"


def shrunken(problem_path: str, message: str) -> Problem:
    """The problem of new data that have less than the present ones."""
    hint = "the data that are there stay; if the new ones are right, run briefings refresh --accept SET"
    return Problem(id="shrunken-data", path=problem_path, message=message, hint=hint)
