"""The numbers below a fund's name: NAV and change of the day, or income and yield of a money-market fund."""

from __future__ import annotations

from builder import blocks
from builder.model import Slot
from builder.slot_params.generated import FundQuoteParams
from tests.blocks.block_examples import html, of_money_fund, tree

SLOT = Slot(params=FundQuoteParams(series="fund:012733"))


def shown(fragment: str) -> str:
    return " ".join("".join(tree(fragment).find(".//div").itertext()).split())


def test_a_fund_shows_its_nav_and_the_change_of_the_day() -> None:
    assert shown(html(SLOT)) == "0.7000 -2.96% 单位净值，2024-03-01"


def test_a_money_fund_shows_its_income_and_its_yield() -> None:
    fragment = html(SLOT, of_money_fund(blocks.asks(SLOT)))
    assert shown(fragment) == "0.4388 万份收益（元） 1.623% 七日年化，2024-03-01"
    assert {data.get("data-measure") for data in tree(fragment).findall(".//data")} == {"income", "yield7", "date"}
