"""Risk: how far a value fell, how much it varied, how far a fund strayed from its benchmark."""

from __future__ import annotations

from math import sqrt

import numpy as np

from builder.model import Answer, Ask
from builder.numbers.measures import returns
from builder.numbers.measures.measure_entry import FUNDS, GROWTH, USUAL, entry
from builder.numbers.measures.period import LAUNCH, REACH, Period, days_in, period_of, values_in
from builder.numbers.measures.spacing import periods_a_year
from builder.numbers.measures.subject import Missing, Subject
from builder.numbers.series.day_numbers import iso
from builder.numbers.series.series import Days, Values
from builder.vocabulary import ADJUSTED, LARGEST_FIRST_GAP

_NOISE = 1e-9  # a smaller yearly deviation comes from the rounding of binary fractions: the value grew evenly


def drawdown(subject: Subject, ask: Ask) -> Answer:
    """The deepest fall, min(V ÷ running maximum − 1), adjusted; `start` is the peak's date, `end` the trough's."""
    period = period_of(subject, ask)
    if isinstance(period, Missing):
        return subject.without("ratio", period)
    assert subject.series is not None
    values = values_in(subject.series.adjusted, period)
    falls = values / np.maximum.accumulate(values) - 1
    trough = int(falls.argmin())
    peak = int(values[: trough + 1].argmax())
    days = days_in(subject.series.days, period)
    start, end = iso(int(days[peak])), iso(int(days[trough]))
    return subject.answer(float(falls[trough]), "ratio", start=start, end=end)


def volatility(subject: Subject, ask: Ask) -> Answer:
    """The sample standard deviation of the adjusted returns from value to value × √(values a year)."""
    period = period_of(subject, ask)
    if isinstance(period, Missing):
        return subject.without("ratio", period)
    assert subject.series is not None
    values, days = values_in(subject.series.adjusted, period), days_in(subject.series.days, period)
    if period.base == LAUNCH and days[0] == days[1]:
        values, days = values[1:], days[1:]  # contract effect and first value on one day: nothing grew between them
    start, end = iso(period.start), iso(period.end)
    if len(values) < 3:
        return subject.answer(None, "ratio", start=start, end=end, note="数据太少，不计算波动率")
    deviation = _yearly_deviation(_returns(values), days, subject.trading_days)
    return subject.answer(deviation, "ratio", start=start, end=end)


def sharpe(subject: Subject, ask: Ask) -> Answer:
    """The return per unit of risk: (annualised return − risk-free rate) ÷ volatility."""
    yearly, deviation = returns.annualised(subject, ask), volatility(subject, ask)
    if not isinstance(yearly.value, float) or not isinstance(deviation.value, float):
        return (yearly if yearly.value is None else deviation)._replace(value=None, unit="number")
    if deviation.value == 0:
        return subject.answer(None, "number", start=yearly.start, end=yearly.end, note="波动率为零")
    ratio = (yearly.value - subject.risk_free) / deviation.value
    return subject.answer(ratio, "number", start=yearly.start, end=yearly.end)


def tracking_error(subject: Subject, ask: Ask) -> Answer:
    """The standard deviation of (fund − benchmark) returns × √(values a year), from day to day that both have.

    Cash whose rate is not known is left out: it grows evenly, so that it adds nothing to a standard deviation.
    """
    period = period_of(subject, ask)
    if isinstance(period, Missing):
        return subject.without("ratio", period)
    assert subject.series is not None
    benchmark = subject.benchmark
    if isinstance(benchmark, str):
        return subject.answer(None, "ratio", note=benchmark)
    fund = subject.series
    shared, fund_rows, _ = np.intersect1d(fund.days, benchmark.days, assume_unique=True, return_indices=True)
    first = int(shared.searchsorted(np.int32(period.start), "right")) - 1
    last = int(shared.searchsorted(np.int32(period.end), "right"))
    if ask.window == "launch":
        first = max(first, 0)
    if first < 0 or last - first < 3 or not _cover(shared[first:last], period):
        return subject.answer(None, "ratio", note="基金与指数的共同数据不足")
    days = shared[first:last]
    differences = _returns(fund.adjusted[fund_rows[first:last]]) - benchmark.growth(days)
    start, end = iso(int(days[0])), iso(int(days[-1]))
    return subject.answer(_yearly_deviation(differences, days, subject.trading_days), "ratio", start=start, end=end)


def _cover(days: Days, period: Period) -> bool:
    """Whether days begin and end near enough to a period; since launch, as near as a fund's first row may be."""
    first, last = int(days[0]), int(days[-1])
    return -LARGEST_FIRST_GAP <= period.start - first <= REACH and period.end - last <= REACH


def _returns(values: Values) -> Values:
    return returns.growth(values[:-1], values[1:])


def _yearly_deviation(growth: Values, days: Days, trading_days: int) -> float:
    """The yearly standard deviation of what grew from each of these days to the next; 0 where it is noise alone."""
    deviation = float(np.std(growth, ddof=1)) * sqrt(periods_a_year(days, trading_days))
    return deviation if deviation > _NOISE else 0.0


ENTRIES = (
    entry(
        "drawdown", "最大回撤", "ratio", drawdown,
        "min(复权净值 ÷ 此前最高复权净值 − 1)", window="optional", signed=False, reads=GROWTH, source=USUAL,
    ),
    entry(
        "volatility", "年化波动率", "ratio", volatility,
        "相邻净值收益率的样本标准差 × √每年期数；每年期数随净值的间隔而定，见下文约定",
        window="optional", signed=False, reads=(ADJUSTED,), source=USUAL,
    ),
    entry(
        "sharpe", "夏普比率", "number", sharpe,
        "(年化收益率 − 无风险利率) ÷ 年化波动率", window="optional", reads=(ADJUSTED,), source=USUAL,
    ),
    entry(
        "tracking-error", "跟踪误差", "ratio", tracking_error,
        "(基金收益率 − 业绩比较基准收益率) 的样本标准差 × √每年期数，按两者共有的日期逐期计算",
        window="optional", signed=False, kinds=FUNDS, reads=(ADJUSTED,), source=USUAL,
    ),
)  # fmt: skip
