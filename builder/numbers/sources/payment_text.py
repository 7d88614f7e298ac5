"""Reads how sources write dividends and splits, e.g. "每份派现金0.05元", "每10份派0.5元", "1:1.0054". All fetchers use it."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from builder.numbers.sources.tables.cell_parsing import WrongCell, cell_text

_UNITS = r"(?:每\s*+(?P<units>\d*+)\s*+(?:份|股|单位)?(?:基金)?(?:份额)?|(?P<bare>\d++))"
_DIVIDEND = re.compile(_UNITS + r"\s*+(?:派|分红|分配|发放)[^\d]*(?P<amount>\d++(?:\.\d+)?|\.\d+)\s*元")
_SPLIT = re.compile(_UNITS + r"\s*+(?:折算|分拆|拆分|拆)[^\d]*(?P<amount>\d++(?:\.\d+)?|\.\d+)\s*份")
_LONGEST = 200  # characters of such words
_AMOUNT = re.compile(r"[¥￥]?\s*+([+-]?(?:\d++(?:\.\d*+)?|\.\d++)(?:[eE][+-]?\d++)?)\s*+元?")
_RATIO = re.compile(r"(?P<units>\d++(?:\.\d+)?|\.\d+)\s*:\s*(?P<amount>\d++(?:\.\d+)?|\.\d+)")


def read_payment(text: str) -> tuple[float | None, float | None] | None:
    """A unit's dividend and into how many it was split, e.g. (0.05, None) for "每10份派0.5元"; None for any other words."""
    text = unicodedata.normalize("NFKC", text).strip()
    if not text:
        return None, None
    if len(text) > _LONGEST:
        return None
    dividend, split = _per_unit(_DIVIDEND.search(text)), _per_unit(_SPLIT.search(text) or _RATIO.fullmatch(text))
    return (dividend, split) if dividend or split else None


def _per_unit(match: re.Match[str] | None) -> float | None:
    if not match:
        return None
    units = match["units"] or match.groupdict().get("bare") or "1"
    return round(float(match["amount"]) / float(units), 10) if float(units) else None


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
            hint = "write 0.05, 每份派现金0.05元 or 每10份派0.5元"
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
