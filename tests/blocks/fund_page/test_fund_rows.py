"""A list of funds has a row for each, and a column for each measure."""

from __future__ import annotations

from builder import blocks
from builder.model import Slot
from builder.slot_params.generated import FundRowsParams, RowColumn
from tests.blocks.block_examples import answer, html, of_money_fund, tree

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


def test_a_money_fund_shows_income_and_yield_below_its_own_words() -> None:
    params = Slot(params=FundRowsParams(series=FUNDS))
    given = {ask: answer(ask) for ask in blocks.asks(params)}
    given |= of_money_fund(ask for ask in given if ask.series == FUNDS[1])
    root = tree(html(params, given))
    assert ["".join(head.itertext()) for head in root.findall(".//thead/tr/th")][1:3] == ["单位净值", "日涨跌"]
    first, money = root.findall(".//tbody/tr")
    assert ["".join(cell.itertext()) for cell in first][1:3] == ["0.70002024-03-01", "-2.96%"]
    assert ["".join(cell.itertext()) for cell in money][1:3] == ["0.4388万份收益2024-03-01", "1.623%七日年化"]
    assert [cell.get("data-label") for cell in money][1:] == ["万份收益", "七日年化", "近1年", "今年来"]


def test_a_list_of_money_funds_alone_says_so_in_its_heading() -> None:
    params = Slot(params=FundRowsParams(series=FUNDS))
    root = tree(html(params, of_money_fund(blocks.asks(params))))
    assert ["".join(head.itertext()) for head in root.findall(".//thead/tr/th")][1:3] == ["万份收益", "七日年化"]
    assert "".join(root.find(".//tbody/tr")[1].itertext()) == "0.43882024-03-01"


def test_kind_and_risk_stand_below_the_name() -> None:
    root = tree(html(Slot(params=FundRowsParams(series=FUNDS))))
    brief = root.find(".//tbody/tr/th/span[@class='fund-brief']")
    assert "".join(brief.itertext()).split()[0] == "012733"
    assert [cell.get("data-label") for cell in root.find(".//tbody/tr").findall("td")] == [
        "单位净值",
        "日涨跌",
        "近1年",
        "今年来",
    ]
