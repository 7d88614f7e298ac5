"""Two snapshots in, what the later one lost out: histories that shrank, ended sooner or lack a column."""

from __future__ import annotations

from collections.abc import Iterator

from builder.numbers.series.day_numbers import iso
from builder.numbers.snapshot import Snapshot
from builder.problem import Problem
from builder.vocabulary import KINDS

_FEW = 3  # rows that a source may take back without being asked


def lost(before: Snapshot, after: Snapshot, sets: frozenset[str], place: str) -> Iterator[tuple[str, Problem]]:
    """Each loss, with the name of the set that it is in; of these sets alone."""
    for id_, instrument in before.directory.instruments.items():
        spec = KINDS[instrument.kind].histories
        if spec.name not in sets:
            continue
        reason = _reason(before, after, id_)
        if reason:
            message = f"{instrument.code}: {reason}"
            hint = f"if this is right, say so: briefings refresh --accept {spec.name}"
            yield spec.name, Problem(id="shrunken-data", path=f"{place}/{spec.name}", message=message, hint=hint)


def _reason(before: Snapshot, after: Snapshot, id_: str) -> str:
    old = before.history(id_)
    if old is None:
        return ""
    new = after.history(id_) if id_ in after.directory.instruments else None
    if new is None:
        return f"its {len(old.days)} rows are gone"
    last = int(old.days[-1])
    if int(new.days[-1]) < last:
        return f"it ends on {iso(int(new.days[-1]))}, before it ended on {iso(last)}"
    fewer = len(old.days) - new.count(last)
    if fewer > _FEW:
        return f"it has {new.count(last)} rows up to {iso(last)}, before it had {len(old.days)}"
    gone = [name for name in old.columns if name not in new.columns]
    return f"the column {', '.join(gone)} is gone" if gone else ""
