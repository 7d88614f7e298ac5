"""New data beside the present ones, and the results of the audit, for the tests of the audit."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from builder import numbers
from builder.numbers.admission.audit import Audit
from tests.numbers.folder import write

TODAY = "2024-01-16"  # a Tuesday
FUNDS = "code,name,kind\n990001,甲,混合型\n990002,乙,QDII-股票\n990003,丙,债券型\n"
OLD = "".join(f"2024-01-{on:02},{1 + on / 1000:.4f}\n" for on in (2, 3, 4, 5, 8, 9, 10, 11))
NEXT = "2024-01-12,1.0120\n2024-01-15,1.0150\n"
NAV = "nav/990001.csv"
PRESENT = {"funds.csv": FUNDS, NAV: "date,nav\n" + OLD}


def audit(tmp_path: Path, staged: Mapping[str, str | bytes], today: str = TODAY, **present: str) -> Audit:
    """The audit of these files against those above."""
    there = write(tmp_path / "present", {**PRESENT, **present})
    return numbers.audit(write(tmp_path / "staged", staged), there, today=today)


def taken(result: Audit, file: str = NAV) -> list[str]:
    """The lines that a file is to have, without its header."""
    return result.files[file].decode().splitlines()[1:]


def kept_out(result: Audit) -> list[tuple[str, int, str, str]]:
    """File, line, column and value of each row in quarantine."""
    return [(row.file, row.row, row.column, row.value) for row in result.quarantined]


def notes(result: Audit) -> dict[str, str]:
    """The messages of the notes by id."""
    return {note.id: note.message for note in result.notes}


def refused(result: Audit) -> list[tuple[str, str]]:
    """File and problem of each file that was refused."""
    return [(problem.path.removeprefix("content/data/"), problem.id) for problem in result.refused]
