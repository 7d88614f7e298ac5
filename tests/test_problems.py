"""docs/problems.md has a section for every problem, and for no other."""

from __future__ import annotations

import re
from pathlib import Path

from builder.problem import IDS

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs/problems.md").read_text(encoding="utf-8")


def test_every_problem_id_has_a_section_and_every_section_an_id() -> None:
    assert sorted(re.findall(r"^## `([a-z-]+)`", PAGE, re.M)) == sorted(IDS)


def test_every_section_begins_with_the_title_of_its_problem() -> None:
    assert dict(re.findall(r"^## `([a-z-]+)`\n\n\*\*(.+?)\.\*\*", PAGE, re.M)) == IDS


def test_every_problem_id_is_given_by_the_code() -> None:
    code = "\n".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "builder").rglob("*.py") if path.name != "problem.py"
    )
    assert [name for name in IDS if f'"{name}"' not in code] == []
