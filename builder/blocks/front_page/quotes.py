"""The latest values of the indexes and funds that recent briefings name: value, change of the day and date of each."""

from __future__ import annotations

from builder.blocks import latest
from builder.blocks.block import Answers, Block, RenderTools, one_by_one
from builder.blocks.wording import age_note
from builder.model import Ask, Fragment
from builder.slot_params.generated import QuotesParams


def asks(params: QuotesParams) -> tuple[Ask, ...]:
    """Name, latest value, change of the day and the status of the source of each."""
    return tuple(
        ask
        for series in params.series
        for ask in (*latest.brief(series), *latest.figures(series), *age_note.asks(series))
    )


def render(params: QuotesParams, answers: Answers, tools: RenderTools) -> Fragment:
    """A line for each, in the order given; a fund's name is a link. Nothing where nothing was named."""
    quotes = [latest.LatestState(series, answers) for series in params.series]
    return Fragment(html=tools.templates.render("blocks/quotes.html", quotes=quotes).strip())


BLOCK = Block(params=QuotesParams, asks=asks, render=one_by_one(render))
