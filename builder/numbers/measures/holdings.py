"""What a fund held by its last report: shares of its net assets by holding, by sector and by class of asset."""

from __future__ import annotations

from builder.model import Answer, Ask
from builder.numbers.files import allocation_csv
from builder.numbers.measures.measure_entry import FUNDS, entry
from builder.numbers.measures.subject import Subject


def shares(subject: Subject, ask: Ask) -> Answer:
    """The shares of the last report that was known at the cut-off, as points of name and weight."""
    return allocation_csv.answer_shares(subject.allocation, ask, synthetic=subject.instrument.synthetic)


ENTRIES = tuple(
    entry(
        name, label, "ratio", shares, f"最近一期已披露报告中{items}占资产净值的比例",
        kinds=FUNDS, signed=False, answers="items", source="基金定期报告",
    )
    for name, label, items in (
        ("holdings", "持仓占净值比", "各项持仓"),
        ("sectors", "行业占净值比", "各行业"),
        ("assets", "资产占净值比", "各类资产"),
    )
)  # fmt: skip
