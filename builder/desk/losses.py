"""Histories that a refresh would shorten: the check that no set loses data unless the user accepts it."""

from __future__ import annotations

from collections.abc import Iterator

from builder.numbers.series.day_numbers import iso
from builder.numbers.snapshot import Snapshot
from builder.problem import Problem
from builder.vocabulary import KINDS

_TOLERATED_ROWS = 3  # a source may take back this many rows of a history


def losses(before: Snapshot, after: Snapshot, sets: frozenset[str], data_path: str) -> Iterator[tuple[str, Problem]]:
    """Each history of these sets that is shorter in `after` than in `before`: its set, and the problem.

    Problems name files below `data_path`, e.g. "content/data".
    """
    for id_, instrument in before.directory.instruments.items():
        spec = KINDS[instrument.kind].histories
        if spec.name not in sets:
            continue
        loss = _loss(before, after, id_)
        if loss:
            message = f"{instrument.code}: {loss}"
            hint = f"if this is right, run: briefings refresh --accept {spec.name}"
            yield spec.name, Problem(id="shrunken-data", path=f"{data_path}/{spec.name}", message=message, hint=hint)


def _loss(before: Snapshot, after: Snapshot, id_: str) -> str:
    """What the history of this instrument has lost; "" if nothing."""
    old = before.history(id_)
    if old is None:
        return ""
    new = after.history(id_) if id_ in after.directory.instruments else None
    if new is None:
        return f"its {len(old.days)} rows are gone"
    last = int(old.days[-1])
    if int(new.days[-1]) < last:
        return f"it ends on {iso(int(new.days[-1]))}; before, it ended on {iso(last)}"
    if len(old.days) - new.count(last) > _TOLERATED_ROWS:
        return f"it has {new.count(last)} rows up to {iso(last)}; before, it had {len(old.days)}"
    lost_columns = [name for name in old.columns if name not in new.columns]
    return f"the column {', '.join(lost_columns)} is gone" if lost_columns else ""
