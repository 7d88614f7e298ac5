"""A fund's whole history as one short text, from which its page draws other periods.

A file is written from it for every fund at every refresh, so it is made from the arrays at once: 0.1 ms for five years.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from builder.model import Answer, Ask
from builder.numbers.measures.measure_entry import CONTRACTUAL, FUNDS, GROWTH, USUAL, entry
from builder.numbers.measures.period import day_limit, first_chained, last_row
from builder.numbers.measures.subject import Missing, Subject
from builder.numbers.series.day_numbers import iso
from builder.numbers.series.series import Days, Values

FEW, MANY = 4, 7  # decimals: as NAVs are published, and where dividends are chained in
_LARGEST = 2.0**53  # of the integers that a script can read
_EXACT = 1e-6  # of the last decimal


def track(subject: Subject, ask: Ask) -> Answer:
    """The adjusted values up to the cut-off, as JSON without its braces.

    E.g. `"start":"2022-03-14","steps":[0,1,3],"places":4,"values":[10000,10012,9987]`. `steps` are days, each from the
    one before, the first from `start`; a value is divided by 10 to the power of `places`. Values are exact where the
    history has no payments, else right to seven decimals. A money-market fund's have "income" and "yield7" as published.
    """
    last = last_row(subject, ask)
    if isinstance(last, Missing):
        return subject.without("track", last)
    assert subject.series is not None
    series = subject.series
    first = first_chained(series, 0, last)
    answer = _text(subject, series.days[first : last + 1], series.adjusted[first : last + 1])
    published = {"income": series.income, "yield7": series.yield7}
    texts = [
        f',"{name}":{_json(values[first : last + 1].tolist()).replace("nan", "null")}'
        for name, values in published.items()
        if values is not None
    ]
    return answer._replace(value=f"{answer.value}{''.join(texts)}") if texts else answer


def benchmark_track(subject: Subject, ask: Ask) -> Answer:
    """The levels of the fund's benchmark up to the cut-off, in the same text."""
    benchmark = subject.benchmark
    if isinstance(benchmark, str):
        return subject.answer(None, "track", note=benchmark)
    count = int(benchmark.priced_days.searchsorted(np.int32(day_limit(ask)), "right"))
    if not count or benchmark.cash is None:
        return subject.answer(None, "track", note="业绩比较基准所用指数的数据不足")
    return _text(subject, benchmark.priced_days[:count], benchmark.levels[:count])


def _text(subject: Subject, days: Days, values: Values) -> Answer:
    if not np.all(np.isfinite(values)):
        return subject.answer(None, "track", note="复权数值过大")
    places = _places(values)
    integers = np.rint(values * 10.0**places).astype(np.int64).tolist()
    start = iso(int(days[0]))
    text = f'"start":"{start}","steps":{_steps(days.tobytes())},"places":{places},"values":{_json(integers)}'
    return subject.answer(text, "track", start=start, end=iso(int(days[-1])))


def _places(values: Values) -> int:
    scaled = values * 10.0**FEW
    places = FEW if float(np.abs(scaled - np.rint(scaled)).max()) < _EXACT else MANY
    while places and float(values.max()) * 10.0**places > _LARGEST:
        places -= 1
    return places


@lru_cache(maxsize=256)
def _steps(days: bytes) -> str:
    """The days as differences. Most funds have the days of their calendar, which are written once."""
    numbers = np.frombuffer(days, dtype=np.int32)
    return _json(np.diff(numbers, prepend=numbers[:1]).tolist())


def _json(numbers: list[int] | list[float]) -> str:
    return str(numbers).replace(" ", "")


ENTRIES = (
    entry(
        "track", "走势数据", "track", track, "复权走势的全部数值，供走势图与数据文件使用",
        reads=GROWTH, answers="days", source=USUAL,
    ),
    entry(
        "benchmark-track", "业绩比较基准走势数据", "track", benchmark_track,
        "业绩比较基准走势的全部数值，供走势图与数据文件使用", kinds=FUNDS, answers="days", source=CONTRACTUAL,
    ),
)  # fmt: skip
