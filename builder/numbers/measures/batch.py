"""Many questions that are alike in, their answers out: rows and values of all instruments are found at once.

Only what is plain is answered here, with the rules and formulas of the single measures. None stands for all that needs a look
of its own: no history, no value to start from, a fund's launch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import numpy as np

from builder.model import Answer, Ask
from builder.numbers.measures import levels, returns
from builder.numbers.measures.subject import Subject, until
from builder.numbers.series.day_numbers import day, iso, window_base
from builder.numbers.series.series import Values
from builder.numbers.series.stack import Places, SeriesStack
from builder.vocabulary import WINDOWS

_WINDOWS = WINDOWS.keys() - {"launch"}
Found = list[Answer | None]


def answers(subjects: Sequence[Subject], asks: Sequence[Ask]) -> Found:
    """What the data say to each of these questions about its instrument; they differ in series and first day alone, and
    all have such a day or none has."""
    found: Found = [None] * len(subjects)
    made = _MADE.get(asks[0].measure) if asks else None
    if made is None:
        return found
    stacks: dict[int, tuple[SeriesStack, list[int], list[int]]] = {}
    for at, subject in enumerate(subjects):
        if subject.series is not None and subject.series.within is not None:
            stack, place = subject.series.within
            _, own, places = stacks.setdefault(id(stack), (stack, [], []))
            own.append(at)
            places.append(place)
    for stack, own, places in stacks.values():
        group = made(stack, np.array(places), [subjects[at] for at in own], [asks[at] for at in own])
        for at, answer in zip(own, group, strict=True):
            found[at] = answer
    return found


Made = Callable[[SeriesStack, Places, Sequence[Subject], Sequence[Ask]], Sequence[Answer | None]]
At = Callable[[SeriesStack, Places, Places], Values]  # the values of one row of each series


def _level(values: At) -> Made:
    def made(stack: SeriesStack, which: Places, subjects: Sequence[Subject], asks: Sequence[Ask]) -> Found:
        last = stack.last(which, until(asks[0]))
        plain = last >= stack.starts[which]
        found, ends = values(stack, which, last).tolist(), stack.days[last].tolist()
        return [
            subject.answer(level, levels.unit(subject), end=iso(end)) if there else None
            for subject, level, end, there in zip(subjects, found, ends, plain.tolist(), strict=True)
        ]

    return made


def _date(stack: SeriesStack, which: Places, subjects: Sequence[Subject], asks: Sequence[Ask]) -> Found:
    last = stack.last(which, until(asks[0]))
    plain = last >= stack.starts[which]
    ends = stack.days[last].tolist()
    return [
        subject.answer(iso(end), "date", end=iso(end)) if there else None
        for subject, end, there in zip(subjects, ends, plain.tolist(), strict=True)
    ]


def _growth(values: At, first: Callable[[SeriesStack, Places, Places, Sequence[Ask]], Places | None]) -> Made:
    def made(stack: SeriesStack, which: Places, subjects: Sequence[Subject], asks: Sequence[Ask]) -> Found:
        last = stack.last(which, until(asks[0]))
        base = first(stack, which, last, asks)
        if base is None:
            return [None] * len(subjects)
        starts = stack.starts[which]
        # A stretch of no length is a matter of its own: nothing was published since.
        plain = (base >= starts) & (last > base)
        grown = returns.grown(values(stack, which, base), values(stack, which, last)).tolist()
        days = (stack.days[base].tolist(), stack.days[last].tolist())
        return [
            subject.answer(value, "ratio", start=iso(start), end=iso(end)) if there else None
            for subject, value, start, end, there in zip(subjects, grown, *days, plain.tolist(), strict=True)
        ]

    return made


def _base(stack: SeriesStack, which: Places, last: Places, asks: Sequence[Ask]) -> Places | None:
    """The row that a stretch starts from, one before the series' first where it would start behind its end; None where
    the question's own words need a look."""
    if asks[0].start:
        days = np.array([day(ask.start) for ask in asks])
        return np.where(days > until(asks[0]), stack.starts[which] - 1, stack.last(which, days))
    if asks[0].window not in _WINDOWS:
        return None
    ends, places = np.unique(stack.days[last], return_inverse=True)
    starts = np.array([window_base(end, asks[0].window) for end in ends.tolist()])
    return stack.last(which, starts[places])


def _before(stack: SeriesStack, which: Places, last: Places, asks: Sequence[Ask]) -> Places:
    return last - 1


def _raw(stack: SeriesStack, which: Places, rows: Places) -> Values:
    return stack.raw[rows]


def _adjusted(stack: SeriesStack, which: Places, rows: Places) -> Values:
    return stack.adjusted(which, rows)


_MADE: Mapping[str, Made] = MappingProxyType(
    {
        "nav": _level(_raw),
        "close": _level(_raw),
        "adjusted": _level(_adjusted),
        "date": _date,
        "change": _growth(_adjusted, _before),
        "return": _growth(_adjusted, _base),
        "price-return": _growth(_raw, _base),
        "since-publication": _growth(_adjusted, _base),
    }
)
