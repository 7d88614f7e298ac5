"""Reads a column of dates, by all of its values: years first or last, serial numbers, times since 1970. Conversions use it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from builder.numbers.sources.tables.cell_parsing import WrongCell, cell_text

_YEAR_FIRST = re.compile(r"(\d{4})(?:[-/.年]\s*(\d{1,2})[-/.月]\s*(\d{1,2})日?|(\d\d)(\d\d))(?:\.0+)?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")  # day or month first
_SHORT_YEAR = re.compile(r"(\d{1,2})([-/.年])(\d{1,2})[-/.月](\d{1,2})日?")
_MONTH_NAMES = ("%d-%b-%Y", "%d %b %Y", "%b %d, %Y", "%B %d, %Y", "%d %B %Y", "%b %d %Y")
_TIME = re.compile(r"[T ]\s*(\d\d?:\d\d(?::\d\d(?:\.\d+)?)?)\s*(Z|[+-]\d\d:?\d\d)?$")
_WEEKDAY = re.compile(
    r"(?<!\s)\s*+\(?(?:星期|周)[一二三四五六日天]\)?$|^(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?,?\s+",
    re.I,
)
# Day 1 of a spreadsheet is 1900-01-01, and it counts 1900 as a leap year.
_SPREADSHEET_EPOCH, _SPREADSHEET_DAYS = date(1899, 12, 30), range(20_000, 80_000)
_SERIAL = re.compile(r"([2-7]\d{4})(?:\.\d+)?")
_SINCE_1970 = re.compile(r"\d{9,10}|\d{12,13}")  # seconds or milliseconds
_LONGEST = 100  # characters of a date with its time
_HOUR, _DAY = 3_600, 86_400  # seconds
_HINT = "write 2024-02-20, 20240220, 2024年2月20日 or 02/20/2024"
_ZONE_HINT = "export the day alone, or midnight with its zone, e.g. 2024-02-20T00:00:00+08:00"

ReadDate = Callable[[Any, str], str | None]  # a cell and its text -> ISO date; None where it is not a date


class DateColumn(NamedTuple):
    """A column's ISO dates, "" where a cell is missing or wrong."""

    days: list[str]
    wrong: list[WrongCell]
    form: str  # how they were read where it is not plain, e.g. "month-first"
    is_ambiguous: bool  # whether nothing says which number is the day


def parse_dates(cells: pd.Series[Any], order: str = "") -> DateColumn:
    """A column's ISO dates, and the cells that are not dates.

    `order` is what `dates` in sources.yml says, or "": then the column itself must show which number is the month.
    """
    first_row: dict[Any, int] = {}  # distinct cell -> the first row that has it
    keys = [_distinct(cell, row, first_row) for row, cell in enumerate(cells)]
    texts = {cell: text for cell in first_row if (text := _WEEKDAY.sub("", cell_text(cell)).strip())}
    form, read, is_ambiguous = _reader(texts, order)
    iso_dates = {cell: read(cell, text) for cell, text in texts.items()}
    wrong = [
        WrongCell(first_row[cell], cell_text(cell), *_fault(cell, text))
        for cell, text in texts.items()
        if iso_dates[cell] is None and not (is_ambiguous and _has_order(_without_time(text)))
    ]
    return DateColumn([iso_dates.get(key) or "" for key in keys], wrong, form, is_ambiguous)


def is_date(cell: Any) -> bool:
    """Whether a cell by itself looks like a date of any kind but a number."""
    if isinstance(cell, date):
        return True
    text = _without_time(_WEEKDAY.sub("", cell_text(cell)).strip())
    return bool(_YEAR_FIRST.fullmatch(text) or _has_order(text) or _month_name_date(text))


def has_points(cells: Iterable[Any]) -> bool:
    """Whether a column has dates such as 19.02.2024."""
    return any(_YEAR_LAST.fullmatch(text) and "." in text for cell in cells if (text := cell_text(cell)))


def has_long_years(cells: Iterable[Any]) -> bool:
    """Whether a column has dates such as 02/20/2024, with years of four digits."""
    return any(_YEAR_LAST.fullmatch(_without_time(cell_text(cell))) for cell in cells)


def _distinct(cell: Any, row: int, first_row: dict[Any, int]) -> Any:
    """The cell as a key; all missing ones are the same."""
    key = None if cell is pd.NaT or (isinstance(cell, float) and np.isnan(cell)) else cell
    first_row.setdefault(key, row)
    return key


def _reader(texts: Mapping[Any, str], order: str) -> tuple[str, ReadDate, bool]:
    """How to read a column: in words, as a function, and whether the order of its numbers stays unknown."""
    if texts and all(_SINCE_1970.fullmatch(text) for text in texts.values()):
        return _since_1970([_seconds(text) for text in texts.values()])
    if texts and all(isinstance(cell, str) and _SERIAL.fullmatch(text) for cell, text in texts.items()):
        return "days of a spreadsheet", lambda cell, text: _serial_date(int(text.partition(".")[0])), False
    dates = [_without_time(text) for text in texts.values()]
    year_last = [match for text in dates if (match := _YEAR_LAST.fullmatch(text))]
    short = [match for text in dates if (match := _SHORT_YEAR.fullmatch(text)) and match[2] != "年"]
    if len(short) < len(dates):
        short = []  # beside whole years, a year of two digits is a slip of the pen
    shown = order if order != "year-first" else ""
    if year_last and not shown:
        shown = _shown_order(year_last)
    short_order = order or (_short_order(short) if short else "")
    is_ambiguous = bool((year_last and not shown) or (short and not short_order))
    form = ", ".join(dict.fromkeys(name for name in (year_last and shown, short and short_order) if name))
    return form, lambda cell, text: _iso_date(cell, text, shown, short_order if short else ""), is_ambiguous


