"""A mark with its offsets in the text, before its hole has a number. What every finder of marks adds to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from builder.problem import Problem

# The fences that authors write for more than code, by the name behind their ```; each is a block of the same name.
FENCES = ("chart", "funds")

# A number, a cashtag or a claim, where only words may stand: in front matter and in the texts of a chart.
MARK = re.compile(
    r"[{\uff5b]{2}[^{}\uff5b\uff5d]{0,200}[}\uff5d]{2}"
    r"|[$\uff04][^$\uff04()\uff08\uff09]{1,80}[(\uff08][^()\uff08\uff09]{1,40}[)\uff09][$\uff04]"
    r"|[\[\uff3b][^\[\]\uff3b\uff3d]{1,200}[\]\uff3d][{\uff5b][^{}\uff5b\uff5d<>=~]{1,200}[<>=~\uff1c\uff1e\uff1d][^{}\uff5b\uff5d]{0,200}[}\uff5d]"
)


@dataclass(frozen=True, kw_only=True)
class LocatedMark:
    """A mark at text[start:end]."""

    start: int
    end: int
    block: str  # as Mark.block, or "topic"
    params: dict[str, Any] = field(default_factory=dict)
    hole: bool = True  # whether a hole takes the place of its text
    address: tuple[int, int] | None = None  # of a picture: what its hole takes the place of, where its text stays
    rewritten: tuple[str, str] = (
        "",
        "",
    )  # of a picture: what stands around its hole, where Markdown would not read its text


@dataclass(kw_only=True)
class MarksAndProblems:
    """The marks of one file and what is wrong with them, collected by one finder after the other."""

    marks: list[LocatedMark] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
