"""The content of `api/funds/<code>.json`: a fund's facts and latest numbers, for other programs.

ASCII only, with `<` escaped, so that it is harmless wherever it is embedded.
"""

from __future__ import annotations

import json
from typing import Any

from builder.blocks import latest
from builder.blocks.block import Answers, Block, RenderTools, one_by_one
from builder.blocks.wording import chinese_terms
from builder.model import Answer, Ask, Fragment
from builder.slot_params.generated import FundJsonParams
from builder.vocabulary import WINDOWS


def asks(params: FundJsonParams) -> tuple[Ask, ...]:
    """Every fact, the level, the change of the day, every window."""
    return (*(latest.fact(params.series, name) for name in chinese_terms.FACTS), *_numbers(params.series))


def _numbers(series: str) -> tuple[Ask, ...]:
    windows = (latest.window(series, name) for name in WINDOWS)
    return (*latest.figures(series), *windows)


def render(params: FundJsonParams, answers: Answers, tools: RenderTools) -> Fragment:
    """The fund as one JSON object, values unrounded, null where there is none."""
    series = params.series
    level, change, income, yield7 = (answers[ask] for ask in latest.figures(series))
    is_money_fund = latest.is_money_fund(series, answers)
    facts = {name: answers[latest.fact(series, name)] for name in chinese_terms.FACTS}
    value: dict[str, Any] = {
        "code": latest.code_of(series),
        "name": facts["name"].value,
        "facts": {
            chinese_terms.COLUMNS.get(name, name): fact.value for name, fact in facts.items() if fact.value is not None
        },
        "size_date": facts["size"].end or None,
        "date": level.end or None,
        "nav": level.value,
        "change": None if is_money_fund else change.value,
        **({"income": income.value, "yield7": yield7.value} if is_money_fund else {}),
        "windows": {name: _window(answers[latest.window(series, name)]) for name in WINDOWS},
        "synthetic": any(answers[ask].synthetic for ask in _numbers(series)),
    }
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"), sort_keys=True, allow_nan=False)
    return Fragment(html=text.replace("<", "\\u003c") + "\n")


def _window(answer: Answer) -> dict[str, Any]:
    if answer.value is None:
        return {"value": None, "from": None, "to": None}
    return {"value": answer.value, "from": answer.start or None, "to": answer.end or None}


BLOCK = Block(params=FundJsonParams, asks=asks, render=one_by_one(render))
