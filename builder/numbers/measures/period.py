"""The rows that a question is about: where a window or dates begin and end, and why they may have no rows. Measures use it.

Every end of a period is the last row on or before its day, and may be only so much older than that day (`Window.reach`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from builder.language import Note
from builder.model import Ask
from builder.numbers.measures.subject import Missing, Subject
from builder.numbers.series.day_numbers import LAST, day, iso, window_base
from builder.numbers.series.series import Days, Series, Values
from builder.vocabulary import DRIFT_A_DAY, LARGEST_DRIFT, LARGEST_FIRST_GAP, LONGEST_DAY, WINDOWS, Window

REACH = Window.reach  # days, of dates and of windows that say nothing else
YEAR_REACH = WINDOWS["ytd"].reach  # at both ends of a calendar year
_LAST_GAPS = 12  # from which it is told how far apart rows usually lie
_PATIENCE = 1.5  # times that distance: a history whose last row is older has ended
LAUNCH = -1  # the row before the first: 1.0000 on the day of contract effect


class Period(NamedTuple):
    """The rows from which a measure is computed: first and last, and their days."""

    base: int  # a row, or LAUNCH
    last: int
    start: int
    end: int
    # The days that were asked for, on or before which these rows lie; for a live question `until` is the end.
    since: int
    until: int


def last_row(subject: Subject, ask: Ask) -> int | Missing:
    """The last row on or before the cut-off and the end that is asked for, or why there is none."""
    if subject.series is None:
        return Missing(Note("暂无{what}数据", what=subject.value_label))
    last_day = day_limit(ask)
    count = subject.series.count(last_day)
    if count:
        return count - 1
    if last_day == LAST:
        return Missing(Note("暂无{what}数据", what=subject.value_label))
    return Missing(Note("{last_day} 及以前没有{what}数据", last_day=iso(last_day), what=subject.value_label))


def day_limit(ask: Ask) -> int:
    """The day after which a question sees no row."""
    return min(day(ask.as_of) if ask.as_of else LAST, day(ask.end) if ask.end else LAST)


def outdated(subject: Subject, ask: Ask, last: int, *, reach: int = REACH) -> Missing | None:
    """Why the last row that an ask sees says nothing of the day that is asked for; None where it does.

    The history ended before: the catalogue says so, or the row is too old. A live question is about the set's last day.
    """
    assert subject.series is not None
    last_day, limit, seen = int(subject.series.days[last]), day_limit(ask), seen_day(subject, ask)
    begin = iso(int(subject.series.days[0]))
    if ask.end and last + 1 < subject.series.count(day(ask.as_of) if ask.as_of else LAST):
        return _out_of_reach(subject, day(ask.end), last_day, reach)
    end_date = subject.instrument.facts.get("end_date")
    # A build does not know today: a live question comes after an end that the data have nearly reached.
    if end_date and day(end_date) < (seen + REACH if limit == LAST else seen):
        return Missing(Note("已于 {end_date} 终止", end_date=end_date), ended=iso(last_day), since=begin)
    if is_overdue(subject.series, last, seen):
        return Missing(
            Note("{what}止于 {last_day}", what=subject.value_label, last_day=iso(last_day)),
            ended=iso(last_day),
            since=begin,
        )
    return None


def has_ended(subject: Subject) -> bool:
    """Whether live questions come after the end of a history: its rows alone do not say so, the set's last day does."""
    if subject.series is None or not len(subject.series.days):
        return False
    last = len(subject.series.days) - 1
    if (
        subject.status.data_as_of - int(subject.series.days[last]) <= REACH
        and "end_date" not in subject.instrument.facts
    ):
        return False
    return outdated(subject, Ask(series=subject.instrument.id, measure=""), last) is not None


def is_overdue(series: Series, last: int, seen: int) -> bool:
    """Whether a history whose last row this is should have had another by a day: it came about as far apart before."""
    age = seen - int(series.days[last])
    if age <= REACH:
        return False
    gaps = np.diff(series.days[max(0, last - _LAST_GAPS) : last + 1])
    return age > (max(REACH, float(np.median(gaps)) * _PATIENCE) if len(gaps) else REACH)


def is_daily(series: Series, last: int) -> bool:
    """Whether the rows up to this one usually lie a day apart, weekends and holidays aside."""
    gaps = np.diff(series.days[max(0, last - _LAST_GAPS) : last + 1])
    return float(np.median(gaps)) <= LONGEST_DAY


