"""The trading calendars of all sets, as the script by which a reader's browser counts trading days.

Of each calendar it holds only the days that differ from Monday to Friday, in some 400 days around the last value.
"""

from __future__ import annotations

import json
from typing import Any

from builder.blocks.block import Answers, Block, RenderTools, one_by_one
from builder.model import Answer, Ask, Fragment
from builder.slot_params.generated import CalendarsParams
from builder.vocabulary import SETS


def asks(params: CalendarsParams) -> tuple[Ask, ...]:
    """The calendar of each set."""
    return tuple(Ask(series=f"set:{name}", measure="calendar") for name in SETS)


def render(params: CalendarsParams, answers: Answers, tools: RenderTools) -> Fragment:
    """A script of one assignment: unlike JSON, it can be read from a folder on disk too."""
    sets = {name: _calendar(answers[ask]) for name, ask in zip(SETS, asks(params), strict=True)}
    value = json.dumps({"zone": params.zone, "sets": sets}, ensure_ascii=True, sort_keys=True)
    return Fragment(html=f"globalThis.briefingsCalendars = {value};\n")


def _calendar(answer: Answer) -> dict[str, Any]:
    closed = [day for day, is_open in answer.points if not is_open]
    opened = [day for day, is_open in answer.points if is_open]
    return {"through": answer.value, "from": answer.start, "to": answer.end, "shut": closed, "open": opened}


BLOCK = Block(params=CalendarsParams, asks=asks, render=one_by_one(render))
