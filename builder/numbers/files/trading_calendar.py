"""A calendar's file in (calendars/NAME.csv), trading days out: what freshness is counted in, never wall-clock days."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from builder.numbers.files import csv_cells
from builder.numbers.series.day_numbers import day, iso
from builder.problem import Failed, Problem

_SATURDAY = 5


@dataclass(frozen=True, kw_only=True)
class TradingCalendar:
    """The days on which a market trades; where no file names them, Monday to Friday without New Year's Day.

    A file's calendar knows nothing beyond its last day: from there on it falls back to weekdays too.
    """

    days: Sequence[int] = ()  # in order

    def trades(self, on: int) -> bool:
        """Whether a day is a trading day."""
        if self.days and self.days[0] <= on <= self.days[-1]:
            at = bisect_left(self.days, on)
            return self.days[at] == on
        # Day 0 was a Thursday.
        return (on + 3) % 7 < _SATURDAY and not iso(on).endswith("-01-01")

    def between(self, start: int, end: int) -> int:
        """How many trading days lie behind one day and before another."""
        if self.days and self.days[0] <= start and end <= self.days[-1]:
            return max(0, bisect_left(self.days, end) - bisect_right(self.days, start))
        return sum(self.trades(on) for on in range(start + 1, end))


def load(path: Path, place: str) -> TradingCalendar:
    """The calendar of a CSV with a column `date`. Raises Failed with every line that is no date."""
    found, problems = set(), []
    lines = csv_cells.read_lines(csv_cells.decode(csv_cells.read_bytes(path, place), place))
    header = next(lines)
    if isinstance(header, Problem) or [cell.text for cell in header.cells] != ["date"]:
        message, hint = "a calendar has one column, date", "one trading day a line, YYYY-MM-DD"
        raise Failed([Problem(id="bad-header", path=place, line=1, column=1, message=message, hint=hint)])
    for line in lines:
        number = line.line if isinstance(line, Problem) else line.number
        written = "" if isinstance(line, Problem) else line.cells[0].text
        try:
            found.add(day(written))
        except ValueError:
            message = f"{written or 'a blank'} is not a date"
            problems.append(Problem(id="bad-cell", path=place, line=number, column=1, message=message))
    if problems:
        raise Failed(problems)
    return TradingCalendar(days=sorted(found))
