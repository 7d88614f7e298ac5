"""The content of `history.json` of a fund or an index: the adjusted values that the scripts of charts read.

ASCII only, without `<`: a code, dates and figures.
"""

from __future__ import annotations

import json

from builder.blocks import latest
from builder.blocks.block import Answers, Block, RenderTools, one_by_one
from builder.model import Ask, Fragment
from builder.slot_params.generated import HistoryParams


def ask(series: str, *, of_benchmark: bool = False) -> Ask:
    """The question for a whole history, live."""
    return Ask(series=series, measure="benchmark-track" if of_benchmark else "track")


def asks(params: HistoryParams) -> tuple[Ask, ...]:
    """The whole history, live."""
    return (ask(params.series, of_benchmark=params.of_benchmark),)


def render(params: HistoryParams, answers: Answers, tools: RenderTools) -> Fragment:
    """One JSON object: what `numbers.track` describes, the code, and whether it is made up."""
    series = params.series
    answer = answers[ask(series, of_benchmark=params.of_benchmark)]
    rows = answer.value if answer.value is not None else '"start":null,"steps":[],"places":0,"values":[]'
    # A benchmark has no code of its own, and several funds share it.
    code = json.dumps("" if params.of_benchmark else latest.code_of(series)).replace("<", "\\u003c")
    return Fragment(html=f'{{"code":{code},"synthetic":{json.dumps(answer.synthetic)},{rows}}}\n')


BLOCK = Block(params=HistoryParams, asks=asks, render=one_by_one(render))
