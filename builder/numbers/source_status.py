"""What is declared and known of a set of histories in, how old its values may grow and whether its source fails out.

Freshness is judged by whoever reads the page, on the day on which it is read; a build knows no today.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from builder.model import Answer, Ask
from builder.numbers.files.trading_calendar import TradingCalendar
from builder.numbers.measures.subject import Subject
from builder.numbers.series.day_numbers import FIRST, day, iso

QDII = 2  # trading days: such a fund publishes one or two days after all others
_TODAY = "只就当前数据而言"
_AROUND = 400  # days before and after the last value for which a calendar is told


@dataclass(frozen=True, kw_only=True)
class SourceStatus:
    """How a set of histories stands."""

    calendar: TradingCalendar = field(default_factory=TradingCalendar)
    through: int = FIRST  # the day of its last value
    freshness: int | None = None  # trading days that may pass without a new row; None: it is not meant to go on
    failing: str = ""  # the day since which its source could not be brought, ISO
    origin: str = ""  # what readers know the source by
    facts_failing: str = ""  # as `failing`, of the catalogue
    facts_origin: str = ""

    def told(self) -> list[object]:
        """All that an answer about one of its instruments can depend on, besides the rows."""
        return [self.freshness, self.failing, self.origin, self.facts_failing, self.facts_origin]


def allowed(freshness: int | None, kind: str) -> int | None:
    """How many trading days an instrument of this kind may be behind; None: any."""
    return freshness if freshness is None else freshness + (QDII if "QDII" in kind.upper() else 0)


def limit(subject: Subject, ask: Ask) -> Answer:
    """How many trading days may pass without a new value."""
    if ask.as_of:
        return subject.answer(None, "number", note=_TODAY)
    days = allowed(subject.standing.freshness, subject.instrument.facts.get("kind", ""))
    if days is None:
        return subject.answer(None, "number", note="此数据不再更新")
    return subject.answer(float(days), "number")


def failing(subject: Subject, ask: Ask) -> Answer:
    """Since when the source could not be brought; its name stands in the note."""
    since = "" if ask.as_of else subject.standing.failing
    return subject.answer(since or None, "date", note=subject.standing.origin if since else "")


def facts_failing(subject: Subject, ask: Ask) -> Answer:
    """Since when the source of the catalogue could not be brought; its name stands in the note."""
    since = "" if ask.as_of else subject.standing.facts_failing
    return subject.answer(since or None, "date", note=subject.standing.facts_origin if since else "")


def calendar(subject: Subject, ask: Ask) -> Answer:
    """The days on which the calendar differs from Monday to Friday: 0 where it is shut, 1 where it is open.

    `start` and `end` are the days between which it is told, `value` is the day of the set's last value, and the note is
    empty where a calendar's file tells.
    """
    standing = subject.standing
    if ask.as_of:
        return subject.answer(None, "date", note=_TODAY)
    known = standing.calendar.days
    if not known:
        return subject.answer(iso(standing.through), "date", note="未提供交易日历")
    first, last = max(known[0], standing.through - _AROUND), min(known[-1], standing.through + _AROUND)
    plain = TradingCalendar()
    days = ((on, standing.calendar.trades(on)) for on in range(first, last + 1))
    points = tuple((iso(on), float(open_)) for on, open_ in days if open_ != plain.trades(on))
    return subject.answer(iso(standing.through), "date", start=iso(first), end=iso(last), points=points)


def failures(path: Path) -> Mapping[str, str]:
    """Since when sources fail, by set, as status.csv has it; a row that tells no day is left out."""
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    except (OSError, UnicodeDecodeError, csv.Error):
        return {}
    days = {str(row.get("set")): next((row[name][:10] for name in _SINCE if row.get(name)), "") for row in rows}
    return {name: on for name, on in days.items() if _is_day(on)}


_SINCE = ("since", "last_attempt")


def _is_day(written: str) -> bool:
    try:
        return iso(day(written)) == written
    except ValueError:
        return False
