"""An entry of the table of measures: all that is said of a measure, and its function. Each module of measures has some."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from builder.model import Answer, Ask, Measure
from builder.numbers.measures.subject import Subject
from builder.vocabulary import KINDS

Compute = Callable[[Subject, Ask], Answer]

ALL = tuple(KINDS)
FUNDS = ("fund",)

# Where definitions are from.
USUAL, OWN, FACT_SHEET = "行业通行口径", "本站定义", "产品资料"
CONTRACTUAL = "基金合同约定的业绩比较基准"
BASE = "期初为区间起点当日或之前最后一个交易日"


@dataclass(frozen=True, kw_only=True)
class MeasureEntry:
    """A measure, and the function that computes it."""

    measure: Measure
    compute: Compute


def entry(
    name: str,
    label: str,
    unit: str,
    compute: Compute,
    formula: str,
    *,
    source: str,
    kinds: tuple[str, ...] = ALL,
    window: str = "none",
    signed: bool = True,
    coloured: bool = False,
    answers: str = "value",
) -> MeasureEntry:
    """An entry; `Measure` says what each field is."""
    measure = Measure(
        name=name,
        label=label,
        unit=unit,
        kinds=kinds,
        window=window,
        formula=formula,
        source=source,
        signed=signed,
        coloured=coloured,
        answers=answers,
    )
    return MeasureEntry(measure=measure, compute=compute)
