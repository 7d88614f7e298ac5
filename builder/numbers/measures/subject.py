"""The instrument that a measure is computed for, and how an answer about it is made. Every measure uses it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from builder.model import Answer, Instrument
from builder.numbers.files.allocation_csv import Allocation
from builder.numbers.series.benchmark import Benchmark
from builder.numbers.series.series import Series
from builder.numbers.source_status import SourceStatus
from builder.vocabulary import KINDS


class Missing(NamedTuple):
    """Why there is no number."""

    note: str  # for readers
    ended: str = ""  # the last day of a history that ended before the cut-off
    since: str = ""  # and its first


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """An instrument with all that an answer about it may be computed from."""

    instrument: Instrument
    series: Series | None  # None where there is no history
    index: Series | None  # of the index that a fund follows
    parent: Series | None = None  # of a fund's first share class, where it says what a later one started at
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

    def without(self, unit: str, why: Missing, *, value: float | str | None = None) -> Answer:
        """An answer that says why there is no number; a level that is too old has its `value` all the same."""
        answer = self.answer(value, unit, start="" if value else why.since, end=why.ended, note=why.note)
        return answer._replace(ended=True) if why.ended else answer

    @property
    def value_label(self) -> str:
        """What its history is of, for notes, e.g. "净值"."""
        if self.series is not None and self.series.income is not None:
            return "收益"
        return KINDS[self.instrument.kind].value_label
