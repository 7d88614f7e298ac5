"""What the finders hand on: a mark with its offsets in the text, before it has a number."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from builder.problem import Problem


@dataclass(frozen=True, kw_only=True)
class LocatedMark:
    """A mark at text[start:end]. Where `hole` is false, the text stays as it is."""

    start: int
    end: int
    block: str  # as Mark.block, or "topic"
    params: dict[str, Any] = field(default_factory=dict)
    hole: bool = True


@dataclass(kw_only=True)
class MarksAndProblems:
    """All that one file's finders have found so far."""

    marks: list[LocatedMark] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
