"""What a money-market fund publishes in place of a NAV: the income of 10,000 units, and the seven-day annualised yield."""

from __future__ import annotations

import numpy as np

from builder.model import Answer, Ask
from builder.numbers.measures.measure_entry import FUNDS, entry
from builder.numbers.measures.subject import LAUNCH, Subject, last_row, period_of
from builder.numbers.series.day_numbers import iso
from builder.numbers.series.series import Values
from builder.vocabulary import INCOME

_PER_CENT, _PLACES = 100, 9


def income(subject: Subject, ask: Ask) -> Answer:
    """What 10,000 units earned on the last day, in yuan; on a day after days without a row, in all of them."""
    return _last(subject, ask, None if subject.series is None else subject.series.income, "income")


def yield7(subject: Subject, ask: Ask) -> Answer:
    """The yield a year at which the last seven days' income grows, as its fund house published it."""
    return _last(subject, ask, _yields(subject), "yield")


def income_history(subject: Subject, ask: Ask) -> Answer:
    """The incomes of the days of a period, as points."""
    return _points(subject, ask, None if subject.series is None else subject.series.income, "income")


def yield7_history(subject: Subject, ask: Ask) -> Answer:
    """The yields of the days of a period, as points; days without one are left out."""
    return _points(subject, ask, _yields(subject), "yield")


def _yields(subject: Subject) -> Values | None:
    yields = None if subject.series is None else subject.series.yield7
    return None if yields is None else np.round(yields / _PER_CENT, _PLACES)


def _last(subject: Subject, ask: Ask, values: Values | None, unit: str) -> Answer:
    row = last_row(subject, ask)
    if isinstance(row, str) or subject.series is None:
        return subject.answer(None, unit, note=str(row))
    end = iso(int(subject.series.days[row]))
    if values is None or np.isnan(values[row]):
        return subject.answer(None, unit, end=end, note=f"{end} 没有此项数据")
    return subject.answer(float(values[row]), unit, end=end)


def _points(subject: Subject, ask: Ask, values: Values | None, unit: str) -> Answer:
    last = last_row(subject, ask)
    if isinstance(last, str) or subject.series is None or values is None:
        return subject.answer(None, unit, note=str(last) if isinstance(last, str) else "没有此项数据")
    period = period_of(subject, ask)
    first = 0 if isinstance(period, str) or period.base == LAUNCH else period.base
    rows = (row for row in range(first, last + 1) if not np.isnan(values[row]))
    points = tuple((iso(int(subject.series.days[row])), float(values[row])) for row in rows)
    if not points:
        return subject.answer(None, unit, note="没有此项数据")
    note = period if isinstance(period, str) else ""
    return subject.answer(points[-1][1], unit, start=points[0][0], end=points[-1][0], note=note, points=points)


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
