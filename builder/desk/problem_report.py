"""Problems in, words for a person or a program out: text with the line and a caret, JSON, GitHub annotations, SARIF."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from builder.problem import IDS, Problem

_AROUND = 100  # characters shown on each side of a fault
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def text(problems: Sequence[Problem], root: Path) -> str:
    """Each problem with its place, the line it is in, and what would be right."""
    lines: dict[str, list[str]] = {}
    return "\n".join(_one(problem, lines.setdefault(problem.path, _lines(root / problem.path))) for problem in problems)


def _one(problem: Problem, lines: list[str]) -> str:
    place = ":".join([_visible(problem.path), *(str(part) for part in (problem.line, problem.column) if part)])
    said = [f"{place}: {problem.id}: {_visible(problem.message)}"]
    if 0 < problem.line <= len(lines):
        line, column = _window(lines[problem.line - 1], problem.column)
        said.append(f"{problem.line:>5} | {line}")
        if problem.column:
            before, wrong = line[: column - 1], line[column - 1 :][: problem.length]
            said.append("      | " + " " * _width(before) + "^" * max(1, _width(wrong)))
    if problem.hint:
        said.append(f"   {_visible(problem.hint)}")
    return "\n".join(said)


def _window(line: str, column: int) -> tuple[str, int]:
    """As much of a line as fits around a column, and the column in it."""
    start = max(0, column - 1 - _AROUND) if len(line) > 2 * _AROUND else 0
    part = line[start : start + 2 * _AROUND]
    before, after = "…" * (start > 0), "…" * (start + len(part) < len(line))
    return before + _CONTROL.sub(" ", part) + after, column - start + len(before)


def _visible(said: str) -> str:
    """A text from a file, without what would move a terminal's cursor or turn its writing around."""
    return _CONTROL.sub(lambda sign: sign[0].encode("unicode_escape").decode(), said)


def _lines(path: Path) -> list[str]:
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            return file.read(4_000_000).split("\n")
    except (OSError, ValueError):
        return []


def _width(shown: str) -> int:
    """How many columns of a terminal a text takes: two for each wide character."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in shown
    )


def as_json(problems: Sequence[Problem], root: Path) -> str:
    """A JSON list, one object a problem."""
    return json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=1)


def github(problems: Sequence[Problem], root: Path) -> str:
    """Annotations for GitHub Actions."""
    return "\n".join(
        f"::error file={_property(problem.path)},line={problem.line or 1},col={problem.column or 1},title={problem.id}::"
        + _message(f"{problem.message} {problem.hint}".strip())
        for problem in problems
    )


def _message(said: str) -> str:
    return _visible(said.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(said: str) -> str:
    return _message(said).replace(":", "%3A").replace(",", "%2C")


def sarif(problems: Sequence[Problem], root: Path) -> str:
    """A SARIF 2.1.0 log, for code scanning."""
    rules = [{"id": name, "shortDescription": {"text": title}} for name, title in IDS.items()]
    driver = {"name": "fund-briefings", "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": [_result(one) for one in problems]}
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1)


def _result(problem: Problem) -> dict[str, Any]:
    column = problem.column or 1
    region = {"startLine": problem.line or 1, "startColumn": column, "endColumn": column + problem.length}
    place = {"physicalLocation": {"artifactLocation": {"uri": problem.path}, "region": region}}
    said = f"{problem.message} {problem.hint}".strip()
    return {"ruleId": problem.id, "level": "error", "message": {"text": said}, "locations": [place]}


FORMATS: Mapping[str, Callable[[Sequence[Problem], Path], str]] = {
    "text": text,
    "json": as_json,
    "github": github,
    "sarif": sarif,
}


def closing(problems: Sequence[Problem], site: Path) -> str:
    """The last line: how many problems, and what readers go on seeing."""
    files = len({problem.path for problem in problems})
    said = f"{counted(len(problems), 'problem')} in {counted(files, 'file')}. Nothing was published; "
    try:
        record = json.loads((site / "build.json").read_bytes())
        through = max(record["data"].values(), default="")
    except (OSError, ValueError, KeyError, AttributeError):
        return said + f"there is no {site.name}/ yet."
    return said + f"{site.name}/ still shows the data of {through}."


def counted(number: int, noun: str) -> str:
    """A number of things in English, e.g. "1 problem"."""
    return f"{number} {noun}" + ("" if number == 1 else "s")
