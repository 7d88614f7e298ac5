"""A text and what was found in it in, the Markdown with holes out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from builder.model import hole
from builder.words.marks.card_groups import CardGroup
from builder.words.marks.figure_captions import CaptionedFigure
from builder.words.marks.located_mark import LocatedMark
from builder.words.marks.text_blocks import CAPTION, TextBlock

_HOLE = re.compile("\ue000[^\ue001]*\ue001")
_MARKUP = re.compile(r"!?\[([^\]]*)\](?:\([^()]*\)|\{[^{}]*\})|\{\{[^{}]*\}\}|\*\*|__|`|\[\^[^\]]*\]")
_NOT_BLANK = re.compile(r"[^\s>]")
_PLACES = {"图": "tu", "表": "biao"}


@dataclass(frozen=True, kw_only=True)
class Holes:
    """A text whose marks are known, in order and apart from each other."""

    text: str
    marks: tuple[LocatedMark, ...]
    topics: tuple[str, ...]

    @cached_property
    def _edits(self) -> list[tuple[int, int, str]]:
        edits, number = [], 0
        for mark in self.marks:
            if mark.block == "topic":
                edits.append((mark.start, mark.end, hole(f"t{self.topics.index(str(mark.params['topic']))}")))
                continue
            if mark.hole:
                edits.append((mark.start, mark.end, hole(number)))
            number += 1
        return edits

    def within(self, start: int, end: int) -> str:
        """text[start:end] with its holes."""
        parts, done = [], start
        for at in range(bisect_left(self._edits, (start,)), len(self._edits)):
            first, last, name = self._edits[at]
            if first >= end:
                break
            parts += [self.text[done:first], name]
            done = last
        return "".join([*parts, self.text[done:end]])

    def alone(self, start: int, end: int) -> str:
        """The holes of text[start:end], without the text."""
        return "".join(_HOLE.findall(self.within(start, end)))

    def caption(self, block: TextBlock) -> str:
        """A caption as plain text, without its `图:` and without markup, numbers left out."""
        words = _MARKUP.sub(lambda match: match[1] or "", self._caption(block, self.text[block.start : block.end]))
        return " ".join(words.split())

    def caption_markdown(self, block: TextBlock) -> str:
        """A caption as Markdown with holes, without its `图:`."""
        return self._caption(block, self.within(block.start, block.end))

    @staticmethod
    def _caption(block: TextBlock, text: str) -> str:
        match = CAPTION.match(text)
        lines = text[match.end() if match else 0 :].split("\n")
        return " ".join(line.strip(" \t>") for line in lines)


def place_of(kind: str, number: int) -> str:
    """The id of a figure, e.g. "tu-1" or "biao-2"; as a hole it stands before a caption in the Markdown."""
    return f"{_PLACES[kind]}-{number}"


def with_edits(holes: Holes, start: int, groups: Sequence[CardGroup], figures: Sequence[CaptionedFigure]) -> str:
    """The Markdown from `start` on: marks give way to holes, cards and figures stand in paragraphs of their own.

    A captioned figure is two paragraphs: its place, e.g. the hole "tu-1", with the caption; then the figure itself.
    """
    edits = [(one.start, one.end, one.prefix + holes.alone(one.start, one.end)) for one in groups]
    edits += [(one.start, one.end, _figure(holes, one)) for one in figures]
    known = [(first, last) for first, last, _ in edits]
    for mark in holes.marks:
        if mark.block == "funds" and not any(first <= mark.start < last for first, last in known):
            line = holes.text.rfind("\n", 0, mark.start) + 1
            edits.append((line, mark.end, holes.text[line : mark.start] + holes.alone(mark.start, mark.end)))
    parts, done = [], start
    for first, last, text in sorted(edits):
        parts += [holes.within(done, first), "" if _blank_before(holes.text, start, first) else "\n", text]
        parts.append("" if _blank_after(holes.text, last) else "\n")
        done = last
    return "".join([*parts, holes.within(done, len(holes.text))])


def _blank_before(text: str, start: int, first: int) -> bool:
    line = max(start, text.rfind("\n", start, max(start, first - 1)) + 1)
    return not text[line:first].strip(" \t>\n")


def _blank_after(text: str, last: int) -> bool:
    following = text.find("\n", last + 1)
    return not text[last : following if following >= 0 else len(text)].strip(" \t>\n")


def _figure(holes: Holes, figure: CaptionedFigure) -> str:
    first = figure.blocks[0]
    head, raw = first.prefix, "\n".join(holes.within(block.start, block.end) for block in figure.blocks)
    if first.kind == "fence":
        mark = next(mark.start for mark in holes.marks if first.start <= mark.start < first.end)
        head, found = holes.text[first.start : mark], holes.alone(first.start, first.end)
        if figure.caption is None:
            return head + found
        raw = _NOT_BLANK.sub(" ", head) + found
    words = holes.caption_markdown(figure.caption) if figure.caption else ""
    return f"{head}{hole(place_of(figure.kind, figure.number))}{words}\n\n{raw}"
