"""What a source's own daily growth and accumulated NAV say of dividends and splits that it does not tell.

Growth, NAV and accumulated NAV of a row must fit each other, but for rounding. Where they do not, something was paid out,
units were split, or a value is wrong; docs/data.md has the rule by which this module tells which. `history_payments` uses it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from builder.number_format import number, percent, spelled
from builder.numbers.series.accumulated_faults import impossible_steps
from builder.numbers.series.split_ratio import plain_ratio
from builder.numbers.sources.growth_fit import FundRows, Numbers, column, read_rows, returns_of, shortfall_of

_LARGE = 0.1  # a payment of this share of the NAV may be a split
_CONFIRMED = 0.15  # a change as large as this is marked as no split where the growth says the same
_NEAR = 0.02  # how far a split may lie off the growth of its day
_LARGEST_MOVE = 0.25  # of a day with a split, where no growth is known
_FEW = 5  # rows; with fewer, a wrong first row cannot be told
_MOST_PLACES = 8
_ROUNDING = 3.5  # times half a decimal of the NAV: how far the accumulated NAV may be off


class EvidenceFault(NamedTuple):
    """A row in which growth, NAV and accumulated NAV do not fit each other."""

    kind: Literal["mistyped", "split", "contradiction"]
    row: int  # counted from 0
    column: str
    reason: str
    ratio: float = 1.0  # of a split: into how many units one unit became


@dataclass(frozen=True, kw_only=True)
class PaymentEvidence:
    """The payments of each row, told and untold, and what cannot be true."""

    dividend: Numbers | None  # NaN where nothing was paid; None where the column stays as it is
    split: Numbers | None
    faults: Sequence[EvidenceFault] = ()  # by row
    note: str = ""  # what was read off, for the report


def read_evidence(table: pd.DataFrame) -> PaymentEvidence:
    """What the columns `change` (the daily growth) and `accumulated` of a fund's rows, sorted by date, say of payments.

    The columns `dividend` and `split` are what the source tells; `split` is 1 where the owner says that a jump is real.
    """
    faults: list[EvidenceFault] = []
    rows = _without_mistyped(read_rows(table), faults)
    has_growth = bool(np.any(~np.isnan(rows.growth)))
    # Where dividends are told, the accumulated NAV is not needed for them.
    is_accumulated = "dividend" not in table and _is_accumulated(rows, faults)
    faults += _wrong_splits(rows)
    dividends, confirmed = _read_off(rows, faults, is_accumulated=is_accumulated, is_told="dividend" in table)
    faults.sort(key=lambda fault: fault.row)
    if not has_growth:
        return PaymentEvidence(dividend=None, split=None, faults=faults)
    return PaymentEvidence(
        dividend=_dividend_column(table, rows, dividends, is_accumulated=is_accumulated),
        split=_split_column(table, rows, confirmed),
        faults=faults,
        note=_note(rows, dividends),
    )


def _dividend_column(
    table: pd.DataFrame, rows: FundRows, dividends: Numbers, *, is_accumulated: bool
) -> Numbers | None:
    """The column with what was read off. Where it is there, a build reads nothing off the accumulated NAV."""
    must_say_none = "dividend" not in table and not is_accumulated
    if not dividends.any() and not must_say_none:
        return None
    dividend = column(table, "dividend")
    total = rows.dividend + dividends
    dividend[rows.numbers] = np.where(total > 0, np.round(total, _MOST_PLACES), np.nan)
    return dividend


def _split_column(table: pd.DataFrame, rows: FundRows, confirmed: NDArray[np.bool_]) -> Numbers | None:
    if not confirmed.any():
        return None
    split = column(table, "split")
    split[rows.numbers[confirmed]] = 1.0
    return split


def _note(rows: FundRows, dividends: Numbers) -> str:
    paid = np.flatnonzero(dividends)
    if not len(paid):
        return ""
    shown = " to ".join(f"{rows.dates[row]} ({dividends[row]:g})" for row in sorted({paid[0], paid[-1]}))
    return f"{len(paid)} dividends were read off the daily growth: {'from ' if len(paid) > 1 else ''}{shown}"


def _without_mistyped(rows: FundRows, faults: list[EvidenceFault]) -> FundRows:
    """The rows without those whose own value is wrong: their neighbours fit each other past them."""
    for _ in range(3):
        wrong = _lone_navs(rows) or {**_mistyped_navs(rows), **_mistyped_accumulated(rows)}
        if not wrong:
            return rows
        for row, (name, reason) in wrong.items():
            faults.append(EvidenceFault("mistyped", int(rows.numbers[row]), name, f"{reason}: {rows.words(row)}"))
        rows = rows.without(sorted(wrong))
    return rows


def _lone_navs(rows: FundRows) -> dict[int, tuple[str, str]]:
    """The rows whose NAV both neighbours contradict, whatever growth says: column and reason of each.

    A source that computes its growth from a wrong NAV confirms it, and one that leaves it out seems to show a split.
    """
    shortfall, tolerance = shortfall_of(rows)
    is_contradicted = np.abs(shortfall) > 3 * tolerance
    is_told = (rows.dividend > 0) | ~np.isnan(rows.split)
    away = np.abs(rows.nav[1:-1] / rows.nav[:-2] - 1)
    is_back = np.abs(rows.nav[2:] / rows.nav[:-2] - 1) <= np.minimum(3 * _LARGE, away / 5)
    least = np.where(is_contradicted[1:-1] | is_contradicted[2:], _LARGE, 3 * _LARGE)
    lone = np.flatnonzero(is_back & (away > least) & ~is_told[1:-1] & ~is_told[2:]) + 1
    reason = "the rows before and after it contradict it"
    return dict.fromkeys(lone.tolist(), ("nav", reason))


def _mistyped_navs(rows: FundRows) -> dict[int, tuple[str, str]]:
    """The rows whose growth and whose next row's growth lead past their NAV: column and reason of each."""
    wrong: dict[int, tuple[str, str]] = {}
    shortfall, tolerance = shortfall_of(rows)
    growth, nav = rows.growth, rows.nav
    for row in np.flatnonzero(np.abs(shortfall) > 3 * tolerance).tolist():
        if not np.isnan(rows.split[row]) or row - 1 in wrong:
            continue
        expected = nav[row - 1] * (1 + growth[row])
        if row == 1 and len(nav) > _FEW and abs(expected / nav[row] - 1) > 3 * _LARGE:
            wrong[0] = ("nav", "the daily growth of the next row does not follow from it")
        elif row + 1 < len(nav) and abs(expected * (1 + growth[row + 1]) - nav[row + 1]) <= 3 * tolerance[row]:
            wrong[row] = ("nav", f"by the daily growth of this row and of the next it is {number(expected, 4)}")
    return wrong


