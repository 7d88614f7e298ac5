"""Cuts a text into blocks: images, a table, a caption, cashtags alone, or plain text. Used by `parse`.

It reads the mask of the text, which shows where the cashtags, images and fences are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from builder.words.marks.code_mask import CASHTAG, FENCE, IMAGE

CAPTION = re.compile(r"[ \t>]*+(?P<kind>[图表])[ \t]*+\d{0,3}[ \t]*+[:\uff1a][ \t]*+(?=\S)")
_PREFIX = re.compile(r"(?:[ \t]*>)*[ \t]*")
_CONTAINERS = re.compile(r"(?:[ \t]*(?:>|(?:[-*+:~]|\d{1,9}[.)]|\[\^[^\[\]\n]*\]:)(?=[ \t])))*")
_CASHTAGS = re.compile(rf"(?:(?:[-*+]|\d{{1,9}}[.)])[ \t]+)?{CASHTAG}(?:{CASHTAG}|[\s、,\uff0c;\uff1b/])*")
_IMAGES = re.compile(rf"{IMAGE}[{IMAGE}\s]*")
_RULE = re.compile(r"\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+")
_COLON = re.compile(r".*[:\uff1a][ \t]*(?:\*\*|__)?[ \t]*")
_HEADING = re.compile(r"#{1,6}(?:[ \t]|$)|!!![ \t]")
_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]")
_FIGURE_LINES = {"images", "caption"}
_NEED_NO_BLANK_LINE = {"fence", "heading"}
_NOT_LEAD = re.compile(r"#|>|\||[-*+][ \t]|\d{1,9}[.)][ \t]|!!!|\[[^\[\]]*\]:|:[ \t]")


@dataclass(frozen=True, kw_only=True)
class TextBlock:
    """Lines that belong together: text[start:end], whole lines without the last line break."""

    kind: str  # "text", "heading", "cashtags", "images", "table", "fence" or "caption"
    start: int
    end: int
    prefix: str = ""  # indentation and quotation marks before its first line
    lead: bool = False  # whether it may head the cards that follow: one line of text that ends in a colon


class _Line(NamedTuple):  # there is one for every line of every text, and a dataclass takes four times as long to make
    kind: str
    start: int
    end: int
    prefix: str
    text: str  # the mask's, without its prefix


def split_blocks(mask: str, start: int) -> list[TextBlock]:
    """The blocks of a text from `start` on, in order; blank lines belong to none."""
    blocks: list[TextBlock] = []
    paragraph: list[_Line] = []
    line_start = start
    while line_start <= len(mask):
        end = mask.find("\n", line_start)
        end = len(mask) if end < 0 else end
        line = _line(mask, line_start, end)
        if paragraph and _begins_a_block(line, paragraph[-1]):
            blocks += _paragraph_blocks(paragraph)
            paragraph = []
        if line.kind != "blank":
            paragraph.append(line)
        elif paragraph:
            blocks += _paragraph_blocks(paragraph)
            paragraph = []
        line_start = end + 1
    return blocks + (_paragraph_blocks(paragraph) if paragraph else [])


def paragraph_lines(text: str, start: int, end: int) -> list[tuple[int, str]]:
    """The lines of text[start:end], a part of a paragraph, with their offsets: without blanks around them.

    They are without the signs of quotations that the paragraph lies in, too.
    """
    containers = _CONTAINERS.match(text, text.rfind("\n", 0, start) + 1)
    quotations = containers[0].count(">") if containers else 0
    lines: list[tuple[int, str]] = []
    line_start = start
    for number, line in enumerate(text[start:end].split("\n")):
        words = line.lstrip(" \t")
        for _ in range(quotations if number else 0):
            words = words.removeprefix(">").lstrip(" \t")
        lines.append((line_start + len(line) - len(words), words.rstrip(" \t")))
        line_start += len(line) + 1
    return lines


def _begins_a_block(line: _Line, before: _Line) -> bool:
    if line.kind == before.kind:
        return False
    # An item of a list ends what stands in the one before.
    is_next_item = line.kind == "text" and before.kind in _FIGURE_LINES and _ITEM.match(line.text)
    return bool(is_next_item or {line.kind, before.kind} & _NEED_NO_BLANK_LINE)


def _line(mask: str, start: int, end: int) -> _Line:
    prefix = _PREFIX.match(mask, start, end) if mask[start:end].startswith((" ", "\t", ">")) else None
    text_start = prefix.end() if prefix else start
    text = mask[text_start:end]
    kind = "text"
    if not text:
        kind = "blank"
    elif FENCE in text:
        kind = "fence"
    elif text[0] in "#!" and _HEADING.match(text):
        kind = "heading"
    elif CASHTAG in text and _CASHTAGS.fullmatch(text):
        kind = "cashtags"
    elif text[0] == IMAGE and _IMAGES.fullmatch(text):
        kind = "images"
    elif text[0] in "图表" and CAPTION.match(text):
        kind = "caption"
    return _Line(kind, start, end, mask[start:text_start], text)


def _paragraph_blocks(lines: list[_Line]) -> list[TextBlock]:
    """The blocks of lines without a blank one between them."""
    if len(lines) == 1:  # neither a table nor a caption of several lines
        return [_block(lines[0].kind, lines)]
    kinds = {line.kind for line in lines}
    if kinds <= _FIGURE_LINES:
        return [
            _block(kind, block_lines)
            for kind, run in _runs(lines)
            for block_lines in ([run] if kind == "images" else [[line] for line in run])
        ]
    if kinds in ({"fence"}, {"cashtags"}, {"heading"}):
        return [_block(lines[0].kind, lines)]
    if lines[0].kind == "text" and lines[-1].kind == "cashtags" and {line.kind for line in lines[1:]} == {"cashtags"}:
        head = _block("text", lines[:1])
        return [head, _block("cashtags", lines[1:])] if head.lead else [_block("text", lines)]
    table = next(
        (index for index, line in enumerate(lines[:-1]) if "|" in line.text and _is_rule(lines[index + 1].text)),
        None,
    )
    if table is not None and all(line.kind == "caption" for line in lines[:table]):
        last = len(lines)
        while last > table + 2 and lines[last - 1].kind == "caption" and "|" not in lines[last - 1].text:
            last -= 1
        captions = [_block("caption", [line]) for line in lines]
        return [*captions[:table], _block("table", lines[table:last]), *captions[last:]]
    if lines[0].kind == "caption" and {line.kind for line in lines[1:]} <= {"text"}:
        return [_block("caption", lines)]
    return [_block("text", lines)]


def _is_rule(text: str) -> bool:
    """Whether a line parts the head of a table from its rows, e.g. "|---|--:|"."""
    return "-" in text and "|" in text and bool(_RULE.fullmatch(text))


def _runs(lines: list[_Line]) -> list[tuple[str, list[_Line]]]:
    """The lines, those of one kind that follow each other together."""
    return [(kind, list(run)) for kind, run in groupby(lines, key=lambda line: line.kind)]


def _block(kind: str, lines: list[_Line]) -> TextBlock:
    first = lines[0]
    lead = kind == "text" and len(lines) == 1 and len(first.text) <= 80 and _is_lead(first.text)
    return TextBlock(kind=kind, start=first.start, end=lines[-1].end, prefix=first.prefix, lead=lead)


def _is_lead(text: str) -> bool:
    """Whether a line of text may head cards: it ends in a colon."""
    if not text.rstrip(" \t*_").endswith((":", "\uff1a")):  # most lines: this spares them the slow search
        return False
    return (
        bool(_COLON.fullmatch(text))
        and any(map(str.isalnum, text))
        and not _NOT_LEAD.match(text)
        and text.isprintable()
        and "](" not in text
    )
