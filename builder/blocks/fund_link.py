"""A cashtag in a sentence in, a link with a small preview out; the preview shows on hover and focus, without script."""

from __future__ import annotations

from builder.blocks import latest
from builder.blocks.block import Answers, Block, Params, RenderTools, each
from builder.blocks.wording.data_element import element
from builder.model import Ask, Fragment


def asks(params: Params) -> tuple[Ask, ...]:
    """Where it stands and its change of the day."""
    series = str(params["series"])
    return (latest.level(series), latest.change(series))


def render(params: Params, answers: Answers, tools: RenderTools) -> Fragment:
    """The author's words for a fund as a link to its page; for a stock or an index, which have none, as plain words."""
    series = str(params["series"])
    level, change = asks(params)
    html = tools.templates.render(
        "blocks/link.html",
        series=series,
        is_fund=latest.kind_of(series) == "fund",
        code=latest.code_of(series),
        href=latest.href(series),
        words=params["words"],
        level=element(level, answers[level]),
        change=element(change, answers[change], coloured=True),
        date=answers[level].end,
    )
    return Fragment(html=html.strip())


BLOCK = Block(asks=asks, render=each(render))
