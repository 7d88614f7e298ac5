"""The line that says how old an instrument's or a set's data are, and that its source fails where it does."""

from __future__ import annotations

from markupsafe import Markup

from builder.blocks.block import Answers, Block, RenderTools, one_by_one
from builder.blocks.wording import age_note
from builder.language import translate
from builder.language.date_format import long_date
from builder.model import Ask, Fragment
from builder.slot_params.generated import DataAgeParams

_LINE = Markup('<span class="through">{}</span>')
_TIME = Markup('<time datetime="{}"{}>{}</time>')
_ENDED = Markup('<span class="ended">{}</span>')


def asks(params: DataAgeParams) -> tuple[Ask, ...]:
    """The day of the last value, and the status of the source."""
    return (_date(params.of), *age_note.asks(params.of))


def _date(of: str) -> Ask:
    return Ask(series=of, measure="calendar" if of.startswith("set:") else "date")


def render(params: DataAgeParams, answers: Answers, tools: RenderTools) -> Fragment:
    """ "净值数据截至 2024年2月19日", the date as `<time>`; and that its source fails, where it does."""
    of = params.of
    data_as_of = answers[_date(of)].value
    line = Markup()
    if answers[_date(of)].ended:
        line = _ENDED.format(translate("{ended}，不再计算区间收益", ended=translate(answers[_date(of)].note)))
    elif data_as_of:
        day = _TIME.format(data_as_of, age_note.fresh(of, answers), long_date(str(data_as_of)))
        what = translate(params.label) or age_note.word(of)
        line = _LINE.format(Markup(translate("{what}数据截至 {day}")).format(what=what, day=day))
    return Fragment(html=str(Markup(" ").join(note for note in (line, age_note.failing(of, answers)) if note)))


BLOCK = Block(params=DataAgeParams, asks=asks, render=one_by_one(render))
