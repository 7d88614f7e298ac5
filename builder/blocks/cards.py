"""A list of instruments in, a grid of their cards out."""

from __future__ import annotations

from typing import Any

from builder.blocks import card
from builder.blocks.block import Answers, Block, Params, RenderTools, each
from builder.model import Ask, Fragment, unique


def asks(params: Params) -> tuple[Ask, ...]:
    """All that the cards ask."""
    asked = (
        ask for one in _cards(params) for ask in (*card.asks(one), *(card.since_asks(one) if one["since"] else ()))
    )
    return tuple(dict.fromkeys(asked))


def render(params: Params, answers: Answers, tools: RenderTools) -> Fragment:
    """The grid."""
    faces = [
        card.face(one["series"], answers, tools, card.since_line(one, answers) if one["since"] else "")
        for one in _cards(params)
    ]
    caption = tools.templates.render("blocks/cards.html", caption=params.get("caption") or "").strip()
    return Fragment(html="\n".join(['<div class="fund-cards">', caption, *faces, "</div>"]))


def _cards(params: Params) -> list[dict[str, Any]]:
    return [{"series": list(unique(group)), "since": params.get("since") or ""} for group in params["groups"]]


BLOCK = Block(asks=asks, render=each(render))
