"""The mask of a text in, its blocks out: which lines are an image, a table, a caption, cashtags alone, or just text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from builder.words.marks.code_mask import FIGURE, IMAGE, TAG

CAPTION = re.compile(r"[ \t>]*(?P<kind>[图表])[ \t]*\d{0,3}[ \t]*[:\uff1a][ \t]*(?=\S)")
_PREFIX = re.compile(r"(?:[ \t]*>)*[ \t]*")
_TAGS = re.compile(rf"(?:(?:[-*+]|\d{{1,9}}[.)])[ \t]+)?{TAG}(?:{TAG}|[\s、,\uff0c;\uff1b/])*")
_IMAGES = re.compile(rf"{IMAGE}[{IMAGE}\s]*")
_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_COLON = re.compile(r".*[:\uff1a][ \t]*(?:\*\*|__)?[ \t]*")
_HEADING = re.compile(r"#{1,6}(?:[ \t]|$)|!!![ \t]")
_ALONE = {"fence", "heading"}  # need no blank line around them
_NOT_LEAD = re.compile(r"#|>|\||[-*+][ \t]|\d{1,9}[.)][ \t]|!!!|\[\^|:[ \t]")


@dataclass(frozen=True, kw_only=True)
class TextBlock:
    """Lines that belong together: text[start:end], whole lines without the last line break."""

    kind: str  # "text", "heading", "tags", "images", "table", "fence" or "caption"
    start: int
    end: int
    prefix: str = ""  # indentation and quotation marks before its first line
    lead: bool = False  # one line of text that ends in a colon: it may head the cards that follow


class _Line(NamedTuple):  # there is one for every line of every text, and a dataclass takes four times as long to make
    kind: str
    start: int
    end: int
    prefix: str
    text: str  # the mask's, without its prefix


def blocks(mask: str, start: int) -> list[TextBlock]:
    """The blocks of a text from `start` on, in order; blank lines only part them."""
    found: list[TextBlock] = []
    paragraph: list[_Line] = []
    at = start
    while at <= len(mask):
        end = mask.find("\n", at)
        end = len(mask) if end < 0 else end
        line = _line(mask, at, end)
        if paragraph and line.kind != paragraph[-1].kind and {line.kind, paragraph[-1].kind} & _ALONE:
            found += _paragraph(paragraph)
            paragraph = []
        if line.kind != "blank":
            paragraph.append(line)
        elif paragraph:
            found += _paragraph(paragraph)
            paragraph = []
        at = end + 1
    return found + (_paragraph(paragraph) if paragraph else [])


def _line(mask: str, at: int, end: int) -> _Line:
    prefix = _PREFIX.match(mask, at, end) if mask[at:end].startswith((" ", "\t", ">")) else None
    cut = prefix.end() if prefix else at
    text = mask[cut:end]
    kind = "text"
    if not text:
        kind = "blank"
    elif FIGURE in text:
        kind = "fence"
    elif text[0] in "#!" and _HEADING.match(text):
        kind = "heading"
    elif TAG in text and _TAGS.fullmatch(text):
        kind = "tags"
    elif text[0] == IMAGE and _IMAGES.fullmatch(text):
        kind = "images"
    elif text[0] in "图表" and CAPTION.match(text):
        kind = "caption"
    return _Line(kind, at, end, mask[at:cut], text)


def _paragraph(lines: list[_Line]) -> list[TextBlock]:
    """The blocks of lines without a blank one between them."""
    if len(lines) == 1:  # neither a table nor a caption with more than its line: what it is says it all
        return [_block(lines[0].kind, lines)]
    kinds = {line.kind for line in lines}
    if kinds <= {"images", "caption"}:
        return [
            _block(kind, run)
            for kind, run in _runs(lines)
            for run in ([run] if kind == "images" else [[x] for x in run])
        ]
    if kinds in ({"fence"}, {"tags"}, {"heading"}):
        return [_block(lines[0].kind, lines)]
    if lines[0].kind == "text" and lines[-1].kind == "tags" and {one.kind for one in lines[1:]} == {"tags"}:
        head = _block("text", lines[:1])
        return [head, _block("tags", lines[1:])] if head.lead else [_block("text", lines)]
    table = next(
        (i for i, line in enumerate(lines[:-1]) if "|" in line.text and _is_rule(lines[i + 1].text)),
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
    return "-" in text and "|" in text and bool(_RULE.fullmatch(text))


def _runs(lines: list[_Line]) -> list[tuple[str, list[_Line]]]:
    found: list[tuple[str, list[_Line]]] = []
    for line in lines:
        if found and found[-1][0] == line.kind:
            found[-1][1].append(line)
        else:
            found.append((line.kind, [line]))
    return found


def _block(kind: str, lines: list[_Line]) -> TextBlock:
    first = lines[0]
    lead = kind == "text" and len(lines) == 1 and len(first.text) <= 80 and _is_lead(first.text)
    return TextBlock(kind=kind, start=first.start, end=lines[-1].end, prefix=first.prefix, lead=lead)


def _is_lead(text: str) -> bool:
    if not text.rstrip(" \t*_").endswith((":", "\uff1a")):  # as most lines: the dear search for the colon is left out
        return False
    return bool(_COLON.fullmatch(text)) and not _NOT_LEAD.match(text) and text.isprintable() and "](" not in text
