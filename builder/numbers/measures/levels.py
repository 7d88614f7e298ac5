"""Levels: the NAV, close or adjusted value of an instrument on a day, or on all days of a period."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from builder.language import Note
from builder.model import Answer, Ask
from builder.numbers.measures.measure_entry import CONTRACTUAL, FUNDS, GROWTH, USUAL, entry
from builder.numbers.measures.period import (
    REACH,
    covers_launch,
    day_limit,
    first_chained,
    income_gap,
    last_row,
    outdated,
    window_start,
)
from builder.numbers.measures.subject import Missing, Subject
from builder.numbers.series.day_numbers import day, iso
from builder.numbers.series.series import Values
from builder.vocabulary import KINDS, QUOTED, WINDOWS


def raw(subject: Subject, ask: Ask) -> Answer:
    """The unit NAV, or the close as it was traded, on the last day."""
    return _level(subject, ask, None if subject.series is None else subject.series.raw)


def adjusted(subject: Subject, ask: Ask) -> Answer:
    """The adjusted NAV or close on the last day: daily growth chained, with dividends and splits counted in."""
    row = last_row(subject, ask)
    gap = None if isinstance(row, Missing) else income_gap(subject, 0, row)
    if gap:
        return subject.without(unit(subject), gap)
    return _level(subject, ask, None if subject.series is None else subject.series.adjusted)


def accumulated(subject: Subject, ask: Ask) -> Answer:
    """The unit NAV and all dividends since launch: from the data, or summed up where the history goes back to launch."""
    series = subject.series
    if series is None or series.accumulated is not None:
        return _level(subject, ask, None if series is None else series.accumulated)
    row = last_row(subject, ask)
    is_split = series.split is not None and not isinstance(row, Missing) and bool(np.any(series.split[: row + 1] != 1))
    if series.dividend is not None and not is_split and covers_launch(subject):
        return _level(subject, ask, series.raw + np.cumsum(series.dividend))
    return subject.answer(None, "nav", note="暂无累计净值数据")


def date(subject: Subject, ask: Ask) -> Answer:
    """The date of the last value."""
    row = last_row(subject, ask)
    if isinstance(row, Missing):
        return subject.without("date", row)
    assert subject.series is not None
    last_day, fault = iso(int(subject.series.days[row])), outdated(subject, ask, row)
    if fault:
        return subject.without("date", fault._replace(ended=last_day), value=last_day)
    return subject.answer(last_day, "date", end=last_day)


def history(subject: Subject, ask: Ask) -> Answer:
    """The adjusted values of a period as points; from its first row, with a note, where it has no base."""
    line_ = _points(subject, ask, None if subject.series is None else subject.series.adjusted)
    if subject.series is None or subject.series.covered is None or not line_.points:
        return line_
    first, last = (subject.series.count(day(on)) - 1 for on in (line_.start, line_.end))
    start = first_chained(subject.series, first, last)
    if start == first:
        return line_
    begin = iso(int(subject.series.days[start]))
    return line_._replace(
        start=begin,
        points=line_.points[start - first :],
        note=Note("{what}自 {begin} 起", what=subject.value_label, begin=begin),
    )


def raw_history(subject: Subject, ask: Ask) -> Answer:
    """The unit NAVs, or the closes as traded, of a period as points."""
    return _points(subject, ask, None if subject.series is None else subject.series.raw)


def benchmark_history(subject: Subject, ask: Ask) -> Answer:
    """The fund's benchmark over the fund's period as points: from its last day on or before the fund's first."""
    benchmark, last = subject.benchmark, last_row(subject, ask)
    if isinstance(benchmark, str) or isinstance(last, Missing):
        return subject.without("plain", last if isinstance(last, Missing) else Missing(str(benchmark)))
    first = _first_row(subject, ask, last)
    if isinstance(first, Missing) or benchmark.cash is None:
        return subject.without("plain", first if isinstance(first, Missing) else Missing("业绩比较基准的利率不明"))
    assert subject.series is not None
    start, end = (subject.series.days[row] for row in (first[0], last))
    begin = int(benchmark.priced_days.searchsorted(start, "right")) - 1
    if begin < 0 or start - benchmark.priced_days[begin] > REACH:
        begin += 1
    stop = int(benchmark.priced_days.searchsorted(end, "right"))
    if begin >= stop:
        return subject.answer(None, "plain", note="业绩比较基准所用指数的数据不足")
    dates = _dates(benchmark.priced_days[begin:stop].tobytes())
    values = benchmark.levels[begin:stop].tolist()
    points = tuple(zip(dates, values, strict=True))
    return subject.answer(values[-1], "plain", start=dates[0], end=dates[-1], points=points)


def unit(subject: Subject) -> str:
    """The unit of an instrument's levels."""
    return KINDS[subject.instrument.kind].unit


def _level(subject: Subject, ask: Ask, values: Values | None) -> Answer:
    return last_value(subject, ask, values, unit(subject))


