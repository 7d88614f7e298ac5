"""A text in, the same text out, safe anywhere in a page: parameters {text}."""

from __future__ import annotations

from markupsafe import escape

from builder.blocks.block import Answers, Block, Params, RenderTools, each, no_asks
from builder.model import Fragment


def render(params: Params, answers: Answers, tools: RenderTools) -> Fragment:
    """The text, escaped for content and attributes alike."""
    return Fragment(html=str(escape(params["text"])))


BLOCK = Block(asks=no_asks, render=each(render))
