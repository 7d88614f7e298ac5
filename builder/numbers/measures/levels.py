"""A subject and an ask in, a level out: where a unit, share or index stood on a day, or on all days of a stretch."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from builder.model import Answer, Ask
from builder.numbers.measures.subject import LAUNCH, Subject, covers_launch, last_row, span
from builder.numbers.series.day_numbers import iso
from builder.numbers.series.series import Values
from builder.vocabulary import KINDS


def raw(subject: Subject, ask: Ask) -> Answer:
    """The unit NAV, the close as it was traded, or the index's close, on the last day."""
    return _level(subject, ask, None if subject.series is None else subject.series.raw)


def adjusted(subject: Subject, ask: Ask) -> Answer:
    """The adjusted NAV or close on the last day. (DOMAIN: growth chained, dividends and splits put back in.)"""
    return _level(subject, ask, None if subject.series is None else subject.series.adjusted)


def accumulated(subject: Subject, ask: Ask) -> Answer:
    """The unit NAV and all dividends since launch: the data's own, or summed where the history is whole."""
    series = subject.series
    if series is None or series.accumulated is not None:
        return _level(subject, ask, None if series is None else series.accumulated)
    if series.dividend is not None and series.split is None and covers_launch(subject):
        return _level(subject, ask, series.raw + np.cumsum(series.dividend))
    return subject.answer(None, "nav", note="暂无累计净值数据")


def date(subject: Subject, ask: Ask) -> Answer:
    """The date of the last value."""
    row = last_row(subject, ask)
    if isinstance(row, str) or subject.series is None:
        return subject.answer(None, "date", note=str(row))
    on = iso(int(subject.series.days[row]))
    return subject.answer(on, "date", end=on)


def history(subject: Subject, ask: Ask) -> Answer:
    """The adjusted values of a stretch as points; from the first row, with a note, where the history begins later."""
    return _points(subject, ask, None if subject.series is None else subject.series.adjusted)


def raw_history(subject: Subject, ask: Ask) -> Answer:
    """The unit NAVs, closes as traded, or the index's closes of a stretch, as points."""
    return _points(subject, ask, None if subject.series is None else subject.series.raw)


def unit(subject: Subject) -> str:
    """What its levels are counted in."""
    return KINDS[subject.instrument.kind].unit


def _level(subject: Subject, ask: Ask, values: Values | None) -> Answer:
    row = last_row(subject, ask)
    if isinstance(row, str) or subject.series is None or values is None:
        return subject.answer(None, unit(subject), note=str(row))
    end = iso(int(subject.series.days[row]))
    value = float(values[row])
    if np.isnan(value):
        return subject.answer(None, unit(subject), end=end, note=f"{end} 没有此项数据")
    return subject.answer(value, unit(subject), end=end)


def _points(subject: Subject, ask: Ask, values: Values | None) -> Answer:
    last = last_row(subject, ask)
    if isinstance(last, str) or subject.series is None or values is None:
        return subject.answer(None, unit(subject), note=str(last))
    stretch = span(subject, ask)
    note = stretch if isinstance(stretch, str) else ""
    first = 0 if isinstance(stretch, str) or stretch.base == LAUNCH else stretch.base
    dates = _spelt(subject.series.days[first : last + 1].tobytes())
    levels = values[first : last + 1].tolist()
    points = tuple(zip(dates, levels, strict=True))
    if not points:
        return subject.answer(None, unit(subject), note=note)
    return subject.answer(levels[-1], unit(subject), start=dates[0], end=dates[-1], note=note, points=points)


@lru_cache(maxsize=256)  # most funds of a market have values on the same days
def _spelt(days: bytes) -> tuple[str, ...]:
    return tuple(map(iso, np.frombuffer(days, dtype=np.int32).tolist()))
