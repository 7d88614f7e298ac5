"""Eastmoney's per-fund files and fund directory in, saved or served; NAV, dividends and splits, or the catalogue out.

The files are JavaScript. Nothing of them is ever run: the assignments are found, and their values read as JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd

from builder.numbers.sources import http_file, local_file, table_file
from builder.numbers.sources.source import Source, Table, Tools
from builder.problem import Failed, Problem

_SERVED = {
    "nav": "https://fund.eastmoney.com/pingzhongdata/{code}.js",
    "funds": "https://fund.eastmoney.com/js/fundcode_search.js",
}
_DIRECTORY = ("基金代码", "拼音缩写", "基金简称", "基金类型")
# Comments and strings are passed over whole, so that nothing inside them counts.
_TOKEN = re.compile(
    r"""/\*.*?\*/|//[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\bvar\s+(?P<name>\w+)\s*=\s*|(?P<end>;)""", re.DOTALL
)
_PAID = re.compile(r"每(\d*)份(?:基金份额)?派(?:发)?现金(?:红利)?\s*([\d.]+)\s*元")
_SPLIT = re.compile(r"每(\d*)份(?:基金份额)?(?:折算|分拆|拆分)(?:为|成)?\s*([\d.]+)\s*份")
_HOUR, _DAY = 3_600_000, 86_400_000  # milliseconds
_MOST_FAILURES = 3


def fetch(source: Source, tools: Tools) -> Iterator[Table]:
    """A table for each fund, or the directory. `from` may name saved files or another server. Raises Failed."""
    if source.set not in _SERVED:
        raise Failed([source.problem("fetcher", f"eastmoney has no {source.set}", f"it has {', '.join(_SERVED)}")])
    known = Source(**{**_fields(source), "location": source.location or _SERVED[source.set]})
    problems: list[Problem] = []
    with http_file.connection_pool() as pool:
        for code, where in known.places():
            tools.say(f"{source.set} {code}".strip())
            try:
                if where.startswith(("http:", "https:")):
                    found = http_file.download(where, known, tools, pool)
                else:
                    found = http_file.HttpBody(local_file.read_bytes(where, known, tools.root), {})
                frame = None if found.content is None else _read(found.content, source, where, code)
                yield Table(frame=frame, place=where, code=code, first=0, seal=found.seal)
            except Failed as failed:
                problems += failed.problems
                if len(problems) >= _MOST_FAILURES:
                    break
    if problems:
        raise Failed(problems)


def _fields(source: Source) -> dict[str, Any]:
    return {name: getattr(source, name) for name in source.__dataclass_fields__}


def _read(raw: bytes, source: Source, place: str, code: str) -> pd.DataFrame:
    table_file.refuse_web_page(raw, place)
    text = table_file.decode(raw, place)
    if source.set == "funds":
        rows = _value(text, "r", place)
        if not isinstance(rows, list) or not all(isinstance(row, list) and len(row) >= 4 for row in rows):
            raise _odd(place, "r holds no directory")
        return pd.DataFrame([row[:4] for row in rows], columns=list(_DIRECTORY))
    return read_history(text, place, code)


def read_history(text: str, place: str, code: str) -> pd.DataFrame:
    """A fund's rows: date, nav, accumulated, dividend, split. Raises Failed where the file is another fund's, is cut off
    or holds what is none of these."""
    theirs = _value(text, "fS_code", place)
    if code and theirs != code:
        raise _odd(place, f"the file is of {theirs}, not of {code}")
    trend = _value(text, "Data_netWorthTrend", place)
    accumulated = {_date(at, place): value for at, value in _value(text, "Data_ACWorthTrend", place)}
    rows = []
    for row in trend:
        if not isinstance(row, Mapping) or not {"x", "y"} <= row.keys():
            raise _odd(place, f"Data_netWorthTrend holds {json.dumps(row, ensure_ascii=False)}")
        day = _date(row["x"], place)
        paid, split = read_payment(str(row.get("unitMoney") or ""), place)
        rows.append((day, row["y"], accumulated.get(day), paid, split))
    return pd.DataFrame(rows, columns=["date", "nav", "accumulated", "dividend", "split"], dtype=object)


def read_payment(said: str, place: str) -> tuple[float | None, float | None]:
    """What one unit was paid, and into how many it was split, e.g. (0.21, None) for "分红：每份派现金0.21元". Raises Failed
    for words that are neither."""
    paid, split = _PAID.search(said), _SPLIT.search(said)
    if said.strip() and not (paid or split):
        raise _odd(place, f"{said} is neither a dividend nor a split")
    return tuple(float(one[2]) / float(one[1] or 1) if one else None for one in (paid, split))  # type: ignore[return-value]


def _date(at: Any, place: str) -> str:
    """The day of a moment. It must be midnight in Shanghai: read as UTC that would be the day before."""
    if not isinstance(at, int) or (at + 8 * _HOUR) % _DAY:
        raise _odd(place, f"the time {at} is not midnight in Shanghai")
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at + 8 * _HOUR)).date().isoformat()


def _value(text: str, name: str, place: str) -> Any:
    """What is assigned to a variable. Raises Failed unless that is there once, ended, and JSON."""
    found: list[str] = []
    start = -1
    for token in _TOKEN.finditer(text):
        if token["name"] == name:
            start = token.end()
        elif token["end"] and start >= 0:
            found.append(text[start : token.start()])
            start = -1
    if start >= 0:
        raise _odd(place, f"{name} is cut off")
    if len(found) != 1:
        raise _odd(place, f"{name} is set {len(found)} times, not once")
    try:
        return json.loads(found[0], parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise _odd(place, f"{name} is not JSON: {error}") from None


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def _odd(place: str, said: str) -> Failed:
    hint = "is this a file of fund.eastmoney.com/pingzhongdata/?"
    return Failed(
        [Problem(id="bad-cell", path=http_file.public_url(place) if "://" in place else place, message=said, hint=hint)]
    )
