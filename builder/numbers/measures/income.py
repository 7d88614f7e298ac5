"""What a money-market fund publishes in place of a NAV: the income of 10,000 units, and the seven-day annualised yield."""

from __future__ import annotations

from math import isnan

import numpy as np

from builder.model import Answer, Ask
from builder.numbers.measures.levels import last_value, line
from builder.numbers.measures.measure_entry import FUNDS, entry
from builder.numbers.measures.subject import Subject
from builder.numbers.series.series import Values
from builder.vocabulary import INCOME

_PER_CENT, _PLACES = 100, 9


def income(subject: Subject, ask: Ask) -> Answer:
    """What 10,000 units earned on the last day, in yuan; on a day after days without a row, in all of them."""
    return last_value(subject, ask, None if subject.series is None else subject.series.income, "income")


def yield7(subject: Subject, ask: Ask) -> Answer:
    """The yield a year at which the last seven days' income grows, as its fund house published it."""
    return last_value(subject, ask, _yields(subject), "yield")


def income_history(subject: Subject, ask: Ask) -> Answer:
    """The incomes of the days of a period, as points."""
    return line(subject, ask, None if subject.series is None else subject.series.income, "income")


def yield7_history(subject: Subject, ask: Ask) -> Answer:
    """The yields of the days of a period, as points; days without one are left out."""
    return _filled(line(subject, ask, _yields(subject), "yield"))


def _yields(subject: Subject) -> Values | None:
    if subject.series is None:
        return None
    yields = subject.series.yield7
    return np.full(len(subject.series.days), np.nan) if yields is None else np.round(yields / _PER_CENT, _PLACES)


def _filled(answer: Answer) -> Answer:
    """A line without the days that have no value."""
    points = tuple(point for point in answer.points if not isnan(point[1]))
    if not points:
        return answer._replace(value=None, start="", end="", points=(), note=answer.note or "没有此项数据")
    return answer._replace(value=points[-1][1], start=points[0][0], end=points[-1][0], points=points)


_FUND_HOUSE = "基金管理人公布"
_RULE = "证监会信息披露编报规则第5号"

ENTRIES = (
    entry(
        "income", "万份收益", "income", income,
        "每万份基金份额当日的收益；节假日后首个数据含节假日各日", kinds=FUNDS, reads=(INCOME,), source=_FUND_HOUSE,
    ),
    entry(
        "yield7", "七日年化收益率", "yield", yield7,
        "最近七日（含节假日）收益折算的年收益率：按日结转的基金按复利，按月结转的基金按单利",
        kinds=FUNDS, reads=(INCOME,), signed=False, source=f"{_FUND_HOUSE}，算法见{_RULE}",
    ),
    entry(
        "income-history", "万份收益走势", "income", income_history,
        "区间内各日的万份收益", kinds=FUNDS, reads=(INCOME,), window="optional", answers="days", source=_FUND_HOUSE,
    ),
    entry(
        "yield7-history", "七日年化走势", "yield", yield7_history,
        "区间内各日的七日年化收益率",
        kinds=FUNDS, reads=(INCOME,), window="optional", signed=False, answers="days", source=_FUND_HOUSE,
    ),
)  # fmt: skip
