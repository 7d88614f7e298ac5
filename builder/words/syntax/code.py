"""Where code stands among the words of a block, and whether a fence is closed. Used by the rules of `syntax` and by `code_mask`.

A reading that wants to know it calls `note_spans` before it reads a text; then the rules note what they take for code.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from markdown_it.rules_block import StateBlock, fence
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

_SPANS = "spans of code"  # in the environment of a parse: the text that is read, and what of it is code
_CLOSED = "closed"


def note_spans(env: MutableMapping[str, Any], text: str) -> list[tuple[int, int]]:
    """The spans of code in this text, in order, when it has been read."""
    spans: list[tuple[int, int]] = []
    env[_SPANS] = (text, spans)
    return spans


def note_code(state: StateInline, start: int) -> None:
    """Note that state.src[start:state.pos] is code, or a comment."""
    text, spans = state.env.get(_SPANS, ("", None))
    if spans is not None and state.src == text:  # not the description of a picture, which is a text of its own
        spans.append((start, state.pos))


def read_fence(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Reads a fence, and notes whether a rail closes it."""
    if not fence(state, start_line, end_line, silent):
        return False
    if not silent:
        token, last = state.tokens[-1], state.line - 1
        rail = state.src[state.bMarks[last] + state.tShift[last] : state.eMarks[last]].strip()
        is_rail = len(rail) >= len(token.markup) and not rail.strip(token.markup[0])
        is_indented = state.sCount[last] - state.blkIndent >= 4
        token.meta[_CLOSED] = last > start_line and is_rail and not is_indented
    return True


def is_closed(fence_token: Token) -> bool:
    """Whether a rail closes a fence."""
    return bool(fence_token.meta[_CLOSED])
