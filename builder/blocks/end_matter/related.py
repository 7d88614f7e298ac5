"""The links behind a briefing: the one before and after, and those with which it shares topic, fund, column or author."""

from __future__ import annotations

from builder.blocks.block import Answers, Block, RenderTools, no_asks, one_by_one
from builder.language.date_format import long_date
from builder.model import Fragment
from builder.slot_params.generated import RelatedParams


def render(params: RelatedParams, answers: Answers, tools: RenderTools) -> Fragment:
    """The links; nothing for the only briefing of a site."""
    if not (params.earlier or params.later or params.links):
        return Fragment(html="")
    return Fragment(html=tools.templates.render("blocks/related.html", related=params, long_date=long_date).strip())


BLOCK = Block(params=RelatedParams, asks=no_asks, render=one_by_one(render))
