"""The fetcher `akshare`: NAV with payments, income of money-market funds, index levels, facts, reports and trading days, through
the AKShare library.

AKShare is optional: it brings twelve more packages, a JavaScript engine among them, and changes weekly. This module knows
only names of its functions and columns; `tables` takes the library as an argument, so that tests can give a stand-in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

import pandas as pd

from builder.numbers.sources import akshare_allocation, payment_text
from builder.numbers.sources.source import Source, Table, Tools
from builder.numbers.sources.tables import cell_parsing, date_parsing
from builder.numbers.sources.time_limit import within
from builder.problem import Failed
from builder.vocabulary import DEFAULT_CALENDAR

_TRIES = 2
_AMOUNT = re.compile(r"(?<![\d.,])([\d.,]++)\s*+(亿|万)?元")
_DAY = re.compile(r"(\d{4})[年/-](\d{1,2})[月/-](\d{1,2})日?")
_YUAN = {"亿": 100_000_000, "万": 10_000, None: 1}
_FUND_HISTORY, _INDEX_HISTORY = "fund_open_fund_info_em", "stock_zh_index_hist_csindex"
_FUND_DIRECTORY, _TRADING_DAYS = "fund_name_em", "tool_trade_date_hist_sina"


def fetch(source: Source, tools: Tools) -> Iterator[Table]:
    """The tables of a source. Raises Failed where AKShare is not installed, or any of its calls fails."""
    try:
        import akshare
    except ImportError as error:
        hint = "pip install fund-briefings[akshare]"
        message = f"the fetcher akshare needs AKShare: {error}"
        raise Failed([source.problem("fetcher", message, hint, id_="missing-library")]) from error
    yield from tables(source, tools, akshare)


def tables(source: Source, tools: Tools, library: Any) -> Iterator[Table]:
    """The tables of a source, from the given AKShare library. Raises Failed."""
    if source.set not in _FETCH_BY_SET:
        hint = f"only for {', '.join(_FETCH_BY_SET)}"
        raise Failed([source.problem("fetcher", f"akshare is not asked for {source.set}", hint)])
    yield from _FETCH_BY_SET[source.set](_Akshare(source, tools, library))


class _Akshare:
    """The library, called for one source: each call has a time limit, and each failure is a problem of the source."""

    def __init__(self, source: Source, tools: Tools, library: Any) -> None:
        self.source, self.tools, self._library = source, tools, library

    def call(self, function: str, **arguments: str) -> pd.DataFrame:
        """The table that a function of AKShare returns; empty where it has no data."""
        callee = getattr(self._library, function, None)
        if callee is None:
            hint = "another version of it may: pip install -U akshare"
            raise self.failed(f"AKShare has no function {function}", hint)
        call_text = f"{function}({', '.join(arguments.values())})"
        self.tools.say(f"{self.source.set} {call_text}")
        limit = self.tools.limits.whole
        for tries_left in reversed(range(_TRIES)):
            try:
                result = within(limit, lambda: callee(**arguments))
            except TimeoutError as error:
                raise self.failed(f"{call_text} is not done after {limit:g} seconds") from error
            except Exception as error:
                # A web page in another shape makes AKShare raise anything: KeyError, ValueError, JSON, JavaScript errors.
                if not tries_left:
                    raise self.failed(f"{call_text}: {type(error).__name__}: {str(error)[:200]}") from error
            else:
                if isinstance(result, pd.DataFrame):
                    return result
                raise self.failed(f"{call_text} returns {type(result).__name__}, not a table")
        raise AssertionError("unreachable")

    def columns(self, table: pd.DataFrame, call_text: str, *wanted: str) -> pd.DataFrame:
        """These columns of a table that is not empty."""
        missing = [column for column in wanted if column not in table.columns]
        if missing:
            headings = ", ".join(str(column) for column in table.columns)
            message = f"{call_text} has no column {', '.join(missing)}: there are {headings}"
            raise self.failed(message, id_="bad-header")
        return table[list(wanted)]

    def failed(self, message: str, hint: str = "", *, id_: str = "fetch-failed") -> Failed:
        return Failed([self.source.problem("fetcher", message, hint, id_=id_)])


def _nav_tables(akshare: _Akshare) -> Iterator[Table]:
    for code in akshare.source.codes:
        call_text = f"{_FUND_HISTORY}({code})"
        try:
            units = akshare.call(_FUND_HISTORY, symbol=code, indicator="单位净值走势")
        except Failed:
            # Of a money-market fund AKShare finds no NAV, which it does not tell from a page that is broken.
            incomes = _incomes(akshare, code)
            if incomes is None:
                raise
            yield Table(frame=incomes, place=call_text, code=code, first=0)
            continue
        if units.empty:
            continue  # a fund without a NAV yet; `staging` notices one whose history is present
        rows = akshare.columns(units, call_text, "净值日期", "单位净值").copy()
        if "日增长率" in units.columns:
            rows["日增长率"] = units["日增长率"]
        accumulated = akshare.call(_FUND_HISTORY, symbol=code, indicator="累计净值走势")
        if not accumulated.empty:
            accumulated = akshare.columns(accumulated, call_text, "净值日期", "累计净值")
            rows = rows.merge(accumulated.drop_duplicates("净值日期"), on="净值日期", how="left")
        rows["dividend"] = _events(akshare, code, rows, "分红送配详情", ("除息日", "每份分红"), _read_dividend)
        rows["split"] = _events(akshare, code, rows, "拆分详情", ("拆分折算日", "拆分折算比例"), _read_split)
        yield Table(frame=rows, place=call_text, code=code, first=0)


def _incomes(akshare: _Akshare, code: str) -> pd.DataFrame | None:
    """A money-market fund's rows; None where the fund has no income either."""
    call_text = f"{_FUND_HISTORY}({code})"
    try:
        incomes = akshare.call(_FUND_HISTORY, symbol=code, indicator="每万份收益")
    except Failed:
        return None
    if incomes.empty:
        return None
    rows = akshare.columns(incomes, call_text, "净值日期", "每万份收益")
    yields = akshare.call(_FUND_HISTORY, symbol=code, indicator="7日年化收益率")
    if yields.empty:
        return rows
    yields = akshare.columns(yields, call_text, "净值日期", "7日年化收益率")
    return rows.merge(yields.drop_duplicates("净值日期"), on="净值日期", how="left")


