"""A fund's facts: those that the catalogue knows, with the index by name."""

from __future__ import annotations

from builder import blocks
from builder.model import Answer, Ask, Slot
from builder.slot_params.generated import FundFactsParams
from tests.blocks.block_examples import answer, html, tree


def facts(params: FundFactsParams, **given: str) -> dict[str, str]:
    slot = Slot(params=params)
    answers = {ask: answer(ask) for ask in blocks.asks(slot)}
    answers |= {
        Ask(series="fund:012733", measure=name): Answer(value=text, unit="text") for name, text in given.items()
    }
    root = tree(html(slot, answers))
    return {row.find("dt").text: "".join(row.find("dd").itertext()) for row in root.findall(".//dt/..")}


def test_only_known_facts_are_shown_the_risk_in_words() -> None:
    shown = facts(FundFactsParams(series="fund:012733"))
    assert shown["基金代码"] == "012733"
    assert shown["风险等级"] == "R4 中高风险"
    assert shown["规模"] == "12.64亿元（2024-03-01）"
    assert shown["跟踪标的"] == "930713"
    assert "托管人" not in shown
    assert facts(FundFactsParams(series="fund:012733"), custodian="<甲>银行")["托管人"] == "<甲>银行"


def test_an_index_that_has_a_name_is_shown_by_it() -> None:
    params = FundFactsParams(series="fund:012733", index="index:930713")
    assert facts(params)["跟踪标的"] == "示例人工智能主题指数 930713"
