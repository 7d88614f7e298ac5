"""Converts a fetched table to our columns: ISO dates, plain numbers, codes as text. `staging` uses it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from builder.numbers.files.catalogue_csv import code_fault
from builder.numbers.series.series import PAYMENTS
from builder.numbers.sources import cell_parsing, column_names, payment_text
from builder.numbers.sources.cell_parsing import WrongCell
from builder.numbers.sources.source import Source, Table
from builder.problem import Failed, Problem
from builder.vocabulary import CATALOGUE_SETS, SETS, DataSet

_MOST_SHOWN = 20  # wrong cells of one column
_HISTORY_COLUMNS = ("date", "nav", "accumulated", "dividend", "split", "change", "close", "adjusted")
_VENDOR_SUFFIX = re.compile(r"(?<=\d)\.(OF|CSI)$", re.IGNORECASE)  # as Tushare writes them, e.g. "012733.OF"


def convert_histories(table: Table, source: Source) -> dict[str, pd.DataFrame]:
    """The rows of every series in a table by code, sorted by date: the columns date, value and the optional ones there are.

    A fund's rows also have `change`, the source's own daily growth, if it gives one. The index holds the line of each row.
    Rows without a value are left out. Raises Failed with every cell that cannot be read.
    """
    assert table.frame is not None
    data_set = SETS[source.set]
    frame = _rows_by_day(table.frame, source, table)
    growth = ("change",) if data_set.kind == "fund" else ()
    wanted = ("date", data_set.value, *data_set.optional, *growth, "code")
    positions = column_names.find_columns(list(frame.columns), wanted, source, table.place)
    required = ("date", data_set.value, *(() if table.code else ("code",)))
    _require(required, positions, frame, table, hint="say which it is in `columns`, e.g. columns: {{{}: …}}")
    columns: dict[str, Any] = {}
    problems: list[Problem] = []
    columns["date"] = _dates(frame.iloc[:, positions["date"]], source, table, problems)
    for name in (data_set.value, *data_set.optional):
        if name not in positions:
            continue
        cells = frame.iloc[:, positions[name]]
        if name == "announced":
            columns[name] = _dates(cells, source, table, problems)
            continue
        if name in PAYMENTS:
            dividends, splits, wrong = payment_text.parse_payments(cells, name)
            # Some sources write 0 for no split, and some a split among the dividends.
            for payment, values in (("dividend", dividends), ("split", np.where(splits == 0, np.nan, splits))):
                if payment == name or not np.all(np.isnan(values)):
                    earlier = columns.get(payment)
                    columns[payment] = values if earlier is None else np.where(np.isnan(values), earlier, values)
        else:
            columns[name], wrong = cell_parsing.parse_numbers(cells)
        problems += _cell_problems(wrong, cells, table)
    if "change" in positions:
        columns["change"] = payment_text.parse_growth(frame.iloc[:, positions["change"]])
    codes = [table.code] * len(frame)
    if "code" in positions:
        cells = frame.iloc[:, positions["code"]]
        codes = [read_code(cell) for cell in cells]
        problems += _cell_problems(wrong_codes(codes, data_set), cells, table)
    if problems:
        raise Failed(problems)
    if table.code and table.code not in codes and len(frame):
        message = f"the rows are of {', '.join(sorted(set(codes))[:3])}, not of {table.code}"
        raise Failed([Problem(id="bad-cell", path=table.place, line=table.first, message=message)])
    rows = pd.DataFrame(columns, index=frame.index).assign(_code=np.asarray(codes, dtype=object))
    rows = rows[rows[data_set.value].notna()]
    if table.code:
        rows = rows[rows["_code"] == table.code]
    histories: dict[str, pd.DataFrame] = {}
    for code, code_rows in rows.groupby("_code", sort=False):
        history = code_rows.drop(columns="_code").sort_values("date", kind="stable")
        histories[str(code)] = _without_phantom(history, data_set) if data_set.kind == "index" else history
    return histories


def _without_phantom(rows: pd.DataFrame, data_set: DataSet) -> pd.DataFrame:
    """An index's rows without a phantom: a first row that repeats the second, on a day when every market was closed."""
    if len(rows) < 2 or rows[data_set.value].iloc[0] != rows[data_set.value].iloc[1]:
        return rows
    try:
        first_day = date.fromisoformat(str(rows["date"].iloc[0]))
    except ValueError:
        return rows
    is_closed = first_day.weekday() >= 5 or (first_day.month, first_day.day) == (1, 1)
    return rows.iloc[1:] if is_closed else rows


