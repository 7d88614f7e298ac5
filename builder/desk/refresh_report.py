"""The report of a refresh: what became of each source, and what changes for readers; as text and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

from builder.desk import impact as impact_report
from builder.desk import problem_report
from builder.desk.impact import Impact
from builder.numbers.admission.row_check import AuditNote, QuarantinedRow
from builder.problem import Problem


@dataclass(frozen=True, kw_only=True)
class SourceOutcome:
    """What became of one source."""

    set: str
    state: Literal["accepted", "unchanged", "failed"]
    files: int = 0  # how many are new or different
    problems: tuple[Problem, ...] = ()
    refused: Mapping[str, tuple[Problem, ...]] = field(
        default_factory=dict
    )  # code -> why its history keeps its old data
    quarantined: tuple[QuarantinedRow, ...] = ()
    notes: tuple[AuditNote, ...] = ()

    @property
    def every_problem(self) -> tuple[Problem, ...]:
        """Why it failed, and why single histories were refused."""
        refused = (problem for problems in self.refused.values() for problem in problems)
        return tuple(dict.fromkeys((*self.problems, *refused)))  # several histories may have one problem


@dataclass(frozen=True, kw_only=True)
class RefreshReport:
    """What a refresh did or, with `dry_run`, would do."""

    outcomes: tuple[SourceOutcome, ...]
    impact: Impact
    dry_run: bool
    restored: bool = False  # whether an interrupted refresh was undone first

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why sources failed, or single histories of them were refused."""
        return tuple(problem for outcome in self.outcomes for problem in outcome.every_problem)

    @property
    def is_complete(self) -> bool:
        """Whether no source failed, and no history or row was kept out."""
        return not any(outcome.problems or outcome.refused or outcome.quarantined for outcome in self.outcomes)


def text(report: RefreshReport, root: Path) -> str:
    """The report for a person: each source with its problems and quarantined rows, then what changes for readers."""
    lines = ["an earlier refresh was interrupted: its changes were undone first"] if report.restored else []
    for outcome in report.outcomes:
        lines.append(f"{outcome.set}: {_state_text(outcome, report.dry_run)}")
        if outcome.problems:
            lines += [f"  {line}" for line in problem_report.text(outcome.problems, root).splitlines()]
        if outcome.refused:
            lines.append(f"  refused, and left as they are: {', '.join(outcome.refused)}; the others go on")
            lines += [f"  {line}" for line in problem_report.text(outcome.every_problem, root).splitlines()]
        lines += _row_lines(outcome.quarantined)
        lines += [f"  {note.id}: {note.series}: {note.message}" for note in outcome.notes]
    return "\n".join([*lines, *impact_report.text(report.impact)])


def _row_lines(rows: Sequence[QuarantinedRow]) -> Iterator[str]:
    """A line for each row that was kept out; rows that only follow another are counted."""
    following = Counter((row.file, row.reason) for row in rows if row.follows)
    for row in rows:
        if not row.follows:
            place = row.origin or (f"{row.file}:{row.row}" if row.row else row.file)
            last = f"; the last good value is {row.last}" if row.last else ""
            day = f" on {row.date}" if row.date and row.column != "date" else ""
            yield f"  row kept out: {place}: {row.column} {row.value}{day}: {row.reason}{last}"
    for (file, reason), number in following.items():
        yield f"  {problem_report.count(number, 'row')} of {file} kept out: {reason}"


def _state_text(outcome: SourceOutcome, dry_run: bool) -> str:
    if outcome.state == "failed":
        return "failed; the old data stay"
    if outcome.state == "unchanged":
        return "unchanged"
    return f"{problem_report.count(outcome.files, 'file')} {'would be ' if dry_run else ''}replaced"


def as_json(report: RefreshReport, root: Path) -> str:
    """The whole report as one JSON object."""
    sources = [
        {
            "set": outcome.set,
            "state": outcome.state,
            "files": outcome.files,
            "problems": [asdict(problem) for problem in outcome.every_problem],
            "quarantined": [asdict(row) for row in outcome.quarantined],
            "notes": [asdict(note) for note in outcome.notes],
        }
        for outcome in report.outcomes
    ]
    # Programs read the key "radius", an earlier word for impact.
    value = {"dry_run": report.dry_run, "restored": report.restored, "sources": sources}
    return json.dumps({**value, "radius": impact_report.json_values(report.impact)}, ensure_ascii=False, indent=1)


FORMATS: Mapping[str, Callable[[RefreshReport, Path], str]] = {"text": text, "json": as_json}
