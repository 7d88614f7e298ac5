"""The JSON of a fund, for other programs."""

from __future__ import annotations

import json

from builder import blocks
from builder.model import Answer, Ask, Slot
from builder.slot_params.generated import FundJsonParams
from tests.blocks.block_examples import (
    AI_A,
    answer,
    html,
    of_money_fund,
)


def test_the_json_of_a_fund_holds_unrounded_values_and_cannot_break_out() -> None:
    asked = Slot(params=FundJsonParams(series="fund:012733"))
    given = {ask: answer(ask) for ask in blocks.asks(asked)}
    given[Ask(series="fund:012733", measure="name")] = Answer(value="</script><b>", unit="text")
    given[Ask(series="fund:012733", measure="return", window="5y")] = Answer(value=None, unit="ratio")
    text = html(asked, given)
    assert text.isascii()
    assert "<" not in text
    value = json.loads(text)
    assert (value["code"], value["name"], value["nav"], value["date"]) == ("012733", "</script><b>", 0.7, "2024-03-01")
    assert value["facts"]["risk_level"] == AI_A.facts["risk_level"]
    assert value["windows"]["1y"] == {"value": 0.0518, "from": "2023-02-20", "to": "2024-03-01"}
    assert value["windows"]["5y"] == {"value": None, "from": None, "to": None}
    assert value["synthetic"] is False


def test_the_json_of_a_money_fund_holds_income_and_yield_in_place_of_nav_and_change() -> None:
    asked = Slot(params=FundJsonParams(series="fund:012733"))
    value = json.loads(html(asked, of_money_fund(blocks.asks(asked))))
    assert (value["income"], value["yield7"], value["date"]) == (0.4388, 0.01623, "2024-03-01")
    assert (value["nav"], value["change"]) == (None, None)
    assert value["windows"]["1y"]["value"] == 0.0518
