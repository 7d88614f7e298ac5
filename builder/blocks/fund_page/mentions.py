"""The briefings that mention a fund in, the list of them out: parameters {briefings: [{url, title, date, series}]}."""

from __future__ import annotations

from builder.blocks.block import Answers, Block, Params, RenderTools, each, no_asks
from builder.model import Fragment


def render(params: Params, answers: Answers, tools: RenderTools) -> Fragment:
    """The list, in the order given, or a sentence that there is none."""
    return Fragment(html=tools.templates.render("blocks/mentions.html", briefings=params["briefings"]).strip())


BLOCK = Block(asks=no_asks, render=each(render))
