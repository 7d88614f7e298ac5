"""A stock's prices that a vendor rewrote: closes as traded again, adjusted closes on the present scale. `row_check` and
`present_rows` use it.

Vendors such as Yahoo divide all earlier closes at a split, and scale all adjusted closes anew at each dividend. Taken as they
are, every published price would seem restated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import log

import numpy as np

from builder.number_format import spelled
from builder.numbers.files.csv_cells import CsvCell
from builder.numbers.files.exact_history_csv import HistoryRow
from builder.numbers.series.day_numbers import iso
from builder.numbers.series.series import Values
from builder.numbers.series.split_ratio import plain_ratio
from builder.numbers.series.usual_moves import WINDOW, usual_move
from builder.problem import Failed, Problem
from builder.vocabulary import KINDS, DataSet

_CLOSE, _ADJUSTED, _SPLIT = "close", "adjusted", "split"
_ROUNDING = 0.005  # of a ratio of closes: vendors round what they divide
SAME_SCALE = 1e-5  # of a ratio of adjusted closes
_TOLERANCES = {_CLOSE: _ROUNDING, _ADJUSTED: SAME_SCALE}


def as_traded(rows: list[HistoryRow], present: Mapping[int, HistoryRow]) -> tuple[list[HistoryRow], str]:
    """A stock's rows, by date, with closes as traded; and a note, or "".

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
    if np.all(factors == 1.0) and not note:
        return rows, ""
    return [
        _with_split(
            row
            if factors[number] == 1.0
            else _multiplied(row, present.get(row.day or 0), _CLOSE, float(factors[number])),
            float(splits[number]),
        )
        for number, row in enumerate(rows)
    ], note


def on_present_scale(
    rows: list[HistoryRow], present: Mapping[int, HistoryRow], data_set: DataSet
) -> tuple[list[HistoryRow], str]:
    """A stock's rows, by date, with adjusted closes that go on from the present ones; and why they do not, or ""."""
    if not rows or not present:
        return rows, ""
    own, earlier = (row.values_of(data_set) for row in (rows[0], present[max(present)]))
    if own != earlier:
        return rows, f"they have {' and '.join(own)}, and the rows that are there have {' and '.join(earlier)}"
    common = [row for row in rows if row.day in present]
    if not common:
        return rows, f"none is of a day that is there; a history with {iso(max(present))} would do"
    new, old = ([row.values[_ADJUSTED] for row in both] for both in (common, [present[row.day or 0] for row in common]))
    scale = scale_of(np.array(new), np.array(old))
    if scale is None:
        ratios = " and ".join(
            f"{spelled(value)} for {spelled(is_there)}" for value, is_there in zip(new[:2], old[:2], strict=True)
        )
        return rows, f"{_date(common[0])} and {_date(common[1])} are on two scales: {ratios}"
    return [_multiplied(row, present.get(row.day or 0), _ADJUSTED, scale) for row in rows], ""


def scale_of(new: Values, present: Values) -> float | None:
    """By what new adjusted closes are to be multiplied so that they go on from the present ones; None where nothing tells.

    Both are those of the days that both have, by date: the first two days tell, since the rows before them stay. What a source
    adjusted otherwise behind them is a restatement.
    """
    if not len(new):
        return None
    first, second = (present[row] / new[row] for row in (0, min(1, len(new) - 1)))
    if abs(second / first - 1) >= SAME_SCALE:
        return None
    return 1.0 if abs(first - 1) < SAME_SCALE else float(first)


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


def _multiplied(row: HistoryRow, present_row: HistoryRow | None, name: str, by: float) -> HistoryRow:
    """The row with this value multiplied; the present value where it is that but for rounding."""
    value, text = row.values[name], row.cells[name].text
    if by != 1.0:
        value = round(value * by, 6)
        text = spelled(value)
    if present_row is not None and abs(value / present_row.values.get(name, np.inf) - 1) < _TOLERANCES[name]:
        value, text = present_row.values[name], present_row.cells[name].text
    return _with_cell(row, name, value, text)


def _with_split(row: HistoryRow, split: float) -> HistoryRow:
    text = "" if np.isnan(split) else spelled(split)
    return _with_cell(row, _SPLIT, split, text) if text or _SPLIT in row.cells else row


def _with_cell(row: HistoryRow, name: str, value: float, text: str) -> HistoryRow:
    cells = {**row.cells, name: CsvCell(text, 1, len(text))}
    return replace(row, cells=cells, values={**row.values, name: value})


def _date(row: HistoryRow) -> str:
    return row.date.text if row.date else ""