def period_of(subject: Subject, ask: Ask, *, reach: int = REACH) -> Period | Missing:
    """The period that an ask's dates or window mean, the whole history where it has neither; or why there is none.

    It ends with the last row that the ask sees; its base is the last row on or before the day that `start` or the window
    names. `reach` is that of given dates. Raises KeyError for a window that does not exist.
    """
    period = _period(subject, ask, reach)
    return period if isinstance(period, Missing) else income_gap(subject, period.base, period.last) or period


def _period(subject: Subject, ask: Ask, reach: int) -> Period | Missing:
    last = last_row(subject, ask)
    if isinstance(last, Missing):
        return last
    assert subject.series is not None
    if ask.start and day(ask.start) > day_limit(ask):
        return Missing("起始日晚于截止日")
    if fault := outdated(subject, ask, last, reach=reach):
        return fault
    end = int(subject.series.days[last])
    until = day_limit(ask) if ask.as_of or ask.end else end
    if ask.start:
        note: str = Note("{start} 及以前没有{what}数据", start=ask.start, what=subject.value_label)
        return _since(subject, day(ask.start), last, until, reach, note)
    if ask.window == "launch" and subject.instrument.kind == "fund":
        return _since_launch(subject, last, until)
    if ask.window in ("", "launch"):
        start = int(subject.series.days[0])
        return Period(0, last, start, end, start, until)
    start = window_start(subject, ask, end)
    if start >= end and ask.window == "ytd":
        return Missing(Note("{year} 年尚无{what}数据", year=iso(start + 1)[:4], what=subject.value_label))
    note = _too_short(subject, start, ask.window)
    return _since(subject, start, last, end, WINDOWS[ask.window].reach, note)


def window_start(subject: Subject, ask: Ask, end: int) -> int:
    """The day on or before which the base of an ask's window lies, where `end` is the last row's day.

    All that stand side by side have one year: `ytd` is of the year of the cut-off, or of the set's last day.
    """
    return window_base(max(end, seen_day(subject, ask)) if ask.window == "ytd" else end, ask.window)


def seen_day(subject: Subject, ask: Ask) -> int:
    """The day that a question is about: its cut-off or end; live, the last day of the set."""
    limit = day_limit(ask)
    return subject.status.data_as_of if limit == LAST else limit


def later_year(subject: Subject) -> str:
    """The year of live questions where it is later than that of the last row, else "": its rows alone do not say so."""
    if subject.series is None or not len(subject.series.days):
        return ""
    end, seen = int(subject.series.days[-1]), subject.status.data_as_of
    return iso(seen)[:4] if seen > end and iso(end)[:4] != iso(seen)[:4] else ""


def _since(subject: Subject, since: int, last: int, until: int, reach: int, note: str) -> Period | Missing:
    assert subject.series is not None
    days, base = subject.series.days, subject.series.count(since) - 1
    if base < 0:
        return Missing(note)
    start = int(days[base])
    return _out_of_reach(subject, since, start, reach) or Period(base, last, start, int(days[last]), since, until)


def _out_of_reach(subject: Subject, wanted: int, nearest: int, reach: int) -> Missing | None:
    if wanted - nearest <= reach:
        return None
    return Missing(
        Note(
            "{wanted} 前 {reach} 天内没有{what}，最近一个在 {nearest}",
            wanted=iso(wanted),
            reach=reach,
            what=subject.value_label,
            nearest=iso(nearest),
        )
    )


def _since_launch(subject: Subject, last: int, until: int) -> Period | Missing:
    """From 1.0000 on the day of contract effect; from its own first value where a class started at another one."""
    effective = subject.instrument.facts.get("effective_date")
    if not effective:
        return Missing("成立日期未提供")
    assert subject.series is not None
    start, days = day(effective), subject.series.days
    first, end = int(days[0]), int(days[last])
    if first > start + LARGEST_FIRST_GAP:
        return Missing("净值数据未覆盖成立日")
    if subject.series.income is not None and first > start + 1:
        return Period(0, last, first, end, first, until)
    distance = abs(float(subject.series.raw[0]) - 1)
    is_near = not round(distance, 9) > min(DRIFT_A_DAY * (first - start), LARGEST_DRIFT)
    if not is_near or _began_at_parent(subject, start, first):
        return Period(0, last, first, end, first, until)
    return Period(LAUNCH, last, start, end, start, until)


