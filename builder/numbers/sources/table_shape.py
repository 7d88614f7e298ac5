"""A table as its maker wrote it in, the same under our columns out: ISO dates, plain numbers, codes as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from builder.numbers.sources import column_names, written_cells
from builder.numbers.sources.source import Source, Table
from builder.numbers.sources.written_cells import WrongCell
from builder.problem import Failed, Problem
from builder.vocabulary import KINDS, SETS, DataSet

_MOST = 20  # wrong cells that are told of one column
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*", re.ASCII)
_EXCHANGE = re.compile(r"(?<=\d)\.(OF|CSI)$", re.IGNORECASE)  # as Tushare writes them, e.g. "012733.OF"


def history(table: Table, source: Source) -> dict[str, pd.DataFrame]:
    """The rows of every series in a table, sorted by date, by code: the columns date, value and whatever else is there.

    Rows in which nothing but the date stands are left out. Raises Failed with every cell that cannot be read.
    """
    assert table.frame is not None
    spec = SETS[source.set]
    frame = _long(table.frame, source, table)
    wanted = ("date", spec.value, *spec.optional, "code")
    at = column_names.find(list(frame.columns), wanted, source, table.place)
    missing = [name for name in ("date", spec.value, *(("code",) if not table.code else ())) if name not in at]
    if missing:
        there = column_names.shown(list(frame.columns))
        hint = f"say which it is in `columns`, e.g. columns: {{{missing[0]}: …}}"
        message = f"no column is the {' or the '.join(missing)}: there are {there}"
        raise Failed(
            [Problem(id="bad-header", path=table.place, line=1 if table.first else 0, message=message, hint=hint)]
        )
    made: dict[str, Any] = {}
    problems: list[Problem] = []
    made["date"] = _dates(frame.iloc[:, at["date"]], source, table, problems, frame)
    for name in (one for one in (spec.value, *spec.optional) if one in at):
        cells = frame.iloc[:, at[name]]
        if name == "announced":
            made[name] = _dates(cells, source, table, problems, frame)
            continue
        values, wrong = written_cells.numbers(cells)
        if name == "split":
            values = np.where(values == 0, np.nan, values)  # as some write "none"
        made[name] = values
        problems += _told(wrong, frame.columns[at[name]], frame, table)
    codes = [table.code] * len(frame)
    if "code" in at:
        codes = [code_of(cell) for cell in frame.iloc[:, at["code"]]]
        problems += _told(wrong_codes(codes, spec), frame.columns[at["code"]], frame, table)
    if problems:
        raise Failed(problems)
    whole = pd.DataFrame(made)
    if table.code and table.code not in codes and len(frame):
        message = f"the rows are of {', '.join(sorted(set(codes))[:3])}, not of {table.code}"
        raise Failed([Problem(id="bad-cell", path=table.place, line=table.first, message=message)])
    holds = whole[spec.value].notna() if spec.filled(spec.value) else whole["date"] != ""
    whole, codes = whole[holds], [code for code, kept in zip(codes, holds, strict=True) if kept]
    found: dict[str, pd.DataFrame] = {}
    if table.code:
        whole, codes = whole[[code == table.code for code in codes]], [one for one in codes if one == table.code]
    for code, rows in whole.groupby(np.asarray(codes, dtype=object), sort=False):
        in_order = rows.sort_values("date", kind="stable", ignore_index=True)
        found[str(code)] = _without_phantom(in_order, spec) if spec.kind == "index" else in_order
    return found


def _without_phantom(rows: pd.DataFrame, spec: DataSet) -> pd.DataFrame:
    """An index's rows without a first one that repeats the second on a day when every market was shut."""
    if len(rows) < 2 or rows[spec.value].iloc[0] != rows[spec.value].iloc[1]:
        return rows
    try:
        first = date.fromisoformat(str(rows["date"].iloc[0]))
    except ValueError:
        return rows
    shut = first.weekday() >= 5 or (first.month, first.day) == (1, 1)
    return rows.iloc[1:].reset_index(drop=True) if shut else rows


