"""The names that exports give their columns, and which of our columns each one is. Used where a fetched table is read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

from builder.numbers.sources.source import Source
from builder.problem import Failed
from builder.suggest import did_you_mean
from builder.vocabulary import MARKETS

# Our column -> what others call it, the surest name first, as `normalise` leaves them.
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
        "fsrq",
        "time",
    ),
    "nav": ("单位净值", "基金单位净值", "基金净值", "nav", "unitnav", "netvalue", "dwjz", "最新净值", "净值"),
    "accumulated": (
        "累计净值",
        "累计单位净值",
        "基金累计净值",
        "accumulated",
        "accumnav",
        "accnav",
        "accumulatednav",
        "ljjz",
    ),
    "income": ("每万份收益", "万份收益", "每万份基金收益", "每万份基金净收益", "每万份基金已实现收益", "income"),
    "yield7": (
        "7日年化收益率",
        "七日年化收益率",
        "7日年化",
        "七日年化",
        "最近七日年化收益率",
        "最近7日年化收益率",
        "yield7",
    ),
    "dividend": (
        "每份分红",
        "每份派现金",
        "单位分红",
        "dividend",
        "dividends",
        "分红",
        "分红送配",
        "分红方案",
        "unitmoney",
    ),
    "change": (
        "日增长率",
        "净值增长率",
        "日涨幅",
        "日涨跌幅",
        "涨跌幅",
        "dailygrowth",
        "dailygrowthpct",
        "equityreturn",
        "changepct",
        "changepercent",
        "change%",
        "changerate",
        "pctchg",
        "pctchange",
        "dailychange",
        "dailyreturn",
        "growthrate",
        "日增长",
        "涨跌幅%",
        "jzzzl",
    ),
    "split": ("拆分折算比例", "拆分比例", "拆分", "split", "stocksplits", "splitratio"),
    "close": ("收盘", "收盘价", "收盘点位", "收盘指数", "close", "close/last", "closeprice", "最新价", "点位", "price"),
    "adjusted": ("adjclose", "adjustedclose", "adjusted", "复权收盘", "复权收盘价", "前复权收盘价", "后复权收盘价"),
    "announced": ("公告日期", "公布日期", "anndate", "announced", "announcementdate"),
    "update_flag": ("updateflag",),
    "code": (
        "基金代码",
        "指数代码",
        "股票代码",
        "证券代码",
        "代码",
        "code",
        "symbol",
        "ticker",
        "tscode",
        "fundcode",
        "indexcode",
    ),
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
_DATED = re.compile(r"((?:19|20)\d\d)[-/年.]?(\d{1,2})[-/月.]?(\d{1,2})日?[-_ ]*(?=\D)")
_MOST_SHOWN = 12
_SIMPLIFIED = str.maketrans("單淨價盤計長開後復權漲幣碼幅", "单净价盘计长开后复权涨币码幅")
_VALUES = ("nav", "accumulated", "income", "dividend", "close", "adjusted")


_BRACKETS = re.compile(r"[(\[【]([^()\[\]【】]*+)[)\]】]")
# What may stand in brackets behind a value's name and change nothing: yuan, a share of a unit, a day, a code.
_HARMLESS = re.compile(
    r"|(?:人民币|rmb|cny|¥)?(?:元|yuan)?(?:/[\u4e00-\u9fff]{1,2})?|点|points?|%|[不未]复权|单位|原始|必填|t日|当日|[\d年月日/.-]+"
    r"|[a-z]{0,2}\d{5,6}(?:\.[a-z]{2,3})?"
)
_CURRENCIES = re.compile("美元|港元|港币|日元|欧元|英镑|usd|hkd|jpy|eur|gbp|[$€£]")  # in which a close may be quoted
_ADJUSTED = re.compile("(?:前|后|等比)?复权.*|adj(?:usted)?|[qh]fq")
_UNIT = re.compile("(元/份|元|点)$")
_CHINESE = re.compile("[\u4e00-\u9fff/]+")
# A code as data vendors write it, e.g. "012733.OF"; and what we put behind the heading of a column with one code's values.
_SUFFIXES = "|".join(market.name for market in MARKETS.values() if market.behind_code)
_VENDOR_CODE = re.compile(rf"(?<![A-Za-z0-9.])([A-Za-z0-9]+\.(?:{_SUFFIXES}))(?![A-Za-z0-9])", re.IGNORECASE)
_CODE_MARK = " @"


def normalise(heading: object) -> str:
    """A heading without spaces, case, `_`, `*` and brackets, e.g. "单位净值" for " 单位净值 (元)".

    Brackets stay where they say that the values are others than the name says: "单位净值(分)", "收盘价(前复权)".
    """
    text = unicodedata.normalize("NFKC", str(heading)).casefold()
    text = re.sub(r"[\s_*'\"\ufeff<>]", "", text).translate(_SIMPLIFIED)
    text = re.sub("(?<=年化)%$", "", text)
    name = _BRACKETS.sub("", text)
    return f"{name}({word})" if (word := _word_that_counts(name, text)) else name


def _word_that_counts(name: str, text: str) -> str:
    """What stands in the brackets of a value's heading and changes what it is; "" if nothing does."""
    words = [match[1] for match in _BRACKETS.finditer(text)]
    column = _column_of_name(name) if words else ""
    if column not in _VALUES:
        return ""
    allowed = (_HARMLESS, _CURRENCIES) if column in ("close", "adjusted") else (_HARMLESS,)
    counting = (
        word for word in words if not any(each.fullmatch(word) for each in allowed) and _column_of_name(word) != column
    )
    return next(counting, "")


