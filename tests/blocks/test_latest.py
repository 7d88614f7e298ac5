"""What cards and lists ask of an instrument, and what a template shows of the answers."""

from __future__ import annotations

import pytest

from builder.blocks import latest
from builder.model import Answer
from tests.blocks.block_examples import answer


@pytest.mark.parametrize(
    ("series", "measure"), [("fund:012733", "nav"), ("index:930713", "close"), ("stock:NVDA", "close")]
)
def test_the_level_of_an_instrument_is_that_of_its_kind(series: str, measure: str) -> None:
    assert latest.level(series).measure == measure


def test_a_stock_has_no_facts_but_its_name() -> None:
    assert [ask.measure for ask in latest.facts("stock:NVDA")] == ["name"]


def test_a_fund_without_a_name_is_called_by_its_code() -> None:
    asks = (*latest.facts("fund:012733"), *latest.live("fund:012733"))
    answers = {ask: answer(ask) for ask in asks} | {latest.fact("fund:012733", "name"): Answer(value=None, unit="text")}
    state = latest.LatestState("fund:012733", answers)
    assert (state.name, state.risk, state.risk_word, state.date) == ("012733", "R4", "中高风险", "2024-03-01")
    assert state.profile == [("跟踪标的", "930713")]
    assert 'class="up">+5.18%</data>' in state.window("1y")


def test_the_address_of_a_code_is_quoted() -> None:
    assert latest.href("fund:a/b") == "funds/a%2Fb/"
