"""Converts a fetched table to our columns: ISO dates, plain numbers, codes as text. `staging` uses it."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from builder.numbers.admission.cells_beside import beside
from builder.numbers.files.catalogue_csv import code_fault
from builder.numbers.files.csv_cells import parse_day
from builder.numbers.files.trading_calendar import TradingCalendar
from builder.numbers.series.carried_payments import PAYMENTS
from builder.numbers.sources import payment_text
from builder.numbers.sources.source import Source, Table
from builder.numbers.sources.tables import cell_parsing, column_names, date_parsing, row_versions, table_shape
from builder.numbers.sources.tables.cell_parsing import WrongCell
from builder.numbers.sources.tables.date_parsing import DateColumn
from builder.problem import Failed, Problem
from builder.vocabulary import CATALOGUE_SETS, MARKETS, SETS, DataSet

_MOST_SHOWN = 20  # wrong cells of one column
_HISTORY_COLUMNS = frozenset({"date", "change", row_versions.FLAG}).union(
    *(data_set.known for data_set in SETS.values())
)
# A market as data vendors write it, e.g. "012733.OF", "NVDA.US", "sh000300".
_VENDOR_MARK = re.compile(
    rf"\.({'|'.join(market.name for market in MARKETS.values() if market.behind_code)})$"
    rf"|^({'|'.join(market.name for market in MARKETS.values() if market.before_code)})(?=\d{{5,6}}$)",
    re.IGNORECASE,
)


class ColumnReading(NamedTuple):
    """What a heading of a table was taken for."""

    heading: str
    column: str  # ours
    form: str  # how its cells are written where that is not plain, e.g. "month-first", "decimal comma"


class HistoryReading(NamedTuple):
    """The rows of a table in our columns, and `_code`; what each heading was taken for; and all that is wrong."""

    rows: pd.DataFrame
    columns: tuple[ColumnReading, ...]
    problems: list[Problem]


def convert_histories(table: Table, source: Source) -> dict[str, pd.DataFrame]:
    """The rows of every series in a table by code, sorted by date: the columns date, value and the optional ones there are.

    A fund's rows also have `change`, the source's own daily growth, if it gives one. The index holds the line of each row.
    Rows without a value are left out; the next row has what they paid. Raises Failed with every cell that cannot be read.
    """
    data_set = SETS[source.set]
    reading = read_histories(table, source)
    if reading.problems:
        raise Failed(reading.problems)
    rows = reading.rows
    if "income" in rows and "nav" in rows:
        # Some sources write a NAV of 1 beside a money-market fund's income.
        rows = rows.assign(nav=rows["nav"].where(rows["income"].isna() | (rows["nav"] != 1.0)))
    if table.code:
        rows = rows[rows["_code"] == table.code]
    histories: dict[str, pd.DataFrame] = {}
    for code, code_rows in rows.groupby("_code", sort=False):
        history = row_versions.in_order(code_rows.drop(columns="_code"))
        has_value = history[[value for value in data_set.values if value in history]].notna().any(axis=1).to_numpy()
        history = row_versions.with_carried_payments(history, has_value)[has_value]
        if history.empty:
            continue
        blank = [column for column in data_set.values if column in history and history[column].isna().all()]
        history = history.drop(columns=blank)  # what a table has for other funds
        histories[str(code)] = _without_phantom(history, data_set) if data_set.kind == "index" else history
    return histories


def read_histories(table: Table, source: Source) -> HistoryReading:
    """A table's rows in our columns, as they are in the file. Raises Failed where a column is missing or ambiguous."""
    assert table.frame is not None
    data_set = SETS[source.set]
    frame = table_shape.long_rows(table.frame, source, table.place, SETS[source.set])
    growth = ("change",) if data_set.kind == "fund" else ()
    wanted = ("date", *data_set.known, *growth, "code", row_versions.FLAG)
    positions = column_names.find_columns(list(frame.columns), wanted, source, table.place)
    if data_set.kind == "stock":
        positions = _with_adjusted_close(positions, frame)
    value = next((column for column in data_set.values if column in positions), data_set.value)
    required = ("date", value, *(() if table.code else ("code",)))
    _require(required, positions, frame, table, hint="say which it is in `columns`, e.g. columns: {{{}: …}}")
    cells = {name: frame.iloc[:, position] for name, position in positions.items()}
    problems: list[Problem] = []
    dates = _dates(cells["date"], source, table, problems)
    columns: dict[str, Any] = {"date": dates.days}
    forms = {"date": dates.form}
    numbers = {name: cells[name] for name in cells if name not in ("date", "announced", "code", "change", *PAYMENTS)}
    signs = _decimal_signs(numbers, cells["date"], source, table, problems)
    sign = "comma" if "comma" in signs.values() else "point"  # of the file, for what stands among words
    for name in (*data_set.known, row_versions.FLAG):
        if name == "announced" and name in cells:
            announced = _dates(cells[name], source, table, problems)
            columns[name], forms[name] = announced.days, announced.form
        elif name in PAYMENTS and name in cells:
            dividends, splits, wrong = payment_text.parse_payments(cells[name], name, sign)
            # Some sources write 0 for no split, and some a split among the dividends.
            for payment, values in (("dividend", dividends), ("split", np.where(splits == 0, np.nan, splits))):
                if payment == name or not np.all(np.isnan(values)):
                    earlier = columns.get(payment)
                    columns[payment] = values if earlier is None else np.where(np.isnan(values), earlier, values)
            problems += _cell_problems(wrong, cells[name], table, dates.days)
        elif name in signs:
            columns[name], wrong = cell_parsing.parse_numbers(cells[name], signs[name], per_cent=name == "yield7")
            forms[name] = "decimal comma" if signs[name] == "comma" else ""
            problems += _cell_problems(wrong, cells[name], table, dates.days)
    if "change" in cells:
        columns["change"] = payment_text.parse_growth(cells["change"], sign)
    codes = [table.code] * len(frame)
    if "code" in cells:
        codes = [read_code(cell, source.codes) for cell in cells["code"]]
        problems += _cell_problems(wrong_codes(codes, data_set), cells["code"], table, dates.days)
    if table.code and table.code not in codes and len(frame) and not problems:
        message = f"the rows are of {', '.join(sorted(set(codes))[:3])}, not of {table.code}"
        problems.append(Problem(id="bad-cell", path=table.place, line=table.first, message=message))
    rows = pd.DataFrame(columns, index=frame.index).assign(_code=np.asarray(codes, dtype=object))
    named = tuple(ColumnReading(str(cells[name].name), name, forms.get(name, "")) for name in cells)
    return HistoryReading(rows, named, problems)


