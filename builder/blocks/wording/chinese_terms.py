"""The words for windows, facts, kinds and risk levels, as all blocks and charts show them."""

from __future__ import annotations

import re

from builder.language import translate
from builder.language.date_format import year_alone
from builder.vocabulary import WINDOWS

# The facts of a fund that readers see, by the measure that asks for them, in the order of a fund's page.
FACTS: dict[str, str] = {
    "name": "基金全称",
    "short-name": "简称",
    "kind": "类型",
    "risk": "风险等级",
    "effective-date": "成立日期",
    "size": "规模",
    "company": "管理人",
    "custodian": "托管人",
    "manager": "基金经理",
    "fee": "费率",
    "benchmark": "业绩比较基准",
    "index": "跟踪标的",
}
# The column of the catalogue that holds a fact, where it is not called as the measure; used in JSON for other programs.
COLUMNS = {
    "short-name": "short_name",
    "risk": "risk_level",
    "effective-date": "effective_date",
    "company": "manager_company",
    "manager": "managers",
    "fee": "fees",
}
RISKS = {"R1": "低风险", "R2": "中低风险", "R3": "中风险", "R4": "中高风险", "R5": "高风险"}

_YEAR = re.compile(r"(19|20)\d\d\Z")


def is_year(window: str) -> bool:
    """Whether a window is a calendar year, e.g. "2023"."""
    return bool(_YEAR.match(window))


def window(name: str) -> str:
    """A window as readers know it, e.g. "近1年"; a calendar year as "2023年"."""
    if is_year(name):
        return year_alone(name)
    return translate(WINDOWS[name].label) if name in WINDOWS else name


def of_window(name: str, label: str) -> str:
    """A measure with its window, e.g. of_window("1y", "最大回撤") is "近1年最大回撤"; without a window the measure alone."""
    return translate("{window}{measure}", window=window(name), measure=translate(label)) if name else translate(label)


def risk(level: str) -> tuple[str, str]:
    """The grade and the word for a risk level of the catalogue: "R4" and "中高" both give ("R4", "中高风险")."""
    short = level.strip().upper().removesuffix("风险")
    for grade, word in RISKS.items():
        if short == grade or short == word.removesuffix("风险") or short.startswith(f"{grade} "):
            return grade, translate(word)
    return "", level.strip()


# The headings of generated tables. Authors' tables use the labels of the measures.
HEADINGS = {
    "drawdown": "最大回撤",
    "volatility": "波动率",
    "annualised": "年化收益",
    "sharpe": "夏普比率",
    "tracking-error": "跟踪误差",
    "benchmark-return": "基准收益",
    "excess-return": "超额收益",
    "price-return": "价格收益",
    "calendar-year": "",
    "return": "",  # the window alone is the heading
}


def heading(measure: str, window_name: str) -> str:
    """A column's heading, e.g. heading("drawdown", "1y") is "近1年最大回撤"."""
    word = HEADINGS.get(measure, FACTS.get(measure, measure))
    return of_window(window_name, word) if word else window(window_name)
