"""The last date of a set of data in, the line that tells readers how old it is out: parameters {text}, an ISO date or
words, and optional {label}, e.g. "净值"."""

from __future__ import annotations

from markupsafe import Markup, escape

from builder.blocks.block import Answers, Block, Params, Tools, each, no_asks
from builder.blocks.question import is_date
from builder.model import Fragment

_TIME = Markup('<time datetime="{0}">{0}</time>')


def render(params: Params, answers: Answers, tools: Tools) -> Fragment:
    """ "净值数据截至 2024-02-19", the date as `<time>`."""
    text = str(params["text"])
    shown = _TIME.format(text) if is_date(text) else escape(text)
    return Fragment(html=f'<span class="through">{escape(params.get("label") or "")}数据截至 {shown}</span>')


BLOCK = Block(asks=no_asks, render=each(render))
