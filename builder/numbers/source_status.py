"""How old the values of a set may grow, and since when its source fails. `load_data` reads it, pages show it.

Whoever reads a page judges freshness, on the day on which it is read; a build does not know that day.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from builder.numbers.files.trading_calendar import TradingCalendar
from builder.numbers.series.day_numbers import FIRST, day, iso
from builder.safe_path import read_regular

QDII_DAYS = 2  # trading days: such a fund publishes one or two days after all others
_MISSING = {"undeclared-split": "疑有份额拆分或折算，待确认", "contradicting-data": "的数据互相矛盾，待核对"}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SINCE_COLUMNS = ("since", "last_attempt")


@dataclass(frozen=True, kw_only=True)
class SourceStatus:
    """The status of a set of histories and of its catalogue."""

    calendar: TradingCalendar = field(default_factory=TradingCalendar)
    data_as_of: int = FIRST  # the day of its last value
    freshness: int | None = None  # trading days that may pass without a new row; None: it is not meant to go on
    failing: str = ""  # the ISO date since which its source fails
    origin: str = ""  # what readers know the source by
    facts_failing: str = ""  # as `failing`, of the catalogue
    facts_origin: str = ""
    refused: Mapping[str, Failure] = field(default_factory=dict)  # by code

    def of(self, code: str) -> SourceStatus:
        """The status of one instrument: its source fails too where its own history was refused."""
        failure = self.refused.get(code)
        if failure is None:
            return self
        origin = "；".join(text for text in (self.origin, failure.missing) if text)
        return replace(self, failing=self.failing or failure.since, origin=origin, refused={})

    def for_digest(self, *, of_set: bool) -> list[object]:
        """All of it that an answer can depend on: about an instrument, or `of_set` about the set itself."""
        fields: list[object] = [self.freshness, self.failing, self.origin, self.facts_failing, self.facts_origin]
        return [*fields, self.data_as_of, list(self.calendar.days)] if of_set else fields


def allowed_days(freshness: int | None, fund_kind: str) -> int | None:
    """How many trading days an instrument may be behind; None: any. `fund_kind` is e.g. "QDII-股票"."""
    return freshness if freshness is None else freshness + (QDII_DAYS if "QDII" in fund_kind.upper() else 0)


class Failure(NamedTuple):
    """A set or history whose last refresh failed: since when, and what readers are told is missing."""

    since: str  # ISO date
    missing: str  # e.g. "2016-04-21 疑有份额拆分或折算，待确认"


def failures(path: Path) -> Mapping[str, Failure]:
    """What fails, from status.csv, by set, and by set and code, e.g. "nav/012733"; rows without a date are left out."""
    try:
        rows = list(csv.DictReader(io.StringIO(read_regular(path).decode("utf-8"))))
    except (OSError, UnicodeDecodeError, csv.Error):
        return {}
    failing = {
        str(row.get("set")): Failure(
            next((row[name][:10] for name in _SINCE_COLUMNS if row.get(name)), ""), _missing(str(row.get("reason")))
        )
        for row in rows
    }
    return {name: failure for name, failure in failing.items() if _is_date(failure.since)}


def refusals(failing: Mapping[str, Failure], set_name: str) -> Mapping[str, Failure]:
    """The histories of a set that were refused, by code."""
    prefix = f"{set_name}/"
    return {name.removeprefix(prefix): failure for name, failure in failing.items() if name.startswith(prefix)}


def _missing(reason: str) -> str:
    """What is missing, for readers, e.g. "2016-04-21 疑有份额拆分或折算，待确认"."""
    for id_, words in _MISSING.items():
        days = [day for part in reason.split(" | ") if part.startswith(id_) for day in _DAY.findall(part)[:1]]
        if days:
            return f"{'、'.join(days)} {words}"
    return ""


def _is_date(written: str) -> bool:
    try:
        return iso(day(written)) == written
    except ValueError:
        return False
