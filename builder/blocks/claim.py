"""The author's words and what they claim in, the words with their evidence out; a false claim is a problem.

The words stay as written. The evidence opens without script: a button shows a popover, and both may stand in a
paragraph.
"""

from __future__ import annotations

import re
from decimal import Decimal

from builder import number_format
from builder.blocks import number, question
from builder.blocks.block import Answers, Block, Params, RenderTools, ResolveContext, each
from builder.blocks.wording import chinese_terms, data_element
from builder.blocks.wording import value_text as formats
from builder.expression import Expression
from builder.model import Answer, Ask, Fragment, Mark, Slot, canonical_json, digest
from builder.problem import Failed, Problem

_WRITTEN = re.compile(r"([-+]?[\d,]+(?:\.(\d*))?)\s*(%?)\Z")
SAID = {">": "高于", ">=": "不低于", "<": "低于", "<=": "不高于", "=": "等于", "~": "约为"}


def resolve(mark: Mark, context: ResolveContext) -> Slot:
    """The slot of a claim. Raises Failed with every mistake in its expression."""
    left = Expression(**mark.params["left"])
    read = question.read(left, mark, context)
    op, value = str(mark.params["op"]), mark.params["value"]
    written = str(mark.params["written"])
    if isinstance(value, str) != (read.measure.unit in ("date", "text")):
        message = f"{read.measure.name} cannot be compared with {written}"
        hint = "a date, e.g. 2024-02-19" if read.measure.unit == "date" else "a number or a percentage"
        raise Failed([context.fault(mark, "bad-expression", message, hint=hint, token=written)])
    params = {
        "words": mark.params["words"],
        "left": number.asking(read.ask),
        "op": op,
        "value": value,
        "written": written,
        "spoken": " ".join((left.series, left.measure, left.window)).strip(),
        "name": read.instrument.name,
        "label": read.measure.label,
        "formula": read.measure.formula,
    }
    copy = _copies_before(mark, context)
    return Slot(block="claim", params={**params, "copy": copy} if copy else params)


def _copies_before(mark: Mark, context: ResolveContext) -> int:
    """How many equal claims stand before this one: equal slots would share the name that their evidence opens by."""
    before = (one for one in context.page.marks if (one.line, one.column) < (mark.line, mark.column))
    return sum(one.block == "claim" and one.params == mark.params for one in before)


def asks(params: Params) -> tuple[Ask, ...]:
    """The question whose answer the claim is held against."""
    return (number.ask_of(params["left"]),)


def holds(found: float | str, op: str, value: float | str, written: str = "") -> bool:
    """Whether a found value stands so to the claimed one. `~`: equal at the precision that was written."""
    if isinstance(found, str) or isinstance(value, str):
        left, right = str(found), str(value)
        return {">": left > right, ">=": left >= right, "<": left < right, "<=": left <= right}.get(op, left == right)
    if op == "~":
        return _nearly(found, value, written)
    compared = {">": found > value, ">=": found >= value, "<": found < value, "<=": found <= value}
    return compared.get(op, found == value)


def _nearly(found: float, value: float, written: str) -> bool:
    match = _WRITTEN.match(written)
    if not match:
        return found == value
    digits, places = match[1].replace(",", ""), len(match[2] or "")
    shown = number_format.decimal(found).scaleb(2 if match[3] else 0)
    return number_format.rounded(shown, places) == Decimal(digits)


def render(params: Params, answers: Answers, tools: RenderTools) -> Fragment:
    """The words and their evidence. Raises Failed with `false-claim`, telling the computed value, or `no-answer`."""
    ask = number.ask_of(params["left"])
    answer = answers[ask]
    if answer.value is None:
        raise Failed([number.no_answer(ask, answer)])
    if not holds(answer.value, str(params["op"]), params["value"], str(params["written"])):
        raise Failed([_false(params, ask, answer)])
    html = tools.templates.render(
        "blocks/claim.html",
        id=f"evidence-{digest(canonical_json(params))[:12]}",
        words=params["words"],
        instrument=params["name"],
        code=ask.series.partition(":")[2],
        label=params["label"],
        window=chinese_terms.window(ask.window) if ask.window else "",
        value=data_element.element(ask, answer, coloured=True),
        start=answer.start,
        end=answer.end,
        said=SAID[str(params["op"])],
        written=params["written"],
        formula=params["formula"],
        as_of=ask.as_of,
        synthetic=answer.synthetic,
    )
    return Fragment(html=html.strip())


def _false(params: Params, ask: Ask, answer: Answer) -> Problem:
    shown = formats.text(answer.value, answer.unit, signed=answer.signed)
    exact = _shown_alike(shown, str(params["written"])) and not isinstance(answer.value, str)
    dates = f" from {answer.start} to {answer.end}" if answer.start else f" on {answer.end}" if answer.end else ""
    more = f" ({answer.value!r})" if exact else ""
    message = (
        f"the data say {params['spoken']}{dates} is {shown}{more}, which is not {params['op']} {params['written']}"
    )
    return Problem(id="false-claim", message=message, hint="correct the words and the claim, or the measure it names")


def _shown_alike(shown: str, written: str) -> bool:
    digits = (_WRITTEN.match(text.strip()) for text in (shown, written))
    values = [Decimal(match[1].replace(",", "")) for match in digits if match]
    return len(values) == 2 and values[0] == values[1]


BLOCK = Block(resolve=resolve, asks=asks, render=each(render))
