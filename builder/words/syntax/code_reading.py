"""Where the code of a Markdown text is, as the parser reads it. Used by `code_mask`.

Only the blocks are read, and the words of those that may hold code.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from builder.words.syntax.code import note_spans
from builder.words.syntax.faults import LINE
from builder.words.syntax.fences import is_closed
from builder.words.syntax.parser import markdown_parser
from builder.words.syntax.raw_html import comments

_MAY_BE_CODE = re.compile("`|~~~|<!--| {4}|\t")
_BREAK = re.compile("\n")
_CELLS = ("th_open", "td_open")


@dataclass(frozen=True, kw_only=True)
class FencedCode:
    """A fenced block: its offsets in the text, what its first line says, and its lines without their indentation."""

    start: int
    end: int  # after the closing rail, before its line break
    info: str  # e.g. "chart"
    body: str
    body_indent: int
    closed: bool


def read_code(text: str, start: int = 0) -> tuple[Sequence[tuple[int, int]], Sequence[FencedCode]]:
    """The spans of code and of comments in text[start:], and its fences, each in order."""
    reading = _Reading(text, start)
    if _MAY_BE_CODE.search(text, start):
        reading.read()
    return reading.code, reading.fences


@cache
def _parser() -> MarkdownIt:
    return markdown_parser()


class _Reading:
    """Reads the blocks of text[start:], one after the other."""

    def __init__(self, text: str, start: int) -> None:
        self.fences: list[FencedCode] = []
        self.code: list[tuple[int, int]] = []
        self._text = text
        self._starts = [start]  # of each line, from `start` on
        self._env: dict[str, Any] = {LINE: 0}
        self._cell = (-1, 0)  # line of the last cell of a table, and the offset behind it in this line

    def read(self) -> None:
        text, start = self._text, self._starts[0]
        self._starts += [match.end() for match in _BREAK.finditer(text, start)]
        self._starts.append(len(text) + 1)
        tokens: list[Token] = []
        md = _parser()
        md.block.parse(text[start:], md, self._env, tokens)
        for index, token in enumerate(tokens):
            if token.map is None:
                continue
            if token.type == "fence":
                self._fence(token, *token.map)
            elif token.type == "code_block":
                self.code.append(self._lines(*token.map))
            elif token.type == "html_block":
                first, last = self._lines(*token.map)
                self.code += [(first + begin, first + end) for begin, end in comments(text[first:last])]
            elif token.type == "inline":
                self._words(token, token.map[0], tokens[index - 1].type in _CELLS)

    def _lines(self, first: int, last: int) -> tuple[int, int]:
        """Start and end of lines, without their last line break. `last` is the line behind them."""
        return self._starts[first], max(self._starts[first], self._starts[max(last, first + 1)] - 1)

    def _fence(self, token: Token, first: int, last: int) -> None:
        line_end = self._lines(first, first + 1)[1]
        body_line = self._text[slice(*self._lines(first + 1, first + 2))] if last > first + 1 else ""
        self.fences.append(
            FencedCode(
                start=line_end - len(token.info) - len(token.markup),
                end=self._lines(first, last)[1],
                info=token.info.strip(),
                body=token.content,
                body_indent=max(0, len(body_line) - len(token.content.split("\n", 1)[0])),
                closed=is_closed(token),
            )
        )

    def _words(self, token: Token, line: int, is_cell: bool) -> None:
        """Adds the code and the comments among the words of a block; a cell's words have bars that are written `\\|`."""
        if not is_cell and "`" not in token.content and "<!--" not in token.content:
            return
        spans = note_spans(self._env, token.content)
        if "`" in token.content or "<!--" in token.content:
            _parser().inline.parse(token.content, _parser(), self._env, [])
        places: list[tuple[int, int, str]] = []  # of each line: offsets in the content and in the text, the words
        done = 0
        for number, words in enumerate(token.content.split("\n")):
            start, end = self._lines(line + number, line + number + 1)
            written = words.strip().replace("|", "\\|") if is_cell else words.strip()
            source = self._text[start:end].rstrip()
            if is_cell:
                column = source.find(written, self._cell[1] if self._cell[0] == line else 0)
                self._cell = (line, column + len(written) if column >= 0 else self._cell[1])
            elif source.endswith(written):
                column = len(source) - len(written)
            else:
                column = source.find(written)
            if column < 0:
                return  # it is not written so: whatever mark is found in it becomes code again with the page
            places.append((done + len(words) - len(words.lstrip()), start + column, words.strip() if is_cell else ""))
            done += len(words) + 1
        for span in spans:
            begin, end = (_offset(places, offset) for offset in span)
            self.code.append((begin, end))


def _offset(places: list[tuple[int, int, str]], offset: int) -> int:
    """The offset in the text of an offset in the words of a block."""
    content, text, cell = places[max(0, bisect_right(places, offset, key=itemgetter(0)) - 1)]
    inside = max(0, offset - content)
    return text + inside + cell.count("|", 0, inside)
