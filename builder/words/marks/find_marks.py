"""Finds all marks of a text, one kind after the other. Used by `parse`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from builder.problem import Problem
from builder.words.marks.cashtag_marks import add_cashtags
from builder.words.marks.code_mask import CASHTAG, FENCE, NUMBER, mask_code, overwrite
from builder.words.marks.fence_marks import add_fences
from builder.words.marks.inline_marks import add_claims, add_numbers
from builder.words.marks.link_marks import add_links
from builder.words.marks.located_mark import LocatedMark, MarksAndProblems
from builder.words.marks.stray_braces import stray_braces
from builder.words.marks.topic_marks import add_topics
from builder.words.source_text import SourceText

_BRACE = re.compile("[{}\uff5b\uff5d]")


@dataclass(frozen=True, kw_only=True)
class FoundMarks:
    """The marks of a text, in order; none overlaps another."""

    marks: tuple[LocatedMark, ...]
    mask: str  # shows where they are, see `code_mask`
    problems: tuple[Problem, ...]


def find_marks(source: SourceText, start: int) -> FoundMarks:
    """What the text from `start` on asks for. Each kind of mark is looked for where there is none of the kinds before."""
    collected = MarksAndProblems()
    mask, fences = mask_code(source.text, start)
    blocks = add_fences(source, fences, collected)
    add_cashtags(source, mask, collected)
    mask = overwrite(mask, _spans(collected, "cashtag"), CASHTAG)
    if _BRACE.search(mask):
        mask = overwrite(mask, add_numbers(source, mask, collected), NUMBER)
        mask = overwrite(mask, add_claims(source, mask, collected), NUMBER)
    collected.problems += stray_braces(source, mask)
    mask = add_links(source, mask, collected)
    if "#" in mask or "\uff03" in mask:
        add_topics(source, mask, collected)
    return FoundMarks(
        marks=_outermost(collected.marks), mask=_with_blocks(mask, blocks), problems=tuple(collected.problems)
    )


def _spans(collected: MarksAndProblems, block: str) -> list[tuple[int, int]]:
    return sorted((mark.start, mark.end) for mark in collected.marks if mark.block == block)


def _with_blocks(mask: str, blocks: list[tuple[int, int]]) -> str:
    """The mask with chart and funds blocks, of which each is one block of text: its line breaks are overwritten, too."""
    pieces, done = [], 0
    for start, end in blocks:
        pieces += [mask[done:start], FENCE * (end - start)]
        done = end
    return "".join([*pieces, mask[done:]])


def _outermost(marks: list[LocatedMark]) -> tuple[LocatedMark, ...]:
    """The marks in order, without those inside another, which are problems already."""
    outermost: list[LocatedMark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if not outermost or mark.start >= outermost[-1].end:
            outermost.append(mark)
    return tuple(outermost)
