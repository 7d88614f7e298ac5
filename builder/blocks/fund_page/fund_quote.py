"""The latest value of a fund below the name on its page: NAV and change of the day, or income and yield of a money-market fund."""

from __future__ import annotations

from markupsafe import Markup

from builder.blocks import latest
from builder.blocks.block import Answers, Block, RenderTools, one_by_one
from builder.blocks.wording import data_element
from builder.language import translate
from builder.model import Ask, Fragment
from builder.slot_params.generated import FundQuoteParams

_NAV = Markup('<span class="fb-level">{}</span> <span class="fb-change">{}</span> <span class="fb-when">{}</span>')
_INCOME = Markup(
    '<span class="fb-pair"><span class="fb-level">{}</span> <span class="fb-when">{}</span></span> '
    '<span class="fb-pair"><span class="fb-level">{}</span> <span class="fb-when">{}</span></span>'
)


def asks(params: FundQuoteParams) -> tuple[Ask, ...]:
    """The two numbers of either kind of fund, and the date of the last one."""
    return (*latest.figures(params.series), _date(params.series))


def _date(series: str) -> Ask:
    return Ask(series=series, measure="date")


def render(params: FundQuoteParams, answers: Answers, tools: RenderTools) -> Fragment:
    """The numbers with their date."""
    state, date = latest.LatestState(params.series, answers), _date(params.series)
    shown = data_element.element(date, answers[date])
    if state.is_money_fund:
        when = Markup(translate("七日年化，{date}")).format(date=shown)
        return Fragment(html=str(_INCOME.format(state.level, translate("万份收益（元）"), state.change, when)))
    when = Markup(translate("单位净值，{date}")).format(date=shown)
    return Fragment(html=str(_NAV.format(state.level, state.change, when)))


BLOCK = Block(params=FundQuoteParams, asks=asks, render=one_by_one(render))
