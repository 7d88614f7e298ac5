"""What the catalogue knows of a fund, as a list on its page."""

from __future__ import annotations

from markupsafe import Markup

from builder.blocks import latest
from builder.blocks.block import Answers, Block, RenderTools, one_by_one
from builder.blocks.wording import chinese_terms, value_text
from builder.language import translate
from builder.model import Ask, Fragment
from builder.slot_params.generated import FundFactsParams


def asks(params: FundFactsParams) -> tuple[Ask, ...]:
    """Every fact that readers see, and the name of the index that the fund follows."""
    facts = tuple(latest.fact(params.series, name) for name in chinese_terms.FACTS)
    return (*facts, latest.fact(params.index, "name")) if params.index else facts


def render(params: FundFactsParams, answers: Answers, tools: RenderTools) -> Fragment:
    """The facts that are known, in the order of a fund's page."""
    shown = {
        translate(label): _text(latest.fact(params.series, name), answers)
        for name, label in chinese_terms.FACTS.items()
    }
    if params.index:
        index_name = latest.fact_text(params.index, "name", answers)
        shown[translate(chinese_terms.FACTS["index"])] = f"{index_name} {latest.code_of(params.index)}".strip()
    facts = [
        (translate("基金代码"), latest.code_of(params.series)),
        *((label, text) for label, text in shown.items() if text),
    ]
    return Fragment(html=tools.templates.render("blocks/fund-facts.html", facts=facts).strip())


def _text(ask: Ask, answers: Answers) -> str:
    answer = answers[ask]
    if answer.value is None:
        return ""
    if ask.measure == "risk":
        return " ".join(word for word in chinese_terms.risk(str(answer.value)) if word)
    text = value_text.text(answer.value, answer.unit, signed=answer.signed)
    if ask.measure == "size" and answer.end:
        return Markup('{}<span class="date">{}</span>').format(text, translate("（{text}）", text=answer.end))
    return text


BLOCK = Block(params=FundFactsParams, asks=asks, render=one_by_one(render))
