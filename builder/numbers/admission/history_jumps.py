"""The jumps of whole histories that nothing explains: of those that an owner keeps by hand, and of a new Parquet table.

`load_data` and the audit use it. The rules are those for new rows of a CSV (`jump_check`); all histories are looked at together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from builder.number_format import spelled
from builder.numbers.admission.jump_check import Jump, JumpRow, check_jumps, row_words
from builder.numbers.admission.jump_suspects import suspects
from builder.numbers.admission.row_check import largest_move, places
from builder.numbers.files.catalogue_csv import CatalogueRow
from builder.numbers.series.day_numbers import contract_day, iso
from builder.numbers.series.series import Series
from builder.numbers.series.split_ratio import LARGEST_MOVE, declaration
from builder.problem import Problem
from builder.vocabulary import DataSet

Settled = Callable[[str, Series], NDArray[np.bool_]]  # a code and its history -> which rows are beyond doubt
Written = Callable[
    [Mapping[str, str]], Iterable[tuple[str, str]]
]  # dates by code -> codes, and the value as it is written

_LONGEST_GAP = 1096  # days before a last row, beyond which its year is a slip, e.g. 2042 for 2024
_NEAR = 0.05  # how far the fall of a day lies off the split that was told for another day


class HistoryJump(NamedTuple):
    """A row that jumps: its code, its date, and the problem, without a place."""

    code: str
    date: str
    problem: Problem


def history_jumps(
    histories: Mapping[str, Series],
    data_set: DataSet,
    catalogue: Mapping[str, CatalogueRow],
    declared: Mapping[str, Mapping[str, float]],
    *,
    settled: Settled | None = None,
    written: Written | None = None,
) -> Iterator[HistoryJump]:
    """Every jump in these histories that nothing explains.

    `declared` are the splits of sources.yml, by code and day, which the histories have already: messages repeat them.
    """
    for code, history in histories.items():
        if len(history.days) > 1 and (gap := int(history.days[-1] - history.days[-2])) > _LONGEST_GAP:
            last, before = iso(int(history.days[-1])), iso(int(history.days[-2]))
            message = f"{code}, date on {last}: the last row lies {gap} days behind that before it, {before}"
            hint = "is its year right? A row so far behind is held until another confirms it"
            yield HistoryJump(code, last, Problem(id="bad-cell", message=message, hint=hint))
    rows_by_code: dict[str, list[JumpRow]] = {}
    suspect_limits = _suspects(histories, data_set, catalogue)
    for code in suspect_limits:
        facts = catalogue[code].facts if code in catalogue else {}
        history = histories[code].since(contract_day(data_set.kind, facts))
        is_settled = settled(code, history) if settled else np.zeros(len(history.days), dtype=np.bool_)
        rows_by_code[code] = jump_rows(history, is_settled)
    if written:
        # A file may write 1.2000: its last row may have more decimals than its number has.
        short = {
            code: rows[-1]
            for code, rows in rows_by_code.items()
            if rows and rows[-1].places < max(row.places for row in rows)
        }
        for code, text in written({code: row.date for code, row in short.items()}) if short else ():
            rows_by_code[code][-1] = short[code]._replace(places=max(short[code].places, places(text)))
    for code, rows in rows_by_code.items():
        yield from _jumps(code, rows, suspect_limits[code], histories[code], data_set, declared.get(code, {}))


def _suspects(
    histories: Mapping[str, Series], data_set: DataSet, catalogue: Mapping[str, CatalogueRow]
) -> dict[str, float]:
    """The codes of the histories that may have a jump, with the largest move of a day of each."""
    suspect_limits: dict[str, float] = {}
    codes_by_stack: dict[int, dict[int, str]] = {}
    for code, history in histories.items():
        codes_by_stack.setdefault(id(history.stack), {})[history.number] = code
    for codes in codes_by_stack.values():
        stack = histories[next(iter(codes.values()))].stack
        assert stack is not None
        limits = np.full(len(stack.ends), np.inf)
        for number, code in codes.items():
            row, is_income = catalogue.get(code), histories[code].income is not None
            limits[number] = largest_move(row.facts.get("kind", "") if row else "", data_set, is_income=is_income)
        suspect_limits |= {
            codes[number]: float(limits[number]) for number in suspects(stack, limits) if number in codes
        }
    return suspect_limits


def jump_rows(history: Series, is_settled: NDArray[np.bool_]) -> list[JumpRow]:
    """The rows of a history, for the check; `is_settled` says which are beyond doubt."""
    values = history.adjusted if np.isnan(history.quoted).any() else history.quoted
    is_settled = is_settled | (np.nan_to_num(history.columns.get("split", np.zeros(len(values)))) > 0)
    decimals = [places(spelled(value)) for value in values.tolist()]
    dates = [iso(day_number) for day_number in history.days.tolist()]
    columns = (history.days.tolist(), dates, history.adjusted.tolist(), values.tolist(), decimals, is_settled.tolist())
    return [JumpRow(*row) for row in zip(*columns, strict=True)]


def _jumps(
    code: str, rows: list[JumpRow], limit: float, history: Series, data_set: DataSet, declared: Mapping[str, float]
) -> Iterator[HistoryJump]:
    """The jumps of one history, and its splits that are none. Each is looked for as if those before it were declared."""
    may_split = "split" in data_set.optional and history.income is None and "adjusted" not in history.columns
    column = data_set.instead if np.isnan(history.raw).any() else data_set.value
    reasons: list[tuple[str, str, str]] = []
    ratios: dict[str, float] = {}
    written_ratios: list[float] = []  # the ratios of splits that are told where there is none
    for position, ratio in _wrong_splits(rows, history, limit, is_fund=data_set.kind == "fund"):
        reason = f"a split of 1:{spelled(ratio)} does not go with it: {row_words(rows, (position - 1, position))}"
        reasons.append(("contradicting-data", rows[position].date, reason))
        ratios[rows[position].date] = 1.0
        written_ratios += [ratio, 1 / ratio]
        rows = [
            *rows[:position],
            rows[position]._replace(level=rows[position].level / ratio, is_settled=False),
            *(row._replace(level=row.level / ratio) for row in rows[position + 1 :]),
        ]
    while True:
        check = check_jumps(rows, limit, splits=may_split)
        wrong = [jump for jump in check.jumps if not jump.follows]
        held = check.undeclared[0] if check.undeclared else -1
        for jump in wrong:
            is_new = all(date != rows[jump.position].date for _, date, _ in reasons)
            if is_new:
                id_ = "undeclared-split" if jump.position == held and may_split else "bad-cell"
                reasons.append((id_, rows[jump.position].date, jump.reason))
            if jump.position != held:
                ratios |= {rows[end].date: 1.0 for end in _ends(wrong, jump, len(rows))}
        if check.undeclared is None:
            break
        position, ratio = check.undeclared
        ratio = next((other for other in written_ratios if abs(ratio / other - 1) < _NEAR), ratio)
        ratios[rows[position].date] = ratio if may_split else 1.0
        rows = [
            *rows[:position],
            rows[position]._replace(level=rows[position].level * ratio, is_settled=True),
            *(row._replace(level=row.level * ratio) for row in rows[position + 1 :]),
        ]
    line = f"write under {data_set.name} in sources.yml: {declaration(code, {**declared, **ratios})}"
    for id_, date, reason in reasons:
        hint = f"if it was a split, {line}; 1 says that the jump is real"
        if id_ == "bad-cell":
            hint = f"correct the value; or, if it is right, {line}"
        elif id_ == "contradicting-data":
            hint = f"a split stands on the first day of the new value; correct it, or {line}"
        # One line declares all of a code: it is said once.
        hint = hint if date == reasons[0][1] else ""
        yield HistoryJump(code, date, Problem(id=id_, message=f"{code}, {column} on {date}: {reason}", hint=hint))


def _wrong_splits(
    rows: Sequence[JumpRow], history: Series, limit: float, *, is_fund: bool
) -> Iterator[tuple[int, float]]:
    """The rows whose told split the values deny: with it they move further than a day's market does.

    A stock may, where it moves even further without it.
    """
    if "split" not in history.columns or "adjusted" in history.columns:
        return
    splits = history.columns["split"]
    splits = splits[len(splits) - len(rows) :]  # rows before the contract took effect are not among these
    for position in np.flatnonzero((splits != 1.0) & (splits > 0)).tolist():
        if not position:
            continue
        ratio, growth = float(splits[position]), rows[position].level / rows[position - 1].level
        is_nearer = abs(log(growth / ratio)) < abs(log(growth))
        if abs(growth - 1) > (LARGEST_MOVE if is_fund or is_nearer else limit):
            yield position, ratio


def _ends(wrong: list[Jump], jump: Jump, count: int) -> Iterator[int]:
    """The rows to declare where wrong values are right after all: the first of them, and the one behind the last."""
    positions = {other.position for other in wrong}
    if jump.position - 1 not in positions and jump.position:
        yield jump.position
    if jump.position + 1 not in positions and jump.position + 1 < count:
        yield jump.position + 1
