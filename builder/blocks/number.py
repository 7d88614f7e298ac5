"""A number in an author's sentence: its expression in, a `<data>` element out."""

from __future__ import annotations

from builder.blocks import question
from builder.blocks.block import Answers, Block, Params, RenderTools, ResolveContext, each
from builder.blocks.wording import data_element
from builder.expression import Expression
from builder.model import Answer, Ask, Fragment, Mark, Slot
from builder.problem import Failed, Problem


def resolve(mark: Mark, context: ResolveContext) -> Slot:
    """The slot of a written number. Raises Failed with every mistake in its expression."""
    read = question.read(Expression(**mark.params), mark, context)
    return Slot(block="number", params=asking(read.ask, format=read.format))


def asking(ask: Ask, *, format: str = "") -> dict[str, str]:
    """The parameters that ask this, without what is empty."""
    fields = {name: getattr(ask, name) for name in ("series", "measure", "window", "start", "end", "as_of")}
    return {name: value for name, value in {**fields, "format": format}.items() if value}


def ask_of(params: Params) -> Ask:
    """The one question that such parameters ask."""
    return Ask(**{name: str(value) for name, value in params.items() if name in Ask._fields})


def asks(params: Params) -> tuple[Ask, ...]:
    """The one question of a number."""
    return (ask_of(params),)


def render(params: Params, answers: Answers, tools: RenderTools) -> Fragment:
    """The number as it stands in the sentence. Raises Failed with `no-answer`: "--" would make nonsense of it."""
    ask = ask_of(params)
    answer = answers[ask]
    if answer.value is None:
        raise Failed([no_answer(ask, answer)])
    return Fragment(html=str(data_element.element(ask, answer, format=str(params.get("format") or ""))))


def no_answer(ask: Ask, answer: Answer) -> Problem:
    """The problem of a question that the data hold no answer to, saying why."""
    why = f": {answer.note}" if answer.note else ""
    code = ask.series.partition(":")[2]
    hint = f"ask for another window or date, or bring the history of {code} (docs/data.md says where it goes)"
    return Problem(id="no-answer", message=f"the data hold no {spoken(ask)}{why}", hint=hint)


def spoken(ask: Ask) -> str:
    """A question as an author would say it, e.g. "return 1y of fund:012733 as of 2024-02-19"."""
    words = [ask.measure, ask.window, "of", ask.series]
    words += ["from", ask.start] if ask.start else []
    words += ["to", ask.end] if ask.end else []
    words += ["as of", ask.as_of] if ask.as_of else ["(live)"]
    return " ".join(word for word in words if word)


BLOCK = Block(resolve=resolve, asks=asks, render=each(render))
