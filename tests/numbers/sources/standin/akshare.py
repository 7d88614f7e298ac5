"""Stands in for AKShare 1.19 where there is no network: its functions, their arguments, the shapes of their tables and
their failures, over a server at $AKSHARE_STANDIN. The real one evaluates the JavaScript; this one looks for the JSON."""

from __future__ import annotations

import json
import os
import re
from datetime import date, timedelta
from typing import Any
from urllib.request import urlopen

import pandas as pd

CSINDEX = [
    *["日期", "指数代码", "指数中文全称", "指数中文简称", "指数英文全称", "指数英文简称"],
    *["开盘", "最高", "最低", "收盘", "涨跌", "涨跌幅", "成交量", "成交金额", "样本数量", "滚动市盈率"],
]


def _get(path: str) -> str:
    with urlopen(f"{os.environ['AKSHARE_STANDIN']}/{path}", timeout=5) as answer:
        return answer.read().decode("utf-8-sig")


def _variable(text: str, name: str) -> Any:
    found = re.search(rf"var {name}\s*=\s*(.*?);", text, re.DOTALL)
    return json.loads(found[1])  # type: ignore[index]


def _day(at: int) -> date:
    return date(1970, 1, 1) + timedelta(hours=(at / 3_600_000) + 8)


def fund_open_fund_info_em(
    symbol: str = "710001", indicator: str = "单位净值走势", period: str = "成立来"
) -> pd.DataFrame:
    if indicator == "单位净值走势":
        rows = _variable(_get(f"pingzhongdata/{symbol}.js"), "Data_netWorthTrend")
        data = [(_day(row["x"]), row["y"], row["equityReturn"]) for row in rows]
        return pd.DataFrame(data, columns=["净值日期", "单位净值", "日增长率"]) if data else pd.DataFrame()
    if indicator == "累计净值走势":
        rows = _variable(_get(f"pingzhongdata/{symbol}.js"), "Data_ACWorthTrend")
        data = [(_day(at), value) for at, value in rows]
        return pd.DataFrame(data, columns=["净值日期", "累计净值"]) if data else pd.DataFrame()
    if name := {"每万份收益": "Data_millionCopiesIncome", "7日年化收益率": "Data_sevenDaysYearIncome"}.get(indicator):
        data = [(_day(at), value) for at, value in _variable(_get(f"pingzhongdata/{symbol}.js"), name)]
        return pd.DataFrame(data, columns=["净值日期", indicator]) if data else pd.DataFrame()
    rows = json.loads(_get(f"fhsp_{symbol}.json"))[indicator]
    return pd.DataFrame(rows)  # as from its page: text, and no row where there is nothing


def fund_name_em() -> pd.DataFrame:
    return pd.DataFrame(
        _variable(_get("js/fundcode_search.js"), "r"),
        columns=["基金代码", "拼音缩写", "基金简称", "基金类型", "拼音全称"],
    )


def fund_overview_em(symbol: str = "015641") -> pd.DataFrame:
    return pd.DataFrame([json.loads(_get(f"jbgk_{symbol}.json"))])


def fund_fee_em(symbol: str = "015641", indicator: str = "认购费率") -> pd.DataFrame:
    return pd.DataFrame(json.loads(_get(f"jjfl_{symbol}.json"))[indicator])


def stock_zh_index_hist_csindex(
    symbol: str = "000928", start_date: str = "20180526", end_date: str = "20240604"
) -> pd.DataFrame:
    rows = [row for row in json.loads(_get(f"index-perf/{symbol}.json"))["data"] if start_date <= row[0] <= end_date]
    table = pd.DataFrame(rows)
    table.columns = pd.Index(CSINDEX)  # a ValueError where there are no rows, as in the real one
    table["日期"] = pd.to_datetime(table["日期"]).dt.date
    for name in CSINDEX[6:]:
        table[name] = pd.to_numeric(table[name], errors="coerce")
    return table


def tool_trade_date_hist_sina() -> pd.DataFrame:
    days = json.loads(_get("klc_td_sh.json"))
    return pd.DataFrame({"trade_date": [date(int(one[:4]), int(one[4:6]), int(one[6:])) for one in days]})
