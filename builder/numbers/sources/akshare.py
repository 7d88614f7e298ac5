"""Codes in, what AKShare has of them out: NAV with dividends and splits, index levels, facts, trading days.

AKShare is optional: it brings twelve more packages, a JavaScript engine among them, and changes weekly. All that this
module knows of it are names of functions and of columns; `tables` takes the module as an argument.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

import pandas as pd

from builder.numbers.sources import cell_parsing
from builder.numbers.sources.source import Source, Table, Tools
from builder.problem import Failed

_TRIES = 2
_RATIO = re.compile(r"1\s*[:：]\s*([\d.]+)")
_PAID = re.compile(r"每(\d*)份(?:基金份额)?派(?:发)?现金(?:红利)?\s*([\d.]+)\s*元")
_AMOUNT = re.compile(r"([\d.,]+)\s*(亿|万)?元")
_DAY = re.compile(r"(\d{4})[年/-](\d{1,2})[月/-](\d{1,2})日?")
_YUAN = {"亿": 100_000_000, "万": 10_000, None: 1}


def fetch(source: Source, tools: Tools) -> Iterator[Table]:
    """The tables of a source. Raises Failed where AKShare is not installed, or anything that it does goes wrong."""
    try:
        import akshare
    except ImportError as error:
        hint = "pip install fund-briefings[akshare]"
        message = f"the fetcher akshare needs AKShare: {error}"
        raise Failed([source.problem("fetcher", message, hint, id_="missing-library")]) from error
    yield from tables(source, tools, akshare)


def tables(source: Source, tools: Tools, ak: Any) -> Iterator[Table]:
    """The same of a given module. Raises Failed."""
    asked = _Asked(source, tools, ak)
    if source.set not in _SETS:
        raise Failed(
            [source.problem("fetcher", f"akshare is not asked for {source.set}", f"only for {', '.join(_SETS)}")]
        )
    yield from _SETS[source.set](asked)


class _Asked:
    """One source's calls to AKShare: each within a time, each failure a problem of the source."""

    def __init__(self, source: Source, tools: Tools, ak: Any) -> None:
        self.source, self.tools, self._ak = source, tools, ak

    def __call__(self, name: str, **given: str) -> pd.DataFrame:
        """What a function of AKShare gives: a table, empty where there is nothing."""
        call = getattr(self._ak, name, None)
        if call is None:
            raise self.failed(f"AKShare has no function {name}", "another version of it may: pip install -U akshare")
        told = f"{name}({', '.join(given.values())})"
        self.tools.say(f"{self.source.set} {told}")
        for left in reversed(range(_TRIES)):
            try:
                found = _within(self.tools.limits.whole, lambda: call(**given))
            except TimeoutError as error:
                raise self.failed(f"{told} is not done after {self.tools.limits.whole:g} seconds") from error
            except Exception as error:
                # Whatever a page in another shape makes of AKShare: KeyError, ValueError, JSON and JavaScript errors.
                if not left:
                    raise self.failed(f"{told}: {type(error).__name__}: {str(error)[:200]}") from error
            else:
                if isinstance(found, pd.DataFrame):
                    return found
                raise self.failed(f"{told} gives {type(found).__name__}, not a table")
        raise AssertionError("unreachable")

    def columns(self, table: pd.DataFrame, name: str, *wanted: str) -> pd.DataFrame:
        """These columns of a table that is not empty."""
        missing = [one for one in wanted if one not in table.columns]
        if missing:
            there = ", ".join(str(one) for one in table.columns)
            raise self.failed(f"{name} has no column {', '.join(missing)}: there are {there}", id_="bad-header")
        return table[list(wanted)]

    def failed(self, said: str, hint: str = "", *, id_: str = "fetch-failed") -> Failed:
        return Failed([self.source.problem("fetcher", said, hint, id_=id_)])


def _within(seconds: float, work: Callable[[], Any]) -> Any:
    """The result of some work, or TimeoutError: AKShare waits for servers without end."""
    done: list[tuple[Any, BaseException | None]] = []

    def run() -> None:
        try:
            done.append((work(), None))
        except BaseException as error:
            done.append((None, error))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if not done:
        raise TimeoutError
    result, error = done[0]
    if error is not None:
        raise error
    return result


def _nav(ask: _Asked) -> Iterator[Table]:
    for code in ask.source.codes:
        name = f"fund_open_fund_info_em({code})"
        units = ask("fund_open_fund_info_em", symbol=code, indicator="单位净值走势")
        if units.empty:
            continue  # as of a fund that has no NAV yet; where it had one, that is noticed
        rows = ask.columns(units, name, "净值日期", "单位净值").copy()
        total = ask("fund_open_fund_info_em", symbol=code, indicator="累计净值走势")
        if not total.empty:
            known = ask.columns(total, name, "净值日期", "累计净值")
            rows = rows.merge(known.drop_duplicates("净值日期"), on="净值日期", how="left")
        rows["dividend"] = _placed(ask, code, rows, "分红送配详情", ("除息日", "每份分红"), _paid)
        rows["split"] = _placed(ask, code, rows, "拆分详情", ("拆分折算日", "拆分折算比例"), _split)
        yield Table(frame=rows, place=name, code=code, first=0)


