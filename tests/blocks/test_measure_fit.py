"""What cannot be asked of an instrument is told with what can."""

from __future__ import annotations

import pytest

from builder.blocks import measure_fit
from builder.model import Instrument
from builder.numbers.measures.measure_table import MEASURES

MONEY = Instrument(id="fund:000198", code="000198", name="示例货币", history_of="income")
FUND = Instrument(id="fund:012733", code="012733", name="示例成长")
AS_TRADED = Instrument(id="stock:AVGO", code="AVGO", name="示例", history_of="quoted")
ADJUSTED = Instrument(id="stock:NVDA", code="NVDA", name="示例", history_of="adjusted")
NEW = Instrument(id="fund:019061", code="019061", name="示例新", history_of="unknown")


def reason(measure: str, instrument: Instrument) -> str:
    found = measure_fit.misfit(MEASURES[measure], instrument, MEASURES)
    return " | ".join(found) if found else ""


@pytest.mark.parametrize("measure", ["nav", "accumulated", "price-return", "volatility", "sharpe", "raw-history"])
def test_a_money_fund_has_no_nav_nor_what_is_made_of_one(measure: str) -> None:
    said = reason(measure, MONEY)
    assert said.startswith(f"fund:000198 is a money-market fund, which has no {measure} | ")
    assert "income (万份收益) and yield7 (七日年化): it has adjusted, history, income, yield7" in said


@pytest.mark.parametrize(
    "measure", ["income", "yield7", "return", "annualised", "drawdown", "calendar-year", "name", "size", "date"]
)
def test_a_money_fund_has_its_income_and_the_returns_chained_from_it(measure: str) -> None:
    assert reason(measure, MONEY) == ""


def test_another_fund_has_no_income() -> None:
    assert reason("income", FUND).startswith("income is for money-market funds, and fund:012733 is none | it has nav, ")
    assert reason("close", FUND).startswith(
        "close is for index and stock, and fund:012733 is a fund | a fund has nav, "
    )
    assert reason("nav", FUND) == ""


@pytest.mark.parametrize("measure", ["return", "annualised", "volatility", "sharpe", "drawdown", "history", "adjusted"])
def test_the_return_of_a_stock_without_adjusted_closes_is_not_known(measure: str) -> None:
    said = reason(measure, AS_TRADED)
    assert said.startswith(f"stock:AVGO has closes as traded alone, so that its {measure} is not known | ")
    assert "add a column adjusted, or dividend and split, to stock/AVGO.csv" in said
    assert "columns: {adjusted: Close}" in said
    assert said.endswith("It has close, raw-history, price-return")


def test_adjusted_closes_are_no_closes_as_traded() -> None:
    assert reason("price-return", AS_TRADED) == reason("close", AS_TRADED) == ""
    assert "add a column close, as traded, to stock/NVDA.csv" in reason("close", ADJUSTED)
    assert reason("return", ADJUSTED) == ""


def test_of_an_instrument_without_a_history_all_of_its_kind_may_be_asked() -> None:
    assert {reason(name, NEW) for name in ("nav", "income", "return")} == {""}
