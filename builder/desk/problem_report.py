"""Problems as people and programs read them, for every command: text with a caret, JSON, GitHub annotations, SARIF."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from builder.problem import IDS, Problem, shortened, without_secrets
from builder.safe_path import read_regular

_MOST_BYTES = 4_000_000  # of a file whose line is shown
_MOST_IN_FILE = 100  # problems of one file that are shown
_CONTEXT = 100  # characters shown on each side of a mistake
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def text(problems: Sequence[Problem], root: Path) -> str:
    """Each problem with its place, its line with a caret under the mistake, and what would be right."""
    lines = {path: _lines(root / path) for path in {problem.path for problem in problems}}
    return "\n".join(_problem_text(problem, lines[problem.path]) for problem in problems)


def _problem_text(problem: Problem, file_lines: list[bytes]) -> str:
    place = ":".join([_visible(problem.path), *(str(number) for number in (problem.line, problem.column) if number)])
    said = f"{problem.id}: {_visible(problem.message)}"
    lines = [f"{place}: {said}" if place else said]
    if 0 < problem.line <= len(file_lines):
        excerpt, column = _excerpt(without_secrets(_line_text(file_lines[problem.line - 1])), problem.column)
        lines.append(f"{problem.line:>5} | {excerpt}")
        if problem.column:
            before, wrong = excerpt[: column - 1], excerpt[column - 1 :][: problem.length]
            lines.append("      | " + " " * _width(before) + "^" * max(1, _width(wrong)))
    if problem.hint:
        lines.append(f"   {_visible(problem.hint)}")
    return "\n".join(lines)


def _excerpt(line: str, column: int) -> tuple[str, int]:
    """The part of a long line around this column, and the column in it."""
    start = max(0, column - 1 - _CONTEXT) if len(line) > 2 * _CONTEXT else 0
    middle = line[start : start + 2 * _CONTEXT]
    before, after = "…" * (start > 0), "…" * (start + len(middle) < len(line))
    return before + _CONTROL.sub(" ", middle) + after, column - start + len(before)


def _visible(text: str) -> str:
    """The text with control characters escaped: they could move a terminal's cursor or reverse its writing."""
    return _CONTROL.sub(lambda character: character[0].encode("unicode_escape").decode(), text)


def _lines(path: Path) -> list[bytes]:
    """The lines of a text file in UTF-8 or GB 18030; none of any other file, whose bytes nobody can read."""
    try:
        start = read_regular(path, most=_MOST_BYTES)
    except (OSError, ValueError):
        return []
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start.decode("utf-16", errors="replace").encode()
    return [] if b"\0" in start else start.removeprefix(b"\xef\xbb\xbf").split(b"\n")


def _line_text(line: bytes) -> str:
    """A line as text: UTF-8, or else common Chinese characters in GB 18030; what is neither is replaced."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        try:
            return line.decode("gb18030").encode("gb2312").decode("gb2312")
        except UnicodeError:
            return line.decode(errors="replace")


def _width(text: str) -> int:
    """How many columns of a terminal a text takes: two for each wide character."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def as_json(problems: Sequence[Problem], root: Path) -> str:
    """A JSON list with one object for each problem."""
    return json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=1)


def github(problems: Sequence[Problem], root: Path) -> str:
    """Annotations for GitHub Actions."""
    return "\n".join(
        f"::error file={_property(problem.path)},line={problem.line or 1},col={problem.column or 1},title={problem.id}::"
        + _message(f"{problem.message} {problem.hint}".strip())
        for problem in problems
    )


def _message(text: str) -> str:
    return _visible(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")


def sarif(problems: Sequence[Problem], root: Path) -> str:
    """A SARIF 2.1.0 log, for code scanning."""
    rules = [{"id": id_, "shortDescription": {"text": title}} for id_, title in IDS.items()]
    driver = {"name": "fund-briefings", "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": list(map(_result, problems))}
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1)


def _result(problem: Problem) -> dict[str, Any]:
    column = problem.column or 1
    region = {"startLine": problem.line or 1, "startColumn": column, "endColumn": column + problem.length}
    place = {"physicalLocation": {"artifactLocation": {"uri": problem.path}, "region": region}}
    text = f"{problem.message} {problem.hint}".strip()
    return {"ruleId": problem.id, "level": "error", "message": {"text": text}, "locations": [place]}


def _of_first_problems(report: Callable[[Sequence[Problem], Path], str]) -> Callable[[Sequence[Problem], Path], str]:
    return lambda problems, root: report(shortened(problems, _MOST_IN_FILE), root)


FORMATS: Mapping[str, Callable[[Sequence[Problem], Path], str]] = {
    "text": _of_first_problems(text),
    "json": _of_first_problems(as_json),
    "github": _of_first_problems(github),
    "sarif": _of_first_problems(sarif),
}


def summary(problems: Sequence[Problem], site: Path | None) -> str:
    """The last line of the text: how many problems there are, and what readers see until they are solved.

    A check publishes nothing, with or without problems: it has no `site`.
    """
    files = len({problem.path for problem in problems if problem.path})
    counts = count(len(problems), "problem") + (f" in {count(files, 'file')}." if files else ".")
    if site is None:
        return counts
    counts += " Nothing was published; "
    try:
        record = json.loads(read_regular(site / "build.json"))
        data_as_of = max(record["data"].values(), default="")
    except (OSError, ValueError, KeyError, AttributeError, TypeError, RecursionError):
        return counts + f"there is no {site.name}/ yet."
    shown = f"the data of {data_as_of}" if data_as_of else "what was published last"
    return counts + f"{site.name}/ still shows {shown}."


def count(number: int, noun: str) -> str:
    """How many there are, in English, e.g. "1 problem", "2 problems"."""
    return f"{number} {noun}" + ("" if number == 1 else "s")
