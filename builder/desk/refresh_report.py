"""A refresh's report in, words for a person or JSON for a program out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

from builder.desk import impact, problem_report
from builder.desk.refresh import RefreshReport, SourceOutcome


def text(found: RefreshReport, root: Path) -> str:
    """What became of each source, what was wrong, and what changes for readers."""
    lines = ["an earlier refresh was cut off: its changes were undone first"] if found.restored else []
    for one in found.outcomes:
        lines.append(f"{one.set}: {_said(one, found.dry_run)}")
        if one.problems:
            lines += [f"  {line}" for line in problem_report.text(one.problems, root).splitlines()]
        for row in one.quarantined:
            stays = f"; {row.last} is the last good one" if row.last else ""
            lines.append(f"  kept out: {row.file}:{row.row}: {row.column} {row.value}: {row.reason}{stays}")
        lines += [f"  {note.id}: {note.series}: {note.message}" for note in one.notes]
    return "\n".join([*lines, *impact.text(found.radius)])


def _said(one: SourceOutcome, dry_run: bool) -> str:
    if one.state == "failed":
        return "failed; the data that were there stay"
    files = f"{one.files} file" + ("" if one.files == 1 else "s")
    would = "would be " if dry_run else ""
    return {"accepted": f"{files} {would}replaced", "unchanged": "unchanged"}[one.state]


def as_json(found: RefreshReport, root: Path) -> str:
    """The same as one JSON object, complete."""
    sources = [
        {
            "set": one.set,
            "state": one.state,
            "files": one.files,
            "problems": [asdict(each) for each in one.problems],
            "quarantined": [asdict(each) for each in one.quarantined],
            "notes": [asdict(each) for each in one.notes],
        }
        for one in found.outcomes
    ]
    value = {"dry_run": found.dry_run, "restored": found.restored, "sources": sources}
    return json.dumps({**value, "radius": impact.plain(found.radius)}, ensure_ascii=False, indent=1)


FORMATS: Mapping[str, Callable[[RefreshReport, Path], str]] = {"text": text, "json": as_json}
