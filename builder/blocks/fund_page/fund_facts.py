"""A fund in, the list of what the catalogue knows of it out: parameters {series}, and {index} for that one's name."""

from __future__ import annotations

from builder.blocks import latest
from builder.blocks.block import Answers, Block, Params, RenderTools, each
from builder.blocks.wording import chinese_terms, value_text
from builder.model import Ask, Fragment


def asks(params: Params) -> tuple[Ask, ...]:
    """Every fact that readers see."""
    asked = tuple(latest.fact(str(params["series"]), name) for name in chinese_terms.FACTS)
    return (*asked, *(latest.fact(str(one), "name") for one in (params.get("index"),) if one))


def render(params: Params, answers: Answers, tools: RenderTools) -> Fragment:
    """The facts that are known, in the order of a fund's page."""
    series = str(params["series"])
    shown = [(label, _text(latest.fact(series, name), answers)) for name, label in chinese_terms.FACTS.items()]
    if index := str(params.get("index") or ""):
        followed = " ".join((latest.words(index, "name", answers), latest.code_of(index))).strip()
        shown = [(label, followed if label == chinese_terms.FACTS["index"] else text) for label, text in shown]
    facts = [("基金代码", latest.code_of(series)), *((label, text) for label, text in shown if text)]
    return Fragment(html=tools.templates.render("blocks/fund-facts.html", facts=facts).strip())


def _text(ask: Ask, answers: Answers) -> str:
    answer = answers[ask]
    if answer.value is None:
        return ""
    if ask.measure == "risk":
        return " ".join(word for word in chinese_terms.risk(str(answer.value)) if word)
    text = value_text.text(answer.value, answer.unit, signed=answer.signed)
    return f"{text}（{answer.end}）" if ask.measure == "size" and answer.end else text


BLOCK = Block(asks=asks, render=each(render))
