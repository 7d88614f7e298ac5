"""Fences with faults, and the problems that one build reports of them. The tests of custom charts share them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from builder.problem import Problem
from tests import gallery

HEAD = "---\ntitle: 一页\ndate: 2024-03-05\nas_of: 2024-03-04\n---\n"
INLINE = '"data": {"values": [{"a": 1, "b": "甲"}, {"a": 2, "b": "乙"}]}'
BAR = '"mark": "bar", "encoding": {"x": {"field": "a", "type": "quantitative"}}'

# A fence, the line of its fault below the fence's own, and words of the problem.
Fault = tuple[str, int, str]


def vega(*lines: str, head: str = "") -> str:
    """A fence with Vega-Lite."""
    body = "\n".join(lines)
    return f"```vega-lite\n{head}{body}\n```\n\n图：一张图\n"


def python(*lines: str, head: str = "series: [990101]\nfrom: 2024-01-02\n---\n") -> str:
    """A fence with a program."""
    body = "\n".join(lines)
    return f"```altair\n{head}{body}\n```\n\n图：一张图\n"


def problems_by_fault(folder: Path, faults: Mapping[str, Fault]) -> dict[str, list[Problem]]:
    """The problems of each fence, at lines below the fence's own; all fences stand on one page, which is not published."""
    text, starts = HEAD, {}
    for label, (fence, _, _) in faults.items():
        starts[label] = text.count("\n") + 1
        text += fence + "\n"
    result = gallery.build(gallery.make(folder / "site", text))
    assert not (folder / "site/site").exists()
    problems: dict[str, list[Problem]] = {label: [] for label in faults}
    for problem in result.problems:
        assert problem.path == "content/briefings/gallery.md"
        label = max((label for label in starts if starts[label] <= problem.line), key=lambda label: starts[label])
        problems[label].append(problem.at(path="", line=problem.line - starts[label]))
    return problems


def assert_reported(problems: list[Problem], fault: Fault) -> None:
    """A fault is the only problem of its fence, at its line and with its words."""
    _, line, words = fault
    assert [problem.line for problem in problems] == [line], problems
    assert words in f"{problems[0].message} {problems[0].hint}"
