"""Where code stands among the words of a block. Used by the rules of `syntax` and by `code_reading`.

A reading that wants to know it calls `note_spans` before it reads a text; then the rules note what they take for code.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from markdown_it.rules_inline import StateInline

_SPANS = "spans of code"  # in the environment of a parse: the text that is read, and what of it is code


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
