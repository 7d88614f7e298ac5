"""Risk: how far a value fell, how much it varied, how far a fund strayed from its benchmark."""

from __future__ import annotations

from math import sqrt

import numpy as np

from builder.model import Answer, Ask
from builder.numbers.measures import returns
from builder.numbers.measures.measure_entry import FUNDS, GROWTH, USUAL, entry
from builder.numbers.measures.subject import LAUNCH, Period, Subject, period_of, values_in
from builder.numbers.series.day_numbers import iso
from builder.numbers.series.series import Values
from builder.vocabulary import ADJUSTED


def drawdown(subject: Subject, ask: Ask) -> Answer:
    """The deepest fall, min(V ÷ running maximum − 1), adjusted; `start` is the peak's date, `end` the trough's."""
    period = period_of(subject, ask)
    if isinstance(period, str) or subject.series is None:
        return subject.answer(None, "ratio", note=str(period))
    values = values_in(subject.series.adjusted, period)
    falls = values / np.maximum.accumulate(values) - 1
    trough = int(falls.argmin())
    peak = int(values[: trough + 1].argmax())
    start, end = (iso(_day(subject, period, position)) for position in (peak, trough))
    return subject.answer(float(falls[trough]), "ratio", start=start, end=end)


def volatility(subject: Subject, ask: Ask) -> Answer:
    """The sample standard deviation of daily adjusted returns × √(trading days a year)."""
    period = period_of(subject, ask)
    if isinstance(period, str) or subject.series is None:
        return subject.answer(None, "ratio", note=str(period))
    values = values_in(subject.series.adjusted, period)
    if period.base == LAUNCH and period.start == subject.series.days[0]:
        values = values[1:]  # contract effect and first value on one day: nothing grew between them
    start, end = iso(period.start), iso(period.end)
    if len(values) < 3:
        return subject.answer(None, "ratio", start=start, end=end, note="数据太少，不计算波动率")
    return subject.answer(
        _yearly_deviation(_daily_returns(values), subject.trading_days), "ratio", start=start, end=end
    )


def sharpe(subject: Subject, ask: Ask) -> Answer:
    """The return per unit of risk: (annualised return − risk-free rate) ÷ volatility."""
    yearly, deviation = returns.annualised(subject, ask), volatility(subject, ask)
    if not isinstance(yearly.value, float) or not isinstance(deviation.value, float):
        note = yearly.note or deviation.note
        return subject.answer(None, "number", start=yearly.start, end=yearly.end, note=note)
    if deviation.value == 0:
        return subject.answer(None, "number", start=yearly.start, end=yearly.end, note="波动率为零")
    ratio = (yearly.value - subject.risk_free) / deviation.value
    return subject.answer(ratio, "number", start=yearly.start, end=yearly.end)


def tracking_error(subject: Subject, ask: Ask) -> Answer:
    """The standard deviation of (fund − benchmark) daily returns × √(trading days a year), over the days both have.

    Cash whose rate is not known is left out: it grows evenly, so that it adds nothing to a standard deviation.
    """
    period = period_of(subject, ask)
    if isinstance(period, str) or subject.series is None:
        return subject.answer(None, "ratio", note=str(period))
    benchmark = subject.benchmark
    if isinstance(benchmark, str):
        return subject.answer(None, "ratio", note=benchmark)
    fund = subject.series
    shared, fund_rows, _ = np.intersect1d(fund.days, benchmark.days, assume_unique=True, return_indices=True)
    first = int(shared.searchsorted(np.int32(period.start), "right")) - 1
    last = int(shared.searchsorted(np.int32(period.end), "right"))
    if period.base == LAUNCH:
        first = max(first, 0)
    if first < 0 or last - first < 3:
        return subject.answer(None, "ratio", note="基金与指数的共同数据不足")
    differences = _daily_returns(fund.adjusted[fund_rows[first:last]]) - benchmark.growth(shared[first:last])
    start, end = iso(int(shared[first])), iso(int(shared[last - 1]))
    return subject.answer(_yearly_deviation(differences, subject.trading_days), "ratio", start=start, end=end)


def _daily_returns(values: Values) -> Values:
    return returns.growth(values[:-1], values[1:])


def _yearly_deviation(daily: Values, trading_days: int) -> float:
    return float(np.std(daily, ddof=1)) * sqrt(trading_days)


def _day(subject: Subject, period: Period, position: int) -> int:
    assert subject.series is not None
    row = period.base + position
    return period.start if row == LAUNCH else int(subject.series.days[row])


ENTRIES = (
    entry(
        "drawdown", "最大回撤", "ratio", drawdown,
        "min(复权净值 ÷ 此前最高复权净值 − 1)", window="optional", signed=False, reads=GROWTH, source=USUAL,
    ),
    entry(
        "volatility", "年化波动率", "ratio", volatility,
        "日收益率的样本标准差 × √每年交易日数", window="optional", signed=False, reads=(ADJUSTED,), source=USUAL,
    ),
    entry(
        "sharpe", "夏普比率", "number", sharpe,
        "(年化收益率 − 无风险利率) ÷ 年化波动率", window="optional", reads=(ADJUSTED,), source=USUAL,
    ),
    entry(
        "tracking-error", "跟踪误差", "ratio", tracking_error,
        "(基金日收益率 − 业绩比较基准日收益率) 的样本标准差 × √每年交易日数",
        window="optional", signed=False, kinds=FUNDS, reads=(ADJUSTED,), source=USUAL,
    ),
)  # fmt: skip
