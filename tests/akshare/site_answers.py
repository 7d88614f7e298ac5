"""What the sites behind AKShare answer: their pages, JSON and scripts, as far as AKShare reads them."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

EASTMONEY, ARCHIVE, CSINDEX = "/fund.eastmoney.com", "/fundf10.eastmoney.com", "/www.csindex.com.cn"
Rows = Sequence[tuple[str, float]]
_CSINDEX = (
    "tradeDate", "indexCode", "indexNameCnAll", "indexNameCn", "indexNameEnAll", "indexNameEn", "open", "high", "low",
    "close", "change", "changePct", "tradingVol", "tradingValue", "consNumber", "peg",
)  # fmt: skip


def read(path: Path, value: str) -> list[tuple[str, float]]:
    """A history of a CSV."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [(row["date"], float(row[value])) for row in csv.DictReader(file)]


def trend(code: str, rows: Rows, paid: Iterable[tuple[str, str]] = ()) -> str:
    """A fund's script: times in milliseconds at midnight in Shanghai."""
    said = dict(paid)
    at = {day: ((date.fromisoformat(day) - date(1970, 1, 1)).days * 24 - 8) * 3_600_000 for day, _ in rows}
    points = [{"x": at[day], "y": nav, "equityReturn": 0.0, "unitMoney": said.get(day, "")} for day, nav in rows]
    total = [[at[day], nav] for day, nav in rows]
    return (
        f'/*2024-02-21 11:38:57*/var ishb=false;var fS_name = "";var fS_code = "{code}";'
        f"/*单位净值走势*/var Data_netWorthTrend = {json.dumps(points)};"
        f"/*累计净值走势*/var Data_ACWorthTrend = {json.dumps(total)};"
    )


def incomes(code: str, rows: Rows, yields: Rows) -> str:
    """The script of a money-market fund, which has no NAVs."""
    points, yearly = (
        [[((date.fromisoformat(day) - date(1970, 1, 1)).days * 24 - 8) * 3_600_000, value] for day, value in pairs]
        for pairs in (rows, yields)
    )
    return (
        f'/*2024-02-21 11:38:57*/var ishb=true;var fS_name = "";var fS_code = "{code}";'
        f"/*每万份收益*/var Data_millionCopiesIncome = {json.dumps(points)};"
        f"/*7日年化收益率*/var Data_sevenDaysYearIncome = {json.dumps(yearly)};"
    )


def payments(dividends: Rows, splits: Sequence[tuple[str, str]]) -> str:
    """The page of a fund's dividends and splits: three tables, or a line that there are none."""
    none = '<tr><td colspan="5">暂无分红信息!</td></tr>'
    paid = [
        f"<tr><td>{day[:4]}年</td><td>{day}</td><td>{day}</td><td>每份派现金{value:.4f}元</td><td>{day}</td></tr>"
        for day, value in dividends
    ]
    unsplit = '<tr><td colspan="4">暂无拆分信息!</td></tr>'
    split = [f"<tr><td>{day[:4]}年</td><td>{day}</td><td>份额折算</td><td>{ratio}</td></tr>" for day, ratio in splits]
    heads = (
        ("年份", "权益登记日", "除息日", "每份分红", "分红发放日"),
        ("年份", "拆分折算日", "拆分类型", "拆分折算比例"),
    )
    bodies = ("".join(paid) or none, "".join(split) or unsplit)
    tables = [
        f"<table><thead><tr><th>{'</th><th>'.join(head)}</th></tr></thead><tbody>{body}</tbody></table>"
        for head, body in zip(heads, bodies, strict=True)
    ]
    return f"<html><body><table><tr><td>基金</td><td>概况</td></tr></table>{''.join(tables)}</body></html>"


def overview(code: str, name: str, effective: str = "2022年03月01日") -> str:
    """The page of a fund's facts: names and values side by side in its last table."""
    facts = [
        ("基金全称", name, "基金简称", name),
        ("基金代码", f"{code}（前端）", "基金类型", "指数型-股票"),
        ("发行日期", "2022年02月14日", "成立日期/规模", f"{effective} / 2.345亿份"),
        ("净资产规模", "1.26亿元（截止至：2023年12月31日）", "份额规模", "1.5600亿份（截止至：2023年12月31日）"),
        ("基金管理人", "示例基金", "基金托管人", "示例银行"),
        ("基金经理人", "甲", "成立来分红", "每份累计0.00元（0次）"),
        ("管理费率", "0.15%（每年）", "托管费率", "0.05%（每年）"),
        ("销售服务费率", "0.00%（每年）", "最高认购费率", "1.00%（前端）"),
        ("业绩比较基准", "中证人工智能主题指数收益率×95%+活期存款利率(税后)×5%", "跟踪标的", "中证人工智能主题指数"),
    ]
    rows = "".join(f"<tr><th>{a}</th><td>{b}</td><th>{c}</th><td>{d}</td></tr>" for a, b, c, d in facts)
    return f"<html><body><table><tr><td>x</td></tr></table><table class='info w790'>{rows}</table></body></html>"


def fees() -> str:
    """The page of a fund's fees: a heading before each table."""
    cells = ("管理费率", "0.15%（每年）", "托管费率", "0.05%（每年）", "销售服务费率", "0.00%（每年）")
    row = "".join(f"<td>{one}</td>" for one in cells)
    return f"<html><body><h4 class='t'><label>运作费用</label></h4><table><tbody><tr>{row}</tr></tbody></table></body></html>"


def index(code: str, name: str, rows: Rows) -> str:
    """An index as csindex.com.cn tells it: sixteen fields, days without hyphens."""
    data = [
        dict(
            zip(
                _CSINDEX,
                (
                    day.replace("-", ""),
                    code,
                    f"{name}指数",
                    name,
                    "",
                    "",
                    None,
                    None,
                    None,
                    close,
                    0.0,
                    0.0,
                    None,
                    None,
                    50,
                    None,
                ),
                strict=True,
            )
        )
        for day, close in rows
    ]
    return json.dumps({"code": "200", "msg": "Success", "data": data, "success": True}, ensure_ascii=False)


def paid(script: str) -> list[tuple[str, float]]:
    """The dividends that a fund's script tells, by day."""
    found = re.search(r"var Data_netWorthTrend\s*=\s*(.*?);", script, re.DOTALL)
    assert found
    rows = [(row["x"], re.search(r"每份派现金([\d.]+)元", row["unitMoney"] or "")) for row in json.loads(found[1])]
    days = (
        (date.fromordinal(date(1970, 1, 1).toordinal() + (at + 8 * 3_600_000) // 86_400_000), match)
        for at, match in rows
    )
    return [(day.isoformat(), float(match[1])) for day, match in days if match]
