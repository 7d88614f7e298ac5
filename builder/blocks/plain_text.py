"""A text that generated pages place, safe anywhere in a page; HTML that they made; and nothing, where a card shows the fund."""

from __future__ import annotations

from markupsafe import escape

from builder.blocks.block import Answers, Block, RenderTools, no_asks, one_by_one
from builder.model import Fragment
from builder.slot_params.authored import NothingParams
from builder.slot_params.generated import HtmlParams, TextParams


def render(params: TextParams, answers: Answers, tools: RenderTools) -> Fragment:
    """The text, escaped for content and attributes alike."""
    return Fragment(html=str(escape(params.text)))


def render_html(params: HtmlParams, answers: Answers, tools: RenderTools) -> Fragment:
    """The HTML, which our own templates made and escaped."""
    return Fragment(html=params.html)


def render_nothing(params: NothingParams, answers: Answers, tools: RenderTools) -> Fragment:
    """An empty fragment."""
    return Fragment(html="")


BLOCK = Block(params=TextParams, asks=no_asks, render=one_by_one(render))
HTML = Block(params=HtmlParams, asks=no_asks, render=one_by_one(render_html))
NOTHING = Block(params=NothingParams, asks=no_asks, render=one_by_one(render_nothing))
