"""The code mask: a Markdown text with all code blanked out. Used by `find_marks`, which looks for marks outside code only.

A mask is as long as its text, so an offset means the same in both. Each mark that is found is overwritten in the mask by
a character that says what it is; line breaks stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

# What a mask shows instead of text. `FENCE` is a chart or funds block, `NUMBER` also a claim.
CODE, CASHTAG, IMAGE, FENCE, NUMBER = "\x00", "\x01", "\x02", "\x03", "\x04"
_MASK_CHARACTERS = re.compile(f"[{CASHTAG}{IMAGE}{FENCE}{NUMBER}]")  # in an author's text they mean nothing
_NOT_BREAK = re.compile(r"[^\n]")
_OPENING = re.compile(
    r"(?P<prefix>(?:[ \t]*>)*[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?)(?P<rail>`{3,}|~{3,})(?P<info>.*)"
)
# What makes the indented lines after it its children, not code: a list, an admonition, a footnote, a definition.
_CONTAINER = re.compile(r" {0,3}(?:(?:[-*+]|\d{1,9}[.)])[ \t]|!!!|\[\^[^\]]+\]:|:[ \t])")
_RUN = re.compile(r"(?<!\\)`+")
# A code span ends at the latest where another block begins.
_BLOCK_EDGE = re.compile(r"\n(?=[ \t>]*(?:\n|[-*+][ \t]|\d{1,9}[.)][ \t]|#|\|))")


@dataclass(frozen=True, kw_only=True)
class FencedCode:
    """A fenced block: its offsets in the text, what its first line says, and its lines without their indentation."""

    start: int
    end: int  # after the closing rail, before its line break
    prefix: str  # what stands before the rail, e.g. "    "
    info: str  # e.g. "chart"
    body: str
    body_indent: int
    closed: bool


def overwrite(mask: str, spans: Iterable[tuple[int, int]], character: str) -> str:
    """The mask with these spans (start and end) overwritten. The spans are in order and do not overlap."""
    pieces, done = [], 0
    for start, end in spans:
        pieces += [mask[done:start], _NOT_BREAK.sub(character, mask[start:end])]
        done = end
    return "".join([*pieces, mask[done:]]) if pieces else mask


def mask_code(text: str, start: int = 0) -> tuple[str, list[FencedCode]]:
    """The mask of a Markdown text and its fenced blocks, in order. The text before `start` is masked, too."""
    fences, other_code = _blocks(text, start)
    code = sorted([(0, start), *other_code, *((fence.start, fence.end) for fence in fences)])
    mask = overwrite(_MASK_CHARACTERS.sub(CODE, text), code, CODE)
    return (overwrite(mask, _inline_code(mask), CODE) if "`" in mask else mask), fences


def _blocks(text: str, start: int) -> tuple[list[FencedCode], list[tuple[int, int]]]:
    """The fenced blocks, and the spans of comments and of indented code."""
    fences: list[FencedCode] = []
    code: list[tuple[int, int]] = []
    line_start, in_container, after_blank = start, False, True
    last_comment_end = text.rfind("-->")
    while line_start < len(text):
        end = _line_end(text, line_start)
        line = text[line_start:end]
        indented = line.startswith(("    ", "\t"))
        if not line.strip():
            after_blank, line_start = True, end + 1
            continue
        if indented and after_blank and not in_container:
            code.append((line_start, end))  # `after_blank` stays: the next indented line is code, too
            line_start = end + 1
            continue
        if not indented:
            in_container = bool(_CONTAINER.match(line)) or (in_container and not after_blank)
        after_blank = False
        opening = _OPENING.match(line) if "```" in line or "~~~" in line else None
        if opening and not (opening["rail"][0] == "`" and "`" in opening["info"]):
            fences.append(_fence(text, line_start, opening))
            end = fences[-1].end
        elif (
            (comment := line.find("<!--")) >= 0
            and line.count("`", 0, comment) % 2 == 0
            and last_comment_end >= line_start + comment
        ):
            close = text.find("-->", line_start + comment)
            code.append((line_start + comment, close + 3))
            end = _line_end(text, close)
        line_start = end + 1
    return fences, code


def _fence(text: str, line_start: int, opening: re.Match[str]) -> FencedCode:
    """The fenced block whose first line begins here."""
    rail, prefix = opening["rail"], opening["prefix"]
    body: list[str] = []
    closed, end = False, len(text)
    next_start = _line_end(text, line_start) + 1
    while next_start < len(text):
        line_end = _line_end(text, next_start)
        line = text[next_start:line_end]
        bare = line.strip(" \t>")
        if len(bare) >= len(rail) and bare == rail[0] * len(bare):
            closed, end = True, line_end
            break
        body.append(_without_prefix(line, prefix))
        next_start = line_end + 1
    return FencedCode(
        start=line_start + len(prefix),
        end=end,
        prefix=prefix,
        info=opening["info"].strip(),
        body="".join(f"{line}\n" for line in body),
        body_indent=len(prefix),
        closed=closed,
    )


def _without_prefix(line: str, prefix: str) -> str:
    """A line of a fence without its quotation marks and indentation, up to as many as the opening line has."""
    cut = 0
    while cut < min(len(prefix), len(line)) and line[cut] in " \t>":
        cut += 1
    return line[cut:]


def _line_end(text: str, offset: int) -> int:
    line_break = text.find("\n", offset)
    return len(text) if line_break < 0 else line_break


def _inline_code(mask: str) -> list[tuple[int, int]]:
    """Inline code: from a run of backticks to the next run of the same length in the same block."""
    edges = [0, *(match.start() for match in _BLOCK_EDGE.finditer(mask)), len(mask)]
    spans: list[tuple[int, int]] = []
    for start, end in pairwise(edges):
        if mask.find("`", start, end) < 0:
            continue
        runs = [match.span() for match in _RUN.finditer(mask, start, end)]
        by_length: dict[int, list[int]] = {}  # length of a run -> indexes of the runs of this length, the last first
        for index in range(len(runs) - 1, -1, -1):
            by_length.setdefault(runs[index][1] - runs[index][0], []).append(index)
        index = 0
        while index < len(runs):
            closing = by_length[runs[index][1] - runs[index][0]]
            while closing and closing[-1] <= index:
                closing.pop()
            if closing:
                spans.append((runs[index][0], runs[closing[-1]][1]))
                index = closing[-1]
            index += 1
    return spans
