"""A subject and an ask in, a return out: how much a value grew between two days, as a ratio."""

from __future__ import annotations

from typing import TypeVar

import numpy as np

from builder.model import Answer, Ask
from builder.numbers.measures.subject import Period, Subject, last_row, span, value_at
from builder.numbers.series.day_numbers import day, iso
from builder.numbers.series.series import Days, Values

Number = TypeVar("Number", float, Values)

YEAR = 365  # days; annualising starts beyond it
# The last value of a year lies in its last days: no market shuts longer over New Year.
_YEAR_END_WITHIN = 10
_BEHIND = 15  # days that a benchmark's value may lie before a fund's: the longest holiday


def grown(first: Number, last: Number) -> Number:
    """How much a value, or each of many, grew: last ÷ first − 1."""
    return last / first - 1


def total(subject: Subject, ask: Ask) -> Answer:
    """The return with everything paid out put back in. (DOMAIN: period returns use the adjusted NAV.)"""
    return _between(subject, span(subject, ask), None if subject.series is None else subject.series.adjusted)


def price(subject: Subject, ask: Ask) -> Answer:
    """The return of the unit NAV, or of the close as it was traded: without dividends."""
    return _between(subject, span(subject, ask), None if subject.series is None else subject.series.raw)


def change(subject: Subject, ask: Ask) -> Answer:
    """The return from the row before the last to the last, adjusted."""
    last = last_row(subject, ask)
    if isinstance(last, str) or subject.series is None:
        return subject.answer(None, "ratio", note=str(last))
    days = subject.series.days
    if not last:
        return subject.answer(None, "ratio", end=iso(int(days[0])), note=f"仅有一个{subject.what}")
    stretch = Period(last - 1, last, int(days[last - 1]), int(days[last]))
    return _between(subject, stretch, subject.series.adjusted)


def annualised(subject: Subject, ask: Ask) -> Answer:
    """The return a year: (1 + R)^(365 ÷ days) − 1, only beyond 365 days. (DOMAIN; GIPS: nothing under a year.)"""
    stretch = span(subject, ask)
    answer = _between(subject, stretch, None if subject.series is None else subject.series.adjusted)
    if isinstance(stretch, str) or not isinstance(answer.value, float):
        return answer
    days = stretch.end - stretch.start
    if days <= YEAR:
        return subject.answer(None, "ratio", start=answer.start, end=answer.end, note="区间不超过一年，不作年化")
    return subject.answer((1 + answer.value) ** (YEAR / days) - 1, "ratio", start=answer.start, end=answer.end)


def since_publication(subject: Subject, ask: Ask) -> Answer:
    """The return since a briefing's cut-off, which stands in `start`: none until there is a newer value."""
    stretch = span(subject, ask)
    if isinstance(stretch, Period) and stretch.last == stretch.base:
        on = iso(stretch.end)
        return subject.answer(None, "ratio", start=on, end=on, note=f"发布后尚无新{subject.what}")
    return _between(subject, stretch, None if subject.series is None else subject.series.adjusted)


def calendar_year(subject: Subject, ask: Ask) -> Answer:
    """The adjusted return of the year in `window`, e.g. "2023": from the end of the year before, once the year is over.

    Raises KeyError for a window that is no year.
    """
    if not (len(ask.window) == 4 and ask.window.isdecimal() and int(ask.window) > 1):
        raise KeyError(f"no year is called {ask.window}")
    year, closing = int(ask.window), f"{ask.window}-12-31"
    known = ask.as_of or ("" if subject.series is None else iso(int(subject.series.days[-1])))
    if known and min(known, ask.end or closing) < closing:
        return subject.answer(None, "ratio", note=f"{year} 年尚未结束")
    stretch = span(
        subject,
        Ask(series=ask.series, measure=ask.measure, start=f"{year - 1:04}-12-31", end=closing, as_of=ask.as_of),
    )
    if isinstance(stretch, Period) and stretch.end < day(closing) - _YEAR_END_WITHIN:
        return subject.answer(None, "ratio", note=f"没有 {year} 年末的{subject.what}数据")
    return _between(subject, stretch, None if subject.series is None else subject.series.adjusted)


def benchmark(subject: Subject, ask: Ask) -> Answer:
    """What the fund's benchmark earned over the same stretch: its daily growth, chained.

    From its own last value on or before the stretch's first day to its last on or before the end. (DOMAIN: weights × index
    returns, rebalanced daily, plus cash rate.)
    """
    stretch, composite = span(subject, ask), subject.benchmark
    if isinstance(stretch, str):
        return subject.answer(None, "ratio", note=stretch)
    if isinstance(composite, str):
        return subject.answer(None, "ratio", note=composite)
    if composite.cash is None:
        return subject.answer(None, "ratio", note="未提供业绩比较基准的计算公式")
    days = composite.days
    rows = _beside(days, stretch)
    if rows is None:
        return subject.answer(None, "ratio", note="业绩比较基准所用指数的数据不足")
    first, last = rows
    value = float(np.prod(1 + composite.growth(days[first : last + 1]))) - 1
    return subject.answer(value, "ratio", start=iso(int(days[first])), end=iso(int(days[last])))


def followed(subject: Subject, ask: Ask) -> Answer:
    """What the index that the fund follows earned over the fund's own stretch.

    From its last value on or before the stretch's first day to its last on or before the end.
    """
    stretch, index = span(subject, ask), subject.index
    if isinstance(stretch, str):
        return subject.answer(None, "ratio", note=stretch)
    if index is None:
        return subject.answer(None, "ratio", note="暂无跟踪指数的数据")
    rows = _beside(index.days, stretch)
    if rows is None:
        return subject.answer(None, "ratio", note="跟踪指数的数据不足")
    first, last = rows
    value = grown(float(index.raw[first]), float(index.raw[last]))
    return subject.answer(value, "ratio", start=iso(int(index.days[first])), end=iso(int(index.days[last])))


def _beside(days: Days, stretch: Period) -> tuple[int, int] | None:
    """The rows of another history that stand beside a stretch's ends; None where either is too far behind."""
    first, last = (int(days.searchsorted(np.int32(on), "right")) - 1 for on in (stretch.start, stretch.end))
    far = first < 0 or stretch.end - int(days[last]) > _BEHIND or stretch.start - int(days[first]) > _BEHIND
    return None if far else (first, last)


def excess(subject: Subject, ask: Ask) -> Answer:
    """The fund's return less that of its benchmark."""
    own, theirs = total(subject, ask), benchmark(subject, ask)
    if not isinstance(own.value, float) or not isinstance(theirs.value, float):
        return subject.answer(None, "ratio", start=own.start, end=own.end, note=own.note or theirs.note)
    return subject.answer(own.value - theirs.value, "ratio", start=own.start, end=own.end)


def _between(subject: Subject, stretch: Period | str, values: Values | None) -> Answer:
    if isinstance(stretch, str) or values is None:
        return subject.answer(None, "ratio", note=str(stretch))
    value = grown(value_at(values, stretch.base), value_at(values, stretch.last))
    return subject.answer(value, "ratio", start=iso(stretch.start), end=iso(stretch.end))
