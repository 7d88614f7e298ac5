"""A number in an author's sentence, as a `<data>` element."""

from __future__ import annotations

from builder.blocks import question
from builder.blocks.block import Answers, Block, RenderTools, ResolveContext, one_by_one
from builder.blocks.wording import data_element
from builder.blocks.wording.evidence_link import evidence_id
from builder.expression import Expression
from builder.model import Answer, Ask, Fragment, Mark
from builder.problem import Failed, Problem
from builder.slot_params.authored import NumberParams


def resolve(mark: Mark, context: ResolveContext) -> NumberParams:
    """The parameters of a written number. Raises Failed with every mistake in its expression."""
    asked = question.read(Expression(**mark.params), mark, context)
    return NumberParams(**asked.ask._asdict(), format=asked.format)


def asks(params: NumberParams) -> tuple[Ask, ...]:
    """The question for the number."""
    return (params.ask,)


def render(params: NumberParams, answers: Answers, tools: RenderTools) -> Fragment:
    """The number. Raises Failed with `no-answer` where there is none: "--" would make nonsense of the sentence."""
    ask = params.ask
    answer = answers[ask]
    if refused := refusal(ask, answer):
        raise Failed([refused])
    return Fragment(html=str(data_element.element(ask, answer, format=params.format, details=evidence_id(ask))))


def refusal(ask: Ask, answer: Answer) -> Problem | None:
    """Why no sentence may tell this answer: the data hold none, or one that is older than the sentence."""
    if answer.value is not None and (not answer.ended or answer.unit == "date"):
        return None
    reason = f": {answer.note}" if answer.note else ""
    code = ask.series.partition(":")[2]
    hint = f"ask for another window or date, or add the history of {code} to the data (docs/data.md says where)"
    if answer.ended:
        hint = f"write as of {answer.end}, and the date in your words"
    return Problem(id="no-answer", message=f"the data hold no {_spoken(ask)}{reason}", hint=hint)


def _spoken(ask: Ask) -> str:
    """A question as an author would say it, e.g. "return 1y of fund:012733 as of 2024-02-19"."""
    words = [ask.measure, ask.window, "of", ask.series]
    words += ["from", ask.start] if ask.start else []
    words += ["to", ask.end] if ask.end else []
    words += ["as of", ask.as_of] if ask.as_of else ["(live)"]
    return " ".join(word for word in words if word)


BLOCK = Block(params=NumberParams, asks=asks, render=one_by_one(render))
