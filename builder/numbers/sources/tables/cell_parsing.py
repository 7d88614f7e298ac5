"""Reads the cells of a column as texts and numbers, as people and spreadsheets write them. Used for all that a fetcher brings.

A column is read by all of its values: whether a comma is a decimal comma is seen from the whole column.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

MISSING = frozenset(
    {"", "-", "--", "---", "—", "——", "na", "nan", "nat", "null", "none", "n/a", "<na>", "\\n"}
    | {"#n/a", "#n/a n/a", "#div/0!", "#value!", "#ref!", "#num!", "#name?", "#null!", "#error!"}
    | {"暂无", "暂无数据", "无", "无数据", "未披露", "未公布", "停牌", "不适用"}
)
_AS_TEXT = re.compile(r"=?\"(.*)\"|'(.*)")  # how spreadsheets keep a text from becoming a number: ="012733", '012733
_CURRENCY = r"(?:[$¥€£]|CNY|RMB|USD|HKD|EUR)"
_AMOUNT = re.compile(rf"(?P<sign>[+-]?){_CURRENCY}?\s*(?P<digits>.*?)\s*(?:元/份|元|点|{_CURRENCY})?", re.IGNORECASE)
_LONGEST = 200  # characters of an amount
_GROUPED = r"[1-9]\d{{0,2}}(?P<group>[{separators}])\d{{3}}(?:(?P=group)\d{{3}})*"
# Decimal sign -> a number with it: digits, in groups of three or not, and what follows the sign.
_NUMBERS = {
    sign: re.compile(rf"(?P<whole>{_GROUPED.format(separators=separators)}|\d+|)(?P<rest>{decimal}\d*)?(?P<power>E[+-]?\d+)?", re.I)
    for sign, decimal, separators in (("point", r"\.", ", '"), ("comma", ",", r". '"))
}  # fmt: skip


class WrongCell(NamedTuple):
    """A cell that is not what its column should hold."""

    row: int  # counted from 0
    text: str
    reason: str  # the end of a sentence, e.g. "is not a date"
    hint: str = ""


class NumberColumn(NamedTuple):
    """A column's numbers: NaN where a cell is missing or wrong."""

    values: np.ndarray[Any, np.dtype[np.float64]]
    wrong: list[WrongCell]


def cell_text(cell: Any) -> str:
    """A cell as text in half-width characters, "" where it is missing. A whole number has no decimal point."""
    if cell is None or cell is pd.NaT or cell is pd.NA or (isinstance(cell, float) and np.isnan(cell)):
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    text = unicodedata.normalize("NFKC", str(cell)).strip()
    if match := _AS_TEXT.fullmatch(text):
        text = (match[1] or match[2] or "").strip()
    return "" if text.casefold() in MISSING else text


def fact_text(cell: Any) -> str:
    """A cell as its author wrote it, full-width characters and all; "" where it is missing."""
    text = cell_text(cell)
    return cell.strip() if text and isinstance(cell, str) and not _AS_TEXT.fullmatch(cell.strip()) else text


def decimal_sign(cells: pd.Series[Any]) -> str:
    """The decimal sign that a column shows: "point" or "comma", "perhaps point", "perhaps comma", "unsure", "" for none.

    `1,09` and `1.090,50` show a comma; `1.09` and `1,090.50` a point. `1,090` and `1.090` alone show nothing for certain.
    """
    seen = {_shown_sign(text) for text in _amounts(cells)}
    if "point" in seen:
        return "point"
    if "comma" in seen:
        return "unsure" if "perhaps point" in seen and not _has_both_signs(cells) else "comma"
    perhaps = sorted(seen & {"perhaps comma", "perhaps point"})
    return "unsure" if len(perhaps) == 2 else perhaps[0] if perhaps else ""


def _has_both_signs(cells: pd.Series[Any]) -> bool:
    return any("," in text and "." in text for text in _amounts(cells))


def _amounts(cells: pd.Series[Any]) -> list[str]:
    """The texts among a column's cells, without sign, currency and unit."""
    if cells.dtype.kind in "fiu":
        return []
    matches = (_amount_in(cell_text(cell)) for cell in set(cells) if isinstance(cell, str))
    return [match["digits"] for match in matches if match]


def _amount_in(text: str) -> re.Match[str] | None:
    return _AMOUNT.fullmatch(text) if 0 < len(text) <= _LONGEST else None


def _shown_sign(digits: str) -> str:
    commas, points = digits.count(","), digits.count(".")
    if not set(digits) <= set("0123456789,.") or not commas + points:
        return ""
    if commas and points:
        last = max(digits.rfind(","), digits.rfind("."))
        sign = "comma" if digits[last] == "," else "point"
        return sign if _NUMBERS[sign].fullmatch(digits) else ""
    whole, _, rest = digits.replace(",", ".").partition(".")
    if commas + points > 1:
        # Several of one sign separate thousands, so that the other one is the decimal sign.
        sign = "point" if commas else "comma"
        return sign if _NUMBERS[sign].fullmatch(digits) else ""
    is_group = len(rest) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0")
    return ("perhaps " if is_group else "") + ("comma" if commas else "point")


def parse_numbers(cells: pd.Series[Any], decimal: str = "point", *, per_cent: bool = False) -> NumberColumn:
    """A column's numbers, and the cells that are not numbers. `decimal` is "point" or "comma".

    Groups of three digits may be separated; a currency may come first, a unit last. A percentage is wrong, because it is
    in the wrong column, unless the column's numbers are `per_cent`.
    """
    if cells.dtype.kind in "fiu":
        values = cells.to_numpy(np.float64, na_value=np.nan)
        return NumberColumn(values, _infinite(values))
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
        amount = _amount_in(text)
        number = _NUMBERS[decimal].fullmatch(amount["digits"]) if amount else None
        if amount and number and (number["whole"] or len(number["rest"] or "") > 1):
            whole = re.sub(r"\D", "", number["whole"])
            rest = (number["rest"] or "").replace(",", ".")
            values[row] = float(f"{amount['sign']}{whole}{rest}{number['power'] or ''}")
        elif text.endswith("%"):
            wrong.append(WrongCell(row, text, "is a percentage", "is this the right column? name it in `columns`"))
        else:
            wrong.append(WrongCell(row, text, "is not a number"))
    return NumberColumn(values, wrong + _infinite(values))


def _infinite(values: np.ndarray[Any, np.dtype[np.float64]]) -> list[WrongCell]:
    return [WrongCell(int(row), "infinite", "is not a number") for row in np.flatnonzero(np.isinf(values))]


def first_text(cells: Sequence[Any] | pd.Series[Any]) -> str:
    """The first cell of a column that is not missing, as text."""
    return next((text for cell in cells if (text := cell_text(cell))), "")
