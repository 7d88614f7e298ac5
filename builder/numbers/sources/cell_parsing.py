"""Cells as people and spreadsheets write them in, ISO dates and numbers out, and every cell that is neither."""

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
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_NAMED = ("%d-%b-%Y", "%d %b %Y", "%b %d, %Y", "%B %d, %Y", "%d %B %Y")
_TIME = re.compile(r"[T ]\s*(\d\d?:\d\d(?::\d\d(?:\.\d+)?)?)\s*(Z|[+-]\d\d:?\d\d)?$")
# Day 1 of the spreadsheets' count is 1900-01-01, and they believe that 1900 was a leap year.
_SHEET_EPOCH, _SHEET_DAYS = date(1899, 12, 30), range(20_000, 80_000)


class WrongCell(NamedTuple):
    """A cell that is not what its column holds."""

    row: int  # counted from 0
    written: str
    why: str
    hint: str = ""


def cell_text(cell: Any) -> str:
    """A cell as text, in half-width signs; empty where it is missing. A whole number has no decimal point."""
    if cell is None or cell is pd.NaT or cell is pd.NA or (isinstance(cell, float) and np.isnan(cell)):
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    said = unicodedata.normalize("NFKC", str(cell)).strip()
    return "" if said.casefold() in MISSING else said


def fact_text(cell: Any) -> str:
    """A cell as its author wrote it, full-width signs and all; empty where it is missing."""
    said = cell_text(cell)
    return cell.strip() if said and isinstance(cell, str) else said


def parse_numbers(cells: pd.Series[Any]) -> tuple[np.ndarray[Any, np.dtype[np.float64]], list[WrongCell]]:
    """A column's numbers, NaN where a cell is missing, and the cells that are no number.

    Thousands may be parted by commas and a currency's sign may stand in front. A percentage is none: no column of ours
    holds one, so that it stands in the wrong column.
    """
    found = np.full(len(cells), np.nan)
    wrong: list[WrongCell] = []
    if cells.dtype.kind in "fiu":
        return cells.to_numpy(np.float64, na_value=np.nan), [
            WrongCell(int(row), "infinite", "is not a number")
            for row in np.flatnonzero(np.isinf(cells.to_numpy(np.float64)))
        ]
    for row, cell in enumerate(cells):
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            found[row] = cell
            continue
        said = cell_text(cell)
        if not said:
            continue
        match = _NUMBER.fullmatch(said)
        if match and (match[1] or (match[3] and len(match[3]) > 1)):
            found[row] = float(re.sub(r"[$¥￥€,\s]", "", said))
        elif said.endswith("%"):
            wrong.append(WrongCell(row, said, "is a percentage", "is this the right column? name it in `columns`"))
        else:
            wrong.append(WrongCell(row, said, "is not a number"))
    wrong += [WrongCell(int(row), "infinite", "is not a number") for row in np.flatnonzero(np.isinf(found))]
    return found, wrong


def parse_dates(cells: pd.Series[Any], order: str = "") -> tuple[list[str], list[WrongCell], bool]:
    """A column's dates in ISO form, empty where a cell is missing; the cells that are none; and whether the column leaves
    open which of two numbers is the month. `order` is "day-first", "month-first" or "" for what the column itself shows.
    """
    distinct: dict[Any, int] = {}
    keys = [_key(cell, row, distinct) for row, cell in enumerate(cells)]
    parted = [match for cell in distinct if (match := _YEAR_LAST.fullmatch(_no_time(cell_text(cell))))]
    open_ = False
    if parted and not order:
        order = _order(parted)
        open_ = not order
    known: dict[Any, str | None] = {cell: _date(cell, order) for cell in distinct}
    found = [known[key] or "" for key in keys]
    wrong = [
        WrongCell(
            distinct[cell], cell_text(cell), "is not a date", "write 2024-02-20, 20240220, 2024年2月20日 or 02/20/2024"
        )
        for cell, said in known.items()
        if said is None and not (open_ and _YEAR_LAST.fullmatch(_no_time(cell_text(cell))))
    ]
    return found, wrong, open_


def _key(cell: Any, row: int, distinct: dict[Any, int]) -> Any:
    key = None if cell is pd.NaT or (isinstance(cell, float) and np.isnan(cell)) else cell
    distinct.setdefault(key, row)
    return key


def _order(parted: Iterable[re.Match[str]]) -> str:
    """What a column of 02/20/2024 shows by itself: nothing where no number is above 12, or where both are."""
    first = any(int(one[1]) > 12 for one in parted)
    second = any(int(one[2]) > 12 for one in parted)
    return "" if first == second else "day-first" if first else "month-first"


def _no_time(said: str) -> str:
    """A date and time without the time; a time with a zone must be midnight, or the day could be another."""
    match = _TIME.search(said)
    if not match or (match[2] and match[1].strip("0:.")):
        return said
    return said[: match.start()]


def _date(cell: Any, order: str) -> str | None:
    """The ISO date of a cell; empty where it is missing, None where it is no date."""
    if isinstance(cell, datetime):
        if cell.tzinfo is not None and (cell.hour, cell.minute) != (0, 0):
            return None
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    said = cell_text(cell)
    if not said:
        return ""
    said = _no_time(said)
    if isinstance(cell, int | float) and int(cell) == cell and int(cell) in _SHEET_DAYS:
        return (_SHEET_EPOCH + timedelta(days=int(cell))).isoformat()
    if match := _YEAR_FIRST.fullmatch(said):
        return _made(match[1], match[2] or match[4], match[3] or match[5])
    if match := _YEAR_LAST.fullmatch(said):
        day, month = (match[1], match[2]) if order == "day-first" else (match[2], match[1])
        return _made(match[3], month, day) if order else None
    for shape in _NAMED:
        try:
            return datetime.strptime(said, shape).date().isoformat()
        except ValueError:
            continue
    return None


def _made(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