def _placed(
    ask: _Asked, code: str, rows: pd.DataFrame, what: str, columns: tuple[str, str], read: Callable[[str], float | None]
) -> list[float | None]:
    """What was paid or split, at the first NAV on or after its day; what is yet to come is left out."""
    found: list[float | None] = [None] * len(rows)
    table = ask("fund_open_fund_info_em", symbol=code, indicator=what)
    if table.empty:
        return found
    name = f"fund_open_fund_info_em({code}, {what})"
    own = ask.columns(table, name, *columns)
    days, _, _ = cell_parsing.parse_dates(rows["净值日期"])
    at, wrong, _ = cell_parsing.parse_dates(own[columns[0]])
    if wrong:
        raise ask.failed(f"{name}: {wrong[0].written} {wrong[0].why}", id_="bad-cell")
    for day, said in zip(at, own[columns[1]], strict=True):
        value = read(str(said))
        if value is None or not day:
            raise ask.failed(f"{name}: {day or 'no day'}, {said} is not understood", id_="bad-cell")
        later = [(one, row) for row, one in enumerate(days) if one >= day]
        if later:
            row = min(later)[1]
            # Two on one day: payments add up, splits multiply.
            before = found[row]
            found[row] = value if before is None else before + value if read is _paid else before * value
    return found


def _paid(said: str) -> float | None:
    match = _PAID.search(said)
    return float(match[2]) / float(match[1] or 1) if match else None


def _split(said: str) -> float | None:
    match = _RATIO.search(said)
    return float(match[1]) if match else None


def _index(ask: _Asked) -> Iterator[Table]:
    since = ask.source.since or "1990-01-01"
    for code in ask.source.codes:
        found = _levels(ask, code, since)
        if not found.empty:
            rows = ask.columns(found, f"stock_zh_index_hist_csindex({code})", "日期", "收盘")
            yield Table(frame=rows, place=f"stock_zh_index_hist_csindex({code})", code=code, first=0)


def _levels(ask: _Asked, code: str, since: str) -> pd.DataFrame:
    start, end = since.replace("-", ""), ask.tools.today.replace("-", "")
    return ask("stock_zh_index_hist_csindex", symbol=code, start_date=start, end_date=end)


def _indexes(ask: _Asked) -> Iterator[Table]:
    """AKShare's directory of indexes is a spreadsheet of thousands; a history carries its own name."""
    recent = (date.fromisoformat(ask.tools.today) - timedelta(days=40)).isoformat()
    rows = []
    for code in ask.source.codes:
        found = _levels(ask, code, recent)
        if not found.empty:
            names = ask.columns(found, f"stock_zh_index_hist_csindex({code})", "指数中文全称", "指数中文简称")
            rows.append({"code": code, "name": names.iloc[-1, 0] or names.iloc[-1, 1], "short_name": names.iloc[-1, 1]})
    yield Table(
        frame=pd.DataFrame(rows, columns=["code", "name", "short_name"]), place="stock_zh_index_hist_csindex", first=0
    )


def _funds(ask: _Asked) -> Iterator[Table]:
    found = ask("fund_name_em")
    rows = ask.columns(found, "fund_name_em", "基金代码", "拼音缩写", "基金简称", "基金类型")
    codes = [code for code in ask.source.codes if code != "all"]
    if not codes:
        yield Table(frame=rows, place="fund_name_em", first=0)
        return
    rows = rows[rows["基金代码"].isin(codes)].copy()
    facts = [facts_of(_pairs(ask("fund_overview_em", symbol=code)), _fees(ask, code)) for code in rows["基金代码"]]
    for name in sorted({name for one in facts for name in one}):
        rows[name] = [one.get(name, "") for one in facts]
    yield Table(frame=rows, place="fund_name_em", first=0)


def _pairs(table: pd.DataFrame) -> dict[str, str]:
    return {} if table.empty else {str(name): cell_parsing.cell_text(value) for name, value in table.iloc[0].items()}


def _fees(ask: _Asked, code: str) -> dict[str, str]:
    """A table of cells in which each name stands before its value, e.g. 管理费率, 1.20%（每年）."""
    table = ask("fund_fee_em", symbol=code, indicator="运作费用")
    cells = [cell_parsing.cell_text(cell) for row in table.itertuples(index=False) for cell in row]
    return dict(zip(cells[::2], cells[1::2], strict=False))


def facts_of(overview: Mapping[str, str], fees: Mapping[str, str]) -> dict[str, str]:
    """A fund's facts under our names, as far as AKShare's overview and its table of fees tell them."""
    day = _DAY.search(overview.get("成立日期/规模", ""))
    size = overview.get("净资产规模", "")
    amount, sized = _AMOUNT.search(size), _DAY.search(size)
    found = {
        "full_name": overview.get("基金全称", ""),
        "manager_company": overview.get("基金管理人", ""),
        "custodian": overview.get("基金托管人", ""),
        "managers": overview.get("基金经理人", ""),
        "benchmark": overview.get("业绩比较基准", ""),
        "effective_date": _iso(day),
        "size": f"{float(amount[1].replace(',', '')) * _YUAN[amount[2]]:.0f}" if amount else "",
        "size_date": _iso(sized) if amount else "",
    }
    charged = [
        f"{name.removesuffix('率')} {value}"
        for name in ("管理费率", "托管费率", "销售服务费率")
        if (value := (fees.get(name) or overview.get(name, "")).replace("(每年)", "").strip()) and value != "0.00%"
    ]
    return {name: value for name, value in (found | {"fees": "，".join(charged)}).items() if value}


def _iso(match: re.Match[str] | None) -> str:
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else ""


def _calendars(ask: _Asked) -> Iterator[Table]:
    found = ask("tool_trade_date_hist_sina")
    rows = ask.columns(found, "tool_trade_date_hist_sina", "trade_date").rename(columns={"trade_date": "date"})
    yield Table(frame=rows, place="tool_trade_date_hist_sina", code=(*ask.source.codes, "SSE")[0], first=0)


_SETS: Mapping[str, Callable[[_Asked], Iterator[Table]]] = MappingProxyType(
    {"nav": _nav, "index": _index, "funds": _funds, "indexes": _indexes, "calendars": _calendars}
)
