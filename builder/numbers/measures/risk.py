"""A subject and an ask in, a risk out: how far a value fell, how much it swung, how far it strayed from its index."""

from __future__ import annotations

from math import sqrt

import numpy as np

from builder.model import Answer, Ask
from builder.numbers.measures import returns
from builder.numbers.measures.subject import LAUNCH, Period, Subject, path, span
from builder.numbers.series.day_numbers import iso
from builder.numbers.series.series import Values


def drawdown(subject: Subject, ask: Ask) -> Answer:
    """The deepest fall: min(V ÷ running maximum − 1), adjusted; start is the peak's date, end the trough's."""
    stretch = span(subject, ask)
    if isinstance(stretch, str) or subject.series is None:
        return subject.answer(None, "ratio", note=str(stretch))
    values = path(subject.series.adjusted, stretch)
    falls = values / np.maximum.accumulate(values) - 1
    trough = int(falls.argmin())
    peak = int(values[: trough + 1].argmax())
    start, end = (iso(_day(subject, stretch, at)) for at in (peak, trough))
    return subject.answer(float(falls[trough]), "ratio", start=start, end=end)


def volatility(subject: Subject, ask: Ask) -> Answer:
    """How much it swings in a year: the sample deviation of daily adjusted returns × √(trading days a year)."""
    stretch = span(subject, ask)
    if isinstance(stretch, str) or subject.series is None:
        return subject.answer(None, "ratio", note=str(stretch))
    values = path(subject.series.adjusted, stretch)
    if stretch.base == LAUNCH and stretch.start == subject.series.days[0]:
        values = values[1:]  # contract effect and first value on one day: nothing grew between them
    start, end = iso(stretch.start), iso(stretch.end)
    if len(values) < 3:
        return subject.answer(None, "ratio", start=start, end=end, note="数据太少，不计算波动率")
    return subject.answer(_yearly(_growth(values), subject.trading_days), "ratio", start=start, end=end)


def sharpe(subject: Subject, ask: Ask) -> Answer:
    """What a unit of risk earned: (annualised return − risk-free rate) ÷ volatility."""
    grown, swings = returns.annualised(subject, ask), volatility(subject, ask)
    if not isinstance(grown.value, float) or not isinstance(swings.value, float):
        note = grown.note or swings.note
        return subject.answer(None, "number", start=grown.start, end=grown.end, note=note)
    if swings.value == 0:
        return subject.answer(None, "number", start=grown.start, end=grown.end, note="波动率为零")
    ratio = (grown.value - subject.risk_free) / swings.value
    return subject.answer(ratio, "number", start=grown.start, end=grown.end)


def tracking_error(subject: Subject, ask: Ask) -> Answer:
    """How far a fund strays from its contractual benchmark: sd(fund − benchmark) × √(trading days a year).

    Over the days that both have. Cash whose rate is not known is left out: it grows evenly and so adds nothing to a
    standard deviation.
    """
    stretch = span(subject, ask)
    if isinstance(stretch, str) or subject.series is None:
        return subject.answer(None, "ratio", note=str(stretch))
    benchmark = subject.benchmark
    if isinstance(benchmark, str):
        return subject.answer(None, "ratio", note=benchmark)
    fund = subject.series
    shared, ours, _ = np.intersect1d(fund.days, benchmark.days, assume_unique=True, return_indices=True)
    first = int(shared.searchsorted(np.int32(stretch.start), "right")) - 1
    last = int(shared.searchsorted(np.int32(stretch.end), "right"))
    if stretch.base == LAUNCH:
        first = max(first, 0)
    if first < 0 or last - first < 3:
        return subject.answer(None, "ratio", note="基金与指数的共同数据不足")
    apart = _growth(fund.adjusted[ours[first:last]]) - benchmark.growth(shared[first:last])
    start, end = iso(int(shared[first])), iso(int(shared[last - 1]))
    return subject.answer(_yearly(apart, subject.trading_days), "ratio", start=start, end=end)


def _growth(values: Values) -> Values:
    return values[1:] / values[:-1] - 1


def _yearly(daily: Values, trading_days: int) -> float:
    return float(np.std(daily, ddof=1)) * sqrt(trading_days)


def _day(subject: Subject, stretch: Period, at: int) -> int:
    assert subject.series is not None
    row = stretch.base + at
    return stretch.start if row == LAUNCH else int(subject.series.days[row])
