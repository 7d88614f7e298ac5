"""The instrument that a measure is computed for, and the rows of its history that a question is about. Every measure uses it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from builder.model import Answer, Ask, Instrument
from builder.numbers.files.allocation_csv import Allocation
from builder.numbers.series.benchmark import Benchmark
from builder.numbers.series.day_numbers import LAST, day, iso, window_base
from builder.numbers.series.series import Series, Values
from builder.numbers.source_status import SourceStatus
from builder.vocabulary import KINDS, WINDOWS

# A new fund publishes weekly while it is closed, so its first row may come some weeks after its contract's effect.
_LARGEST_FIRST_GAP = 31
LAUNCH = -1  # the row before the first: 1.0000 on the day of contract effect


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """An instrument with all that an answer about it may be computed from."""

    instrument: Instrument
    series: Series | None  # None where there is no history
    index: Series | None  # of the index that a fund follows
    benchmark: Benchmark | str  # what its contract names, or why there is none
    allocation: Allocation | None = None  # what its reports say that it holds
    risk_free: float  # a year
    trading_days: int  # a year
    status: SourceStatus  # of the set that its history is in

    def answer(
        self,
        value: float | str | None,
        unit: str,
        *,
        start: str = "",
        end: str = "",
        note: str = "",
        points: tuple[tuple[str, float], ...] = (),
    ) -> Answer:
        """An answer about this instrument, marked where its data are made up."""
        return Answer(
            value=value,
            unit=unit,
            start=start,
            end=end,
            note=note,
            synthetic=self.instrument.synthetic,
            points=points,
        )

    @property
    def value_label(self) -> str:
        """What its history is of, for notes, e.g. "净值"."""
        if self.series is not None and self.series.income is not None:
            return "收益"
        return KINDS[self.instrument.kind].value_label


class Period(NamedTuple):
    """The rows from which a measure is computed: first and last, and their days."""

    base: int  # a row, or LAUNCH
    last: int
    start: int
    end: int


def last_row(subject: Subject, ask: Ask) -> int | str:
    """The last row on or before the cut-off and the end that is asked for, or a note that says why there is none."""
    if subject.series is None:
        return f"暂无{subject.value_label}数据"
    last_day = day_limit(ask)
    count = subject.series.count(last_day)
    return count - 1 if count else f"{iso(last_day)} 及以前没有{subject.value_label}数据"


def day_limit(ask: Ask) -> int:
    """The day after which a question sees no row."""
    return min(day(ask.as_of) if ask.as_of else LAST, day(ask.end) if ask.end else LAST)


def period_of(subject: Subject, ask: Ask) -> Period | str:
    """The period that an ask's dates or window mean, the whole history where it has neither; or why there is none.

    It ends with the last row that the ask sees; its base is the last row on or before the day that `start` or the window
    names. Raises KeyError for a window that does not exist.
    """
    last = last_row(subject, ask)
    if isinstance(last, str) or subject.series is None:
        return str(last)
    end = int(subject.series.days[last])
    if ask.start:
        if day(ask.start) > day_limit(ask):
            return "起始日晚于截止日"
        return _since(subject, day(ask.start), last, f"{ask.start} 及以前没有{subject.value_label}数据")
    if ask.window == "launch" and subject.instrument.kind == "fund":
        return _since_launch(subject, last)
    if ask.window in ("", "launch"):
        return Period(0, last, int(subject.series.days[0]), end)
    start = window_base(end, ask.window)
    return _since(subject, start, last, _too_short(subject, start, ask.window))


def _since(subject: Subject, start: int, last: int, note: str) -> Period | str:
    assert subject.series is not None
    base = subject.series.count(start) - 1
    if base < 0:
        return note
    days = subject.series.days
    return Period(base, last, int(days[base]), int(days[last]))


def _since_launch(subject: Subject, last: int) -> Period | str:
    effective = subject.instrument.facts.get("effective_date")
    if not effective:
        return "成立日期未提供"
    assert subject.series is not None
    start, first = day(effective), int(subject.series.days[0])
    if first < start:
        return "成立日期晚于最早净值，数据有误"
    if first > start + _LARGEST_FIRST_GAP:
        return "净值数据未覆盖成立日"
    return Period(LAUNCH, last, start, int(subject.series.days[last]))


def covers_launch(subject: Subject) -> bool:
    """Whether a fund's history goes back to its contract's effect."""
    return (
        subject.series is not None and bool(len(subject.series.days)) and isinstance(_since_launch(subject, 0), Period)
    )


def _too_short(subject: Subject, start: int, window: str) -> str:
    effective = subject.instrument.facts.get("effective_date")
    is_young = bool(effective) and day(str(effective)) > start
    if window == "ytd":
        return "本年内成立" if is_young else f"没有上年末的{subject.value_label}数据"
    length = WINDOWS[window].length
    return f"成立不足 {length}" if is_young else f"{subject.value_label}数据不足 {length}"


def value_at(values: Values, row: int) -> float:
    """The value of a row; 1 at the launch of a fund."""
    return 1.0 if row == LAUNCH else float(values[row])


def values_in(values: Values, period: Period) -> Values:
    """The values of a period, both ends included."""
    if period.base == LAUNCH:
        return np.concatenate(([1.0], values[: period.last + 1]))
    return values[period.base : period.last + 1]
