"""An instrument and its history in, the stretch that a question is about out: the rows it starts from and ends with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from builder.model import Answer, Ask, Instrument
from builder.numbers.files.allocation_csv import Allocation
from builder.numbers.series.benchmark import Benchmark
from builder.numbers.series.day_numbers import LAST, day, iso, window_base
from builder.numbers.series.series import Series, Values
from builder.vocabulary import KINDS, WINDOWS

if TYPE_CHECKING:
    from builder.numbers.source_status import SourceStatus

# A new fund publishes weekly while it is closed, so its first row may come some weeks after its contract's effect.
_FIRST_ROW_WITHIN = 31
LAUNCH = -1  # stands for the row before the first: 1.0000 on the day of contract effect


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """All that an answer about one instrument may be made of."""

    instrument: Instrument
    series: Series | None  # None where there is no history
    index: Series | None  # of the index that a fund follows
    benchmark: Benchmark | str  # what its contract names, or why there is none
    allocation: Allocation | None = None  # what its reports say that it holds
    risk_free: float  # yearly
    trading_days: int  # a year's
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
    def what(self) -> str:
        """What its history is of, for notes."""
        return KINDS[self.instrument.kind].value_label


class Period(NamedTuple):
    """A stretch of a history: the rows it starts from and ends with, and their days."""

    base: int  # or LAUNCH
    last: int
    start: int
    end: int


def last_row(subject: Subject, ask: Ask) -> int | str:
    """The last row on or before the cut-off and the end that is asked for, or a note why there is none."""
    if subject.series is None:
        return f"暂无{subject.what}数据"
    by = until(ask)
    count = subject.series.count(by)
    return count - 1 if count else f"{iso(by)} 及以前没有{subject.what}数据"


def until(ask: Ask) -> int:
    """The day behind which a question sees nothing."""
    return min(day(ask.as_of) if ask.as_of else LAST, day(ask.end) if ask.end else LAST)


def span(subject: Subject, ask: Ask) -> Period | str:
    """The stretch that an ask's dates or window mean, the whole history where it has neither; or why there is none.

    The end is the series' own last row; the base is the last row on or before the day that `start` or the window names.
    Raises KeyError for a window that is none.
    """
    last = last_row(subject, ask)
    if isinstance(last, str) or subject.series is None:
        return str(last)
    end = int(subject.series.days[last])
    if ask.start:
        if day(ask.start) > until(ask):
            return "起始日晚于截止日"
        return _since(subject, day(ask.start), last, f"{ask.start} 及以前没有{subject.what}数据")
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
    if first > start + _FIRST_ROW_WITHIN:
        return "净值数据未覆盖成立日"
    return Period(LAUNCH, last, start, int(subject.series.days[last]))


def covers_launch(subject: Subject) -> bool:
    """Whether a fund's history goes back to its contract's effect."""
    return (
        subject.series is not None and bool(len(subject.series.days)) and isinstance(_since_launch(subject, 0), Period)
    )


def _too_short(subject: Subject, start: int, window: str) -> str:
    effective = subject.instrument.facts.get("effective_date")
    young = bool(effective) and day(str(effective)) > start
    if window == "ytd":
        return "本年内成立" if young else f"没有上年末的{subject.what}数据"
    return f"成立不足 {WINDOWS[window].length}" if young else f"{subject.what}数据不足 {WINDOWS[window].length}"


def value_at(values: Values, row: int) -> float:
    """The value of a row; 1 at the launch of a fund."""
    return 1.0 if row == LAUNCH else float(values[row])


def path(values: Values, stretch: Period) -> Values:
    """The values of a stretch, both ends included."""
    if stretch.base == LAUNCH:
        return np.concatenate(([1.0], values[: stretch.last + 1]))
    return values[stretch.base : stretch.last + 1]
