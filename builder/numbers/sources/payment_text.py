"""Reads how sources write dividends and splits, e.g. "每份派现金0.05元", "10送3派1.5元", "1:1.0054". All fetchers use it."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from builder.numbers.sources.tables.cell_parsing import WrongCell, cell_text

_NUMBER = r"(\d++(?:\.\d*+)?|\.\d++)"
_TITLE = re.compile(r"(?:现金)?(?:分红|拆分|分配|送配|折算)?(?:比例|方案)?:")
_UNITS = re.compile(rf"(?:每{_NUMBER}?(?:份|股|单位)?(?:基金)?(?:份额)?|{_NUMBER}(?:份|股)?)(?=\D)")
_CASH = re.compile(
    rf"(?:现金)?(?:派发|派送|派|发放|分配|分红|分)(?:发|现金|现|红利|股利|股息|息)*+:?(?:人民币)?{_NUMBER}元?(?:人民币)?"
)
_BONUS = re.compile(rf"(?:以?资本公积金?)?(?:送红股|送股|送转|送|转增股本|转增|转送|转){_NUMBER}(?:股|份)?")
_BECAME = re.compile(rf"(?:折算|分拆|拆分|拆|合并|合|并)(?:为|成)?{_NUMBER}(?:份|股)?(?:基金份额)?")
_SEPARATOR = re.compile(r"[,;、。和并]")
_TAX = re.compile(r"\((?:含税|税前)(?:[,;、]?(?:扣税|税)后[^()]*)?\)|含税|税前")
_NOTHING = re.compile("不分配不转增|不分配|不分红|不派息|无")
_LONGEST = 200  # characters of such words
_AMOUNT = re.compile(r"[¥￥]?\s*+([+-]?(?:\d++(?:\.\d*+)?|\.\d++)(?:[eE][+-]?\d++)?)\s*+元?")
_RATIO = re.compile(rf"1(?:\.0*)?:{_NUMBER}")


def read_payment(text: str) -> tuple[float | None, float | None] | None:
    """A unit's dividend and into how many it was split, e.g. (0.05, None) for "每10份派0.5元"; None for any other words.

    Bonus and transferred shares are a split: "10送3转2派1.5元" is (0.15, 1.5). A text is understood to its end, or not at all.
    """
    if len(text) > _LONGEST:
        return None
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    if not text or _NOTHING.fullmatch(text):
        return None, None
    text = _TAX.sub("", _TITLE.sub("", text, count=1) if _TITLE.match(text) else text)
    if ratio := _RATIO.fullmatch(text):
        split = float(ratio[1])
        return (None, split) if split else None
    return _read_clauses(text)


def _read_clauses(text: str) -> tuple[float | None, float | None] | None:
    """What a text says of so many units, e.g. "10送3派1.5元"; a later clause may name units of its own."""
    amounts: dict[re.Pattern[str], float] = {}
    units, position = 0.0, 0
    while position < len(text):
        if separator := _SEPARATOR.match(text, position) if position else None:
            position = separator.end()
            continue
        if named := _UNITS.match(text, position):
            units, position = float(named[1] or named[2] or 1), named.end()
        pattern, clause = next(
            ((each, match) for each in (_BONUS, _BECAME, _CASH) if (match := each.match(text, position))), (None, None)
        )
        if (
            pattern is None
            or clause is None
            or not units
            or not float(clause[1])
            or (pattern in amounts and pattern is not _BONUS)
        ):
            return None
        amounts[pattern] = amounts.get(pattern, 0.0) + float(clause[1]) / units
        position = clause.end()
    if not amounts or len(amounts.keys() & {_BONUS, _BECAME}) > 1:
        return None
    dividend, split = amounts.get(_CASH), amounts.get(_BECAME)
    split = 1 + amounts[_BONUS] if _BONUS in amounts else split
    return dividend and round(dividend, 10), split and round(split, 10)


def parse_payments(
    cells: pd.Series[Any], column: str, decimal: str = "point"
) -> tuple[NDArray[np.float64], NDArray[np.float64], list[WrongCell]]:
    """A column's dividends and splits by row, NaN where there is none, and the cells that are neither.

    A plain number, also with 元 behind it, is what the `column` holds: "dividend" or "split".
    """
    payments = {"dividend": np.full(len(cells), np.nan), "split": np.full(len(cells), np.nan)}
    wrong: list[WrongCell] = []
    for row, cell in enumerate(cells):
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            payments[column][row] = cell
            continue
        text = cell_text(cell).replace("," if decimal == "comma" else ".", ".")
        amount = _AMOUNT.fullmatch(text)
        if amount:
            payments[column][row] = float(amount[1])
            continue
        payment = read_payment(text)
        if payment is None:
            hint = "write 0.05, 每份派现金0.05元, 10送3转2派1.5元 or 1拆2"
            wrong.append(WrongCell(row, text, "is neither a dividend nor a split", hint))
            continue
        for name, value in zip(payments, payment, strict=True):
            payments[name][row] = np.nan if value is None else value
    return payments["dividend"], payments["split"], wrong


def parse_growth(cells: pd.Series[Any], decimal: str = "point") -> NDArray[np.float64]:
    """A column's daily growth as it is written, without its per cent sign; NaN where a cell is no number: it is evidence,
    and nothing depends on any one cell."""
    texts = pd.Series(
        [cell_text(cell).rstrip("%").replace(",", "." if decimal == "comma" else ",") for cell in cells], dtype=object
    )
    return pd.to_numeric(texts, errors="coerce").to_numpy(np.float64)
