"""Blocks in, groups of cards out: cashtags alone in their paragraphs or lists, with the line that leads them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from builder.words.marks.located_mark import LocatedMark
from builder.words.marks.text_blocks import TextBlock

_EMPHASIS = re.compile(r"\*\*|__")


@dataclass(frozen=True, kw_only=True)
class CardGroup:
    """Cards that stand together: text[start:end] gives way to them."""

    start: int
    end: int
    prefix: str
    lead: str
    number: int


def groups(text: str, blocks: list[TextBlock], marks: list[LocatedMark]) -> tuple[list[CardGroup], list[LocatedMark]]:
    """The groups, and the marks with their cashtags placed: "card" and the group's number where they stand in one."""
    found: list[CardGroup] = []
    index = 0
    while index < len(blocks):
        block = blocks[index]
        if block.kind != "tags":
            index += 1
            continue
        last = index
        while last + 1 < len(blocks) and blocks[last + 1].kind == "tags" and blocks[last + 1].prefix == block.prefix:
            last += 1
        before = blocks[index - 1] if index else None
        led = before if before and before.lead and before.prefix == block.prefix else None
        found.append(
            CardGroup(
                start=led.start if led else block.start,
                end=blocks[last].end,
                prefix=block.prefix,
                lead=_lead(text[led.start : led.end]) if led else "",
                number=len(found),
            )
        )
        index = last + 1
    starts = [one.start for one in found]
    return found, [_placed(mark, found, starts) for mark in marks]


def _lead(line: str) -> str:
    return _EMPHASIS.sub("", line).strip().rstrip(":\uff1a").strip()


def _placed(mark: LocatedMark, found: list[CardGroup], starts: list[int]) -> LocatedMark:
    before = bisect_right(starts, mark.start) - 1
    group = found[before] if before >= 0 else None
    if mark.block != "cashtag" or group is None or mark.start >= group.end:
        return mark
    return replace(mark, params={**mark.params, "place": "card", "group": group.number, "lead": group.lead})