def catalogue(table: Table, source: Source) -> pd.DataFrame:
    """A directory's rows, all text: code, name and what else of our columns is there. Raises Failed."""
    assert table.frame is not None
    frame = table.frame
    at = column_names.find(list(frame.columns), [*column_names.NAMES, *source.columns], source, table.place)
    missing = [name for name in ("code", "name") if name not in at]
    if missing:
        message = f"no column is the {' or the '.join(missing)}: there are {column_names.shown(list(frame.columns))}"
        raise Failed([Problem(id="bad-header", path=table.place, line=1 if table.first else 0, message=message)])
    keep = [name for name in at if name not in ("date", "nav", "accumulated", "dividend", "split", "close", "adjusted")]
    made = pd.DataFrame({name: [written_cells.fact(cell) for cell in frame.iloc[:, at[name]]] for name in keep})
    made["code"] = [code_of(cell) for cell in frame.iloc[:, at["code"]]]
    spec = next(one for one in SETS.values() if one.catalogue == f"{source.set}.csv")
    problems = _told(wrong_codes(list(made["code"]), spec), frame.columns[at["code"]], frame, table)
    for name in (one for one in ("effective_date", "size_date") if one in made):
        days, wrong, _ = written_cells.dates(made[name], source.dates)
        problems += _told(wrong, frame.columns[at[name]], frame, table)
        made[name] = days
    if problems:
        raise Failed(problems)
    return made


def calendar(table: Table, source: Source) -> list[str]:
    """A market's trading days in order, each once. Raises Failed where there are none, or a cell is none."""
    assert table.frame is not None
    at = column_names.find(list(table.frame.columns), ("date",), source, table.place)
    problems: list[Problem] = []
    days: list[str] = []
    if "date" in at:
        days = _dates(table.frame.iloc[:, at["date"]], source, table, problems, table.frame)
    if not problems and not any(days):
        problems.append(Problem(id="empty-data", path=table.place, message="there are no trading days"))
    if problems:
        raise Failed(problems)
    return sorted({day for day in days if day})


def code_of(cell: Any) -> str:
    """A code as text, without the suffix of a data vendor."""
    return _EXCHANGE.sub("", written_cells.text(cell))


def wrong_codes(codes: list[str], spec: DataSet) -> list[WrongCell]:
    """Codes that are none, and those that lost a zero where a spreadsheet took them for numbers."""
    found: list[WrongCell] = []
    for row, code in enumerate(codes):
        if not _CODE.fullmatch(code):
            found.append(WrongCell(row, code or "a blank", "is not a code"))
        elif KINDS[spec.kind].six_digits and code.isdigit() and len(code) < 6:
            hint = (
                f"did it lose its leading zero? {code.zfill(6)}; keep codes as text when a spreadsheet saves the file"
            )
            found.append(WrongCell(row, code, f"is a code of {len(code)} digits, not 6", hint))
    return found


def _dates(
    cells: pd.Series[Any], source: Source, table: Table, problems: list[Problem], frame: pd.DataFrame
) -> list[str]:
    found, wrong, is_open = written_cells.dates(cells, source.dates)
    if is_open:
        message = f"{table.place}: dates such as {_example(cells)} do not tell the day from the month"
        hint = "say `dates: month-first` or `dates: day-first` in sources.yml"
        problems.append(source.problem("dates", message, hint, id_="ambiguous-date"))
    problems += _told(wrong, cells.name, frame, table)
    return found


def _example(cells: pd.Series[Any]) -> str:
    return next((written_cells.text(cell) for cell in cells if written_cells.text(cell)), "")


def _told(wrong: list[WrongCell], heading: object, frame: pd.DataFrame, table: Table) -> list[Problem]:
    """A problem for each wrong cell, at its line; of many in one column, the first ones and how many more."""
    found = []
    for one in wrong[:_MOST]:
        line = int(frame.index[one.row]) if table.first else 0
        which = "" if table.first else f" (row {one.row + 1})"
        message = f"{heading}: {one.written} {one.why}{which}"
        found.append(Problem(id="bad-cell", path=table.place, line=line, message=message, hint=one.hint))
    if len(wrong) > _MOST:
        found[-1] = replace(found[-1], message=f"{found[-1].message}; and {len(wrong) - _MOST} more in this column")
    return found


def _long(frame: pd.DataFrame, source: Source, table: Table) -> pd.DataFrame:
    """A table whose columns carry the day in their names, a row for each day; any other as it is."""
    days = [column_names.undated(name) for name in frame.columns]
    has_date = "date" in column_names.find([rest for _, rest in days], ("date",), source, table.place)
    if has_date or not any(day for day, _ in days):
        return frame
    fixed = [at for at, (day, _) in enumerate(days) if not day]
    parts = list(_by_day(frame, days, fixed))
    return pd.concat(parts)


def _by_day(frame: pd.DataFrame, days: list[tuple[str, str]], fixed: list[int]) -> Iterator[pd.DataFrame]:
    for day in dict.fromkeys(day for day, _ in days if day):
        own = [at for at, (one, _) in enumerate(days) if one == day]
        part = frame.iloc[:, [*fixed, *own]].copy()
        part.columns = pd.Index([days[at][1] for at in (*fixed, *own)])
        part.insert(0, "date", day)
        yield part
