"""A list of instruments in, a grid of their cards out."""

from __future__ import annotations

from collections.abc import Sequence

from builder.blocks import card
from builder.blocks.block import Block, Params, Request, Tools
from builder.model import Ask, Fragment, once
from builder.problem import Problem


def asks(params: Params) -> tuple[Ask, ...]:
    """All that the cards ask."""
    return tuple(dict.fromkeys(ask for one in _cards(params) for ask in card.asks(one)))


def render(requests: Sequence[Request], tools: Tools) -> list[Fragment | Problem]:
    """The grids of a batch, in order."""
    rendered: card.Rendered = {}
    grids: list[Fragment | Problem] = []
    for params, answers in requests:
        inner = "\n".join(card.html(one, answers, tools, rendered) for one in _cards(params))
        caption = tools.templates.render("blocks/cards.html", caption=params.get("caption") or "").strip()
        grids.append(Fragment(html=f'<div class="fund-cards">\n{caption}\n{inner}\n</div>'))
    return grids


def _cards(params: Params) -> list[dict[str, object]]:
    return [{"series": list(once(group)), "since": params.get("since") or ""} for group in params["groups"]]


BLOCK = Block(asks=asks, render=render)
