"""Reads dates, numbers and texts as people and spreadsheets write them in cells. Used for all that a fetcher brings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

MISSING = frozenset(
    {"", "-", "--", "---", "—", "——", "n/a", "#n/a", "na", "nan", "nat", "null", "none", "暂无", "<na>"}
)
_NUMBER = re.compile(r"[+-]?[$¥￥€]?\s*(\d{1,3}(,\d{3})+|\d+)?(\.\d*)?([eE][+-]?\d+)?")
_YEAR_FIRST = re.compile(r"(\d{4})(?:[-/.年]\s*(\d{1,2})[-/.月]\s*(\d{1,2})日?|(\d\d)(\d\d))")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")  # day or month first
_MONTH_NAMES = ("%d-%b-%Y", "%d %b %Y", "%b %d, %Y", "%B %d, %Y", "%d %B %Y")
_TIME = re.compile(r"[T ]\s*(\d\d?:\d\d(?::\d\d(?:\.\d+)?)?)\s*(Z|[+-]\d\d:?\d\d)?$")
# Day 1 of a spreadsheet is 1900-01-01, and it counts 1900 as a leap year.
_SPREADSHEET_EPOCH, _SPREADSHEET_DAYS = date(1899, 12, 30), range(20_000, 80_000)


class WrongCell(NamedTuple):
    """A cell that is not what its column should hold."""

    row: int  # counted from 0
    text: str
    reason: str  # the end of a sentence, e.g. "is not a date"
    hint: str = ""


def cell_text(cell: Any) -> str:
    """A cell as text in half-width characters, "" where it is missing. A whole number has no decimal point."""
    if cell is None or cell is pd.NaT or cell is pd.NA or (isinstance(cell, float) and np.isnan(cell)):
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    text = unicodedata.normalize("NFKC", str(cell)).strip()
    return "" if text.casefold() in MISSING else text


def fact_text(cell: Any) -> str:
    """A cell as its author wrote it, full-width characters and all; "" where it is missing."""
    text = cell_text(cell)
    return cell.strip() if text and isinstance(cell, str) else text


def parse_numbers(
    cells: pd.Series[Any], *, per_cent: bool = False
) -> tuple[np.ndarray[Any, np.dtype[np.float64]], list[WrongCell]]:
    """A column's numbers, NaN where a cell is missing, and the cells that are not numbers.

    Commas may separate thousands and a currency sign may come first. A percentage is wrong, because it is in the wrong
    column, unless the column's numbers are `per_cent`.
    """
    if cells.dtype.kind in "fiu":
        return cells.to_numpy(np.float64, na_value=np.nan), _infinite(cells.to_numpy(np.float64))
    values = np.full(len(cells), np.nan)
    wrong: list[WrongCell] = []
    for row, cell in enumerate(cells):
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            values[row] = cell
            continue
        text = cell_text(cell)
        if not text:
            continue
        text = text.removesuffix("%").rstrip() if per_cent else text
        match = _NUMBER.fullmatch(text)
        if match and (match[1] or (match[3] and len(match[3]) > 1)):
            values[row] = float(re.sub(r"[$¥￥€,\s]", "", text))
        elif text.endswith("%"):
            wrong.append(WrongCell(row, text, "is a percentage", "is this the right column? name it in `columns`"))
        else:
            wrong.append(WrongCell(row, text, "is not a number"))
    return values, wrong + _infinite(values)


def _infinite(values: np.ndarray[Any, np.dtype[np.float64]]) -> list[WrongCell]:
    return [WrongCell(int(row), "infinite", "is not a number") for row in np.flatnonzero(np.isinf(values))]


def parse_dates(cells: pd.Series[Any], order: str = "") -> tuple[list[str], list[WrongCell], bool]:
    """A column's ISO dates, "" where a cell is missing; the cells that are not dates; and whether the order is ambiguous.

    `order` is "day-first", "month-first" or "": then the column itself must show which number is the month.
    """
    first_row: dict[Any, int] = {}  # distinct cell -> the first row that has it
    keys = [_distinct(cell, row, first_row) for row, cell in enumerate(cells)]
    year_last = [match for cell in first_row if (match := _YEAR_LAST.fullmatch(_without_time(cell_text(cell))))]
    if year_last and not order:
        order = _shown_order(year_last)
    is_ambiguous = bool(year_last) and not order
    iso_dates: dict[Any, str | None] = {cell: _iso_date(cell, order) for cell in first_row}
    hint = "write 2024-02-20, 20240220, 2024年2月20日 or 02/20/2024"
    wrong = [
        WrongCell(row, cell_text(cell), "is not a date", hint)
        for cell, row in first_row.items()
        if iso_dates[cell] is None and not (is_ambiguous and _YEAR_LAST.fullmatch(_without_time(cell_text(cell))))
    ]
    return [iso_dates[key] or "" for key in keys], wrong, is_ambiguous


def _distinct(cell: Any, row: int, first_row: dict[Any, int]) -> Any:
    """The cell as a key; all missing ones are the same."""
    key = None if cell is pd.NaT or (isinstance(cell, float) and np.isnan(cell)) else cell
    first_row.setdefault(key, row)
    return key


def _shown_order(year_last: Iterable[re.Match[str]]) -> str:
    """The order that dates such as 02/20/2024 show: "" where no number is above 12, or where both are."""
    day_first = any(int(match[1]) > 12 for match in year_last)
    month_first = any(int(match[2]) > 12 for match in year_last)
    return "" if day_first == month_first else "day-first" if day_first else "month-first"


def _without_time(text: str) -> str:
    """A date without its time of day. A time with a zone must be midnight, or the day may be another: it then stays."""
    match = _TIME.search(text)
    if not match or (match[2] and match[1].strip("0:.")):
        return text
    return text[: match.start()]


def _iso_date(cell: Any, order: str) -> str | None:
    """The ISO date of a cell; "" where it is missing, None where it is not a date."""
    if isinstance(cell, datetime):
        if cell.tzinfo is not None and (cell.hour, cell.minute) != (0, 0):
            return None
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    text = cell_text(cell)
    if not text:
        return ""
    text = _without_time(text)
    if isinstance(cell, int | float) and int(cell) == cell and int(cell) in _SPREADSHEET_DAYS:
        return (_SPREADSHEET_EPOCH + timedelta(days=int(cell))).isoformat()
    if match := _YEAR_FIRST.fullmatch(text):
        return _valid_date(match[1], match[2] or match[4], match[3] or match[5])
    if match := _YEAR_LAST.fullmatch(text):
        day, month = (match[1], match[2]) if order == "day-first" else (match[2], match[1])
        return _valid_date(match[3], month, day) if order else None
    for date_format in _MONTH_NAMES:
        try:
            return datetime.strptime(text, date_format).date().isoformat()
        except ValueError:
            continue
    return None


def _valid_date(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
