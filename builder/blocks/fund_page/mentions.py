"""The briefings that mention a fund, as a list on its page."""

from __future__ import annotations

from builder.blocks.block import Answers, Block, RenderTools, no_asks, one_by_one
from builder.model import Fragment
from builder.slot_params.generated import MentionsParams


def render(params: MentionsParams, answers: Answers, tools: RenderTools) -> Fragment:
    """The list, in the order given, or a sentence that there is none."""
    return Fragment(html=tools.templates.render("blocks/mentions.html", briefings=params.briefings).strip())


BLOCK = Block(params=MentionsParams, asks=no_asks, render=one_by_one(render))
