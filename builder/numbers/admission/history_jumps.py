"""The jumps of whole histories that nothing explains: of those that an owner keeps by hand, and of a new Parquet table.

`load_data` and the audit use it. The rules are those for new rows of a CSV (`jump_check`); all histories are looked at together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
from builder.numbers.series.split_ratio import LARGEST_MOVE_AT_SPLIT, declaration, split_fault
from builder.problem import Problem
from builder.vocabulary import DataSet

Settled = Callable[[str, Series], NDArray[np.bool_]]  # a code and its history -> which rows are beyond doubt
Written = Callable[
    [Mapping[str, str]], Iterable[tuple[str, str]]
]  # dates by code -> codes, and the value as it is written

_NEAR = 0.05  # how far the fall of a day lies off the split that was told for another day


class RowFault(NamedTuple):
    """What is wrong with a row: a problem without a place, the series and the date."""

    problem: Problem
    series: str  # e.g. "fund:990001"
    date: str


def history_jumps(
    histories: Mapping[str, Series],
    data_set: DataSet,
    catalogue: Mapping[str, CatalogueRow],
    declared: Mapping[str, Mapping[str, float]],
    *,
    settled: Settled | None = None,
    written: Written | None = None,
) -> Iterator[RowFault]:
    """Every jump in these histories that nothing explains.

    `declared` are the splits of sources.yml, by code and day, which the histories have already: messages repeat them.
    """
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


@dataclass(kw_only=True)
class _Reasons:
    """Why rows of one history are refused, and the splits that would settle it: the line that declares them says all."""

    by_date: dict[str, tuple[str, str]] = field(default_factory=dict)  # id of the problem, and the reason
    ratios: dict[str, float] = field(default_factory=dict)  # 1: a jump is real


def _jumps(
    code: str, rows: list[JumpRow], limit: float, history: Series, data_set: DataSet, declared: Mapping[str, float]
) -> Iterator[RowFault]:
    """The jumps of one history, and its splits that are none."""
    may_split = "split" in data_set.optional and history.income is None and "adjusted" not in history.columns
    reasons = _Reasons()
    denied = _denied_splits(rows, history, limit, is_fund=data_set.kind == "fund")
    for position, (ratio, reason) in denied.items():
        reasons.by_date[rows[position].date] = ("contradicting-data", reason)
        reasons.ratios[rows[position].date] = 1.0
        rows = _with_ratio(rows, position, 1 / ratio, is_settled=False)
    _add_jumps(reasons, rows, limit, [ratio for ratio, _ in denied.values()], may_split=may_split)
    column = data_set.instead if np.isnan(history.raw).any() else data_set.value
    line = f"write under {data_set.name} in sources.yml: {declaration(code, {**declared, **reasons.ratios})}"
    hints = {
        "undeclared-split": f"if it was a split, {line}; 1 says that the jump is real",
        "bad-cell": f"correct the value; or, if it is right, {line}",
        "contradicting-data": f"a split stands on the first day of the new value; correct it, or {line}",
    }
    for number, (date, (id_, reason)) in enumerate(reasons.by_date.items()):
        # One line declares all of a code: it is said once.
        hint = "" if number else hints[id_]
        problem = Problem(id=id_, message=f"{code}, {column} on {date}: {reason}", hint=hint)
        yield RowFault(problem, f"{data_set.kind}:{code}", date)


def _denied_splits(
    rows: Sequence[JumpRow], history: Series, limit: float, *, is_fund: bool
) -> dict[int, tuple[float, str]]:
    """The rows whose told split the values deny, with its ratio and the reason. A stock may move further, where without the
    split it moves even further."""
    if "split" not in history.columns or "adjusted" in history.columns:
        return {}
    splits = history.columns["split"]
    splits = splits[len(splits) - len(rows) :]  # rows before the contract took effect are not among these
    denied: dict[int, tuple[float, str]] = {}
    for position in np.flatnonzero((splits != 1.0) & (splits > 0)).tolist():
        if not position:
            continue
        ratio, growth = float(splits[position]), rows[position].level / rows[position - 1].level
        is_nearer = abs(log(growth / ratio)) < abs(log(growth))
        largest = LARGEST_MOVE_AT_SPLIT if is_fund or is_nearer else limit
        if reason := split_fault(ratio, growth - 1, row_words(rows, (position - 1, position)), largest):
            denied[position] = (ratio, reason)
    return denied


def _add_jumps(
    reasons: _Reasons, rows: list[JumpRow], limit: float, denied: Sequence[float], *, may_split: bool
) -> None:
    """Add each jump, looked for as if those before it were declared. A ratio near one of a `denied` split is that one."""
    likely = [either for ratio in denied for either in (ratio, 1 / ratio)]
    while True:
        check = check_jumps(rows, limit, splits=may_split)
        wrong = [jump for jump in check.jumps if not jump.follows]
        held = check.undeclared[0] if check.undeclared else -1
        for jump in wrong:
            id_ = "undeclared-split" if jump.position == held and may_split else "bad-cell"
            reasons.by_date.setdefault(rows[jump.position].date, (id_, jump.reason))
            if jump.position != held:
                reasons.ratios |= {rows[end].date: 1.0 for end in _ends(wrong, jump, len(rows))}
        if check.undeclared is None:
            return
        position, ratio = check.undeclared
        ratio = next((told_ratio for told_ratio in likely if abs(ratio / told_ratio - 1) < _NEAR), ratio)
        reasons.ratios[rows[position].date] = ratio if may_split else 1.0
        rows = _with_ratio(rows, position, ratio, is_settled=True)


def _with_ratio(rows: Sequence[JumpRow], position: int, ratio: float, *, is_settled: bool) -> list[JumpRow]:
    """The rows as they are with a split at one of them."""
    scaled = [row._replace(level=row.level * ratio) for row in rows[position:]]
    return [*rows[:position], scaled[0]._replace(is_settled=is_settled), *scaled[1:]]


def _ends(wrong: list[Jump], jump: Jump, count: int) -> Iterator[int]:
    """The rows to declare where wrong values are right after all: the first of them, and the one behind the last."""
    positions = {other.position for other in wrong}
    if jump.position - 1 not in positions and jump.position:
        yield jump.position
    if jump.position + 1 not in positions and jump.position + 1 < count:
        yield jump.position + 1
