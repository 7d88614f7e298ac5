"""The fetcher `tushare`: NAVs, index levels, facts and trading days from Tushare Pro, with the token of your account.

It asks Tushare's one address by HTTP, with the limits of the fetcher `http`, rather than by Tushare's library: that adds ten
packages, waits for the server for ever, and keeps the token in a file of the user's home.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from builder.numbers.sources import http_file
from builder.numbers.sources.source import Source, Table, Tools
from builder.problem import Failed
from builder.vocabulary import CALENDARS, DEFAULT_CALENDAR, MARKETS

TOKEN = "TUSHARE_TOKEN"  # the environment variable
_HOST = "api.tushare.pro"
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
_MOST_PAGES = 100
_QUERIES: Mapping[str, tuple[str, str]] = {  # set -> Tushare's name of the query, and the fields to ask for
    "nav": ("fund_nav", "ts_code,ann_date,nav_date,unit_nav,accum_nav,update_flag"),
    "index": ("index_daily", "ts_code,trade_date,close"),
    "funds": ("fund_basic", "ts_code,name,management,custodian,fund_type,found_date,benchmark"),
    "indexes": ("index_basic", "ts_code,name,fullname"),
    CALENDARS: ("trade_cal", "cal_date"),
}
# Tushare's field -> the column that it is here, where its name does not say so.
_COLUMNS = {
    "management": "manager_company",
    "fund_type": "kind",
    "found_date": "effective_date",
    "fullname": "full_name",
    "cal_date": "date",
}


def fetch(source: Source, tools: Tools) -> Iterator[Table]:
    """A table for each code, or one of the whole set. Raises Failed without a token, and for what Tushare refuses."""
    if source.set not in _QUERIES:
        raise Failed(
            [source.problem("fetcher", f"tushare is not asked for {source.set}", f"only for {', '.join(_QUERIES)}")]
        )
    if not tools.tokens.get(TOKEN):
        message, hint = f"the environment has no {TOKEN}", "it is the token of your account at tushare.pro"
        raise Failed([source.problem("fetcher", message, hint, id_="missing-key")])
    source = replace(source, location=source.location or f"https://{_HOST}")
    tools = replace(tools, hosts=(*tools.hosts, _HOST))
    place = urlsplit(source.location)
    if place.scheme != "https" and place.hostname not in _THIS_MACHINE:
        message = f"the token would go to {http_file.public_url(source.location)} unencrypted"
        raise Failed([source.problem("from", message, "use https")])
    query = _QUERIES[source.set][0]
    with http_file.connection_pool() as pool:
        if source.set == CALENDARS:
            exchange = (*source.codes, DEFAULT_CALENDAR)[0]
            yield Table(
                frame=_ask(source, tools, pool, exchange=exchange, is_open="1"), place=query, code=exchange, first=0
            )
        elif source.codes == ("all",):
            yield Table(frame=_ask(source, tools, pool), place=query, first=0)
        else:
            for code in source.codes:
                tools.say(f"{source.set} {code}")
                frame = _rows_of(code, source, tools, pool)
                if not frame.empty:
                    is_history = source.set in ("nav", "index")
                    yield Table(frame=frame, place=f"{query}({code})", code=code if is_history else "", first=0)


def _rows_of(code: str, source: Source, tools: Tools, pool: Any) -> pd.DataFrame:
    """The rows of a code, under the first of its names at Tushare that has any."""
    frame = pd.DataFrame()
    days = {"start_date": source.since.replace("-", "")} if source.since and source.set in ("nav", "index") else {}
    for name in vendor_codes(code, source.set):
        frame = _ask(source, tools, pool, ts_code=name, **days)
        if not frame.empty:
            break
    return frame


def vendor_codes(code: str, set_name: str) -> list[str]:
    """How Tushare may call a code, the likeliest first, e.g. ["012733.OF"], ["510300.OF", "510300.SH"], ["000300.SH", …]."""
    if "." in code:
        return [code]
    kind = "fund" if set_name in ("nav", "funds") else "index"
    listed = [
        market.name
        for market in MARKETS.values()
        for market_kind, prefixes in market.code_prefixes
        if market_kind == kind and code.startswith(prefixes) and market.name != "SS"
    ]
    return [f"{code}.{market}" for market in (["OF", *listed] if kind == "fund" else [*listed, "CSI"])]


def _ask(source: Source, tools: Tools, pool: Any, **parameters: str) -> pd.DataFrame:
    """The answer to a query, page by page, under our names where Tushare's do not say what they are."""
    query, fields = _QUERIES[source.set]
    rows: list[list[Any]] = []
    names: list[str] = []
    for _ in range(_MOST_PAGES):
        request = {
            "api_name": query,
            "token": tools.tokens[TOKEN],
            "params": {**parameters, "offset": len(rows)} if rows else parameters,
            "fields": fields,
        }
        body = http_file.download(source.location, source, tools, pool, posted=json.dumps(request).encode())
        page = _page(body.content or b"", query, source, tools.tokens[TOKEN])
        names, items = page["fields"], page["items"]
        rows += items
        if not page.get("has_more") or not items:
            return pd.DataFrame(rows, columns=[_COLUMNS.get(name, name) for name in names], dtype=object)
    raise _failed(source, f"{query} has more than {_MOST_PAGES} pages")


def _page(content: bytes, query: str, source: Source, token: str) -> Mapping[str, Any]:
    """The data of an answer. Raises Failed for an answer of another shape, and with Tushare's words where it refuses."""
    try:
        answer = json.loads(content)
        code, message, data = answer["code"], str(answer.get("msg") or ""), answer.get("data")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise _failed(source, f"{query}: the answer is not Tushare's") from None
    if code:
        said = message.replace(token, "…")[:200]
        hint = (
            f"is {TOKEN} right?" if "token" in said.lower() else "tushare.pro tells which queries your account may ask"
        )
        raise _failed(source, f"{query} is refused ({code}): {said}", hint)
    if (
        not isinstance(data, Mapping)
        or not isinstance(data.get("fields"), list)
        or not isinstance(data.get("items"), list)
    ):
        raise _failed(source, f"{query}: the answer has no table")
    if any(not isinstance(item, list) or len(item) != len(data["fields"]) for item in data["items"]):
        raise _failed(source, f"{query}: the rows of the answer do not fit its fields")
    return data


def _failed(source: Source, message: str, hint: str = "") -> Failed:
    return Failed([source.problem("fetcher", message, hint, id_="fetch-failed")])