def _mistyped_accumulated(rows: FundRows) -> dict[int, tuple[str, str]]:
    """The rows in which the accumulated NAV, or the NAV, is off, and right again in the next: column and reason of each."""
    wrong: dict[int, tuple[str, str]] = {}
    paid = rows.accumulated - rows.nav
    rounding = _ROUNDING * rows.nav_error
    for row in (np.flatnonzero(np.abs(np.diff(paid)) > rounding) + 1).tolist():
        if row + 1 == len(paid) or row - 1 in wrong or rows.dividend[row] or not np.isnan(rows.split[row]):
            continue
        if abs(paid[row + 1] - paid[row - 1]) <= rounding:
            wrong[row] = ("accumulated", f"it lies {number(paid[row] - paid[row - 1], 4)} off what both neighbours say")
    return wrong


def _filled(rows: FundRows) -> NDArray[np.int64]:
    """The rows with an accumulated NAV, up to the first split: beyond it, fund houses differ in what they accumulate."""
    filled = np.flatnonzero(~np.isnan(rows.accumulated))
    splits = np.flatnonzero(~np.isnan(rows.split) & (rows.split != 1.0))
    return filled[filled < splits[0]] if len(splits) else filled


def _is_accumulated(rows: FundRows, faults: list[EvidenceFault]) -> bool:
    """Whether the accumulated NAV is the NAV and all dividends so far.

    Some houses scale it anew after a fold. Without a growth, nothing then says what was paid out: that is a fault.
    """
    filled = _filled(rows)
    steps = np.diff(rows.accumulated[filled] - rows.nav[filled])
    wrong = impossible_steps(steps, _ROUNDING * rows.nav_error)
    if not len(wrong):
        return True
    if np.mean(np.isnan(rows.growth[1:])) > _LARGE:
        before, row = int(filled[wrong[0]]), int(filled[wrong[0] + 1])
        reason = (
            f"accumulated is not nav plus all dividends: it goes from {spelled(rows.accumulated[before])} to "
            f"{spelled(rows.accumulated[row])} while nav goes {rows.words(row)}; {len(wrong)} rows are like this"
        )
        faults.append(EvidenceFault("contradiction", int(rows.numbers[row]), "accumulated", reason))
    return False


def _wrong_splits(rows: FundRows) -> list[EvidenceFault]:
    """The splits that are told or declared, and that NAV and growth contradict: of another ratio, or of another day."""
    faults = []
    returns = returns_of(rows)
    for row in np.flatnonzero(~np.isnan(rows.split) & (rows.split != 1.0)).tolist():
        if row == 0:
            continue
        growth = float(rows.growth[row])
        # Some sources count the fall of a split as a loss: their growth says nothing of it.
        is_raw = abs(rows.nav[row] / rows.nav[row - 1] - 1 - growth) < _NEAR and abs(growth) > _NEAR
        expected = 0.0 if np.isnan(growth) or is_raw else growth
        if abs(returns[row] - expected) <= (_LARGEST_MOVE if np.isnan(growth) or is_raw else _NEAR):
            continue
        said = "" if np.isnan(growth) else f", and the daily growth is {percent(growth)}"
        reason = f"a split of 1:{spelled(rows.split[row])} does not go with it: nav goes {rows.words(row)}{said}"
        faults.append(EvidenceFault("contradiction", int(rows.numbers[row]), "split", reason))
    return faults