def _events(
    akshare: _Akshare,
    code: str,
    rows: pd.DataFrame,
    indicator: str,
    columns: tuple[str, str],
    read: Callable[[str], float | None],
) -> list[float | None]:
    """A fund's dividends or splits, each at the first NAV on or after its day; those after the last NAV are left out."""
    events: list[float | None] = [None] * len(rows)
    table = akshare.call(_FUND_HISTORY, symbol=code, indicator=indicator)
    if table.empty:
        return events
    call_text = f"{_FUND_HISTORY}({code}, {indicator})"
    event_rows = akshare.columns(table, call_text, *columns)
    nav_days = date_parsing.parse_dates(rows["净值日期"]).days
    event_days, wrong, *_ = date_parsing.parse_dates(event_rows[columns[0]])
    if wrong:
        raise akshare.failed(f"{call_text}: {wrong[0].text} {wrong[0].reason}", id_="bad-cell")
    for day, text in zip(event_days, event_rows[columns[1]], strict=True):
        value = read(str(text))
        if value is None or not day:
            raise akshare.failed(f"{call_text}: {day or 'no day'}, {text} is not understood", id_="bad-cell")
        later_rows = [(nav_day, row) for row, nav_day in enumerate(nav_days) if nav_day >= day]
        if later_rows:
            row = min(later_rows)[1]
            # Two on one day: dividends add up, splits multiply.
            earlier = events[row]
            if earlier is not None:
                value = earlier + value if read is _read_dividend else earlier * value
            events[row] = value
    return events


def _read_dividend(text: str) -> float | None:
    dividend, split = payment_text.read_payment(text) or (None, None)
    return None if split else dividend


def _read_split(text: str) -> float | None:
    dividend, split = payment_text.read_payment(text) or (None, None)
    return None if dividend else split


def _index_tables(akshare: _Akshare) -> Iterator[Table]:
    since = akshare.source.since or "1990-01-01"
    for code in akshare.source.codes:
        levels = _index_levels(akshare, code, since)
        if not levels.empty:
            rows = akshare.columns(levels, f"{_INDEX_HISTORY}({code})", "日期", "收盘")
            yield Table(frame=rows, place=f"{_INDEX_HISTORY}({code})", code=code, first=0)


def _index_levels(akshare: _Akshare, code: str, since: str) -> pd.DataFrame:
    start, end = since.replace("-", ""), akshare.tools.today.replace("-", "")
    return akshare.call(_INDEX_HISTORY, symbol=code, start_date=start, end_date=end)