def question(headings: Sequence[object], missing: Sequence[str]) -> str:
    """What to ask of a heading that would be one of these columns but for the word in its brackets; "" if none would."""
    for heading in headings:
        name, _, word = normalise(split_date(heading)[1]).partition("(")
        if word and (column := _column_of_name(name)) in missing:
            return (
                f"{heading} is not taken for {column}, because of {word.rstrip(')')}; if it is {column} all the same, in its "
                f"unit, write columns: {{{column}: {heading}}}"
            )
    return ""


def _column_of_name(name: str) -> str:
    return _COLUMN_BY_NAME.get(name) or _COLUMN_BY_NAME.get(_UNIT.sub("", name), "")


@lru_cache(maxsize=4096)  # the files of a set have the same headings
def _spellings(heading: str) -> tuple[str, ...]:
    """How a heading may be looked up: normalised, without its unit, and as the Chinese of `日期Date` if both say the same."""
    name = normalise(heading)
    spellings = [name, _UNIT.sub("", name)]
    base, _, word = name.partition("(")
    if word and _column_of_name(base) == "close" and _ADJUSTED.fullmatch(word.rstrip(")")):
        spellings.append("adjclose")
    chinese = _CHINESE.match(name)
    if chinese and chinese.end() < len(name):
        column = _COLUMN_BY_NAME.get(chinese[0], "")
        if column and _COLUMN_BY_NAME.get(name[chinese.end() :]) == column:
            spellings.append(chinese[0])
    return tuple(spellings)


_COLUMN_BY_NAME = {name: column for column, names in NAMES.items() for name in (*names, normalise(column))}


def column_of(heading: object, source: Source) -> str:
    """Which of our columns a heading names, as the source's declaration or `NAMES` says; "" if none."""
    spellings = _spellings(split_date(heading)[1])
    declared = {normalise(theirs): ours for ours, theirs in source.columns.items()}
    return next((column for name in spellings if (column := declared.get(name) or _COLUMN_BY_NAME.get(name))), "")


def code_in(heading: object, source: Source) -> str:
    """The code that a heading holds, as it is written: with a vendor's suffix, or one of the source's; "" if none."""
    text = unicodedata.normalize("NFKC", str(heading))
    if match := _VENDOR_CODE.search(text):
        return match[1]
    if not source.codes or column_of(text, source):
        return ""
    words = re.findall(r"[A-Za-z0-9._-]+", text)
    return next((word for word in words if word in source.code_set), "")


def without_code(heading: str, code: str) -> str:
    """What a heading says besides a code."""
    text = unicodedata.normalize("NFKC", heading).replace(code, "")
    return re.sub(r"^[\s_\-:()\[\]]++|(?<![\s_\-:(\[])[\s_\-:(\[]++$|\(\s*+\)", "", text)


def with_code(heading: str, code: str) -> str:
    """A heading of a column that holds one code's values, e.g. "单位净值 @012733.OF"."""
    return f"{heading}{_CODE_MARK}{code}"


def split_code(heading: str) -> tuple[str, str]:
    """The code that `with_code` put behind a heading, and the heading; the code is "" where there is none."""
    name, _, code = heading.rpartition(_CODE_MARK)
    return (code, name) if name or heading.startswith(_CODE_MARK) else ("", heading)


def split_date(heading: object) -> tuple[str, str]:
    """A heading's ISO date and the rest, e.g. ("2024-02-20", "单位净值"); the date is "" where there is none."""
    text = unicodedata.normalize("NFKC", str(heading)).strip()
    match = _DATED.match(text)
    if not match:
        return "", text
    year, month, day = match.groups()
    return f"{year}-{int(month):02}-{int(day):02}", text[match.end() :].lstrip("-_ ")  # as before a 7日年化


def find_columns(
    headings: Sequence[object], wanted: Sequence[str], source: Source, problem_path: str
) -> dict[str, int]:
    """The position of each of our columns that a table has, by our name.

    Raises Failed where several headings could be the same column, or a column that `columns` declares is missing.
    """
    positions_by_heading: dict[str, list[int]] = {}
    for position, heading in enumerate(headings):
        for spelling in dict.fromkeys(_spellings(split_date(heading)[1])):
            positions_by_heading.setdefault(spelling, []).append(position)
    columns: dict[str, int] = {}
    problems = []
    taken = {normalise(name) for name in source.columns.values()}
    for column in wanted:
        declared = source.columns.get(column)
        own_names = [name for name in map(normalise, (*NAMES.get(column, ()), column)) if name not in taken]
        names = [normalise(declared)] if declared else own_names
        positions = next((positions_by_heading[name] for name in names if name in positions_by_heading), [])
        if len(positions) == 1:
            columns[column] = positions[0]
        elif positions:
            listed = ", ".join(str(headings[position]) for position in positions)
            message = f"{problem_path} has {len(positions)} columns that may be {column}: {listed}"
            problems.append(source.problem("columns", message, "say which in `columns`", id_="bad-header"))
        elif declared:
            advice = f"there are {heading_list(headings)}"
            hint = did_you_mean(declared, [str(heading) for heading in headings], otherwise=advice, cutoff=50)
            message = f"{problem_path} has no column {declared} for {column}"
            problems.append(source.problem("columns", message, hint, id_="bad-header"))
    if problems:
        raise Failed(problems)
    return columns


def heading_list(headings: Sequence[object]) -> str:
    """Headings for a message; the first ones where there are many."""
    names = [str(heading) for heading in headings]
    return ", ".join(names[:_MOST_SHOWN]) + (", …" if len(names) > _MOST_SHOWN else "")