def _has_order(text: str) -> bool:
    """Whether a date is written so that its parts may be in another order."""
    return bool(_YEAR_LAST.fullmatch(text) or _SHORT_YEAR.fullmatch(text))


def _shown_order(year_last: Iterable[re.Match[str]]) -> str:
    """The order that dates such as 02/20/2024 show: "" where no number is above 12, or where both are."""
    year_last = list(year_last)
    day_first = any(int(match[1]) > 12 for match in year_last)
    month_first = any(int(match[2]) > 12 for match in year_last)
    return "" if day_first == month_first else "day-first" if day_first else "month-first"


def _short_order(short: Iterable[re.Match[str]]) -> str:
    """The order of dates such as 24-02-20: the only one in which all are dates and days vary at least as much as years."""
    rows = [(match[1], match[3], match[4]) for match in short]
    distinct = [len({row[part] for row in rows}) for part in range(3)]
    positions = {"year-first": (0, 1, 2), "day-first": (2, 1, 0), "month-first": (2, 0, 1)}  # of year, month, day
    possible = [
        order
        for order, (year, month, day) in positions.items()
        if distinct[day] >= distinct[year] and all(_valid_date(_century(r[year]), r[month], r[day]) for r in rows)
    ]
    return possible[0] if len(possible) == 1 else ""


def _century(year: str) -> str:
    return f"{20 if int(year) < 70 else 19}{int(year):02}"


def _time_in(text: str) -> re.Match[str] | None:
    return _TIME.search(text) if len(text) <= _LONGEST else None


def _without_time(text: str) -> str:
    """A date without its time of day. A time with a zone must be midnight, or the day may be another: it then stays."""
    match = _time_in(text)
    if not match or (match[2] and match[1].strip("0:.")):
        return text
    return text[: match.start()]


def _iso_date(cell: Any, text: str, order: str, short_order: str) -> str | None:
    """The ISO date of a cell; None where it is not a date, or the order of its numbers is not known."""
    if isinstance(cell, datetime):
        has_other_day = cell.tzinfo is not None and (cell.hour, cell.minute) != (0, 0)
        return None if has_other_day else cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    text = _without_time(text)
    if isinstance(cell, int | float) and int(cell) in _SPREADSHEET_DAYS:
        return _serial_date(int(cell))
    if match := _YEAR_FIRST.fullmatch(text):
        return _valid_date(match[1], match[2] or match[4], match[3] or match[5])
    if match := _YEAR_LAST.fullmatch(text):
        day, month = (match[1], match[2]) if order == "day-first" else (match[2], match[1])
        return _valid_date(match[3], month, day) if order else None
    if match := _SHORT_YEAR.fullmatch(text):
        first, middle, last = match[1], match[3], match[4]
        if match[2] == "年" or short_order == "year-first":
            return _valid_date(_century(first), middle, last)
        day, month = (first, middle) if short_order == "day-first" else (middle, first)
        return _valid_date(_century(last), month, day) if short_order else None
    return _month_name_date(text)


def _month_name_date(text: str) -> str | None:
    for date_format in _MONTH_NAMES if text[:1].isalnum() and any(map(str.isalpha, text)) else ():
        try:
            return datetime.strptime(text, date_format).date().isoformat()
        except ValueError:
            continue
    return None


def _serial_date(number: int) -> str:
    return (_SPREADSHEET_EPOCH + timedelta(days=number)).isoformat()


def _seconds(text: str) -> int:
    return int(text) // (1000 if len(text) > 10 else 1)


def _since_1970(instants: list[int]) -> tuple[str, ReadDate, bool]:
    """How to read times since 1970: all must be midnight in one zone, or the day would depend on the zone."""
    times = {instant % _DAY for instant in instants}
    zones = {"UTC": ({0}, 0), "Shanghai": ({16 * _HOUR}, 8 * _HOUR), "New York": ({4 * _HOUR, 5 * _HOUR}, 0)}
    zone = next((zone for zone, (midnights, _) in zones.items() if times <= midnights), "")
    if not zone:
        return "", lambda cell, text: None, False
    shift = zones[zone][1]
    return (
        f"times since 1970, midnight in {zone}",
        lambda cell, text: datetime.fromtimestamp(_seconds(text) + shift, UTC).date().isoformat(),
        False,
    )


def _fault(cell: Any, text: str) -> tuple[str, str]:
    """Why a cell is not a date, and what would be right."""
    if _SINCE_1970.fullmatch(text):
        time = datetime.fromtimestamp(_seconds(text), UTC)
        return f"is {time:%Y-%m-%d %H:%M} in UTC, not midnight: the day depends on the zone", _ZONE_HINT
    match = _time_in(text)
    if match and match[2] and _without_time(text) == text:
        zone = "UTC" if match[2] == "Z" else match[2]
        return f"is a time, {match[1]} in the zone {zone}: the day depends on the reader's zone", _ZONE_HINT
    if isinstance(cell, datetime) and cell.tzinfo is not None:
        return "is a time with a zone: the day depends on the reader's zone", _ZONE_HINT
    return "is not a date", _HINT


def _valid_date(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
