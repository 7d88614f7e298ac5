"""Figures: images, tables and charts with their captions and running numbers. Used by `parse`.

A caption belongs to the figure before it; where a run of captions and figures begins with a caption and ends with a
figure, each caption belongs to the figure after it. Labels such as `(上)` and `(下)` in a caption join the images that
they name to one figure.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from builder.words.marks.text_blocks import CAPTION, TextBlock

LABEL = re.compile(r"[(\uff08]((?:[上中下左右]){1,2}|[a-h])[)\uff09]")
_FIGURES = ("images", "table", "fence")


@dataclass(frozen=True, kw_only=True)
class CaptionedFigure:
    """A figure and its caption, in text[start:end]."""

    blocks: tuple[TextBlock, ...]  # of the figure itself, in order
    caption: TextBlock | None
    kind: str  # "图" or "表"
    number: int  # among its kind on its page

    @property
    def start(self) -> int:
        return min(self.blocks[0].start, self.caption.start) if self.caption else self.blocks[0].start

    @property
    def end(self) -> int:
        return max(self.blocks[-1].end, self.caption.end) if self.caption else self.blocks[-1].end


@dataclass(kw_only=True)
class _RunItem:
    """A figure's blocks, or a caption, in a run of both."""

    blocks: tuple[TextBlock, ...]
    caption: TextBlock | None = None

    @property
    def is_caption(self) -> bool:
        return self.blocks[0].kind == "caption"


def captioned_figures(
    text: str,
    blocks: list[TextBlock],
    count_images: Callable[[TextBlock], int],
    is_chart: Callable[[TextBlock], bool],
) -> list[CaptionedFigure]:
    """Every figure with a caption, and every chart, in order."""
    counts = {"图": 0, "表": 0}
    figures: list[CaptionedFigure] = []
    for run in _runs(blocks):
        for item in _with_captions(_with_sub_figures(text, run, count_images)):
            kind = "图"
            if item.caption:
                match = CAPTION.match(text, item.caption.start)
                kind = match["kind"] if match else kind
            elif not is_chart(item.blocks[0]):
                continue
            counts[kind] += 1
            figures.append(CaptionedFigure(blocks=item.blocks, caption=item.caption, kind=kind, number=counts[kind]))
    return figures


def _runs(blocks: list[TextBlock]) -> list[list[TextBlock]]:
    """Figures and captions that follow each other with nothing between."""
    runs: list[list[TextBlock]] = [[]]
    for block in blocks:
        if block.kind in _FIGURES or block.kind == "caption":
            if runs[-1] and runs[-1][-1].prefix != block.prefix:
                runs.append([])
            runs[-1].append(block)
        elif runs[-1]:
            runs.append([])
    return runs


def _with_sub_figures(text: str, run: list[TextBlock], count_images: Callable[[TextBlock], int]) -> list[_RunItem]:
    """The items of a run; images that one caption labels, before it or else after it, are one item."""
    items: list[_RunItem] = []
    position = 0
    while position < len(run):
        block = run[position]
        position += 1
        labels = len(LABEL.findall(text[block.start : block.end])) if block.kind == "caption" else 0
        before = _labelled((item.blocks for item in reversed(items)), labels, count_images)
        if before > 1:
            items[-before:] = [_joined(items[-before:])]
        items.append(_RunItem(blocks=(block,)))
        after = 0 if before else _labelled(((run[index],) for index in range(position, len(run))), labels, count_images)
        if after > 1:
            items.append(_RunItem(blocks=tuple(run[position : position + after])))
            position += after
    return items


def _labelled(items: Iterable[tuple[TextBlock, ...]], labels: int, count_images: Callable[[TextBlock], int]) -> int:
    """How many of these items a caption with so many labels names: images, until there is one for each label."""
    count, images = 0, 0
    for blocks in items:
        if labels < 2 or blocks[0].kind != "images" or count == labels or images >= labels:
            break
        count += 1
        images += sum(count_images(block) for block in blocks)
    return count


def _joined(items: list[_RunItem]) -> _RunItem:
    return _RunItem(blocks=tuple(block for item in items for block in item.blocks))


def _with_captions(items: list[_RunItem]) -> list[_RunItem]:
    """The figures of a run with their captions."""
    chain: list[_RunItem] = []  # figures and captions by turns
    for index, item in enumerate(items):
        chain.append(item)
        if index + 1 < len(items) and items[index + 1].is_caption != item.is_caption:
            continue
        captions_first = chain[0].is_caption and not chain[-1].is_caption
        for former, latter in pairwise(chain):
            if captions_first and former.is_caption:
                latter.caption = former.blocks[0]
            elif not captions_first and latter.is_caption:
                former.caption = latter.blocks[0]
        chain = []
    return [item for item in items if not item.is_caption]


def figure_around(figures: Sequence[CaptionedFigure], offset: int) -> CaptionedFigure | None:
    """The figure that an offset lies in. The figures are in order."""
    before = bisect_right(figures, offset, key=lambda figure: figure.start) - 1
    return figures[before] if before >= 0 and offset < figures[before].end else None
