"""A text that generated pages place, safe anywhere in a page; and nothing, where a card already shows a cashtag's fund."""

from __future__ import annotations

from markupsafe import escape

from builder.blocks.block import Answers, Block, RenderTools, no_asks, one_by_one
from builder.model import Fragment
from builder.slot_params.authored import NothingParams
from builder.slot_params.generated import TextParams


def render(params: TextParams, answers: Answers, tools: RenderTools) -> Fragment:
    """The text, escaped for content and attributes alike."""
    return Fragment(html=str(escape(params.text)))


def render_nothing(params: NothingParams, answers: Answers, tools: RenderTools) -> Fragment:
    """An empty fragment."""
    return Fragment(html="")


BLOCK = Block(params=TextParams, asks=no_asks, render=one_by_one(render))
NOTHING = Block(params=NothingParams, asks=no_asks, render=one_by_one(render_nothing))
