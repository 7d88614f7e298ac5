"""A table's column names as their makers write them in, which column is which of ours out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from builder.numbers.sources.source import Source
from builder.problem import Failed

# Ours -> what others call it, the surest first; compared without spaces, case, units in brackets, `_` and `*`.
NAMES: Mapping[str, tuple[str, ...]] = {
    "date": (
        "净值日期",
        "日期",
        "交易日期",
        "交易日",
        "date",
        "navdate",
        "tradedate",
        "截止日期",
        "时间",
        "datetime",
        "time",
    ),
    "nav": ("单位净值", "基金单位净值", "基金净值", "nav", "unitnav", "netvalue", "最新净值", "净值"),
    "accumulated": ("累计净值", "累计单位净值", "基金累计净值", "accumulated", "accumnav", "accnav", "accumulatednav"),
    "dividend": ("每份分红", "每份派现金", "单位分红", "dividend", "dividends", "分红"),
    "split": ("拆分折算比例", "拆分比例", "拆分", "split", "stocksplits", "splitratio"),
    "close": ("收盘", "收盘价", "收盘点位", "收盘指数", "close", "close/last", "closeprice", "最新价", "点位"),
    "adjusted": ("adjclose", "adjustedclose", "adjusted", "复权收盘", "复权收盘价", "后复权收盘价"),
    "announced": ("公告日期", "公布日期", "anndate", "announced", "announcementdate"),
    "code": ("基金代码", "指数代码", "股票代码", "证券代码", "代码", "code", "symbol", "ticker", "tscode"),
    "name": (
        "基金简称",
        "指数简称",
        "证券简称",
        "股票简称",
        "名称",
        "简称",
        "基金名称",
        "指数名称",
        "name",
        "shortname",
    ),
    "full_name": ("基金全称", "指数全称", "全称", "fullname"),
    "short_name": (),
    "kind": ("基金类型", "类型", "kind"),
    "pinyin": ("拼音缩写", "pinyin"),
    "risk_level": ("风险等级", "risklevel"),
    "manager_company": ("基金管理人", "基金公司", "管理人", "managercompany"),
    "managers": ("基金经理人", "基金经理", "managers"),
    "custodian": ("基金托管人", "托管银行", "托管人", "custodian"),
    "effective_date": ("成立日期", "成立时间", "基金合同生效日", "effectivedate"),
    "benchmark": ("业绩比较基准", "benchmark"),
    "index": ("跟踪指数代码", "index"),
    "fees": ("费率", "fees"),
    "size": ("净资产规模", "最新规模", "规模", "size"),
    "size_date": ("规模日期", "sizedate"),
    "parent": ("parent",),
    "aliases": ("别名", "aliases"),
}
# A day in front of a name, e.g. "2024-02-20单位净值" or "2024-02-20-单位净值".
_DATED = re.compile(r"(\d{4})[-/年.]?(\d{1,2})[-/月.]?(\d{1,2})日?[-_ ]*(?=\D)")


def normalise(heading: object) -> str:
    """A heading without what varies, e.g. "单位净值" for " 单位净值 (元)"."""
    text = unicodedata.normalize("NFKC", str(heading)).casefold()
    return re.sub(r"[\s_*'\"\ufeff]|\([^)]*\)", "", text)


def split_date(heading: object) -> tuple[str, str]:
    """A heading's day and its rest, e.g. ("2024-02-20", "单位净值"); the day is empty where there is none."""
    text = unicodedata.normalize("NFKC", str(heading)).strip()
    found = _DATED.match(text)
    if not found:
        return "", text
    year, month, day = found.groups()
    return f"{year}-{int(month):02}-{int(day):02}", text[found.end() :]


def find_columns(headings: Sequence[object], wanted: Sequence[str], source: Source, place: str) -> dict[str, int]:
    """The position of each of our columns that is there. Raises Failed where two could be the same one, or where one
    that `columns` names is missing."""
    from rapidfuzz import process

    seen: dict[str, list[int]] = {}
    for position, heading in enumerate(headings):
        seen.setdefault(normalise(split_date(heading)[1]), []).append(position)
    found: dict[str, int] = {}
    problems = []
    for name in wanted:
        said = source.columns.get(name)
        candidates = (said,) if said else (*NAMES.get(name, ()), name)
        at = next((seen[normalise(one)] for one in candidates if normalise(one) in seen), None)
        if at is None and said:
            near = process.extractOne(said, [str(one) for one in headings], score_cutoff=50)
            hint = f"did you mean {near[0]}?" if near else f"there are {heading_list(headings)}"
            problems.append(
                source.problem("columns", f"{place} has no column {said} for {name}", hint, id_="bad-header")
            )
        elif at is not None and len(at) > 1:
            message = f"{place} has the column {headings[at[0]]} {len(at)} times"
            problems.append(source.problem("columns", message, "say which in `columns`", id_="bad-header"))
        elif at is not None:
            found[name] = at[0]
    if problems:
        raise Failed(problems)
    return found


def heading_list(headings: Sequence[object]) -> str:
    """Headings for a message, cut where they are many."""
    names = [str(one) for one in headings]
    return ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
