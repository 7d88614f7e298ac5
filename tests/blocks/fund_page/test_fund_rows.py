"""A list of funds has a row for each, and a column for each measure."""

from __future__ import annotations

from builder.model import Slot
from builder.slot_params.generated import FundRowsParams, RowColumn
from tests.blocks.block_examples import html, tree

FUNDS = ("fund:012733", "fund:000001")


def heads(params: FundRowsParams) -> list[str]:
    return ["".join(head.itertext()) for head in tree(html(Slot(params=params))).findall(".//thead/tr/th")]


def test_the_columns_are_two_returns_unless_others_are_asked_for() -> None:
    assert heads(FundRowsParams(series=FUNDS))[-2:] == ["近1年", "今年来"]
    columns = (RowColumn(measure="drawdown", window="1y"), RowColumn(measure="volatility", window="launch"))
    assert heads(FundRowsParams(series=FUNDS, columns=columns))[-2:] == ["近1年最大回撤", "成立来波动率"]


def test_the_funds_come_in_the_order_given_each_with_its_numbers() -> None:
    rows = tree(html(Slot(params=FundRowsParams(series=FUNDS)))).findall(".//tbody/tr")
    assert [row.get("data-fund") for row in rows] == ["012733", "000001"]
    assert {data.get("data-series") for data in rows[1].findall(".//data")} == {"fund:000001"}
