"""One fact or number of an instrument, for generated pages: as text, safe in an attribute or a title, or as `<data>`.

Parameters: `series`, `measure`, optional `window`, `start`, `end`, `as_of`, `format`; `as` is "text" or "data".
"""

from __future__ import annotations

from markupsafe import escape

from builder.blocks.block import Answers, Block, Params, RenderTools, each
from builder.blocks.number import ask_of, asks
from builder.blocks.wording import data_element, value_text
from builder.blocks.wording.chinese_terms import risk
from builder.model import Fragment


def render(params: Params, answers: Answers, tools: RenderTools) -> Fragment:
    """The fact, or "--": a page of facts with a gap is still a page."""
    ask = ask_of(params)
    answer, format = answers[ask], str(params.get("format") or "")
    if ask.measure == "risk" and isinstance(answer.value, str):
        return Fragment(html=str(escape(" ".join(word for word in risk(answer.value) if word))))
    if params.get("as", "data") == "text":
        return Fragment(
            html=str(escape(value_text.text(answer.value, answer.unit, signed=answer.signed, format=format)))
        )
    return Fragment(html=str(data_element.element(ask, answer, format=format, coloured=answer.coloured)))


BLOCK = Block(asks=asks, render=each(render))
