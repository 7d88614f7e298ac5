"""A subject and an ask in, what every day's holder had earned over a window out: a return for each day of a stretch."""

from __future__ import annotations

import numpy as np

from builder.model import Answer, Ask
from builder.numbers.measures.subject import Subject, last_row
from builder.numbers.series.day_numbers import day, iso, window_base


def returns(subject: Subject, ask: Ask) -> Answer:
    """The return over the window that ends on each day, as points: V ÷ V of the window's base − 1, adjusted.

    `start` and `end` bound the days, not the windows; a day whose window reaches beyond the first row has no value.
    Raises KeyError for a window that is none.
    """
    last = last_row(subject, ask)
    if isinstance(last, str) or subject.series is None:
        return subject.answer(None, "ratio", note=str(last))
    if ask.window in ("", "launch"):
        return subject.answer(None, "ratio", note="滚动收益率的区间须有固定长度")
    days, values = subject.series.days, subject.series.adjusted
    first = int(days.searchsorted(np.int32(day(ask.start)), "left")) if ask.start else 0
    rows = np.arange(first, last + 1)
    wanted = np.array([window_base(int(on), ask.window) for on in days[rows]], dtype=np.int32)
    bases = days.searchsorted(wanted, "right") - 1
    rows, bases = rows[bases >= 0], bases[bases >= 0]
    if not len(rows):
        return subject.answer(None, "ratio", note=f"{subject.what}数据不足，不能计算滚动收益率")
    earned = (values[rows] / values[bases] - 1).tolist()
    dates = [iso(int(on)) for on in days[rows]]
    points = tuple(zip(dates, earned, strict=True))
    return subject.answer(earned[-1], "ratio", start=dates[0], end=dates[-1], points=points)
