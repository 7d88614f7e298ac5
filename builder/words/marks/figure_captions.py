"""Blocks in, figures out: every image, table and chart with its caption and its running number.

A caption belongs to one figure only: to the one before it; where a run of captions and figures begins with a caption
and ends with a figure, each to the one after it. `(上)`, `(下)` … in a caption join the images they name to one figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from builder.words.marks.text_blocks import CAPTION, TextBlock

LABEL = re.compile(r"[(\uff08]((?:[上中下左右]){1,2}|[a-h])[)\uff09]")
_FIGURES = ("images", "table", "fence")


@dataclass(frozen=True, kw_only=True)
class CaptionedFigure:
    """text[start:end] holds a figure and its caption; `blocks` are those of the figure itself."""

    blocks: tuple[TextBlock, ...]
    caption: TextBlock | None
    kind: str  # "图" or "表"
    number: int  # among its kind on its page

    @property
    def start(self) -> int:
        return min(block.start for block in self._all)

    @property
    def end(self) -> int:
        return max(block.end for block in self._all)

    @property
    def _all(self) -> tuple[TextBlock, ...]:
        return (*self.blocks, self.caption) if self.caption else self.blocks


@dataclass(kw_only=True)
class _Part:
    """A figure's blocks, or a caption, in a run of both."""

    blocks: tuple[TextBlock, ...]
    caption: TextBlock | None = None

    @property
    def is_caption(self) -> bool:
        return self.blocks[0].kind == "caption"


def figures(
    text: str, blocks: list[TextBlock], images: Callable[[TextBlock], int], chart: Callable[[TextBlock], bool]
) -> list[CaptionedFigure]:
    """Every captioned figure, and every chart, in order. `images` counts a block's; `chart` knows a chart's fence."""
    counts = {"图": 0, "表": 0}
    found: list[CaptionedFigure] = []
    for run in _runs(blocks):
        for part in _bound(_joined(text, run, images)):
            kind = "图"
            if part.caption:
                match = CAPTION.match(text, part.caption.start)
                kind = match["kind"] if match else kind
            elif not chart(part.blocks[0]):
                continue
            counts[kind] += 1
            found.append(CaptionedFigure(blocks=part.blocks, caption=part.caption, kind=kind, number=counts[kind]))
    return found


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


def _joined(text: str, run: list[TextBlock], images: Callable[[TextBlock], int]) -> list[_Part]:
    """The run with images that share one caption's labels as one part."""
    parts = [_Part(blocks=(block,)) for block in run]
    for caption in [part for part in parts if part.is_caption]:
        block = caption.blocks[0]
        wanted = len(LABEL.findall(text[block.start : block.end]))
        at = next(index for index, part in enumerate(parts) if part is caption)
        first = at
        while wanted > 1 and first > 0 and parts[first - 1].blocks[0].kind == "images" and at - first < wanted:
            first -= 1
            if sum(images(one) for part in parts[first:at] for one in part.blocks) >= wanted:
                break
        if at - first > 1:
            parts[first:at] = [_Part(blocks=tuple(one for part in parts[first:at] for one in part.blocks))]
            continue
        last = at + 1
        while first == at and wanted > 1 and last < len(parts) and parts[last].blocks[0].kind == "images":
            last += 1
            if sum(images(one) for part in parts[at + 1 : last] for one in part.blocks) >= wanted:
                break
        if last - at > 2:
            parts[at + 1 : last] = [_Part(blocks=tuple(one for part in parts[at + 1 : last] for one in part.blocks))]
    return parts


def _bound(parts: list[_Part]) -> list[_Part]:
    """The figures of a run, captions given to them."""
    chain: list[_Part] = []
    for index, part in enumerate(parts):
        chain.append(part)
        if index + 1 < len(parts) and parts[index + 1].is_caption != part.is_caption:
            continue
        before = chain[0].is_caption and not chain[-1].is_caption
        for one, next_ in pairwise(chain):
            if before and one.is_caption:
                next_.caption = one.blocks[0]
            elif not before and next_.is_caption:
                one.caption = next_.blocks[0]
        chain = []
    return [part for part in parts if not part.is_caption]
