"""A fund or an index in, the JSON of its `history.json` out: the adjusted values that its charts are drawn from.

Parameters: {series}. ASCII only, `<` cannot occur: a code, dates and figures.
"""

from __future__ import annotations

import json

from builder.blocks import latest
from builder.blocks.block import Answers, Block, Params, RenderTools, each
from builder.model import Ask, Fragment


def ask(series: str) -> Ask:
    """The question for a whole history."""
    return Ask(series=series, measure="track")


def asks(params: Params) -> tuple[Ask, ...]:
    """The whole history, live."""
    return (ask(str(params["series"])),)


def render(params: Params, answers: Answers, tools: RenderTools) -> Fragment:
    """One JSON object: what `numbers.track` describes, the code, and whether it is made up."""
    series = str(params["series"])
    answer = answers[ask(series)]
    rows = answer.value if answer.value is not None else '"start":null,"steps":[],"places":0,"values":[]'
    code = json.dumps(latest.code_of(series)).replace("<", "\\u003c")
    return Fragment(html=f'{{"code":{code},"synthetic":{json.dumps(answer.synthetic)},{rows}}}\n')


BLOCK = Block(asks=asks, render=each(render))