def _decimal_signs(
    columns: dict[str, pd.Series[Any]], dates: pd.Series[Any], source: Source, table: Table, problems: list[Problem]
) -> dict[str, str]:
    """The decimal sign of each column: as declared, as the column shows, as the others do.

    Where none of them says, the author is asked, and the column is left out.
    """
    if source.decimal:
        return dict.fromkeys(columns, source.decimal)
    shown = {name: cell_parsing.decimal_sign(cells) for name, cells in columns.items()}
    certain = {sign for sign in shown.values() if sign in ("point", "comma")}
    if table.reading.separator == "semicolon" and not certain and date_parsing.has_points(dates):
        certain = {"comma"}  # 19.02.2024;1,090 is how spreadsheets write CSV where the comma is decimal
    unknown: list[str] = []
    for name, sign in shown.items():
        if sign in ("perhaps comma", "unsure") or (sign == "perhaps point" and "comma" in certain):
            if len(certain) == 1 and sign == "perhaps comma":
                shown[name] = next(iter(certain))
                continue
            example = next(text for cell in columns[name] if "," in (text := str(cell)) or "." in text)
            message = f"{table.place}: numbers such as {example} in {columns[name].name} may have a decimal comma or thousands"
            hint = "say `decimal: comma` or `decimal: point` in sources.yml"
            problems.append(source.problem("decimal", message, hint, id_="ambiguous-number"))
            unknown.append(name)
    return {name: sign if sign == "comma" else "point" for name, sign in shown.items() if name not in unknown}


def _with_adjusted_close(positions: dict[str, int], frame: pd.DataFrame) -> dict[str, int]:
    """The positions of a stock's columns, where a close that is adjusted is not taken for one as traded.

    yfinance writes dividends and splits beside closes that are adjusted for both, unless there is an Adj Close.
    """
    headings = {column_names.normalise(heading) for heading in frame.columns}
    if "stocksplits" not in headings:
        return positions
    others = {name: position for name, position in positions.items() if name != "dividend"}
    if "adjusted" in positions or "close" not in positions:
        return others
    return {**{name: others[name] for name in others if name not in ("close", "split")}, "adjusted": others["close"]}