def _began_at_parent(subject: Subject, start: int, first: int) -> bool:
    """Whether a class started at the NAV that the first class had on that day: its first row is nearer to the first class's
    than to what 1.0000 grew to since."""
    parent = subject.parent
    if parent is None or subject.series is None:
        return False
    on_start, on_first = parent.count(start) - 1, parent.count(first) - 1
    if on_start < 0 or start - int(parent.days[on_start]) > REACH:
        return False
    own, then = float(subject.series.raw[0]), float(parent.raw[on_start])
    grown = float(parent.adjusted[on_first]) / float(parent.adjusted[on_start])
    return round(abs(own - then * grown), 9) < round(abs(own - grown), 9)


def since_publication(subject: Subject, ask: Ask) -> Period | Missing:
    """From the last row that was known on the day `start`, a briefing's cut-off, to the last row of all."""
    last = last_row(subject, ask)
    if isinstance(last, Missing):
        return last
    assert subject.series is not None
    if not ask.start:
        return Missing("本文没有日期")
    if day(ask.start) > day_limit(ask):
        return Missing("起始日晚于截止日")
    if fault := outdated(subject, ask, last):
        return fault
    series, cut_off = subject.series, day(ask.start)
    known = series.known(cut_off)
    row = known.count(cut_off) - 1
    if row < 0:
        return Missing(Note("{start} 及以前没有{what}数据", start=ask.start, what=subject.value_label))
    start = int(known.days[row])
    if is_overdue(known, row, cut_off):
        return Missing(Note("本文发布前{what}止于 {start}", what=subject.value_label, start=iso(start)))
    end, base = int(series.days[last]), series.count(start) - 1
    return income_gap(subject, base, last) or Period(base, last, start, end, cut_off, end)


def income_gap(subject: Subject, base: int, last: int) -> Missing | None:
    """Why incomes cannot be chained from one row to another; None where they can, and for all but money-market funds."""
    series = subject.series
    if series is None or series.covered is None or series.covered[base + 1 : last + 1].all():
        return None
    row = base + 1 + int(series.covered[base + 1 : last + 1].argmin())
    before, its_day = int(series.days[row - 1]), int(series.days[row])
    if row and its_day - before > 1:
        return Missing(Note("{start} 至 {end} 缺少每万份收益", start=iso(before + 1), end=iso(its_day - 1)))
    return Missing(Note("{its_day} 的每万份收益与七日年化收益率不符", its_day=iso(its_day)))


def first_chained(series: Series, first: int, last: int) -> int:
    """The first of these rows from which on incomes can be chained to the last; of all but money-market funds the first."""
    gaps = [] if series.covered is None else np.flatnonzero(~series.covered[first + 1 : last + 1]).tolist()
    return first + 1 + int(gaps[-1]) if gaps else first


def covers_launch(subject: Subject) -> bool:
    """Whether a fund's history goes back to its contract's effect."""
    if subject.series is None or not len(subject.series.days):
        return False
    return isinstance(_since_launch(subject, 0, 0), Period)


def _too_short(subject: Subject, start: int, window: str) -> str:
    effective = subject.instrument.facts.get("effective_date")
    is_young = bool(effective) and day(str(effective)) > start
    if window == "ytd":
        return "本年内成立" if is_young else Note("没有上年末的{what}数据", what=subject.value_label)
    length = WINDOWS[window].length
    return (
        Note("成立不足 {length}", length=length)
        if is_young
        else Note("{what}数据不足 {length}", what=subject.value_label, length=length)
    )


def value_at(values: Values, row: int) -> float:
    """The value of a row; 1 at the launch of a fund."""
    return 1.0 if row == LAUNCH else float(values[row])


def values_in(values: Values, period: Period) -> Values:
    """The values of a period, both ends included."""
    if period.base == LAUNCH:
        return np.concatenate(([1.0], values[: period.last + 1]))
    return values[period.base : period.last + 1]


def days_in(days: Days, period: Period) -> Days:
    """The days of these values."""
    if period.base == LAUNCH:
        return np.concatenate((np.array([period.start], dtype=np.int32), days[: period.last + 1]))
    return days[period.base : period.last + 1]
