"""What of a table readers would not see, and what was meant as one. Used by `parser`."""

from __future__ import annotations

import re
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from builder.words.syntax.faults import note

_ROW = re.compile(r"\|[^\n]*\|[ \t]*")
_WIDE_ROW = re.compile(r"｜[^\n]*｜[ \t]*")
_BAR = re.compile(r"(?<=[ \t])\|(?=[ \t])")  # of a row without bars at its ends; |x| has no blanks around
_RULE = re.compile(r"[|:\- \t]+")
_HEADING = re.compile(r"#{2,6}[^\s#][^\n]*|#{1,6}\u3000[^\n]*")


def tables_plugin(md: MarkdownIt) -> None:
    """Makes a parser read tables, and note cells that it would drop."""
    md.enable("table")
    md.core.ruler.push("lost-lines", _note_lost)


def _note_lost(state: StateCore) -> None:
    lines: list[str] | None = None
    columns = 0
    for index, token in enumerate(state.tokens):
        if token.type == "tr_open" and token.map:
            lines = state.src.split("\n") if lines is None else lines
            _note_cells(state, token.map[0], lines[token.map[0]], columns)
        elif token.type in ("th_open", "td_open") and (style := str(token.attrs.pop("style", ""))):
            token.attrs["align"] = style.removeprefix("text-align:")
        elif token.type == "table_open":
            columns = _columns(state.tokens, index)
        elif token.type == "paragraph_open" and token.map:
            _note_meant(state, token.map[0], state.tokens[index + 1].content)


def _columns(tokens: list[Token], index: int) -> int:
    count = 0
    while tokens[index].type != "thead_close":
        count += tokens[index].type == "th_open"
        index += 1
    return count


def _note_cells(state: StateCore, line: int, text: str, columns: int) -> None:
    """Notes a row with more cells than its table has columns."""
    cells = escapedSplit(text.strip(" \t>"))
    if cells and not cells[0].strip():
        cells = cells[1:]
    if cells and not cells[-1].strip():
        cells = cells[:-1]
    lost = next((cell.strip() for cell in cells[columns:] if cell.strip()), "") if columns else ""
    if lost:
        message = f"this row has {len(cells)} cells, but the head of its table {columns}: the last would be lost"
        hint = "give the head a cell more, or write \\| for a bar in a cell"
        note(state.env, line, lost, "bad-table", message, hint)


def _note_meant(state: StateCore, line: int, text: str) -> None:
    """Notes a paragraph that was meant as a table, and one that was meant as a heading."""
    for offset, words in enumerate(text.split("\n")):
        if words.startswith(("##", "#\u3000")) and _HEADING.fullmatch(words):
            signs = len(words) - len(words.lstrip("#"))
            hint = f"write {words[:signs]} {words[signs:].strip()}"
            note(state.env, line + offset, words, "bad-markdown", "a heading has a blank after its #", hint)
    lines = text.split("\n")
    for offset, (first, second) in enumerate(pairwise(lines)):
        if _WIDE_ROW.fullmatch(first) and _WIDE_ROW.fullmatch(second):
            message = "no table: its bars are full-width"
            note(
                state.env,
                line + offset,
                first,
                "bad-table",
                message,
                "write | for ｜, and |---|---| below the first line",
            )
            return
        if _ROW.fullmatch(first) and second.startswith("|"):
            cells = len(escapedSplit(first)) - 2
            _note_no_table(state, line + offset, first, cells, bool(_RULE.fullmatch(second)))
            return
    bars = len(_BAR.findall(lines[0]))
    if bars and len(lines) > 1 and all(len(_BAR.findall(words)) == bars for words in lines):
        _note_no_table(state, line, lines[0], bars + 1, False)


def _note_no_table(state: StateCore, line: int, first: str, cells: int, has_rule: bool) -> None:
    message = "no table: the line below its head is missing"
    if has_rule:
        message = f"no table: the line below its head has not as many cells as the head, which has {cells}"
    note(state.env, line, first, "bad-table", message, f"write |{'---|' * min(cells, 12)} below the first line")
