"""Groups of cards: cashtags alone in their paragraphs or lists, with the line that heads them. Used by `parse`."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from builder.words.marks.located_mark import LocatedMark
from builder.words.marks.text_blocks import TextBlock


@dataclass(frozen=True, kw_only=True)
class CardGroup:
    """Cards that stand together."""

    blocks: tuple[TextBlock, ...]  # of cashtags, in order
    lead: TextBlock | None  # the line that heads them
    number: int  # on its page, from 0

    @property
    def start(self) -> int:
        return self.lead.start if self.lead else self.blocks[0].start

    @property
    def end(self) -> int:
        return self.blocks[-1].end


def group_cards(blocks: list[TextBlock], marks: Sequence[LocatedMark]) -> tuple[list[CardGroup], list[LocatedMark]]:
    """The groups, and the marks with each cashtag in a group marked as a card of it."""
    groups: list[CardGroup] = []
    index = 0
    while index < len(blocks):
        block = blocks[index]
        if block.kind != "cashtags":
            index += 1
            continue
        last = index
        while (
            last + 1 < len(blocks) and blocks[last + 1].kind == "cashtags" and blocks[last + 1].prefix == block.prefix
        ):
            last += 1
        before = blocks[index - 1] if index else None
        lead = before if before and before.lead and before.prefix == block.prefix else None
        groups.append(
            CardGroup(
                blocks=tuple(blocks[index : last + 1]),
                lead=lead,
                number=len(groups),
            )
        )
        index = last + 1
    starts = [group.start for group in groups]
    return groups, [_in_group(mark, groups, starts) for mark in marks]


def _in_group(mark: LocatedMark, groups: list[CardGroup], starts: list[int]) -> LocatedMark:
    """The mark, as a card of the group that it lies in."""
    before = bisect_right(starts, mark.start) - 1
    group = groups[before] if before >= 0 else None
    if mark.block != "cashtag" or group is None or mark.start >= group.end:
        return mark
    return replace(mark, params={**mark.params, "place": "card", "group": group.number})