def last_value(subject: Subject, ask: Ask, values: Values | None, unit_name: str) -> Answer:
    """The value of the last row that an ask sees; one that is too old says so."""
    row = last_row(subject, ask)
    if isinstance(row, Missing):
        return subject.without(unit_name, row)
    assert subject.series is not None
    end = iso(int(subject.series.days[row]))
    if values is None or np.isnan(values[row]):
        return subject.answer(None, unit_name, end=end, note=Note("{end} 没有此项数据", end=end))
    value = float(values[row])
    if fault := outdated(subject, ask, row):
        return subject.without(unit_name, fault._replace(ended=end), value=value)
    return subject.answer(value, unit_name, end=end)


def _points(subject: Subject, ask: Ask, values: Values | None) -> Answer:
    return line(subject, ask, values, unit(subject))


def line(subject: Subject, ask: Ask, values: Values | None, unit_name: str) -> Answer:
    """The values of a period's rows as points."""
    last = last_row(subject, ask)
    first = last if isinstance(last, Missing) else _first_row(subject, ask, last)
    if isinstance(last, Missing) or isinstance(first, Missing):
        return subject.without(unit_name, first if isinstance(first, Missing) else Missing(""))
    assert subject.series is not None and values is not None
    row, note = first
    dates = _dates(subject.series.days[row : last + 1].tobytes())
    levels = values[row : last + 1].tolist()
    points = tuple(zip(dates, levels, strict=True))
    return subject.answer(levels[-1], unit_name, start=dates[0], end=dates[-1], note=note, points=points)


def _first_row(subject: Subject, ask: Ask, last: int) -> tuple[int, str] | Missing:
    """The row that a line begins with, and what is to be said of it; or why there is no line.

    It is the base of the period, or its first row where there is no base: a line shows its own dates.
    """
    assert subject.series is not None
    days = subject.series.days
    if ask.start:
        start, reach = day(ask.start), REACH
        if start > day_limit(ask):
            return Missing("起始日晚于截止日")
        if start > int(days[last]):
            return Missing(
                Note(
                    "{start} 至 {end} 没有{what}数据",
                    start=ask.start,
                    end=iso(day_limit(ask)),
                    what=subject.value_label,
                )
            )
    elif ask.window in ("", "launch"):
        return 0, ""
    else:
        start, reach = window_start(subject, ask, int(days[last])), WINDOWS[ask.window].reach
    base = subject.series.count(start) - 1
    if base >= 0 and start - int(days[base]) <= reach:
        return base, ""
    if base == last:
        return Missing(Note("{start} 以来没有{what}数据", start=iso(start), what=subject.value_label))
    return base + 1, Note("{what}自 {begin} 起", what=subject.value_label, begin=iso(int(days[base + 1])))


@lru_cache(maxsize=256)  # most funds of a market have values on the same days
def _dates(days: bytes) -> tuple[str, ...]:
    return tuple(map(iso, np.frombuffer(days, dtype=np.int32).tolist()))


_FUND_HOUSE, _MARKET, _EACH_SOURCE = "基金管理人公布", "交易所、指数公司", "各数据来源"
_QUOTED = tuple(kind.name for kind in KINDS.values() if kind.level == "close")
_PAYING = tuple(kind.name for kind in KINDS.values() if kind.pays)

ENTRIES = (
    entry("nav", "单位净值", "nav", raw, "管理人公布的单位净值", kinds=FUNDS, reads=(QUOTED,), source=_FUND_HOUSE),
    entry(
        "accumulated", "累计净值", "nav", accumulated,
        "单位净值 + 成立以来每份累计分红", kinds=FUNDS, reads=(QUOTED,), source=_FUND_HOUSE,
    ),
    entry(
        "adjusted", "复权净值", "nav", adjusted,
        "按 (当日净值 × 拆分比例 + 每份分红) ÷ 前一日净值 逐日连乘；货币市场基金按 1 + 每万份收益 ÷ 10000 逐日连乘",
        kinds=_PAYING, reads=GROWTH, source=USUAL,
    ),
    entry("close", "收盘", "points", raw, "当日收盘点位或收盘价", kinds=_QUOTED, reads=(QUOTED,), source=_MARKET),
    entry("date", "数据日期", "date", date, "截止日当日或之前最后一个有数据的日期", source=_EACH_SOURCE),
    entry(
        "history", "复权走势", "points", history,
        "基金为复权净值，股票为复权收盘价，指数为收盘点位", window="optional", answers="days", reads=GROWTH, source=USUAL,
    ),
    entry(
        "raw-history", "走势", "points", raw_history,
        "基金为单位净值，股票与指数为收盘", window="optional", answers="days", reads=(QUOTED,), source=_EACH_SOURCE,
    ),
    entry(
        "benchmark-history", "业绩比较基准走势", "plain", benchmark_history,
        "业绩比较基准的逐日收益率连乘，首日为 1", window="optional", kinds=FUNDS, answers="days", source=CONTRACTUAL,
    ),
)  # fmt: skip
