"""Markdown text in, its mask out: the same text with all code blanked, so that marks are looked for outside code only.

A mask is as long as its text, so an offset means the same in both. What was recognised is overwritten by a character
that says what it was; line breaks stay.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from builder.problem import Problem

CODE, TAG, IMAGE, FIGURE, NUMBER = "\x00", "\x01", "\x02", "\x03", "\x04"
_OWN = re.compile(f"[{TAG}{IMAGE}{FIGURE}{NUMBER}]")  # in an author's text they mean nothing
_NOT_BREAK = re.compile(r"[^\n]")
_FENCE = re.compile(r"(?P<prefix>(?:[ \t]*>)*[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?)(?P<rail>`{3,}|~{3,})(?P<info>.*)")
# What makes the indented lines after it its children, not code: a list, an admonition, a footnote, a definition.
_CONTAINER = re.compile(r" {0,3}(?:(?:[-*+]|\d{1,9}[.)])[ \t]|!!!|\[\^[^\]]+\]:|:[ \t])")
_RUN = re.compile(r"(?<!\\)`+")
# A code span ends at the latest where another block begins.
_BLOCK_EDGE = re.compile(r"\n(?=[ \t>]*(?:\n|[-*+][ \t]|\d{1,9}[.)][ \t]|#|\|))")


@dataclass(frozen=True, kw_only=True)
class FencedCode:
    """A fenced block: its offsets in the text, what its first line says, and what it holds, without its indentation."""

    start: int
    end: int  # after the closing rail, before its line break
    prefix: str  # what stands before the rail, e.g. "    "
    info: str  # e.g. "chart"
    body: str
    body_indent: int
    closed: bool


@dataclass(frozen=True, kw_only=True)
class TextPosition:
    """Where in a file an offset is."""

    path: str
    text: str

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def of(self, offset: int) -> tuple[int, int]:
        """Line and column, 1-based."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """Where a line and column, 1-based, are."""
        return self._starts[line - 1] + column - 1

    def problem(self, id_: str, start: int, end: int, message: str, hint: str = "") -> Problem:
        """A problem about text[start:end]."""
        line, column = self.of(start)
        length = max(1, end - start)
        return Problem(id=id_, path=self.path, line=line, column=column, length=length, message=message, hint=hint)


def fill(mask: str, spans: Iterable[tuple[int, int]], kind: str) -> str:
    """The mask with these stretches, in order and apart from each other, overwritten."""
    parts, done = [], 0
    for start, end in spans:
        parts += [mask[done:start], _NOT_BREAK.sub(kind, mask[start:end])]
        done = end
    return "".join([*parts, mask[done:]]) if parts else mask


def scan(text: str, start: int = 0) -> tuple[str, list[FencedCode]]:
    """The mask of a Markdown text whose first `start` characters are not looked at, and its fences in order."""
    fences, code = _blocks(text, start)
    hidden = sorted([(0, start), *code, *((fence.start, fence.end) for fence in fences)])
    mask = fill(_OWN.sub(CODE, text), hidden, CODE)
    return (fill(mask, _spans(mask), CODE) if "`" in mask else mask), fences


def _blocks(text: str, start: int) -> tuple[list[FencedCode], list[tuple[int, int]]]:
    """The fences, and the stretches that are comments or indented code."""
    fences: list[FencedCode] = []
    code: list[tuple[int, int]] = []
    at, inside, blank = start, False, True
    while at < len(text):
        end = _line_end(text, at)
        line = text[at:end]
        indented = line.startswith(("    ", "\t"))
        if not line.strip():
            blank, at = True, end + 1
            continue
        if indented and blank and not inside:
            code.append((at, end))  # `blank` stays: the next indented line goes on with it
            at = end + 1
            continue
        if not indented:
            inside = bool(_CONTAINER.match(line)) or (inside and not blank)
        blank = False
        opening = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if opening and not (opening["rail"][0] == "`" and "`" in opening["info"]):
            fences.append(_fence(text, at, opening))
            end = fences[-1].end
        elif (comment := line.find("<!--")) >= 0 and line.count("`", 0, comment) % 2 == 0:
            close = text.find("-->", at + comment)
            if close >= 0:
                code.append((at + comment, close + 3))
                end = _line_end(text, close)
        at = end + 1
    return fences, code


def _fence(text: str, at: int, opening: re.Match[str]) -> FencedCode:
    rail, prefix = opening["rail"], opening["prefix"]
    body: list[str] = []
    line_at = _line_end(text, at) + 1
    while line_at < len(text):
        end = _line_end(text, line_at)
        line = text[line_at:end]
        bare = line.strip(" \t>")
        if len(bare) >= len(rail) and bare == rail[0] * len(bare):
            return _made(text, at, end, opening, body, closed=True)
        body.append(_without(line, prefix))
        line_at = end + 1
    return _made(text, at, len(text), opening, body, closed=False)


def _made(text: str, at: int, end: int, opening: re.Match[str], body: list[str], *, closed: bool) -> FencedCode:
    prefix = opening["prefix"]
    return FencedCode(
        start=at + len(prefix),
        end=end,
        prefix=prefix,
        info=opening["info"].strip(),
        body="".join(f"{line}\n" for line in body),
        body_indent=len(prefix),
        closed=closed,
    )


def _without(line: str, prefix: str) -> str:
    """A line of a fence without as much of its quotation marks and indentation as the opening line has."""
    cut = 0
    while cut < min(len(prefix), len(line)) and line[cut] in " \t>":
        cut += 1
    return line[cut:]


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found


def _spans(mask: str) -> list[tuple[int, int]]:
    """Inline code: from a run of backticks to the next run of the same length in the same block."""
    edges = [0, *(match.start() for match in _BLOCK_EDGE.finditer(mask)), len(mask)]
    spans: list[tuple[int, int]] = []
    for start, end in pairwise(edges):
        if mask.find("`", start, end) < 0:
            continue
        runs = [match.span() for match in _RUN.finditer(mask, start, end)]
        later: dict[int, list[int]] = {}
        for index in range(len(runs) - 1, -1, -1):
            later.setdefault(runs[index][1] - runs[index][0], []).append(index)
        index = 0
        while index < len(runs):
            same = later[runs[index][1] - runs[index][0]]
            while same and same[-1] <= index:
                same.pop()
            if same:
                spans.append((runs[index][0], runs[same[-1]][1]))
                index = same[-1]
            index += 1
    return spans
