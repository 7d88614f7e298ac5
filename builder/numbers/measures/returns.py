"""Returns: how much a value grew over a period, as a ratio."""

from __future__ import annotations

from math import isnan
from typing import TypeVar

import numpy as np

from builder.language import Note
from builder.model import Answer, Ask
from builder.numbers.measures import period as periods
from builder.numbers.measures.measure_entry import BASE, CONTRACTUAL, FUNDS, GROWTH, OWN, USUAL, entry
from builder.numbers.measures.period import REACH, YEAR_REACH, Period, income_gap, last_row, period_of, value_at
from builder.numbers.measures.subject import Missing, Subject
from builder.numbers.series.day_numbers import LAST, day, iso, months_before, window_base
from builder.numbers.series.series import Days, Values
from builder.vocabulary import DAYS_A_YEAR, LONGEST_CLOSED, LONGEST_DAY, MONTHS_A_YEAR, QUOTED, WINDOWS

Number = TypeVar("Number", float, Values)


def growth(first: Number, last: Number) -> Number:
    """How much a value, or each of many, grew: last ÷ first − 1."""
    return last / first - 1


def total(subject: Subject, ask: Ask) -> Answer:
    """The return with dividends and splits counted in: from the adjusted values."""
    return _between(subject, period_of(subject, ask), None if subject.series is None else subject.series.adjusted)


def price(subject: Subject, ask: Ask) -> Answer:
    """The return of the unit NAV, or of the close as it was traded: with splits counted in, without dividends."""
    values = None if subject.series is None else subject.series.split_adjusted
    return _between(subject, period_of(subject, ask), values)


def change(subject: Subject, ask: Ask) -> Answer:
    """The adjusted return from the row before the last to the last; none where that lies too far before, or where values
    usually lie a week or more apart: it would be no day's."""
    last = last_row(subject, ask)
    if isinstance(last, Missing):
        return subject.without("ratio", last)
    assert subject.series is not None
    if fault := periods.outdated(subject, ask, last):
        return subject.without("ratio", fault)
    days = subject.series.days
    end, before = int(days[last]), int(days[last - 1])
    if not last:
        return subject.answer(None, "ratio", end=iso(end), note=Note("仅有一个{what}", what=subject.value_label))
    if end - before > REACH or (end - before > LONGEST_DAY and not periods.is_daily(subject.series, last)):
        return subject.answer(
            None,
            "ratio",
            end=iso(end),
            note=Note("上一个{what}在 {before}", what=subject.value_label, before=iso(before)),
        )
    gap = income_gap(subject, last - 1, last)
    return _between(subject, gap or Period(last - 1, last, before, end, before, end), subject.series.adjusted)


def annualised(subject: Subject, ask: Ask) -> Answer:
    """The return a year, (1 + R)^(365 ÷ days) − 1; none for less than a year, as GIPS asks.

    A year is told by the days that are asked for, not by the rows on or before them: no weekend makes it shorter.
    """
    period = period_of(subject, ask)
    answer = _between(subject, period, None if subject.series is None else subject.series.adjusted)
    if isinstance(period, Missing) or not isinstance(answer.value, float):
        return answer
    days = period.end - period.start
    if months_before(period.until, MONTHS_A_YEAR) < period.since:
        return subject.answer(None, "ratio", start=answer.start, end=answer.end, note="区间不足一年，不作年化")
    return subject.answer((1 + answer.value) ** (DAYS_A_YEAR / days) - 1, "ratio", start=answer.start, end=answer.end)


def since_publication(subject: Subject, ask: Ask) -> Answer:
    """The return since what was known at a briefing's cut-off, which is in `start`: none until there is a newer value.

    It counts from the value that was known then, also where another was announced for its day later.
    """
    period = periods.since_publication(subject, ask)
    if isinstance(period, Period) and period.last == period.base:
        end = iso(period.end)
        return subject.answer(
            None, "ratio", start=end, end=end, note=Note("发布后尚无新{what}", what=subject.value_label)
        )
    if isinstance(period, Missing) or subject.series is None:
        return _between(subject, period, None)
    series, values = subject.series, subject.series.adjusted
    known = series.known(day(ask.start))
    announced, latest = float(known.raw[known.count(period.start) - 1]), float(series.raw[period.base])
    if announced != latest and not isnan(latest):
        values = values.copy()
        values[period.base] *= announced / latest
    return _between(subject, period, values)