def _index_catalogue(akshare: _Akshare) -> Iterator[Table]:
    """The names of indexes, from their latest levels: AKShare's directory of indexes is a spreadsheet of thousands."""
    recent = (date.fromisoformat(akshare.tools.today) - timedelta(days=40)).isoformat()
    rows = []
    for code in akshare.source.codes:
        levels = _index_levels(akshare, code, recent)
        if not levels.empty:
            names = akshare.columns(levels, f"{_INDEX_HISTORY}({code})", "指数中文全称", "指数中文简称")
            full_name, short_name = names.iloc[-1]
            rows.append({"code": code, "name": full_name or short_name, "short_name": short_name})
    frame = pd.DataFrame(rows, columns=["code", "name", "short_name"])
    yield Table(frame=frame, place=_INDEX_HISTORY, first=0)


def _fund_catalogue(akshare: _Akshare) -> Iterator[Table]:
    directory = akshare.call(_FUND_DIRECTORY)
    rows = akshare.columns(directory, _FUND_DIRECTORY, "基金代码", "拼音缩写", "基金简称", "基金类型")
    codes = [code for code in akshare.source.codes if code != "all"]
    if not codes:
        yield Table(frame=rows, place=_FUND_DIRECTORY, first=0)
        return
    rows = rows[rows["基金代码"].isin(codes)].copy()
    facts = [facts_of(_overview(akshare, code), _fees(akshare, code)) for code in rows["基金代码"]]
    for fact in sorted({fact for fund_facts in facts for fact in fund_facts}):
        rows[fact] = [fund_facts.get(fact, "") for fund_facts in facts]
    yield Table(frame=rows, place=_FUND_DIRECTORY, first=0)


def _overview(akshare: _Akshare, code: str) -> dict[str, str]:
    """A fund's overview: a table of one row, e.g. 基金管理人 -> 易方达基金."""
    table = akshare.call("fund_overview_em", symbol=code)
    return {} if table.empty else {str(name): cell_parsing.cell_text(cell) for name, cell in table.iloc[0].items()}


def _fees(akshare: _Akshare, code: str) -> dict[str, str]:
    """A fund's fees: a table in which each name comes before its value, e.g. 管理费率, 1.20%（每年）."""
    table = akshare.call("fund_fee_em", symbol=code, indicator="运作费用")
    cells = [cell_parsing.cell_text(cell) for row in table.itertuples(index=False) for cell in row]
    return dict(zip(cells[::2], cells[1::2], strict=False))


def facts_of(overview: Mapping[str, str], fees: Mapping[str, str]) -> dict[str, str]:
    """A fund's facts under our column names, as far as AKShare's overview and fees have them."""
    size_text = overview.get("净资产规模", "")
    amount = _AMOUNT.search(size_text)
    fee_texts = [
        f"{fee.removesuffix('率')} {value}"
        for fee in ("管理费率", "托管费率", "销售服务费率")
        if (value := (fees.get(fee) or overview.get(fee, "")).replace("(每年)", "").strip()) and value != "0.00%"
    ]
    facts = {
        "full_name": overview.get("基金全称", ""),
        "manager_company": overview.get("基金管理人", ""),
        "custodian": overview.get("基金托管人", ""),
        "managers": overview.get("基金经理人", ""),
        "benchmark": overview.get("业绩比较基准", ""),
        "effective_date": _iso_date(overview.get("成立日期/规模", "")),
        "size": f"{float(amount[1].replace(',', '')) * _YUAN[amount[2]]:.0f}" if amount else "",
        "size_date": _iso_date(size_text) if amount else "",
        "fees": "，".join(fee_texts),
    }
    return {fact: value for fact, value in facts.items() if value}


def _iso_date(text: str) -> str:
    """The first date in a text, "" where there is none."""
    match = _DAY.search(text)
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else ""


def _calendar_tables(akshare: _Akshare) -> Iterator[Table]:
    days = akshare.call(_TRADING_DAYS)
    rows = akshare.columns(days, _TRADING_DAYS, "trade_date").rename(columns={"trade_date": "date"})
    yield Table(frame=rows, place=_TRADING_DAYS, code=(*akshare.source.codes, DEFAULT_CALENDAR)[0], first=0)


_FETCH_BY_SET: Mapping[str, Callable[[_Akshare], Iterator[Table]]] = MappingProxyType(
    {
        "nav": _nav_tables,
        "index": _index_tables,
        "funds": _fund_catalogue,
        "indexes": _index_catalogue,
        "calendars": _calendar_tables,
        "allocation": akshare_allocation.tables,
    }
)
