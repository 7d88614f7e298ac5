"""How old an instrument's data may grow, since when their source fails, and the calendar that ages are counted in.

Only live questions have an answer: a briefing's cut-off says nothing of today's sources. A history that has ended cannot be
stale, and no source can fail a fund that the catalogue says is over.
"""

from __future__ import annotations

from builder.model import Answer, Ask
from builder.numbers.files.trading_calendar import TradingCalendar
from builder.numbers.measures.measure_entry import ALL, OWN, entry
from builder.numbers.measures.period import has_ended
from builder.numbers.measures.subject import Subject
from builder.numbers.series.day_numbers import iso
from builder.numbers.source_status import allowed_days

_LIVE_ONLY = "只就当前数据而言"
_CALENDAR_DAYS = 400  # days of the calendar before and after the last value


def freshness(subject: Subject, ask: Ask) -> Answer:
    """How many trading days may pass without a new value; none of a history that has ended."""
    if ask.as_of:
        return subject.answer(None, "number", note=_LIVE_ONLY)
    days = allowed_days(subject.status.freshness, subject.instrument.facts.get("kind", ""))
    if days is None or has_ended(subject):
        return subject.answer(None, "number", note="此数据不再更新")
    return subject.answer(float(days), "number")


def failing_since(subject: Subject, ask: Ask) -> Answer:
    """The date since which the source fails; the note names the source."""
    is_over = "end_date" in subject.instrument.facts and has_ended(subject)
    since = "" if ask.as_of or is_over else subject.status.failing
    return subject.answer(since or None, "date", note=subject.status.origin if since else "")


def facts_failing_since(subject: Subject, ask: Ask) -> Answer:
    """The date since which the source of the catalogue fails; the note names the source."""
    since = "" if ask.as_of else subject.status.facts_failing
    return subject.answer(since or None, "date", note=subject.status.facts_origin if since else "")


def calendar(subject: Subject, ask: Ask) -> Answer:
    """The days on which the calendar differs from Monday to Friday: 0 where the market is shut, 1 where it is open.

    `start` and `end` are the first and last day that it covers, `value` is the day of the set's last value; the note is
    empty where a calendar's file says so.
    """
    status = subject.status
    if ask.as_of:
        return subject.answer(None, "date", note=_LIVE_ONLY)
    trading_days = status.calendar.days
    if not trading_days:
        return subject.answer(iso(status.data_as_of), "date", note="未提供交易日历")
    first = max(trading_days[0], status.data_as_of - _CALENDAR_DAYS)
    last = min(trading_days[-1], status.data_as_of + _CALENDAR_DAYS)
    weekdays = TradingCalendar()
    days = ((day, status.calendar.trades(day)) for day in range(first, last + 1))
    points = tuple((iso(day), float(is_open)) for day, is_open in days if is_open != weekdays.trades(day))
    return subject.answer(iso(status.data_as_of), "date", start=iso(first), end=iso(last), points=points)


ENTRIES = (
    entry(
        "freshness", "更新时限", "number", freshness,
        "最近一个数据之后，可以没有新数据的交易日数；QDII 基金另加 2 个交易日", kinds=(*ALL, "set"), source=OWN,
    ),
    entry(
        "failing-since", "来源中断", "date", failing_since,
        "自哪一天起，其数据来源未能更新", kinds=(*ALL, "set"), source=OWN,
    ),
    entry(
        "facts-failing-since", "资料来源中断", "date", facts_failing_since,
        "自哪一天起，其资料（名称、类型、费率等）的来源未能更新", source=OWN,
    ),
    entry("calendar", "交易日历", "date", calendar, "与周一至周五不同的交易日与休市日", kinds=("set",), source=OWN),
)  # fmt: skip
