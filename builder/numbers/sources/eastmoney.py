"""The fetcher `eastmoney`: NAV with dividends and splits, the income of money-market funds, and the fund directory, from
files of fund.eastmoney.com.

The files are JavaScript, saved or downloaded. They are never run: the assignments are found by their tokens, and their values
read as JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd

from builder.numbers.sources import http_file, local_file, payment_text
from builder.numbers.sources.source import Source, Table, Tools, read_places
from builder.numbers.sources.tables import text_file
from builder.problem import Failed, Problem
from builder.vocabulary import SETS

_HOST = "fund.eastmoney.com"  # may be asked without being named in mkdocs.yml
_URLS = {
    "nav": f"https://{_HOST}/pingzhongdata/{{code}}.js",
    "funds": f"https://{_HOST}/js/fundcode_search.js",
}
_DIRECTORY_COLUMNS = ("基金代码", "拼音缩写", "基金简称", "基金类型")
# Comments and strings are whole tokens, so that nothing inside them counts; one that is not closed takes all that follows.
_TOKEN = re.compile(
    r"""/\*.*?(?:\*/|\Z)|//[^\n]*|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|\bvar\s+(?P<name>\w+)\s*=\s*|(?P<end>;)""",
    re.DOTALL,
)
_INCOME = "Data_millionCopiesIncome"  # a money-market fund has it in place of NAVs
_HOUR, _DAY = 3_600_000, 86_400_000  # milliseconds


def fetch(source: Source, tools: Tools) -> Iterator[Table]:
    """A table for each fund, or the directory. `from` may name saved files or another server. Raises Failed."""
    if source.set not in _URLS:
        message = f"eastmoney has no {source.set}"
        raise Failed([source.problem("fetcher", message, f"it has {', '.join(_URLS)}")])
    source = replace(source, location=source.location or _URLS[source.set])
    own_tools = replace(tools, hosts=(*tools.hosts, _HOST))
    with http_file.connection_pool() as pool:

        def read(code: str, location: str) -> Table:
            if location.lower().startswith(("http:", "https:")):
                body = http_file.download(location, source, own_tools, pool)
            else:
                body = http_file.HttpBody(local_file.read_bytes(location, source, tools.root), {})
            return replace(_read_file(body.content, source, location, code), seal=body.seal)

        yield from read_places(source, tools, read)


def _read_file(raw: bytes | None, source: Source, location: str, code: str) -> Table:
    """The table in a file, or why it is none. Raises Failed for the directory."""
    table = Table(frame=None, place=location, code=code, first=0)
    if raw is None:
        return table
    try:
        text_file.refuse_web_page(raw, location)
        text, _ = text_file.decode(raw, location)
        if source.set == "funds":
            return replace(table, frame=_read_directory(text, location))
        return replace(table, frame=read_history(text, location, code))
    except Failed as failed:
        if not code or source.set not in SETS:
            raise
        return replace(table, problems=failed.problems)


def _read_directory(text: str, location: str) -> pd.DataFrame:
    rows = _variable(text, "r", location)
    if not isinstance(rows, list) or not all(isinstance(row, list) and len(row) >= 4 for row in rows):
        raise _failed(location, "r is not a directory of funds")
    return pd.DataFrame([row[:4] for row in rows], columns=list(_DIRECTORY_COLUMNS))


def read_history(text: str, location: str, code: str) -> pd.DataFrame:
    """A fund's rows from its file: date, nav, accumulated, dividend, split, and change, the daily growth in per cent.

    Those of a money-market fund are date, income and yield7.

    Raises Failed where the file is of another fund, is cut off or has values of another shape.
    """
    file_code = _variable(text, "fS_code", location)
    if code and file_code != code:
        raise _failed(location, f"the file is of {file_code}, not of {code}")
    if _INCOME in _names(text) and (incomes := _pairs(text, _INCOME, location)):
        return _income_rows(incomes, text, location)
    trend = _variable(text, "Data_netWorthTrend", location)
    if not isinstance(trend, list):
        raise _failed(location, "Data_netWorthTrend is not a list")
    accumulated_trend = _pairs(text, "Data_ACWorthTrend", location)
    accumulated = {_date(instant, location): value for instant, value in accumulated_trend}
    rows = []
    for entry in trend:
        if not isinstance(entry, Mapping) or not {"x", "y"} <= entry.keys():
            raise _failed(location, f"Data_netWorthTrend holds {json.dumps(entry, ensure_ascii=False)}")
        day = _date(entry["x"], location)
        text = str(entry.get("unitMoney") or "")
        payment = payment_text.read_payment(text)
        if payment is None:
            raise _failed(location, f"{text} is neither a dividend nor a split")
        rows.append((day, entry["y"], accumulated.get(day), *payment, entry.get("equityReturn")))
    return pd.DataFrame(rows, columns=["date", "nav", "accumulated", "dividend", "split", "change"], dtype=object)


def _income_rows(incomes: list[list[Any]], text: str, location: str) -> pd.DataFrame:
    yields = {_date(instant, location): value for instant, value in _pairs(text, "Data_sevenDaysYearIncome", location)}
    rows = [(day := _date(instant, location), value, yields.get(day)) for instant, value in incomes]
    return pd.DataFrame(rows, columns=["date", "income", "yield7"], dtype=object)


def _pairs(text: str, name: str, location: str) -> list[list[Any]]:
    """The value of a variable that is a list of times and numbers. Raises Failed."""
    pairs = _variable(text, name, location)
    if not isinstance(pairs, list) or not all(isinstance(pair, list) and len(pair) == 2 for pair in pairs):
        raise _failed(location, f"{name} is not a list of times and numbers")
    return pairs


def _date(instant: Any, location: str) -> str:
    """The ISO date of a time in milliseconds. It must be midnight in Shanghai: in UTC that is still the day before."""
    if not isinstance(instant, int) or (instant + 8 * _HOUR) % _DAY:
        raise _failed(location, f"the time {instant} is not midnight in Shanghai")
    try:
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=instant + 8 * _HOUR)).date().isoformat()
    except OverflowError:
        raise _failed(location, f"the time {instant} is in no calendar") from None


def _names(text: str) -> set[str]:
    """The names of the variables that are set."""
    return {token["name"] for token in _TOKEN.finditer(text) if token["name"]}


def _variable(text: str, name: str, location: str) -> Any:
    """The value of a variable. Raises Failed unless it is assigned once, its statement ends, and it is JSON."""
    values: list[str] = []
    start = -1
    for token in _TOKEN.finditer(text):
        if token["name"] == name:
            start = token.end()
        elif token["end"] and start >= 0:
            values.append(text[start : token.start()])
            start = -1
    if start >= 0:
        raise _failed(location, f"{name} is cut off")
    if len(values) != 1:
        raise _failed(location, f"{name} is set {len(values)} times, not once")
    try:
        return json.loads(values[0], parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise _failed(location, f"{name} is not JSON: {error}") from None


def _refuse_constant(constant: str) -> Any:
    raise ValueError(f"{constant} is not a number")


def _failed(location: str, message: str) -> Failed:
    path = http_file.public_url(location) if "://" in location else location
    hint = "is this a file of fund.eastmoney.com/pingzhongdata/?"
    return Failed([Problem(id="bad-cell", path=path, message=message, hint=hint)])
