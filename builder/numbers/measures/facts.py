"""Facts of an instrument's catalogue row, as text, or as a number or a date where it is one."""

from __future__ import annotations

from collections.abc import Callable

from builder.model import Answer, Ask
from builder.numbers.files.csv_cells import parse_number
from builder.numbers.measures.measure_entry import FACT_SHEET, FUNDS, entry
from builder.numbers.measures.subject import Subject

ABSENT = "未提供"


def fact(column: str, unit: str = "text") -> Callable[[Subject, Ask], Answer]:
    """A function that answers with a column of the catalogue, e.g. fact("risk_level")."""

    def compute(subject: Subject, ask: Ask) -> Answer:
        written = subject.instrument.facts.get(column)
        return subject.answer(written, unit) if written else subject.answer(None, unit, note=ABSENT)

    return compute


def name(subject: Subject, ask: Ask) -> Answer:
    """The full name."""
    return subject.answer(subject.instrument.name, "text")


def short_name(subject: Subject, ask: Ask) -> Answer:
    """The short name; the full one where the catalogue has no short one."""
    return subject.answer(subject.instrument.facts.get("short_name") or subject.instrument.name, "text")


def code(subject: Subject, ask: Ask) -> Answer:
    """The code, with all its zeros."""
    return subject.answer(subject.instrument.code, "text")


def size(subject: Subject, ask: Ask) -> Answer:
    """The net assets in yuan where the catalogue has a plain number, else its text; `end` is their date."""
    written, date = (subject.instrument.facts.get(column, "") for column in ("size", "size_date"))
    if not written:
        return subject.answer(None, "money", note=ABSENT)
    amount = parse_number(written)
    if amount is None:
        return subject.answer(written, "text", end=date)
    return subject.answer(amount, "money", end=date)


ENTRIES = (
    entry("name", "名称", "text", name, "全称", source=FACT_SHEET),
    entry("short-name", "简称", "text", short_name, "简称；没有简称时为全称", source=FACT_SHEET),
    entry("code", "代码", "text", code, "代码", source=FACT_SHEET),
    entry("size", "规模", "money", size, "资产净值，附其日期", kinds=FUNDS, source=FACT_SHEET),
    entry("fee", "费率", "text", fact("fees"), "管理费、托管费、销售服务费", kinds=FUNDS, source=FACT_SHEET),
    entry("risk", "风险等级", "text", fact("risk_level"), "产品风险等级 R1 至 R5", kinds=FUNDS, source=FACT_SHEET),
    entry("kind", "类型", "text", fact("kind"), "产品类型", source=FACT_SHEET),
    entry("company", "基金管理人", "text", fact("manager_company"), "基金管理公司", kinds=FUNDS, source=FACT_SHEET),
    entry("manager", "基金经理", "text", fact("managers"), "现任基金经理", kinds=FUNDS, source=FACT_SHEET),
    entry("custodian", "基金托管人", "text", fact("custodian"), "托管银行或券商", kinds=FUNDS, source=FACT_SHEET),
    entry(
        "effective-date", "成立日期", "date", fact("effective_date", "date"),
        "基金合同生效日", kinds=FUNDS, source=FACT_SHEET,
    ),
    entry("benchmark", "业绩比较基准", "text", fact("benchmark"), "基金合同约定", kinds=FUNDS, source=FACT_SHEET),
    entry("index", "跟踪标的", "text", fact("index"), "跟踪指数的代码", kinds=FUNDS, source=FACT_SHEET),
)  # fmt: skip
