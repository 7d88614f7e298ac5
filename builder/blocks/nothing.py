"""Nothing in, nothing out: for a hole whose cashtag another card already shows."""

from __future__ import annotations

from builder.blocks.block import Answers, Block, Params, RenderTools, each, no_asks
from builder.model import Fragment


def render(params: Params, answers: Answers, tools: RenderTools) -> Fragment:
    """An empty fragment."""
    return Fragment(html="")


BLOCK = Block(asks=no_asks, render=each(render))