def calendar_year(subject: Subject, ask: Ask) -> Answer:
    """The adjusted return of the year in `window`, e.g. "2023", from the end of the year before; none until it is over.

    Raises KeyError for a window that is not a year.
    """
    if not (len(ask.window) == 4 and ask.window.isdecimal() and int(ask.window) > 1):
        raise KeyError(f"no year is called {ask.window}")
    year, year_end = int(ask.window), f"{ask.window}-12-31"
    has_rows = subject.series is not None and len(subject.series.days) > 0
    known = ask.as_of or (iso(int(subject.series.days[-1])) if subject.series is not None and has_rows else "")
    if known and min(known, ask.end or year_end) < year_end:
        return subject.answer(None, "ratio", note=Note("{year} 年尚未结束", year=year))
    year_ask = Ask(series=ask.series, measure=ask.measure, start=f"{year - 1:04}-12-31", end=year_end, as_of=ask.as_of)
    period = period_of(subject, year_ask, reach=YEAR_REACH)
    if isinstance(period, Period) and period.end < day(year_end) - YEAR_REACH:
        return subject.answer(
            None, "ratio", note=Note("没有 {year} 年末的{what}数据", year=year, what=subject.value_label)
        )
    return _between(subject, period, None if subject.series is None else subject.series.adjusted)


def benchmark(subject: Subject, ask: Ask) -> Answer:
    """The return of the fund's benchmark over the fund's period: its daily growth, chained.

    From its last value on or before the period's first day to its last on or before the end.
    """
    return _of_benchmark(subject, ask, period_of(subject, ask))


def _of_benchmark(subject: Subject, ask: Ask, period: Period | Missing) -> Answer:
    benchmark_ = subject.benchmark
    if isinstance(period, Missing):
        return subject.without("ratio", period)
    if isinstance(benchmark_, str):
        return subject.answer(None, "ratio", note=benchmark_)
    if benchmark_.cash is None:
        return subject.answer(None, "ratio", note="未提供业绩比较基准的计算公式")
    return _beside(subject, ask, period, benchmark_.priced_days, benchmark_.levels, "业绩比较基准所用指数")


def followed_index(subject: Subject, ask: Ask) -> Answer:
    """The return of the index that the fund follows, over the fund's period.

    From its last value on or before the period's first day to its last on or before the end.
    """
    period, index = period_of(subject, ask), subject.index
    if isinstance(period, Missing):
        return subject.without("ratio", period)
    if index is None:
        return subject.answer(None, "ratio", note="暂无跟踪指数的数据")
    return _beside(subject, ask, period, index.days, index.raw, "跟踪指数")


def _beside(subject: Subject, ask: Ask, period: Period, days: Days, values: Values, name: str) -> Answer:
    """The growth of another history over a period, between its own days; none where either lags too far behind."""
    first, last = (int(days.searchsorted(np.int32(end), "right")) - 1 for end in (period.start, period.end))
    reach = WINDOWS[ask.window].reach if ask.window in WINDOWS else REACH
    if first < 0 or period.start - int(days[first]) > reach:
        return subject.answer(None, "ratio", note=Note("{name}的数据不足", name=name))
    longest = reach if _goes_on(ask, period, days) else LONGEST_CLOSED if first < last else 0
    if period.end - int(days[last]) > longest:
        return subject.answer(None, "ratio", note=Note("{name}的数据止于 {end}", name=name, end=iso(int(days[last]))))
    value = growth(float(values[first]), float(values[last]))
    return subject.answer(value, "ratio", start=iso(int(days[first])), end=iso(int(days[last])))


def _goes_on(ask: Ask, period: Period, days: Days) -> bool:
    """Whether another history has a value on a period's last day or, up to the cut-off, behind it: it was only closed."""
    seen = int(days.searchsorted(np.int32(day(ask.as_of) if ask.as_of else LAST), "right"))
    return bool(seen) and int(days[seen - 1]) >= period.end


def excess(subject: Subject, ask: Ask) -> Answer:
    """The fund's return minus that of its benchmark: both up to the last value that there is of both."""
    period, benchmark_ = period_of(subject, ask), subject.benchmark
    fund, other = total(subject, ask), _of_benchmark(subject, ask, period)
    if isinstance(period, Missing) or isinstance(benchmark_, str) or fund.value is None or other.value is None:
        return fund if fund.value is None else other
    if not _goes_on(ask, period, benchmark_.priced_days):
        assert subject.series is not None
        last = subject.series.count(day(other.end)) - 1
        if last <= period.base:
            return subject.answer(None, "ratio", note=Note("业绩比较基准所用指数的数据止于 {end}", end=other.end))
        period = period._replace(last=last, end=int(subject.series.days[last]))
        fund = _between(subject, period, subject.series.adjusted)
        other = _of_benchmark(subject, ask, period)
    if not isinstance(fund.value, float) or not isinstance(other.value, float):
        return fund if fund.value is None else other
    return subject.answer(fund.value - other.value, "ratio", start=fund.start, end=fund.end)


