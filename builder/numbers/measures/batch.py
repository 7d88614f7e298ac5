"""Answers many questions that are alike at once: rows and values of all instruments are looked up together.

It answers only the ordinary case, by the rules and formulas of the single measures, and None for all else: no history, no
value to start from, values that are too old, a fund's launch, a history with a day that was announced twice or with incomes
that cannot be chained. The snapshot then asks the single measure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from builder.model import Answer, Ask
from builder.numbers.measures import levels, returns
from builder.numbers.measures.period import REACH, day_limit, seen_day
from builder.numbers.measures.subject import Subject
from builder.numbers.series.day_numbers import day, iso, window_base
from builder.numbers.series.series import Days, RowNumbers, Series, Values
from builder.numbers.series.series_stack import SeriesStack
from builder.vocabulary import LONGEST_DAY, WINDOWS

Answers = list[Answer | None]


def answers(subjects: Sequence[Subject], asks: Sequence[Ask]) -> Answers:
    """The answer to each of these asks about its subject, or None.

    The asks differ in series and start date alone, and either all have a start date or none has.
    """
    answered: Answers = [None] * len(subjects)
    compute = _COMPUTE.get(asks[0].measure) if asks else None
    if compute is None:
        return answered
    by_stack: dict[int, tuple[SeriesStack, list[int]]] = {}
    for position, subject in enumerate(subjects):
        series = subject.series
        if series and (stack := series.stack) and _is_ordinary(subject, series):
            by_stack.setdefault(id(stack), (stack, []))[1].append(position)
    for stack, positions in by_stack.values():
        members = [subjects[position] for position in positions]
        numbers = np.array([subject.series.number for subject in members if subject.series is not None])
        group = compute(stack, numbers, members, [asks[position] for position in positions])
        for position, answer in zip(positions, group, strict=True):
            answered[position] = answer
    return answered


def _is_ordinary(subject: Subject, series: Series) -> bool:
    """Whether nothing is to be said of this history that the single measure alone knows: an end, a day that was announced
    twice, or a missing day of a money-market fund."""
    is_chained = series.covered is None or bool(series.covered.all())
    return is_chained and not series.superseded and "end_date" not in subject.instrument.facts


# A stack, the numbers of some of its series, their subjects and their asks -> the answers.
ComputeBatch = Callable[[SeriesStack, RowNumbers, Sequence[Subject], Sequence[Ask]], Sequence[Answer | None]]
# A stack, the numbers of some of its series, and a row of each -> the values of these rows.
RowValues = Callable[[SeriesStack, RowNumbers, RowNumbers], Values]
# A stack, the numbers of some of its series, the last row of each, their asks, the day that these are about -> the row that
# each period starts from, and the first day that it may have.
Bounds = tuple[RowNumbers, RowNumbers | Days]
BaseRows = Callable[[SeriesStack, RowNumbers, RowNumbers, Sequence[Ask], int], Bounds | None]


def _last_rows(
    stack: SeriesStack, numbers: RowNumbers, subjects: Sequence[Subject], asks: Sequence[Ask]
) -> tuple[RowNumbers, NDArray[np.bool_]]:
    """The last row of each series, and whether it exists and is no older than a question's day allows."""
    last = stack.last_rows(numbers, day_limit(asks[0]))
    seen = seen_day(subjects[0], asks[0])
    return last, (last >= stack.starts[numbers]) & (seen - stack.days[last] <= REACH)


def _level(row_values: RowValues) -> ComputeBatch:
    def compute(stack: SeriesStack, numbers: RowNumbers, subjects: Sequence[Subject], asks: Sequence[Ask]) -> Answers:
        last, is_current = _last_rows(stack, numbers, subjects, asks)
        values, ends = row_values(stack, numbers, last).tolist(), stack.days[last].tolist()
        return [
            subject.answer(value, levels.unit(subject), end=iso(end)) if exists else None
            for subject, value, end, exists in zip(subjects, values, ends, is_current.tolist(), strict=True)
        ]

    return compute


