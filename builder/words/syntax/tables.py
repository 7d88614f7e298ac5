"""What of a table readers would not see. Used by `parser`."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from builder.words.syntax.faults import note


def tables_plugin(md: MarkdownIt) -> None:
    """Makes a parser read tables, and note cells that it would drop."""
    md.enable("table")
    md.core.ruler.push("lost-lines", _note_lost)


def _note_lost(state: StateCore) -> None:
    lines: list[str] | None = None
    columns, in_head = 0, False
    for index, token in enumerate(state.tokens):
        if token.type == "tbody_open":
            in_head = False  # the head has the columns that it has
        elif token.type == "tr_open" and token.map and not in_head:
            lines = state.src.split("\n") if lines is None else lines
            _note_cells(state, token.map[0], lines[token.map[0]], columns)
        elif token.type in ("th_open", "td_open") and (style := str(token.attrs.pop("style", ""))):
            token.attrs["align"] = style.removeprefix("text-align:")
        elif token.type == "table_open":
            columns, in_head = _columns(state.tokens, index), True


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
