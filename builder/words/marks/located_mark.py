"""A mark with its offsets in the text, before its hole has a number. What every finder of marks adds to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from builder.problem import Problem

# The fences that authors write for more than code, by the name behind their ```; each is a block of the same name.
FENCES = ("chart", "funds")


@dataclass(frozen=True, kw_only=True)
class LocatedMark:
    """A mark at text[start:end]."""

    start: int
    end: int
    block: str  # as Mark.block, or "topic"
    params: dict[str, Any] = field(default_factory=dict)
    hole: bool = True  # whether a hole takes the place of its text
    rewritten: str = (
        ""  # the Markdown that takes the place of its text, where Markdown would not read what its author wrote
    )


@dataclass(kw_only=True)
class MarksAndProblems:
    """The marks of one file and what is wrong with them, collected by one finder after the other."""

    marks: list[LocatedMark] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
