"""A fund in, the list of what the catalogue knows of it out: parameters {series}."""

from __future__ import annotations

from builder.blocks import formats, quote, terms
from builder.blocks.block import Answers, Block, Params, Tools, each
from builder.model import Ask, Fragment

_HIDDEN = ("size_date", "pinyin", "parent")  # shown beside another fact, or for search alone


def asks(params: Params) -> tuple[Ask, ...]:
    """Every column of the catalogue that readers see."""
    return tuple(quote.fact(str(params["series"]), name) for name in terms.FACTS)


def render(params: Params, answers: Answers, tools: Tools) -> Fragment:
    """The facts that are known, in the order of a fund's page."""
    series = str(params["series"])
    shown = [(terms.FACTS[name], _text(series, name, answers)) for name in terms.FACTS if name not in _HIDDEN]
    facts = [("基金代码", quote.code_of(series)), *((label, text) for label, text in shown if text)]
    return Fragment(html=tools.templates.render("blocks/fund-facts.html", facts=facts).strip())


def _text(series: str, name: str, answers: Answers) -> str:
    answer = answers[quote.fact(series, name)]
    if answer.value is None:
        return ""
    if name == "risk_level":
        return " ".join(word for word in terms.risk(str(answer.value)) if word)
    text = formats.text(answer.value, answer.unit, measure=name)
    dated = quote.words(series, "size_date", answers) if name == "size" else ""
    return f"{text}（{dated}）" if dated else text


BLOCK = Block(asks=asks, render=each(render))
