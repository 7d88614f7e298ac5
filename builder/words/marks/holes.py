"""The Markdown of a page with holes in place of its marks. Used by `parse`, when all marks, cards and figures are known."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from builder.html_tokens import HOLE
from builder.model import hole
from builder.words.marks.card_groups import CardGroup
from builder.words.marks.figure_captions import CaptionedFigure
from builder.words.marks.located_mark import FENCES, LocatedMark
from builder.words.marks.text_blocks import CAPTION, TextBlock, paragraph_lines
from builder.words.syntax.inline_words import read_words

_MARKUP = re.compile(r"!?\[([^\[\]]*+)\](?:\([^()]*+\)|\{[^{}]*+\})|\{\{[^{}]*+\}\}|\[\^[^\[\]]*+\]")
_BREAK = re.compile("\n")
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
        """Start and end of what each mark leaves a hole for, and what takes its place, in order."""
        holes: dict[tuple[int, int], str] = {}
        number = 0
        topic_indexes = {topic: index for index, topic in enumerate(self.topics)}
        for mark in self.marks:
            if mark.block == "topic":
                holes[mark.start, mark.end] = hole(f"t{topic_indexes[str(mark.params['topic'])]}")
                continue
            if mark.hole:  # pictures that share an address share its hole
                before, behind = mark.rewritten
                holes.setdefault(mark.address or (mark.start, mark.end), f"{before}{hole(number)}{behind}")
            number += 1
        return [(start, end, replacement) for (start, end), replacement in sorted(holes.items())]

    def between(self, start: int, end: int) -> str:
        """text[start:end] with its holes."""
        return "".join(piece for piece, _ in self.pieces(start, end))

    def pieces(self, start: int, end: int) -> Iterator[tuple[str, int]]:
        """text[start:end] with its holes, cut before and behind each: the pieces with their offsets in the text."""
        done = start
        for mark_start, mark_end, replacement in self.holes_from(start):
            if mark_start >= end:
                break
            yield self.text[done:mark_start], done
            yield replacement, mark_start
            done = mark_end
        yield self.text[done:end], done

    def holes_from(self, start: int) -> Iterator[tuple[int, int, str]]:
        """Start and end of each hole's text from `start` on, and what takes its place."""
        for index in range(bisect_left(self._holes, (start,)), len(self._holes)):
            yield self._holes[index]

    def holes_between(self, start: int, end: int) -> str:
        """The holes of text[start:end], without the text."""
        return "".join(match[0] for match in HOLE.finditer(self.between(start, end)))

    def caption(self, block: TextBlock) -> str:
        """A caption as plain text: without its `图:`, without markup, without numbers."""
        lines = self._caption_lines(block, self.text[block.start : block.end])
        return read_words(_MARKUP.sub(lambda match: match[1] or "", "\n".join(lines))).text

    def caption_lines(self, block: TextBlock) -> list[str]:
        """The lines of a caption as Markdown with holes, without its `图:`."""
        return self._caption_lines(block, self.between(block.start, block.end))

    def _caption_lines(self, block: TextBlock, caption: str) -> list[str]:
        match = CAPTION.match(caption)
        return paragraph_lines(self.text, block.start, caption[match.end() if match else 0 :])


@dataclass(frozen=True, kw_only=True)
class HoledMarkdown:
    """A page's Markdown, and where its lines are in the source file."""

    text: str
    lines: tuple[
        tuple[int, int], ...
    ]  # line of the Markdown and line of the source, both from 0; then both count alike


def markdown_with_holes(
    marked: MarkedText, start: int, groups: Sequence[CardGroup], figures: Sequence[CaptionedFigure]
) -> HoledMarkdown:
    """The Markdown from `start` on, with holes, and with cards and figures in paragraphs of their own.

    The line that heads cards becomes a paragraph before theirs: the hole "lead" with its words. A captioned figure becomes two
    paragraphs: its id as a hole, e.g. "tu-1", with its caption; then the figure itself.
    """
    edits = [(group.start, group.end, _blank_line(group.blocks[0].prefix), _cards(marked, group)) for group in groups]
    edits += [
        (figure.start, figure.end, _blank_line(figure.blocks[0].prefix), _figure(marked, figure)) for figure in figures
    ]
    edited = sorted((start, end) for start, end, _, _ in edits)
    for mark in marked.marks:
        if mark.block not in FENCES:
            continue
        before = bisect_right(edited, (mark.start, len(marked.text))) - 1
        if before < 0 or mark.start >= edited[before][1]:
            line_start = marked.text.rfind("\n", 0, mark.start) + 1
            prefix = marked.text[line_start : mark.start]
            paragraph = prefix + marked.holes_between(mark.start, mark.end)
            edits.append((line_start, mark.end, _blank_line(prefix), [(paragraph, line_start)]))
    pieces: list[tuple[str, int]] = []
    done = start
    for edit_start, edit_end, blank_line, edited_pieces in sorted(edits):
        pieces += marked.pieces(done, edit_start)
        pieces.append(("" if _is_blank_before(marked.text, start, edit_start) else blank_line, edit_start))
        pieces += edited_pieces
        pieces.append(("" if _is_blank_after(marked.text, edit_end) else f"\n{blank_line[:-1]}", edit_end))
        done = edit_end
    pieces += marked.pieces(done, len(marked.text))
    return HoledMarkdown(text="".join(piece for piece, _ in pieces), lines=_lines(marked.text, pieces))


