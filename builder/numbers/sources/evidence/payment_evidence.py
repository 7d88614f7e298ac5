"""What a source's own daily growth and accumulated NAV say of dividends and splits that it does not tell.

Growth, NAV and accumulated NAV of a row must fit each other, but for rounding. Where they do not, something was paid out,
units were split, or a value is wrong; docs/data.md has the rule by which this module tells which. `history_payments` uses it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from builder.number_format import number, percent, spelled
from builder.numbers.files.trading_calendar import TradingCalendar
from builder.numbers.series.day_numbers import day
from builder.numbers.series.split_ratio import LARGEST_MOVE_AT_SPLIT, plain_ratio, split_fault
from builder.numbers.series.usual_moves import WINDOW, UsualMove, usual_move
from builder.numbers.sources.evidence import accumulated_steps, growth_fit
from builder.numbers.sources.evidence.growth_fit import FundRows, Numbers, returns_of, shortfall_of
from builder.numbers.sources.evidence.growth_knowledge import GrowthKnowledge, covered_rows, weigh_growth
from builder.numbers.sources.evidence.mistyped_rows import mistyped_rows

_LARGE = 0.1  # a payment of this share of the NAV may be a split
_LIMIT = 0.2  # the strictest limit of a day that the jump check has for a fund
_LARGEST_FALL = 0.3  # of a day; beyond it, a growth that is not known to count splits confirms nothing
_DOUBT = 0.8  # a move of this part of what is usual is marked as well
_NEAR = 0.02  # how far a split may lie off the growth of its day
_ORDINARY = 0.02  # a fall of a day or two that has no row
_SMALLEST_MARK = 0.01  # a change below it is never a jump
_EXACTLY = 1e-9
_MOST_PLACES = 8


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
    # The rows of which something says what they paid, even if nothing.
    known: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=np.bool_), compare=False)


def read_evidence(
    table: pd.DataFrame, calendar: TradingCalendar | None = None, tells: NDArray[np.bool_] | None = None
) -> PaymentEvidence:
    """What the columns `change` (the daily growth) and `accumulated` of a fund's rows, sorted by date, say of payments.

    The columns `dividend` and `split` are what the source tells; `split` is 1 where the owner says that a jump is real. `tells`
    says of which rows the source tells dividends, even if none; without it, of all or none.
    """
    faults: list[EvidenceFault] = []
    rows = growth_fit.read_rows(table)
    column_faults = rows.growth_faults
    rows = _without_mistyped(rows, faults)
    tells = np.full(len(table), "dividend" in table) if tells is None else tells
    is_told = tells[rows.numbers]  # then the accumulated NAV is not needed for dividends
    impossible = accumulated_steps.impossible_rows(rows)
    is_accumulated = not is_told.all() and not len(impossible)
    every_step = np.full(len(rows.nav), np.nan) if len(impossible) else accumulated_steps.steps_of(rows)
    steps = np.where(is_told, np.nan, every_step)
    covered = covered_rows(rows, calendar or TradingCalendar())
    rows, knows = weigh_growth(rows, steps, covered)
    if not is_told.all() and not knows.payments:
        column_faults += accumulated_steps.faults(rows, impossible)
    column_faults += accumulated_steps.untold(rows, np.where(is_told, every_step, np.nan))
    faults += (EvidenceFault("contradiction", fault.row, fault.column, fault.reason) for fault in column_faults)
    faults += _wrong_splits(rows)
    evidence = _Evidence(rows=rows, steps=steps, knows=knows, is_told=is_told, covered=covered, faults=faults)
    dividends, confirmed = _read_off(evidence)
    faults.sort(key=lambda fault: fault.row)
    known = np.zeros(len(table), dtype=np.bool_)
    counts = ~np.isnan(rows.growth) & (knows.payments or not rows.dividend.any())
    known[rows.numbers] = is_told | ~np.isnan(steps) | counts
    if not np.any(~np.isnan(rows.growth)) and "dividend" not in table:
        return PaymentEvidence(dividend=None, split=None, faults=faults, known=known)
    has_split = bool(np.any(~np.isnan(rows.split) & (rows.split != 1.0)) and np.any(~np.isnan(rows.accumulated)))
    return PaymentEvidence(
        dividend=_dividend_column(table, rows, dividends, is_accumulated=is_accumulated and not has_split),
        split=_split_column(table, rows, confirmed),
        faults=faults,
        known=known,
        note="; ".join(filter(None, (rows.note, _note(rows, dividends)))),
    )


@dataclass(frozen=True, kw_only=True)
class _Evidence:
    """All that decides what a row's difference is."""

    rows: FundRows
    steps: Numbers  # what the accumulated NAV says was paid; NaN where it says nothing
    knows: GrowthKnowledge
    is_told: NDArray[np.bool_]  # whether the source tells dividends
    covered: NDArray[np.bool_]  # the rows whose growth is that since the row before
    faults: list[EvidenceFault]


def _dividend_column(
    table: pd.DataFrame, rows: FundRows, dividends: Numbers, *, is_accumulated: bool
) -> Numbers | None:
    """The column with what was read off. Where it is there, a build reads nothing off the accumulated NAV."""
    must_say_none = "dividend" not in table and not is_accumulated
    if not dividends.any() and not must_say_none:
        return None
    dividend = growth_fit.column(table, "dividend")
    total = rows.dividend + dividends
    dividend[rows.numbers] = np.where(total > 0, np.round(total, _MOST_PLACES), np.nan)
    return dividend


