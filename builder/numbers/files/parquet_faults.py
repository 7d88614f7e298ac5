"""Which rows of a long table in Parquet are wrong, once the table was refused. Used by `parquet_table`."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from builder.number_format import significant
from builder.numbers.files.arrow_series import ReadColumn
from builder.numbers.series.day_numbers import FIRST, LAST
from builder.numbers.series.series import days_known
from builder.problem import Problem
from builder.vocabulary import DataSet

_Rows = NDArray[np.bool_]  # for each row whether it is wrong
_DAYS = ("date", "announced")


def wrong_rows(read_column: ReadColumn, columns: list[str], problem_path: str, data_set: DataSet) -> list[Problem]:
    """The problems of a table that was refused: each kind of fault at the first row that has it, and how many more have it."""
    codes = read_column("code").unify_dictionaries().combine_chunks()
    names = [str(code or "") for code in codes.dictionary.to_pylist()] or [""]
    owner = np.asarray(codes.indices.fill_null(0)).astype(np.int64)
    odd = np.array([not name or name != name.strip(" \t") for name in names])
    faults = [("code is blank or has blanks around it", odd[owner] | np.asarray(codes.is_null()))]
    cells: dict[str, NDArray[Any]] = {}
    for name in columns[1:]:
        column = read_column(name)
        is_blank = np.asarray(column.is_null())
        cells[name] = values = (column.cast(pa.int32()) if name in _DAYS else column).to_numpy().astype(np.float64)
        if name == "date" or data_set.filled(name, columns):
            faults.append((f"{name} is blank", is_blank))
        low, high = (FIRST, LAST) if name in _DAYS else data_set.bounds(name)
        limits = "1900 to 2199" if name in _DAYS else f"{significant(low, 12)} to {significant(high, 12)}"
        faults.append((f"{name} is not from {limits}", ~is_blank & ~((low <= values) & (values <= high))))
    if problems := _problems(faults, problem_path):
        return problems
    faults = [*_order_faults(owner, cells), *_value_faults(owner, cells, data_set)]
    message = f"a day of one code has {' or '.join(data_set.values)} in one announcement and not in the next"
    return _problems(faults, problem_path) or [Problem(id="bad-cell", path=problem_path, message=message)]


def _problems(faults: list[tuple[str, _Rows]], problem_path: str) -> list[Problem]:
    problems = []
    for fault, wrong in faults:
        if count := int(np.count_nonzero(wrong)):
            more = f" (and {count - 1:,} more)" if count > 1 else ""
            message = f"row {int(np.argmax(wrong)) + 1:,}: {fault}{more}"
            problems.append(Problem(id="bad-cell", path=problem_path, message=message))
    return problems


def _order_faults(owner: NDArray[np.int64], cells: dict[str, NDArray[Any]]) -> list[tuple[str, _Rows]]:
    """The rows whose days do not follow each other; NaN under `announced` means the row's own day."""
    days = cells["date"]
    known_on = days_known(days, cells.get("announced"))
    order = np.lexsort((known_on, days, owner))
    repeats = np.zeros(len(days), dtype=np.bool_)
    repeats[order[1:]] = (np.diff(owner[order]) == 0) & (np.diff(days[order]) == 0) & (np.diff(known_on[order]) == 0)
    return [("announced is before date", known_on < days), ("its date appears twice for its code", repeats)]


def _value_faults(
    owner: NDArray[np.int64], cells: dict[str, NDArray[Any]], data_set: DataSet
) -> list[tuple[str, _Rows]]:
    """The rows that have other values than the first row of their code, or none."""
    columns = [column for column in data_set.values if column in cells]
    has = np.array([~np.isnan(cells[column]) for column in columns])
    _, first_row, code_of_row = np.unique(owner, return_index=True, return_inverse=True)
    differs = (has != has[:, first_row[code_of_row]]).any(axis=0)
    faults = [(f"{' and '.join(columns)} are blank", ~has.any(axis=0))]
    if data_set.instead not in data_set.optional:
        faults.append((f"it has both {' and '.join(columns)}", has.sum(axis=0) > 1))
    return [*faults, (f"it has not the same of {' and '.join(columns)} as the first row of its code", differs)]
