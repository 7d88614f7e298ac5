"""One fact or number of an instrument, for generated pages."""

from __future__ import annotations

from markupsafe import escape

from builder.blocks.block import Answers, Block, RenderTools, one_by_one
from builder.blocks.wording import data_element
from builder.blocks.wording.chinese_terms import risk
from builder.model import Ask, Fragment
from builder.slot_params.generated import FactParams


def asks(params: FactParams) -> tuple[Ask, ...]:
    """The question for the fact."""
    return (Ask(series=params.series, measure=params.measure, window=params.window),)


def render(params: FactParams, answers: Answers, tools: RenderTools) -> Fragment:
    """A number as `<data>`, a fact as text, or "--": a page with a gap is still a page."""
    (ask,) = asks(params)
    answer = answers[ask]
    if ask.measure == "risk" and isinstance(answer.value, str):
        return Fragment(html=str(escape(" ".join(word for word in risk(answer.value) if word))))
    return Fragment(html=str(data_element.element(ask, answer, coloured=answer.coloured)))


BLOCK = Block(params=FactParams, asks=asks, render=one_by_one(render))
