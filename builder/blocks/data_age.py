"""An instrument or a set of data in, the line that tells readers how old it is out.

Parameters: {of}, e.g. "fund:012733" or "set:nav".
"""

from __future__ import annotations

from markupsafe import Markup

from builder.blocks.block import Answers, Block, Params, RenderTools, each
from builder.blocks.wording import age_note
from builder.model import Ask, Fragment

_LINE = Markup('<span class="through">{}数据截至 <time datetime="{}"{}>{}</time></span>')


def asks(params: Params) -> tuple[Ask, ...]:
    """The day of its last value, and its standing."""
    of = str(params["of"])
    return (_date(of), *age_note.asks(of))


def _date(of: str) -> Ask:
    return Ask(series=of, measure="calendar" if of.startswith("set:") else "date")


def render(params: Params, answers: Answers, tools: RenderTools) -> Fragment:
    """ "净值数据截至 2024-02-19", the date as `<time>`; and that its source fails, where it does."""
    of = str(params["of"])
    through = answers[_date(of)].value
    dated = _LINE.format(age_note.word(of), through, age_note.fresh(of, answers), through) if through else Markup()
    return Fragment(html=str(Markup(" ").join(part for part in (dated, age_note.failing(of, answers)) if part)))


BLOCK = Block(asks=asks, render=each(render))
