"""The sets of data in, the script's data out by which a reader's browser counts trading days: parameters {zone}.

Of each calendar only the days are told on which it is not simply Monday to Friday, some 400 days around the last value.
"""

from __future__ import annotations

import json
from typing import Any

from builder.blocks.block import Answers, Block, Params, RenderTools, each
from builder.model import Answer, Ask, Fragment
from builder.vocabulary import SETS


def asks(params: Params) -> tuple[Ask, ...]:
    """The calendar of each set."""
    return tuple(Ask(series=f"set:{name}", measure="calendar") for name in SETS)


def render(params: Params, answers: Answers, tools: RenderTools) -> Fragment:
    """A script of one assignment: a file beside the pages can be read from a plain folder too, JSON could not."""
    sets = {name: _told(answers[ask]) for name, ask in zip(SETS, asks(params), strict=True)}
    value = json.dumps({"zone": params["zone"], "sets": sets}, ensure_ascii=True, sort_keys=True)
    return Fragment(html=f"globalThis.briefingsCalendars = {value};\n")


def _told(answer: Answer) -> dict[str, Any]:
    shut = [on for on, open_ in answer.points if not open_]
    held = [on for on, open_ in answer.points if open_]
    return {"through": answer.value, "from": answer.start, "to": answer.end, "shut": shut, "open": held}


BLOCK = Block(asks=asks, render=each(render))
