"""The audit of a staged Parquet table of histories, which a program wrote: it is right as a whole, or refused. `audit` uses it.

A history that jumps keeps its present rows, and so does a day the value that was announced for it first.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pyarrow import parquet

from builder.numbers.admission.file_check import AcceptedFile, StagedFile
from builder.numbers.admission.history_jumps import history_jumps
from builder.numbers.admission.shrunken_data import refuse_shrunken, shrunken
from builder.numbers.files import history_files, parquet_table
from builder.numbers.series.day_numbers import iso
from builder.numbers.series.series import RowNumbers, Series
from builder.problem import Failed, Problem


def check_parquet(staged: StagedFile) -> AcceptedFile:
    """Check a staged table against the present one. Raises Failed where it is refused."""
    problem_path, data_set = staged.problem_path, staged.data_set
    new = parquet_table.read(staged.path, problem_path, data_set)
    present = parquet_table.read(staged.present_path, problem_path, data_set) if staged.present_path else {}
    problems = [
        history_files.unknown_history(problem_path, code, data_set, staged.catalogue)
        for code in sorted(new.keys() - staged.catalogue.keys())
    ]
    for code, series in sorted(new.items()):
        if int(series.days[-1]) > staged.today:
            message = f"{code} has a row on {iso(int(series.days[-1]))}, which is in the future"
            problems.append(Problem(id="bad-cell", path=problem_path, message=message))
    for code, series in present.items():
        if code not in new:
            problems.append(shrunken(problem_path, f"{data_set.kind}:{code} is gone"))
        else:
            refuse_shrunken(new[code].days, series.days, problem_path, f"{data_set.kind}:{code}")

    def settled(code: str, history: Series) -> NDArray[np.bool_]:
        return _is_present(history, present.get(code))

    # What goes on from present rows was joined with them before.
    refused: dict[str, tuple[Problem, ...]] = {
        code: (_unjoined(problem_path, code, start),)
        for code, series in present.items()
        if code in new and (start := int(new[code].days[0])) > int(series.days[0])
    }
    for jump in history_jumps(new, data_set, staged.catalogue, staged.splits, settled=settled):
        code = jump.series.partition(":")[2]
        refused[code] = (*refused.get(code, ()), jump.problem.at(path=problem_path, line=0))
    if len(refused) == len(new):
        problems += [problem for own in refused.values() for problem in own]
    if problems:
        raise Failed(problems)
    earlier = {
        code: first
        for code in new.keys() & present.keys() - refused.keys()
        if (first := _announced_first(new[code], present[code]))
    }
    if not refused and not earlier:
        return AcceptedFile(content=staged.path.read_bytes())
    return AcceptedFile(content=_with_present(staged, refused, earlier), refused=refused)


def _unjoined(problem_path: str, code: str, start: int) -> Problem:
    message = f"{code}: its rows from {iso(start)} on do not go on from those before"
    return Problem(id="unjoined-data", path=problem_path, message=message, hint="bring its whole history")


def _same_days(history: Series, present: Series) -> tuple[RowNumbers, NDArray[np.bool_], NDArray[np.bool_]]:
    """For each row the present row of its day, whether there is one, and whether it has the same value."""
    rows = np.minimum(present.days.searchsorted(history.days), len(present.days) - 1)
    is_there = present.days[rows] == history.days
    is_same = np.isclose(history.quoted, present.quoted[rows], rtol=1e-12, atol=0, equal_nan=True)
    return rows, is_there, is_there & is_same


def _is_present(history: Series, present: Series | None) -> NDArray[np.bool_]:
    """Which rows of a history say what the present one says of their day."""
    return np.zeros(len(history.days), dtype=np.bool_) if present is None else _same_days(history, present)[2]


def _announced_first(history: Series, present: Series) -> set[tuple[int, int]]:
    """The present rows that a history announces later, with another value: their days, and the days that they are known from."""
    if "announced" not in history.columns or "adjusted" in history.columns:
        return set()
    first: set[tuple[int, int]] = set()
    version: Series | None = present
    while version is not None:
        rows, is_there, is_same = _same_days(history, version)
        before = version.known_on[rows]
        is_first = is_there & ~is_same & (before < history.known_on)
        first |= set(zip(history.days[is_first].tolist(), before[is_first].astype(int).tolist(), strict=True))
        version = version.superseded
    earlier = history.superseded
    while earlier is not None:
        first -= set(
            zip(
                earlier.days.tolist(),
                earlier.known_on.astype(int).tolist(),
                strict=True,
            )
        )
        earlier = earlier.superseded
    return first


def _with_present(
    staged: StagedFile, refused: Iterable[str], earlier: Mapping[str, Collection[tuple[int, int]]]
) -> bytes:
    """The table, as a file, with the present rows of refused codes, and those that were announced before the new ones."""
    codes = pa.array(sorted(refused), pa.string())
    new = parquet.read_table(staged.path)
    tables = [new.filter(pc.invert(pc.is_in(_column(new, "code"), codes)))]
    if staged.present_path:
        present = parquet.read_table(staged.present_path)
        tables.append(present.filter(pc.is_in(_column(present, "code"), codes)))
        present = present.filter(pc.is_in(_column(present, "code"), pa.array(sorted(earlier), pa.string())))
        days = _column(present, "date")
        known_on = pc.coalesce(_column(present, "announced"), days) if "announced" in present.column_names else days
        versions = zip(_column(present, "code").to_pylist(), days.to_pylist(), known_on.to_pylist(), strict=True)
        tables.append(
            present.filter(pa.array([(day, known) in earlier[code] for code, day, known in versions], pa.bool_()))
        )
    file = io.BytesIO()
    parquet.write_table(pa.concat_tables(tables, promote_options="permissive"), file)
    return file.getvalue()


def _column(table: pa.Table, name: str) -> pa.ChunkedArray:
    """A column of codes as text, one of dates as day numbers."""
    if name == "code":
        return table[name].cast(pa.string())
    return table[name].cast(pa.date32()).cast(pa.int32())