def convert_catalogue(table: Table, source: Source) -> pd.DataFrame:
    """A catalogue's rows, all text: code, name and the other columns of ours that are there. Raises Failed."""
    assert table.frame is not None
    frame = table.frame
    wanted = [*column_names.NAMES, *source.columns]
    positions = column_names.find_columns(list(frame.columns), wanted, source, table.place)
    _require(("code", "name"), positions, frame, table)
    rows = pd.DataFrame(
        {
            name: [cell_parsing.fact_text(cell) for cell in frame.iloc[:, position]]
            for name, position in positions.items()
            if name not in _HISTORY_COLUMNS
        }
    )
    code_cells = frame.iloc[:, positions["code"]]
    rows["code"] = [read_code(cell) for cell in code_cells]
    problems = _cell_problems(wrong_codes(list(rows["code"]), CATALOGUE_SETS[source.set]), code_cells, table)
    for name in ("effective_date", "size_date"):
        if name in rows:
            days, wrong, _ = cell_parsing.parse_dates(rows[name], source.dates)
            problems += _cell_problems(wrong, frame.iloc[:, positions[name]], table)
            rows[name] = days
    if problems:
        raise Failed(problems)
    return rows


def convert_calendar(table: Table, source: Source) -> list[str]:
    """A market's trading days in order, each once. Raises Failed where there are none, or a cell is not a date."""
    assert table.frame is not None
    positions = column_names.find_columns(list(table.frame.columns), ("date",), source, table.place)
    problems: list[Problem] = []
    days: list[str] = []
    if "date" in positions:
        days = _dates(table.frame.iloc[:, positions["date"]], source, table, problems)
    if not problems and not any(days):
        problems.append(Problem(id="empty-data", path=table.place, message="there are no trading days"))
    if problems:
        raise Failed(problems)
    return sorted({day for day in days if day})


def read_code(cell: Any) -> str:
    """A code as text, without the suffix of a data vendor."""
    return _VENDOR_SUFFIX.sub("", cell_parsing.cell_text(cell))


def wrong_codes(codes: Sequence[str], data_set: DataSet) -> list[WrongCell]:
    """The codes that are wrong, among them those that lost a zero where a spreadsheet took them for numbers."""
    return [
        WrongCell(row, code or "a blank", *fault)
        for row, code in enumerate(codes)
        if (fault := code_fault(code, data_set))
    ]


def _require(
    columns: Sequence[str], positions: dict[str, int], frame: pd.DataFrame, table: Table, hint: str = ""
) -> None:
    """Raises Failed where a column is missing; the hint is completed with the first one."""
    missing = [name for name in columns if name not in positions]
    if missing:
        headings = column_names.heading_list(list(frame.columns))
        message = f"no column is the {' or the '.join(missing)}: there are {headings}"
        line = 1 if table.first else 0
        raise Failed(
            [Problem(id="bad-header", path=table.place, line=line, message=message, hint=hint.format(missing[0]))]
        )


def _dates(cells: pd.Series[Any], source: Source, table: Table, problems: list[Problem]) -> list[str]:
    """A column's ISO dates; what is wrong is added to `problems`."""
    days, wrong, is_ambiguous = cell_parsing.parse_dates(cells, source.dates)
    if is_ambiguous:
        example = next((text for cell in cells if (text := cell_parsing.cell_text(cell))), "")
        message = f"{table.place}: dates such as {example} do not tell the day from the month"
        hint = "say `dates: month-first` or `dates: day-first` in sources.yml"
        problems.append(source.problem("dates", message, hint, id_="ambiguous-date"))
    problems += _cell_problems(wrong, cells, table)
    return days


def _cell_problems(wrong: list[WrongCell], cells: pd.Series[Any], table: Table) -> list[Problem]:
    """A problem for each wrong cell of a column, at its line; the first ones where there are many."""
    problems = []
    for cell in wrong[:_MOST_SHOWN]:
        line = int(cells.index[cell.row]) if table.first else 0
        row = "" if table.first else f" (row {cell.row + 1})"
        message = f"{cells.name}: {cell.text} {cell.reason}{row}"
        problems.append(Problem(id="bad-cell", path=table.place, line=line, message=message, hint=cell.hint))
    if len(wrong) > _MOST_SHOWN:
        more = f"; and {len(wrong) - _MOST_SHOWN} more in this column"
        problems[-1] = replace(problems[-1], message=problems[-1].message + more)
    return problems


def _rows_by_day(frame: pd.DataFrame, source: Source, table: Table) -> pd.DataFrame:
    """A table with days in its column names (e.g. "2024-02-20单位净值") with a row for each day; any other as it is."""
    headings = [column_names.split_date(heading) for heading in frame.columns]
    has_date_column = "date" in column_names.find_columns(
        [name for _, name in headings], ("date",), source, table.place
    )
    if has_date_column or not any(day for day, _ in headings):
        return frame
    return pd.concat(_day_frames(frame, headings))


def _day_frames(frame: pd.DataFrame, headings: list[tuple[str, str]]) -> Iterator[pd.DataFrame]:
    """For each day in the headings the columns without a day and those of that day."""
    undated = [position for position, (day, _) in enumerate(headings) if not day]
    for day in dict.fromkeys(day for day, _ in headings if day):
        positions = [*undated, *(position for position, (own_day, _) in enumerate(headings) if own_day == day)]
        day_frame = frame.iloc[:, positions].copy()
        day_frame.columns = pd.Index([headings[position][1] for position in positions])
        day_frame.insert(0, "date", day)
        yield day_frame