def _read_off(
    rows: FundRows, faults: list[EvidenceFault], *, is_accumulated: bool, is_told: bool
) -> tuple[Numbers, NDArray[np.bool_]]:
    """The dividends that nobody told, by row, and the large changes that the growth confirms. Splits become faults.

    Behind days without a row, a growth may be that of fewer days than the two NAVs lie apart: it proves no dividend.
    """
    dividends, confirmed = np.zeros(len(rows.nav)), np.zeros(len(rows.nav), dtype=np.bool_)
    shortfall, tolerance = shortfall_of(rows)
    steps = _accumulated_steps(rows) if is_accumulated else np.full(len(rows.nav), np.nan)
    unknown = np.isnan(shortfall) & ~np.isnan(steps)
    shortfall[unknown], tolerance[unknown] = steps[unknown], _ROUNDING * rows.nav_error
    returns = returns_of(rows)
    for row in np.flatnonzero(~np.isnan(shortfall) & np.isnan(rows.split)).tolist():
        amount, error, nav = float(shortfall[row]), float(tolerance[row]), float(rows.nav[row])
        knows_growth = not np.isnan(rows.growth[row])
        if abs(amount) <= error:
            confirmed[row] = knows_growth and abs(returns[row]) > _CONFIRMED
            continue
        said = (
            f"daily growth is {percent(rows.growth[row])}"
            if knows_growth
            else f"accumulated NAV goes to {spelled(rows.accumulated[row])}"
        )
        reason = f"nav goes {rows.words(row)}, and the {said}: "
        if _is_split(amount, error, nav):
            ratio = _shortest(1 + amount / nav, error / nav)
            reason += f"a split of 1:{spelled(ratio)} that is not declared"
            faults.append(EvidenceFault("split", int(rows.numbers[row]), "nav", reason, ratio))
        elif knows_growth and rows.skips_days(row) and (is_told or not np.isnan(steps[row])):
            # Rows are missing there; what was paid is told, or the accumulated NAV says it.
            dividends[row] = _paid(float(steps[row]), _ROUNDING * rows.nav_error)
        elif knows_growth and rows.skips_days(row) and abs(round(amount, 2) - amount) > error:
            reason += (
                f"rows are missing there, or {number(amount, 4)} was paid; bring the rows, or a column of dividends"
            )
            faults.append(EvidenceFault("contradiction", int(rows.numbers[row]), "change", reason))
        elif amount > 0 and not rows.dividend[row]:
            dividends[row] = _shortest(amount, error)
        else:
            known = f", where {spelled(rows.dividend[row])} is told to be paid," if rows.dividend[row] else ""
            reason += f"they differ by {number(abs(amount), 4)}{known} which is neither a dividend nor a plain split"
            name = "change" if knows_growth else "accumulated"
            faults.append(EvidenceFault("contradiction", int(rows.numbers[row]), name, reason))
    return dividends, confirmed


def _accumulated_steps(rows: FundRows) -> Numbers:
    """What the accumulated NAV says was paid in each row, beyond what is told; NaN where it says nothing."""
    filled = _filled(rows)
    steps = np.full(len(rows.nav), np.nan)
    targets = filled[1:][np.diff(filled) == 1]
    steps[targets] = np.diff(rows.accumulated - rows.nav)[targets - 1] - rows.dividend[targets]
    return steps


def _paid(step: float, error: float) -> float:
    """A dividend by the accumulated NAV; 0 where that does not tell one."""
    return _shortest(step, error) if step > error else 0.0


def _is_split(amount: float, error: float, nav: float) -> bool:
    """Whether what is missing is a split rather than a dividend: a fold to 1.0000, a plain ratio, or no plain amount."""
    is_marked = abs(nav - 1) < 1e-9 or plain_ratio(1 + amount / nav, error / nav) is not None
    if amount < 0:
        return is_marked
    return amount >= _LARGE * nav and (is_marked or abs(round(amount, 2) - amount) > error)


def _shortest(amount: float, error: float) -> float:
    """The amount with the fewest decimals that rounding allows, e.g. 0.08 for 0.080059."""
    places = (places for places in range(1, _MOST_PLACES) if abs(round(amount, places) - amount) <= error)
    return round(amount, next(places, _MOST_PLACES))