def rolling(subject: Subject, ask: Ask) -> Answer:
    """The return over the window that ends on each day, as points.

    `start` and `end` bound the days on which windows end; a day whose window reaches beyond the first row has no value.
    Raises KeyError for a window that does not exist.
    """
    last = last_row(subject, ask)
    if isinstance(last, Missing):
        return subject.without("ratio", last)
    assert subject.series is not None
    if ask.window in ("", "launch"):
        return subject.answer(None, "ratio", note="滚动收益率的区间须有固定长度")
    days, values = subject.series.days, subject.series.adjusted
    first = int(days.searchsorted(np.int32(day(ask.start)), "left")) if ask.start else 0
    rows = np.arange(first, last + 1)
    base_days = np.array([window_base(int(end), ask.window) for end in days[rows]], dtype=np.int32)
    bases = days.searchsorted(base_days, "right") - 1
    in_reach = (bases >= 0) & (base_days - days[bases] <= WINDOWS[ask.window].reach)
    if subject.series.covered is not None:
        gaps = np.cumsum(~subject.series.covered)
        in_reach &= gaps[rows] == gaps[bases]
    rows, bases = rows[in_reach], bases[in_reach]
    if not len(rows):
        return subject.answer(None, "ratio", note=Note("{what}数据不足，不能计算滚动收益率", what=subject.value_label))
    returns = growth(values[bases], values[rows]).tolist()
    dates = [iso(int(end)) for end in days[rows]]
    points = tuple(zip(dates, returns, strict=True))
    return subject.answer(returns[-1], "ratio", start=dates[0], end=dates[-1], points=points)


def _between(subject: Subject, period: Period | Missing, values: Values | None) -> Answer:
    if isinstance(period, Missing):
        return subject.without("ratio", period)
    assert values is not None
    value = growth(value_at(values, period.base), value_at(values, period.last))
    return subject.answer(value, "ratio", start=iso(period.start), end=iso(period.end))


ENTRIES = (
    entry("change", "日涨跌幅", "ratio", change, "复权净值 ÷ 前一日复权净值 − 1", coloured=True, reads=GROWTH, source=USUAL),
    entry(
        "return", "收益率", "ratio", total,
        f"复权净值期末 ÷ 期初 − 1；{BASE}；成立以来以 1.0000 为期初，首个净值不在 1.0000 附近的份额以其首个净值为期初",
        window="required", coloured=True, reads=GROWTH, source=USUAL,
    ),
    entry(
        "price-return", "价格涨跌幅", "ratio", price,
        f"(单位净值或收盘价 × 累计拆分比例) 期末 ÷ 期初 − 1，计拆分，不计分红；{BASE}",
        window="required", coloured=True, reads=(QUOTED,), source=USUAL,
    ),
    entry(
        "annualised", "年化收益率", "ratio", annualised,
        "(1 + 区间收益率)^(365 ÷ 天数) − 1；区间满一年才计算，按所问的起止日判断",
        window="required", coloured=True, reads=GROWTH, source=USUAL,
    ),
    entry(
        "calendar-year", "年度收益率", "ratio", calendar_year,
        f"复权净值年末 ÷ 上年末 − 1；只计算完整年度，年末前 {YEAR_REACH} 天内须有净值",
        window="required", coloured=True, reads=GROWTH, source=USUAL,
    ),
    entry(
        "benchmark-return", "业绩比较基准收益率", "ratio", benchmark,
        "各成分按权重每日再平衡：Σ 权重 × 指数日涨跌幅 + 权重 × 年利率 × 天数 ÷ 365，逐日连乘 − 1",
        window="required", coloured=True, kinds=FUNDS, source=CONTRACTUAL,
    ),
    entry(
        "index-return", "跟踪指数收益率", "ratio", followed_index,
        "跟踪指数期末 ÷ 期初 − 1；期初、期末为该基金区间起止日当日或之前最后一个交易日",
        window="required", kinds=FUNDS, source=USUAL,
    ),
    entry(
        "excess-return", "超额收益率", "ratio", excess,
        "收益率 − 业绩比较基准收益率，同计至两者都有数据之日",
        window="required", coloured=True, kinds=FUNDS, reads=GROWTH, source=USUAL,
    ),
    entry(
        "rolling-return", "滚动收益率", "ratio", rolling,
        f"每一日：当日复权净值 ÷ 区间期初 − 1；{BASE}", window="required", answers="days", reads=GROWTH, source=USUAL,
    ),
    entry(
        "since-publication", "发布以来", "ratio", since_publication,
        "最新复权净值 ÷ 简报数据截止日当时已公布的最近一个复权净值 − 1；标明其日期",
        window="required", coloured=True, reads=GROWTH, source=OWN,
    ),
)  # fmt: skip