def _date(stack: SeriesStack, numbers: RowNumbers, subjects: Sequence[Subject], asks: Sequence[Ask]) -> Answers:
    last, is_current = _last_rows(stack, numbers, subjects, asks)
    ends = stack.days[last].tolist()
    return [
        subject.answer(iso(end), "date", end=iso(end)) if exists else None
        for subject, end, exists in zip(subjects, ends, is_current.tolist(), strict=True)
    ]


def _growth(row_values: RowValues, base_rows: BaseRows) -> ComputeBatch:
    def compute(stack: SeriesStack, numbers: RowNumbers, subjects: Sequence[Subject], asks: Sequence[Ask]) -> Answers:
        last, is_current = _last_rows(stack, numbers, subjects, asks)
        bounds = base_rows(stack, numbers, last, asks, seen_day(subjects[0], asks[0]))
        if bounds is None:
            return [None] * len(subjects)
        base, earliest = bounds
        # A period of one row is left to the single measure: nothing was published since.
        has_base = (base >= stack.starts[numbers]) & (last > base) & (stack.days[base] >= earliest)
        has_period = (is_current & has_base).tolist()
        growth = returns.growth(row_values(stack, numbers, base), row_values(stack, numbers, last)).tolist()
        starts, ends = stack.days[base].tolist(), stack.days[last].tolist()
        return [
            subject.answer(value, "ratio", start=iso(start), end=iso(end)) if exists else None
            for subject, value, start, end, exists in zip(subjects, growth, starts, ends, has_period, strict=True)
        ]

    return compute


def _period_base(
    stack: SeriesStack, numbers: RowNumbers, last: RowNumbers, asks: Sequence[Ask], seen: int
) -> Bounds | None:
    """The row that each period starts from, or the row before the series' first where it would start after its end.

    None where the asks' window has no base day that is the same for all.
    """
    if asks[0].start:
        days = np.array([day(ask.start) for ask in asks])
        base = np.where(days > day_limit(asks[0]), stack.starts[numbers] - 1, stack.last_rows(numbers, days))
        return base, days - REACH
    if asks[0].window not in WINDOWS or asks[0].window == "launch":
        return None
    ends, positions = np.unique(stack.days[last], return_inverse=True)
    is_of_year = asks[0].window == "ytd"
    base_days = np.array([window_base(max(end, seen) if is_of_year else end, asks[0].window) for end in ends.tolist()])[
        positions
    ]
    return stack.last_rows(numbers, base_days), base_days - WINDOWS[asks[0].window].reach


def _publication_base(
    stack: SeriesStack, numbers: RowNumbers, last: RowNumbers, asks: Sequence[Ask], seen: int
) -> Bounds | None:
    """The last row that was known on the day of each ask's start; none where that lies after the end."""
    if not asks[0].start:
        return None
    days = np.array([day(ask.start) for ask in asks])
    known = stack.known_rows(numbers, stack.last_rows(numbers, days), days)
    return np.where(days > day_limit(asks[0]), stack.starts[numbers] - 1, known), days - REACH


def _row_before(stack: SeriesStack, numbers: RowNumbers, last: RowNumbers, asks: Sequence[Ask], seen: int) -> Bounds:
    return last - 1, stack.days[last] - LONGEST_DAY  # of more, the single measure asks how far apart rows usually lie


def _raw(stack: SeriesStack, numbers: RowNumbers, rows: RowNumbers) -> Values:
    return stack.raw[rows]


def _split_adjusted(stack: SeriesStack, numbers: RowNumbers, rows: RowNumbers) -> Values:
    return stack.split_adjusted(numbers, rows)


def _adjusted(stack: SeriesStack, numbers: RowNumbers, rows: RowNumbers) -> Values:
    return stack.adjusted(numbers, rows)


_COMPUTE: Mapping[str, ComputeBatch] = MappingProxyType(
    {
        "nav": _level(_raw),
        "close": _level(_raw),
        "adjusted": _level(_adjusted),
        "date": _date,
        "change": _growth(_adjusted, _row_before),
        "return": _growth(_adjusted, _period_base),
        "price-return": _growth(_split_adjusted, _period_base),
        "since-publication": _growth(_adjusted, _publication_base),
    }
)
