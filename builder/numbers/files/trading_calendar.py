"""Trading days, from calendars/NAME.csv or by weekdays: how late data are is counted in them, not in days.

Used by the source status of a set, by the audit, and for what a source's rows say of payments.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from builder.numbers.files import csv_cells
from builder.numbers.series.day_numbers import day, iso
from builder.problem import Failed, Problem
from builder.vocabulary import CALENDARS

_SATURDAY = 5


@dataclass(frozen=True, kw_only=True)
class TradingCalendar:
    """The days on which a market trades. Outside the days of its file: Monday to Friday, except New Year's Day."""

    days: Sequence[int] = ()  # day numbers, in order

    def trades(self, day_number: int) -> bool:
        """Whether a day is a trading day."""
        if self.days and self.days[0] <= day_number <= self.days[-1]:
            return self.days[bisect_left(self.days, day_number)] == day_number
        # Day 0 was a Thursday.
        return (day_number + 3) % 7 < _SATURDAY and not iso(day_number).endswith("-01-01")

    def between(self, start: int, end: int) -> int:
        """The number of trading days after `start` and before `end`."""
        if self.days and self.days[0] <= start and end <= self.days[-1]:
            return max(0, bisect_left(self.days, end) - bisect_right(self.days, start))
        return sum(self.trades(day_number) for day_number in range(start + 1, end))


def newest(name: str, staged: Path, present: Path) -> TradingCalendar:
    """The calendar of this name: the one just staged, if any, else the present one; weekdays where there is none that is right.

    What is wrong with a calendar, the audit says.
    """
    file = f"{CALENDARS}/{name}.csv"
    path = next((path for path in (staged / CALENDARS / file, present / file) if name and path.is_file()), None)
    try:
        return load(path, file) if path else TradingCalendar()
    except Failed:
        return TradingCalendar()


def load(path: Path, problem_path: str) -> TradingCalendar:
    """The calendar of a CSV with the one column `date`. Raises Failed with every line that is not a date."""
    days, problems = set(), []
    lines = csv_cells.read_lines(csv_cells.read_text(path, problem_path))
    header = next(lines)
    if isinstance(header, Problem) or [cell.text for cell in header.cells] != ["date"]:
        message, hint = "a calendar has one column, date", "one trading day a line, YYYY-MM-DD"
        raise Failed([Problem(id="bad-header", path=problem_path, line=1, column=1, message=message, hint=hint)])
    for line in lines:
        line_number = line.line if isinstance(line, Problem) else line.number
        text = "" if isinstance(line, Problem) else line.cells[0].text
        try:
            days.add(day(text))
        except ValueError:
            message = f"{text or 'a blank'} is not a date"
            problems.append(Problem(id="bad-cell", path=problem_path, line=line_number, column=1, message=message))
    if problems:
        raise Failed(problems)
    return TradingCalendar(days=sorted(days))
