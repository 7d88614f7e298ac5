"""Fences: each is read with whether a rail closes it, and leaves a hole for its code. Used by `parser` and `code_reading`."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, fence
from markdown_it.token import Token

from builder.model import hole

FENCES = "fences"  # in the environment, when a page is rendered: its fences, in the order of the holes in their places
_CLOSED = "closed"


def fences_plugin(md: MarkdownIt) -> None:
    """Makes a parser note whether a fence is closed, and render its hole."""
    md.block.ruler.at("fence", _fence, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    md.add_render_rule("fence", _render)


def is_closed(fence_token: Token) -> bool:
    """Whether a rail closes a fence."""
    return bool(fence_token.meta[_CLOSED])


def _fence(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    if not fence(state, start_line, end_line, silent):
        return False
    if not silent:
        token, last = state.tokens[-1], state.line - 1
        rail = state.src[state.bMarks[last] + state.tShift[last] : state.eMarks[last]].strip()
        is_rail = len(rail) >= len(token.markup) and not rail.strip(token.markup[0])
        is_indented = state.sCount[last] - state.blkIndent >= 4
        token.meta[_CLOSED] = last > start_line and is_rail and not is_indented
    return True


def _render(self: Any, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]) -> str:
    fences: list[Token] = env.setdefault(FENCES, [])
    fences.append(tokens[index])
    return f"<p>{hole(f'c{len(fences) - 1}')}</p>\n"
