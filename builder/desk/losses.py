"""Histories that a refresh would shorten: the check that no set loses data unless the user accepts it, and what is lost then."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from builder.desk import problem_report
from builder.number_format import spelled
from builder.numbers.admission.row_check import AuditNote
from builder.numbers.series.carried_payments import PAYMENTS
from builder.numbers.series.day_numbers import iso
from builder.numbers.snapshot import Snapshot
from builder.numbers.sources import present_rows
from builder.problem import Problem
from builder.vocabulary import KINDS, SETS

if TYPE_CHECKING:
    import pandas as pd

_MOST_DAYS = 10  # in a note
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


def accepted_losses(set_name: str, files: Collection[str], data: Path, folder: Path) -> Iterator[AuditNote]:
    """What the new files of a set that the user accepts take from the present histories: their rows and payments.

    `files` are those below `folder`, e.g. "nav/012733.csv", and those below `data` are present.
    """
    codes = (
        None if f"{set_name}.csv" in files or f"{set_name}.parquet" in files else {Path(file).stem for file in files}
    )
    new_rows = present_rows.read_present(folder, set_name, codes)
    for code, present in present_rows.read_present(data, set_name, codes).items():
        new = new_rows.get(code, present.iloc[:0])
        lost = sorted(set(present["date"]) - set(new["date"]))
        payments = sorted(_payments(present) - _payments(new))
        words = [f"{problem_report.count(len(lost), 'row')} of {_days(lost)} are gone"] if lost else []
        words += [f"what was paid is gone: {', '.join(payments)}"] if payments else []
        if words:
            series = f"{SETS[set_name].kind}:{code}"
            yield AuditNote(id="dropped", file=f"{set_name}/{code}.csv", series=series, message="; ".join(words))


def _payments(rows: pd.DataFrame) -> set[str]:
    """The payments of these rows, each with its day."""
    return {
        f"{date} {name} {spelled(value)}"
        for name in PAYMENTS
        if name in rows
        for date, value in zip(rows["date"], rows[name], strict=True)
        if value > 0 and not (name == "split" and value == 1)
    }


def _days(dates: Sequence[str]) -> str:
    shown = ", ".join(dates[:_MOST_DAYS])
    return shown if len(dates) <= _MOST_DAYS else f"{dates[0]} … {dates[-1]}"


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
