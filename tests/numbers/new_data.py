"""New data beside what is there, and what the audit makes of them."""

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


def audit(tmp_path: Path, staged: Mapping[str, str | bytes], **present: str) -> Audit:
    """The audit of these files against those above."""
    there = write(tmp_path / "present", {**PRESENT, **present})
    return numbers.audit(write(tmp_path / "staged", staged), there, today=TODAY)


def taken(found: Audit, file: str = NAV) -> list[str]:
    """The lines that a file is to have, without its header."""
    return found.files[file].decode().splitlines()[1:]


def kept_out(found: Audit) -> list[tuple[str, int, str, str]]:
    """File, line, column and value of each row in quarantine."""
    return [(one.file, one.row, one.column, one.value) for one in found.quarantined]


def notes(found: Audit) -> dict[str, str]:
    """The messages of the notes by id."""
    return {one.id: one.message for one in found.notes}


def refused(found: Audit) -> list[tuple[str, str]]:
    """File and problem of each file that was refused."""
    return [(one.path.removeprefix("content/data/"), one.id) for one in found.refused]