def _cards(marked: MarkedText, group: CardGroup) -> list[tuple[str, int]]:
    """The paragraph of a group's cards, and before it that of the line that heads them, without its colon."""
    start, lead = group.blocks[0].start, group.lead
    prefix = group.blocks[0].prefix
    cards = [(prefix + marked.holes_between(start, group.end), start)]
    if lead is None:
        return cards
    words = _without_colon(marked.between(lead.start + len(lead.prefix), lead.end))
    return [(f"{prefix}{hole('lead')} {words}\n", lead.start), (_blank_line(prefix), lead.end), *cards]


def _without_colon(lead: str) -> str:
    """The line that heads cards without the colon at its end; the whole line may be bold, with its colon."""
    lead = lead.strip()
    bold = lead[-2:] if lead.endswith(("**", "__")) else ""
    return lead.removesuffix(bold).rstrip(" \t:\uff1a") + bold


def _lines(text: str, pieces: Sequence[tuple[str, int]]) -> tuple[tuple[int, int], ...]:
    """As `HoledMarkdown.lines`, of pieces with their offsets in the text."""
    breaks = [match.start() for match in _BREAK.finditer(text)]
    lines: list[tuple[int, int]] = []
    line, begins_line = 0, True

    def add(line: int, source_line: int) -> None:
        if not lines or source_line - line != lines[-1][1] - lines[-1][0]:
            lines.append((line, source_line))

    for piece, offset in pieces:
        if not piece:
            continue
        source_line = bisect_left(breaks, offset)
        if begins_line:
            add(line, source_line)
        if "\n" in piece[:-1]:
            add(line + 1, source_line + 1)
        line += piece.count("\n")
        begins_line = piece.endswith("\n")
    return tuple(lines)


def _figure(marked: MarkedText, figure: CaptionedFigure) -> list[tuple[str, int]]:
    """The two paragraphs of a figure, in pieces with their offsets; a chart without a caption is its hole alone."""
    first = figure.blocks[0]
    prefix = first.prefix
    content: list[tuple[str, int]] = []
    for block in figure.blocks:
        content += [("\n" if content else _blank_line(prefix), block.start), *marked.pieces(block.start, block.end)]
    mark_start = next((mark_start for mark_start, _, _ in marked.holes_from(first.start)), first.end)
    if first.kind == "fence" and mark_start < first.end:  # one that cannot be read has no mark, and stays text
        prefix, holes = marked.text[first.start : mark_start], marked.holes_between(first.start, first.end)
        if figure.caption is None:
            return [(prefix + holes, first.start)]
        content = [(_blank_line(prefix), first.start), (_NOT_BLANK.sub(" ", prefix) + holes, first.start)]
    lines, start = [""], first.start
    if figure.caption:
        lines, start = marked.caption_lines(figure.caption), figure.caption.start
    words = f"\n{_NOT_BLANK.sub(' ', prefix)}".join(lines)
    return [(f"{prefix}{hole(f'{_ID_PREFIXES[figure.kind]}-{figure.number}')} {words}\n", start), *content]


def _blank_line(prefix: str) -> str:
    """A blank line behind lines with this prefix: in a quotation it has its signs, since without them the quotation ends."""
    return prefix[: prefix.rfind(">") + 1] + "\n"


def _is_blank_before(text: str, start: int, offset: int) -> bool:
    line_start = max(start, text.rfind("\n", start, max(start, offset - 1)) + 1)
    return not text[line_start:offset].strip(" \t>\n")


def _is_blank_after(text: str, offset: int) -> bool:
    line_end = text.find("\n", offset + 1)
    return not text[offset : line_end if line_end >= 0 else len(text)].strip(" \t>\n")
