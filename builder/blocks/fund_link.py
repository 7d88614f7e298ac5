"""A cashtag in a sentence: a link with a small preview, which shows on hover and focus, without a script."""

from __future__ import annotations

from builder.blocks import latest
from builder.blocks.block import Answers, Block, RenderTools, one_by_one
from builder.model import Ask, Fragment
from builder.slot_params.authored import LinkParams


def asks(params: LinkParams) -> tuple[Ask, ...]:
    """The latest value, and the change of the day."""
    return latest.figures(params.series)


def render(params: LinkParams, answers: Answers, tools: RenderTools) -> Fragment:
    """The author's words for a fund as a link to its page; for a stock or an index, which have no page, as plain words."""
    state = latest.LatestState(params.series, answers)
    html = tools.templates.render(
        "blocks/link.html",
        words=params.words,
        state=state,
    )
    return Fragment(html=html.strip())


BLOCK = Block(params=LinkParams, asks=asks, render=one_by_one(render))