def _without_phantom(rows: pd.DataFrame, data_set: DataSet) -> pd.DataFrame:
    """An index's rows without a phantom: a first row that repeats the second, on a day when every market was closed."""
    if len(rows) < 2 or rows[data_set.value].iloc[0] != rows[data_set.value].iloc[1]:
        return rows
    first = parse_day(str(rows["date"].iloc[0]))
    return rows.iloc[1:] if first is not None and not TradingCalendar().trades(first) else rows


def convert_catalogue(table: Table, source: Source) -> pd.DataFrame:
    """A catalogue's rows, all text: code, name and the other columns of ours that are there. Raises Failed."""
    assert table.frame is not None
    frame = table.frame
    wanted = [name for name in dict.fromkeys((*column_names.NAMES, *source.columns)) if name not in _HISTORY_COLUMNS]
    positions = column_names.find_columns(list(frame.columns), wanted, source, table.place)
    _require(("code", "name"), positions, frame, table)
    rows = pd.DataFrame(
        {
            name: [cell_parsing.fact_text(cell) for cell in frame.iloc[:, position]]
            for name, position in positions.items()
        },
        index=frame.index,
    )
    code_cells = frame.iloc[:, positions["code"]]
    rows["code"] = [read_code(cell, source.codes) for cell in code_cells]
    problems = _cell_problems(wrong_codes(list(rows["code"]), CATALOGUE_SETS[source.set]), code_cells, table)
    for name in ("effective_date", "size_date"):
        if name in rows:
            dates = date_parsing.parse_dates(rows[name], source.dates)
            problems += _cell_problems(dates.wrong, frame.iloc[:, positions[name]], table)
            rows[name] = dates.days
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
        days = _dates(table.frame.iloc[:, positions["date"]], source, table, problems).days
    if not problems and not any(days):
        problems.append(Problem(id="empty-data", path=table.place, message="there are no trading days"))
    if problems:
        raise Failed(problems)
    return sorted({day for day in days if day})


def read_code(cell: Any, known_codes: Container[str] = ()) -> str:
    """A code as text, without what a data vendor puts before or behind it, unless it is a known code with it."""
    code = cell_parsing.cell_text(cell)
    return code if code in known_codes else _VENDOR_MARK.sub("", code)


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
        hint = column_names.question(list(frame.columns), missing) or hint.format(missing[0])
        raise Failed([Problem(id="bad-header", path=table.place, line=line, message=message, hint=hint)])


def _dates(cells: pd.Series[Any], source: Source, table: Table, problems: list[Problem]) -> DateColumn:
    """A column's dates; what is wrong is added to `problems`."""
    dates = date_parsing.parse_dates(cells, source.dates)
    if dates.is_ambiguous:
        message = f"{table.place}: dates such as {cell_parsing.first_text(cells)} do not tell the day from the month"
        hint = "say `dates: month-first` or `dates: day-first` in sources.yml"
        if not date_parsing.has_long_years(cells):
            message += " or the year"
            hint = "say `dates: year-first`, `dates: month-first` or `dates: day-first` in sources.yml"
        problems.append(source.problem("dates", message, hint, id_="ambiguous-date"))
    problems += _cell_problems(dates.wrong, cells, table)
    return dates


def _cell_problems(
    wrong: list[WrongCell], cells: pd.Series[Any], table: Table, days: Sequence[str] = ()
) -> list[Problem]:
    """A problem for each wrong cell of a column, at its line, with its date and neighbours; the first ones of many."""
    problems = []
    sheet = f"sheet {table.reading.sheet}, " if table.reading.sheet else ""
    # What is wrong with all cells alike is said of the first.
    is_alike = len(wrong) == len(cells) and len({(cell.reason, cell.hint) for cell in wrong}) == 1
    shown = wrong[:1] if is_alike else wrong[:_MOST_SHOWN]
    padded = [None, *cells, None]
    for cell in shown:
        line = int(cells.index[cell.row]) if table.first else 0
        row = "" if table.first else f" (row {cell.row + 1})"
        day = f" of {days[cell.row]}" if days and days[cell.row] else ""
        around = (cell_parsing.cell_text(each) for each in padded[cell.row : cell.row + 3 : 2])
        message = f"{sheet}{cells.name}{day}: {cell.text} {cell.reason}{row}{beside(*around)}"
        problems.append(Problem(id="bad-cell", path=table.place, line=line, message=message, hint=cell.hint))
    if len(wrong) > len(shown):
        more = f"; and {len(wrong) - len(shown)} more in this column"
        problems[-1] = replace(problems[-1], message=problems[-1].message + more)
    return problems
