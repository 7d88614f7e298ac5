"""An author's words that lead to their evidence; a claim that the data contradict is a problem.

The words stay as written. Their evidence is in the list behind the text, see `evidence`.
"""

from __future__ import annotations

import re
from decimal import Decimal
from html import escape
from typing import TypeVar

from builder import number_format
from builder.blocks import number, question
from builder.blocks.block import Answers, Block, RenderTools, ResolveContext, one_by_one
from builder.blocks.wording import value_text
from builder.blocks.wording.evidence_link import evidence_id
from builder.expression import Expression
from builder.language import translate
from builder.model import Answer, Ask, Fragment, Mark, Measure
from builder.problem import Failed, Problem
from builder.slot_params.authored import ClaimParams
from builder.vocabulary import RATIOS, UNITS

Comparable = TypeVar("Comparable", str, Decimal)

_WRITTEN = re.compile(r"([-+]?[\d,]+(?:\.(\d*))?)\s*(%?)\Z")
OPERATOR_WORDS = {">": "高于", ">=": "不低于", "<": "低于", "<=": "不高于", "=": "等于", "~": "约为"}


def resolve(mark: Mark, context: ResolveContext) -> ClaimParams:
    """The parameters of a claim. Raises Failed with every mistake in its expression."""
    left = Expression(**mark.params["left"])
    asked = question.read(left, mark, context)
    value = mark.params["value"]
    written = str(mark.params["written"])
    if isinstance(value, str) != (asked.measure.unit in ("date", "text")):
        message = f"{asked.measure.name} cannot be compared with {written}"
        hint = "a date, e.g. 2024-02-19" if asked.measure.unit == "date" else "a number or a percentage"
        raise Failed([context.fault(mark, "bad-expression", message, hint=hint, token=written)])
    if fault := _percent_fault(asked.measure, written):
        message, hint = fault
        raise Failed([context.fault(mark, "bad-expression", message, hint=hint, token=written)])
    return ClaimParams(
        words=mark.params["words"],
        html=mark.params["html"],
        left=asked.ask,
        op=str(mark.params["op"]),
        value=value,
        written=written,
        spoken=" ".join((left.series, left.measure, left.window)).strip(),
        name=asked.instrument.name,
        label=asked.measure.label,
    )


def _percent_fault(measure: Measure, written: str) -> tuple[str, str] | None:
    """Why a value cannot be compared with a measure that is a percentage, or is none: `return 1y > 300` is 30,000 %."""
    if measure.unit in RATIOS and written[-1:].isdigit() and "-" not in written[1:] and Decimal(written):
        return f"{measure.name} is a percentage, and {written} has no %", f"did you mean {written}%?"
    if measure.unit not in RATIOS and written.endswith("%"):
        return f"{measure.name} is no percentage", f"did you mean {written[:-1]}?"
    return None


def asks(params: ClaimParams) -> tuple[Ask, ...]:
    """The question whose answer the claim is compared with."""
    return (params.left,)


def is_true(params: ClaimParams, answer: Answer) -> bool:
    """Whether the data have an answer and say what the claim says."""
    if number.refusal(params.left, answer) or answer.value is None:
        return False
    return holds(answer.value, params.op, params.value, params.written, answer.unit)


def holds(answer: float | str, op: str, value: float | str, written: str = "", unit: str = "number") -> bool:
    """Whether an answer's value compares so with the author's value, which is `written` as e.g. "300%".

    `=` and `~` compare the answer rounded to the decimals that were written. The others compare it as readers see it, with
    the decimals of its unit, or with those that were written if they are more. Halves round away from zero.
    """
    match = _WRITTEN.match(written)
    if isinstance(answer, str) or isinstance(value, str) or not match:
        return _compare(str(answer), op, str(value))
    is_percentage, places = bool(match[3]), len(match[2] or "")
    if op not in ("=", "~"):
        places = max(places, UNITS[unit].places + (2 if unit in RATIOS and not is_percentage else 0))
    shown = number_format.rounded(number_format.exact(answer).scaleb(2 if is_percentage else 0), places)
    return _compare(shown, op, Decimal(match[1].replace(",", "")))


def _compare(left: Comparable, op: str, right: Comparable) -> bool:
    compared = {">": left > right, ">=": left >= right, "<": left < right, "<=": left <= right}
    return compared.get(op, left == right)


def render(params: ClaimParams, answers: Answers, tools: RenderTools) -> Fragment:
    """The words, a link to their evidence. Raises Failed with `false-claim`, which tells the computed value, or `no-answer`."""
    ask = params.left
    answer = answers[ask]
    if refused := number.refusal(ask, answer):
        raise Failed([refused])
    if not is_true(params, answer):
        raise Failed([_false(params, ask, answer)])
    id_ = evidence_id(ask, params.words, params.op, params.written)
    label = translate("查看依据：{words}", words=escape(params.words))
    link = f'<a class="claim-words" href="#{id_}" aria-label="{label}">{params.html}</a>'
    return Fragment(html=f'<span class="claim" data-holds="true">{link}</span>')


def said(op: str, written: str, answer: Answer) -> str:
    """A claim's operator in words; what is equal only because it was written with fewer decimals is about that."""
    is_rounded = op == "=" and not _same_number(value_text.text(answer.value, answer.unit), written)
    return translate(OPERATOR_WORDS["~" if is_rounded and not isinstance(answer.value, str) else op])


def _false(params: ClaimParams, ask: Ask, answer: Answer) -> Problem:
    shown = value_text.text(answer.value, answer.unit, signed=answer.signed)
    is_exact = not isinstance(answer.value, str) and (
        _same_number(shown, params.written) or _places(params.written) > _places(shown)
    )
    dates = f" from {answer.start} to {answer.end}" if answer.start else f" on {answer.end}" if answer.end else ""
    exact = f" ({answer.value!r})" if is_exact else ""
    message = f"the data say {params.spoken}{dates} is {shown}{exact}, which is not {params.op} {params.written}"
    return Problem(id="false-claim", message=message, hint="correct the words and the claim, or the measure it names")


def _places(written: str) -> int:
    match = _WRITTEN.match(written.strip())
    return len((match and match[2]) or "")


def _same_number(shown: str, written: str) -> bool:
    digits = (_WRITTEN.match(text.strip()) for text in (shown, written))
    values = [Decimal(match[1].replace(",", "")) for match in digits if match]
    return len(values) == 2 and values[0] == values[1]


BLOCK = Block(params=ClaimParams, asks=asks, render=one_by_one(render))
