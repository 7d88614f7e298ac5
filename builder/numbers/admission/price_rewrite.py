"""Closes that a vendor rewrote at a split: they become as traded again, and the split is told once. `row_check` uses it.

Vendors such as Yahoo divide all earlier closes at a split. Taken as they are, every published price would seem restated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import log

import numpy as np

from builder.number_format import spelled
from builder.numbers.files.csv_cells import CsvCell
from builder.numbers.files.exact_history_csv import HistoryRow
from builder.numbers.series.series import Values
from builder.numbers.series.split_ratio import plain_ratio
from builder.numbers.series.usual_moves import WINDOW, usual_move
from builder.problem import Failed, Problem
from builder.vocabulary import KINDS

_CLOSE, _ADJUSTED, _SPLIT = "close", "adjusted", "split"
_ROUNDING = 0.005  # of a ratio of closes: vendors round what they divide
_SAME_SCALE = 1e-5  # of a ratio of adjusted closes


def as_traded(rows: list[HistoryRow], present: Mapping[int, HistoryRow]) -> tuple[list[HistoryRow], str]:
    """A stock's rows, by date, with closes as traded and adjusted closes in the present scale; and a note, or "".

    A split that only the rewriting shows is put on the first day after the present rows. Raises Failed, with a line, where
    closes may be as traded or divided.
    """
    if not rows:
        return rows, ""
    closes = np.array([row.values[_CLOSE] for row in rows])
    splits = np.array([row.values.get(_SPLIT, np.nan) for row in rows])
    factors = _factors(rows, present, closes, splits)
    common = [number for number, row in enumerate(rows) if row.day in present]
    ratio = _rewritten_by(rows, present, closes * factors, common)
    note = ""
    if ratio is not None:
        first_new = common[-1] + 1
        if first_new == len(rows):
            return [present[rows[number].day or 0] for number in common], (
                f"all closes are rewritten as at a split of 1:{ratio:g}, and no row is new: the present ones stay"
            )
        factors[:first_new] *= ratio
        splits[first_new] = ratio
        note = f"all closes are rewritten as at a split of 1:{ratio:g}: they stay as traded, and {_date(rows[first_new])} has "
        note += "the split. If it was on another day, declare it under splits"
    scale = _scale(rows, present, common)
    if np.all(factors == 1.0) and scale == 1.0 and not note:
        return rows, ""
    return [
        _rewritten(row, present.get(row.day or 0), float(factors[number]), scale, float(splits[number]))
        for number, row in enumerate(rows)
    ], note


def _factors(rows: list[HistoryRow], present: Mapping[int, HistoryRow], closes: Values, splits: Values) -> Values:
    """By what each close is to be multiplied: by the splits after it, where the closes are divided by them."""
    factors = np.ones(len(closes))
    split_rows = [number for number in np.flatnonzero(~np.isnan(splits) & (splits != 1.0)).tolist() if number]
    if split_rows and _is_divided(rows, present, closes, splits, split_rows):
        for number in split_rows:
            factors[:number] *= splits[number]
    return factors


def _is_divided(
    rows: list[HistoryRow], present: Mapping[int, HistoryRow], closes: Values, splits: Values, split_rows: list[int]
) -> bool:
    """Whether the closes before splits are divided by them: all of a file are, or none.

    The present rows tell, or else the closes: those as traded fall at a split, divided ones do not, but for the move of the
    day. Divided is what moves less than the market does, where closes as traded would move more. Raises Failed where both
    may be.
    """
    for number in reversed(range(split_rows[-1])):
        if rows[number].day in present:
            rewritten = present[rows[number].day or 0].values[_CLOSE] / closes[number]
            ratio = float(np.prod([splits[each] for each in split_rows if each > number]))
            if min(abs(rewritten - 1), abs(rewritten / ratio - 1)) < _ROUNDING:
                return bool(abs(rewritten / ratio - 1) < abs(rewritten - 1))
            break
    adjusted = np.array([row.values.get(_ADJUSTED, np.nan) for row in rows])
    true = np.nan_to_num([log(adjusted[number] / adjusted[number - 1]) for number in split_rows])
    divided = np.array([log(closes[number] / closes[number - 1]) for number in split_rows]) - true
    traded = divided + np.log(splits[split_rows])
    if np.abs(traded).sum() <= np.abs(divided).sum():
        return False
    days = [row.day or 0 for row in rows]
    for number, move in zip(split_rows, np.abs(traded).tolist(), strict=True):
        past = slice(max(number - WINDOW - 1, 0), number + 1)
        if move > usual_move(days[past], closes[past].tolist(), KINDS["stock"].largest_move).explained:
            return True
    if np.any(true):
        return True
    row, ratio = rows[split_rows[-1]], splits[split_rows[-1]]
    message = (
        f"{_CLOSE} on {_date(row)}: {spelled(closes[split_rows[-1] - 1])} → {spelled(closes[split_rows[-1]])}, with a split of "
        f"1:{spelled(ratio)}: the closes before it may be as traded, or divided by it"
    )
    hint = "bring adjusted closes too; or, if all are divided, name their column adjusted under columns in sources.yml"
    raise Failed([Problem(id="contradicting-data", message=message, line=row.line, hint=hint)])


def _rewritten_by(
    rows: list[HistoryRow], present: Mapping[int, HistoryRow], closes: Values, common: list[int]
) -> float | None:
    """The plain ratio by which all closes of the present rows are rewritten; None if they are not."""
    if len(common) < 2:
        return None
    ratios = np.array([present[rows[number].day or 0].values[_CLOSE] for number in common]) / closes[common]
    ratio = plain_ratio(float(np.median(ratios)), _ROUNDING)
    return ratio if ratio is not None and np.all(np.abs(ratios / ratio - 1) < _ROUNDING) else None


def _scale(rows: list[HistoryRow], present: Mapping[int, HistoryRow], common: list[int]) -> float:
    """By what all adjusted closes are to be multiplied so that those of the present rows stay; 1 where none does it."""
    pairs = [
        (present[rows[number].day or 0].values.get(_ADJUSTED), rows[number].values.get(_ADJUSTED)) for number in common
    ]
    ratios = np.array([old / new for old, new in pairs if old and new])
    if not len(ratios) or np.any(np.abs(ratios / ratios[-1] - 1) > _SAME_SCALE) or abs(ratios[-1] - 1) < _SAME_SCALE:
        return 1.0
    return float(np.median(ratios))


def _rewritten(
    row: HistoryRow, present_row: HistoryRow | None, factor: float, scale: float, split: float
) -> HistoryRow:
    cells, values = dict(row.cells), dict(row.values)
    for name, by, tolerance in ((_CLOSE, factor, _ROUNDING), (_ADJUSTED, scale, _SAME_SCALE)):
        if name not in values or by == 1.0:
            continue
        values[name] = round(values[name] * by, 6)
        text = spelled(values[name])
        if present_row is not None and abs(values[name] / present_row.values.get(name, np.inf) - 1) < tolerance:
            values[name], text = present_row.values[name], present_row.cells[name].text
        cells[name] = CsvCell(text, 1, len(text))
    text = "" if np.isnan(split) else spelled(split)
    if text or _SPLIT in cells:
        values[_SPLIT], cells[_SPLIT] = split, CsvCell(text, 1, len(text))
    return replace(row, cells=cells, values=values)


def _date(row: HistoryRow) -> str:
    return row.date.text if row.date else ""
