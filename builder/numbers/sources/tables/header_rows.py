"""Finds the rows of headings in a table, puts them together, and tells rows from notes. `table_file` and `text_file` use it.

Above the headings there may be titles, below them units or the same in English, and at the end notes and totals.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from builder.numbers.sources.source import LeftOut, Source
from builder.numbers.sources.tables import column_names, date_parsing
from builder.numbers.sources.tables.cell_parsing import cell_text

_TITLE_ROWS = 40  # that may stand above the headings
_MOST_HEADINGS = 4  # rows of them
_TOTAL = re.compile(
    "(合计|总计|小计|平均|平均值|均值|最大值|最小值|中位数|标准差|(sub|grand )?total|sum|average|mean|median|max(imum)?|min(imum)?)"
    r"\s*[:：]?",
    re.I,
)
_NOTE = re.compile(
    "(数据来源|资料来源|来源|注|备注|说明|免责|声明|导出|下载|更新|以上|source|note|disclaimer|copyright|©|\\*)", re.I
)
_UNIT = re.compile(r"[(\[]?(元|元/份|人民币元|万元|亿元|份|点|%|美元|港元|CNY|USD|HKD)[)\]]?", re.I)
_MEASURED = re.compile("(量|额|率|幅|价|值|收益|规模|volume|amount|turnover|return|change|size|price|value)$", re.I)
_CODE_CHARACTERS = re.compile(r"[A-Za-z0-9._-]+")
_MOST_QUOTED = 80  # characters


class Header(NamedTuple):
    """The headings of a table: the row behind them, their rows, the headings put together, and how many are known."""

    end: int
    rows: tuple[int, ...]
    headings: list[str]
    known: int


def find(rows: Sequence[Sequence[Any]], source: Source) -> Header | None:
    """The headings of a table: the first row that names two of our columns, or the date and codes; None where there is none."""
    for number, row in enumerate(rows[:_TITLE_ROWS]):
        names = {column_names.column_of(cell, source) for cell in row if isinstance(cell, str)} - {""}
        codes = [cell for cell in row if column_names.code_in(cell, source)]
        is_nameless = "date" not in names and _is_over_dates(rows, number)
        if is_nameless:
            names.add("date")
        if len(names) >= 2 or ("date" in names and codes):
            header = _header(rows, number, source, len(names) + len(codes))
            return header._replace(headings=["date", *header.headings[1:]]) if is_nameless else header
    return None


def _is_over_dates(rows: Sequence[Sequence[Any]], number: int) -> bool:
    """Whether a row begins with a blank cell above dates, as a matrix of codes, or a table whose index has no name, does."""
    below = [row[0] for row in rows[number + 1 : number + 1 + _MOST_HEADINGS] if len(row)]
    return bool(rows[number]) and not cell_text(rows[number][0]) and any(map(date_parsing.is_date, below))


def first_row(rows: Sequence[Sequence[Any]]) -> Header:
    """The first row that is not blank, as the headings."""
    number = next((number for number, row in enumerate(rows) if not is_blank(row)), 0)
    return Header(number + 1, (number,), [str(cell).strip() for cell in rows[number]], 0)


def _header(rows: Sequence[Sequence[Any]], number: int, source: Source, known: int) -> Header:
    """The headings in a row, with the rows of headings above and below it."""
    first, end = number, number + 1
    while first > 0 and _names_codes(rows[first - 1], rows[number], source):
        first -= 1
    while end < len(rows) and end - number < _MOST_HEADINGS and _is_more_headings(rows[end], source):
        end += 1
    width = len(rows[number])
    columns = [
        [str(row[column]).strip() if column < len(row) else "" for row in rows[first:end]] for column in range(width)
    ]
    tickers = [column_names.column_of(row[0], source) == "code" and position != number - first
               for position, row in enumerate(rows[first:end])]  # fmt: skip
    headings = [
        _joined(cells, tickers if column else [False] * len(cells), source) for column, cells in enumerate(columns)
    ]
    return Header(end, tuple(range(first, end)), headings, known)


def _names_codes(row: Sequence[Any], below: Sequence[Any], source: Source) -> bool:
    """Whether a row has codes above columns that are not dates or codes themselves."""
    return any(
        column_names.code_in(cell, source) and column_names.column_of(name, source) not in ("date", "code", "")
        for cell, name in zip(row, below, strict=False)
    )


def _is_more_headings(row: Sequence[Any], source: Source) -> bool:
    """Whether a row below headings has more of them: names of columns or units, and no cell of data."""
    texts = [cell_text(cell) for cell in row]
    if any(
        not isinstance(cell, str) or date_parsing.is_date(cell) or text[:1].isdigit()
        for cell, text in zip(row, texts, strict=True)
        if text
    ):
        return False
    filled = [text for text in texts if text]
    return bool(filled) and (
        any(column_names.column_of(text, source) for text in filled) or all(_UNIT.fullmatch(text) for text in filled)
    )


def _joined(cells: Sequence[str], tickers: Sequence[bool], source: Source) -> str:
    """One heading of those above each other: the last that is known, and the code if one of them has it."""
    code, names = "", []
    for cell, is_ticker in zip(cells, tickers, strict=True):
        own_code = cell if is_ticker else column_names.code_in(cell, source)
        code = own_code or code
        name = column_names.without_code(cell, own_code) if own_code else cell
        # Beside a code, what names no column is the fund's own name.
        is_name = not own_code or column_names.column_of(name, source) or _MEASURED.search(name)
        if name and is_name and not _UNIT.fullmatch(name):
            names.append(name)
    known = [name for name in names if column_names.column_of(name, source)]
    name = (known or names or [""])[-1]
    return column_names.with_code(name, code) if code else name


def is_blank(row: Sequence[Any]) -> bool:
    """Whether no cell of a row says anything."""
    return not any(cell is not None and str(cell).strip() for cell in row)


def notes(rows: Sequence[Sequence[Any]], headings: Sequence[str]) -> dict[int, str]:
    """Which rows below the headings are no rows of the table, by their position, and what they are."""
    width, is_tail = len(headings), True
    reasons: dict[int, str] = {}
    for position, row in sorted(enumerate(rows), reverse=True):
        first = next((text for cell in row if (text := cell_text(cell))), "")
        if not first or first[0].isdigit() or date_parsing.is_date(first):
            is_tail = is_tail and not first
        elif _TOTAL.fullmatch(first):
            reasons[position] = "a total"
        elif [str(cell).strip() for cell in row] == list(headings):
            reasons[position] = "the headings again"
        elif _is_note([text for cell in row if (text := cell_text(cell))], len(row), width, is_tail):
            reasons[position] = "a note"
        else:
            is_tail = False
    return reasons


def _is_note(filled: Sequence[str], cell_count: int, width: int, is_tail: bool) -> bool:
    """Whether a row of words is a note: one cell alone, or fewer than the table has where it begins like one or ends the file."""
    if _CODE_CHARACTERS.fullmatch(filled[0]) or width == 1:
        return False
    return (
        len(filled) == 1 or (len(filled) < width and bool(_NOTE.match(filled[0]))) or (is_tail and cell_count < width)
    )


def left_out(line: int, row: Sequence[Any], reason: str) -> LeftOut:
    """A row that is left out."""
    text = " ".join(text for cell in row if (text := str(cell).strip()))
    return LeftOut(line, text[:_MOST_QUOTED] + "…" * (len(text) > _MOST_QUOTED), reason)
