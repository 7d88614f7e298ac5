"""Names of windows, facts and grades in, the Chinese words for them out."""

from __future__ import annotations

import re

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
# What other programs call these facts: the catalogue's columns, where they differ from the measure's name.
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
        return f"{name}年"
    return WINDOWS[name].label if name in WINDOWS else name


def risk(level: str) -> tuple[str, str]:
    """The grade and the word for a risk level as a catalogue has it: "R4" and "中高" are ("R4", "中高风险")."""
    plain = level.strip().upper().removesuffix("风险")
    for grade, word in RISKS.items():
        if plain == grade or plain == word.removesuffix("风险") or plain.startswith(f"{grade} "):
            return grade, word
    return "", level.strip()


# Headings of generated tables; authors' tables take theirs from the table of measures.
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
    "return": "",  # the window says it
}


def heading(measure: str, window_name: str) -> str:
    """A column's heading, e.g. heading("drawdown", "1y") is "近1年最大回撤"."""
    word = HEADINGS.get(measure, FACTS.get(measure, measure))
    return f"{window(window_name) if window_name else ''}{word}"
