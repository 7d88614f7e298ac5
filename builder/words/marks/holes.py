"""The Markdown of a page with holes in place of its marks. Used by `parse`, when all marks, cards and figures are known."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from builder.html_tokens import HOLE
from builder.model import hole
from builder.words.marks.card_groups import CardGroup
from builder.words.marks.figure_captions import CaptionedFigure
from builder.words.marks.located_mark import FENCES, LocatedMark
from builder.words.marks.text_blocks import CAPTION, TextBlock

_MARKUP = re.compile(r"!?\[([^\]]*)\](?:\([^()]*\)|\{[^{}]*\})|\{\{[^{}]*\}\}|\*\*|__|`|\[\^[^\]]*\]")
_NOT_BLANK = re.compile(r"[^\s>]")
_ID_PREFIXES = {"图": "tu", "表": "biao"}


@dataclass(frozen=True, kw_only=True)
class MarkedText:
    """A text whose marks are known. The marks are in order and do not overlap; a topic's hole is its index in `topics`."""

    text: str
    marks: tuple[LocatedMark, ...]
    topics: tuple[str, ...]

    @cached_property
    def _holes(self) -> list[tuple[int, int, str]]:
        """Start and end of each mark that leaves a hole, and the hole."""
        holes, number = [], 0
        for mark in self.marks:
            if mark.block == "topic":
                holes.append((mark.start, mark.end, hole(f"t{self.topics.index(str(mark.params['topic']))}")))
                continue
            if mark.hole:
                holes.append((mark.start, mark.end, hole(number)))
            number += 1
        return holes

    def between(self, start: int, end: int) -> str:
        """text[start:end] with its holes."""
        pieces, done = [], start
        for index in range(bisect_left(self._holes, (start,)), len(self._holes)):
            mark_start, mark_end, mark_hole = self._holes[index]
            if mark_start >= end:
                break
            pieces += [self.text[done:mark_start], mark_hole]
            done = mark_end
        return "".join([*pieces, self.text[done:end]])

    def holes_between(self, start: int, end: int) -> str:
        """The holes of text[start:end], without the text."""
        return "".join(match[0] for match in HOLE.finditer(self.between(start, end)))

    def caption(self, block: TextBlock) -> str:
        """A caption as plain text: without its `图:`, without markup, without numbers."""
        words = _MARKUP.sub(lambda match: match[1] or "", _caption_words(self.text[block.start : block.end]))
        return " ".join(words.split())

    def caption_markdown(self, block: TextBlock) -> str:
        """A caption as Markdown with holes, without its `图:`."""
        return _caption_words(self.between(block.start, block.end))


def markdown_with_holes(
    marked: MarkedText, start: int, groups: Sequence[CardGroup], figures: Sequence[CaptionedFigure]
) -> str:
    """The Markdown from `start` on, with holes, and with cards and figures in paragraphs of their own.

    A captioned figure becomes two paragraphs: its id as a hole, e.g. "tu-1", with its caption; then the figure itself.
    """
    edits = [(group.start, group.end, group.prefix + marked.holes_between(group.start, group.end)) for group in groups]
    edits += [(figure.start, figure.end, _figure(marked, figure)) for figure in figures]
    edited = [(start, end) for start, end, _ in edits]
    for mark in marked.marks:
        if mark.block in FENCES and not any(start <= mark.start < end for start, end in edited):
            line_start = marked.text.rfind("\n", 0, mark.start) + 1
            prefix = marked.text[line_start : mark.start]
            edits.append((line_start, mark.end, prefix + marked.holes_between(mark.start, mark.end)))
    pieces, done = [], start
    for edit_start, edit_end, paragraph in sorted(edits):
        pieces += [marked.between(done, edit_start), "" if _is_blank_before(marked.text, start, edit_start) else "\n"]
        pieces += [paragraph, "" if _is_blank_after(marked.text, edit_end) else "\n"]
        done = edit_end
    return "".join([*pieces, marked.between(done, len(marked.text))])


def _figure(marked: MarkedText, figure: CaptionedFigure) -> str:
    """The two paragraphs of a figure; a chart without a caption is its hole alone."""
    first = figure.blocks[0]
    prefix, content = first.prefix, "\n".join(marked.between(block.start, block.end) for block in figure.blocks)
    if first.kind == "fence":
        mark_start = next(mark.start for mark in marked.marks if first.start <= mark.start < first.end)
        prefix, holes = marked.text[first.start : mark_start], marked.holes_between(first.start, first.end)
        if figure.caption is None:
            return prefix + holes
        content = _NOT_BLANK.sub(" ", prefix) + holes
    words = marked.caption_markdown(figure.caption) if figure.caption else ""
    return f"{prefix}{hole(f'{_ID_PREFIXES[figure.kind]}-{figure.number}')}{words}\n\n{content}"


def _caption_words(block: str) -> str:
    """A caption's words in one line, without its `图:`."""
    match = CAPTION.match(block)
    lines = block[match.end() if match else 0 :].split("\n")
    return " ".join(line.strip(" \t>") for line in lines)


def _is_blank_before(text: str, start: int, offset: int) -> bool:
    line_start = max(start, text.rfind("\n", start, max(start, offset - 1)) + 1)
    return not text[line_start:offset].strip(" \t>\n")


def _is_blank_after(text: str, offset: int) -> bool:
    line_end = text.find("\n", offset + 1)
    return not text[offset : line_end if line_end >= 0 else len(text)].strip(" \t>\n")