def _split_column(table: pd.DataFrame, rows: FundRows, confirmed: NDArray[np.bool_]) -> Numbers | None:
    if not confirmed.any():
        return None
    split = growth_fit.column(table, "split")
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
        wrong = mistyped_rows(rows)
        if not wrong:
            return rows
        for row, (name, reason) in wrong.items():
            faults.append(EvidenceFault("mistyped", int(rows.numbers[row]), name, f"{reason}: {rows.words(row)}"))
        rows = rows.without(sorted(wrong))
    return rows


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
        largest = LARGEST_MOVE_AT_SPLIT if np.isnan(growth) or is_raw else _NEAR
        said = "" if np.isnan(growth) else f", and the daily growth is {percent(growth)}"
        words = f"nav goes {rows.words(row)}{said}"
        if reason := split_fault(float(rows.split[row]), float(returns[row] - expected), words, largest):
            faults.append(EvidenceFault("contradiction", int(rows.numbers[row]), "split", reason))
    return faults


def _read_off(evidence: _Evidence) -> tuple[Numbers, NDArray[np.bool_]]:
    """The dividends that nobody told, by row, and the large changes that the growth confirms. Splits become faults.

    Behind days without a row, a growth may be that of fewer days than the two NAVs lie apart: it proves no dividend.
    """
    rows, steps = evidence.rows, evidence.steps
    dividends, confirmed = np.zeros(len(rows.nav)), np.zeros(len(rows.nav), dtype=np.bool_)
    shortfall, tolerance = shortfall_of(rows)
    unknown = np.isnan(shortfall) & ~np.isnan(steps)
    shortfall[unknown], tolerance[unknown] = steps[unknown], rows.paid_error
    returns = np.nan_to_num(returns_of(rows))
    levels, days = np.cumprod(1 + returns), [day(date) for date in rows.dates]

    def usual(row: int) -> UsualMove:
        past = slice(max(row - WINDOW - 1, 0), row + 1)
        return usual_move(days[past], levels[past].tolist(), _LIMIT)

    for row in np.flatnonzero(~np.isnan(shortfall) & np.isnan(rows.split)).tolist():
        amount, error, nav = float(shortfall[row]), float(tolerance[row]), float(rows.nav[row])
        knows_growth = not np.isnan(rows.growth[row])
        if abs(amount) <= error:
            if knows_growth and evidence.knows.payments and abs(returns[row]) > _SMALLEST_MARK:
                confirmed[row] = _is_confirmed(evidence, float(returns[row]), nav, usual(row))
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
            evidence.faults.append(EvidenceFault("split", int(rows.numbers[row]), "nav", reason, ratio))
        elif knows_growth and _is_missing_row(evidence, row, amount, error):
            # What was paid is told, or the accumulated NAV says it.
            dividends[row] = _paid(float(steps[row]), rows.paid_error)
        elif knows_growth and not evidence.covered[row]:
            reason += (
                f"rows are missing there, or {number(amount, 4)} was paid; bring the rows, or a column of dividends"
            )
            evidence.faults.append(EvidenceFault("contradiction", int(rows.numbers[row]), "change", reason))
        elif amount > 0 and not rows.dividend[row]:
            dividends[row] = _shortest(amount, error)
        else:
            known = f", where {spelled(rows.dividend[row])} is told to be paid," if rows.dividend[row] else ""
            reason += f"they differ by {number(abs(amount), 4)}{known} which is neither a dividend nor a plain split"
            name = "change" if knows_growth else "accumulated"
            evidence.faults.append(EvidenceFault("contradiction", int(rows.numbers[row]), name, reason))
    return dividends, confirmed


def _is_missing_row(evidence: _Evidence, row: int, amount: float, error: float) -> bool:
    """Whether a growth is one of fewer days than lie between two rows: so is what is told to be paid, or accumulated."""
    rows = evidence.rows
    if evidence.covered[row]:
        return False
    if evidence.is_told[row] or np.isnan(evidence.steps[row]):
        return bool(evidence.is_told[row])
    if np.any(np.abs(rows.accumulated - rows.nav) > rows.paid_error):
        return True
    # It is the NAV itself: it may be a copy that knows of no dividend.
    is_plain = abs(round(amount, 2) - amount) <= error
    return not evidence.knows.payments and not is_plain and amount <= _ORDINARY * rows.nav[row]


def _is_confirmed(evidence: _Evidence, change: float, nav: float, usual: UsualMove) -> bool:
    """Whether a move that is more than the market's, which the growth gives too, is marked as no split."""
    if abs(change) > _LARGEST_FALL and plain_ratio(1 / (1 + change), _NEAR) and not evidence.knows.splits:
        return False
    explained = usual.explained_to_one if abs(nav - 1) < _EXACTLY else usual.explained
    return abs(change) > _LIMIT or abs(np.log1p(change)) > _DOUBT * explained


def _paid(step: float, error: float) -> float:
    """A dividend by the accumulated NAV; 0 where that does not tell one."""
    return _shortest(step, error) if step > error else 0.0


def _is_split(amount: float, error: float, nav: float) -> bool:
    """Whether what is missing is a split rather than a dividend: a fold to 1.0000, a plain ratio, or no plain amount."""
    is_plain = plain_ratio(1 + amount / nav, error / nav) is not None
    is_marked = is_plain or abs(nav - 1) < _EXACTLY
    is_in_cents = abs(round(amount, 2) - amount) <= error
    if amount < 0:
        return is_marked
    return amount + error >= _LARGE * nav and (is_marked or not is_in_cents)


def _shortest(amount: float, error: float) -> float:
    """The amount with the fewest decimals that rounding allows, e.g. 0.08 for 0.080059."""
    places = (places for places in range(1, _MOST_PLACES) if abs(round(amount, places) - amount) <= error)
    return round(amount, next(places, _MOST_PLACES))
