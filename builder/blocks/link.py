"""A cashtag in a sentence in, a link with a small preview out; the preview shows on hover and focus, without script."""

from __future__ import annotations

from builder.blocks import quote
from builder.blocks.block import Answers, Block, Params, Tools, each
from builder.blocks.data import element
from builder.model import Ask, Fragment


def asks(params: Params) -> tuple[Ask, ...]:
    """Where it stands and its change of the day."""
    series = str(params["series"])
    return (quote.level(series), quote.change(series))


def render(params: Params, answers: Answers, tools: Tools) -> Fragment:
    """The author's words for a fund as a link to its page; for a stock or an index, which have none, as plain words."""
    series = str(params["series"])
    level, change = asks(params)
    html = tools.templates.render(
        "blocks/link.html",
        series=series,
        is_fund=quote.kind_of(series) == "fund",
        code=quote.code_of(series),
        href=quote.href(series),
        words=params["words"],
        level=element(level, answers[level]),
        change=element(change, answers[change], coloured=True),
        date=answers[level].end,
    )
    return Fragment(html=html.strip())


BLOCK = Block(asks=asks, render=each(render))
