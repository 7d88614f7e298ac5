"""Numbers become the text that readers know, rounded as they would round them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.blocks.wording import number_format


@pytest.mark.parametrize(
    ("value", "unit", "measure", "format", "text"),
    [
        (0.0518, "ratio", "return", "", "+5.18%"),
        (-0.0518, "ratio", "return", "", "-5.18%"),
        (0.0, "ratio", "change", "", "0.00%"),
        (-0.00001, "ratio", "change", "", "0.00%"),
        (12.3456, "ratio", "return", "", "+1,234.56%"),
        (0.0518, "ratio", "return", "percent0", "+5%"),
        (0.0518, "ratio", "return", "percent1", "+5.2%"),
        (0.0518, "ratio", "return", "plain", "5.18%"),
        (-0.0518, "ratio", "return", "plain", "-5.18%"),
        (0.2, "ratio", "volatility", "", "20.00%"),
        (-0.4275, "ratio", "drawdown", "", "-42.75%"),
        (0.7, "nav", "nav", "", "0.7000"),
        (1399.175, "price", "close", "", "1,399.18"),
        (1399.175, "price", "close", "number0", "1,399"),
        (1.264e9, "money", "size", "", "12.64亿元"),
        (1.264e9, "money", "size", "yi1", "12.6亿"),
        (1.264e9, "money", "size", "yi0", "13亿"),
        (56_000.0, "money", "size", "", "5.60万元"),
        (1.234, "number", "sharpe", "", "1.23"),
        ("2024-02-19", "date", "date", "", "2024-02-19"),
        ("2024-02-09", "date", "date", "cn-date", "2024年2月9日"),
        ("12.64亿元", "text", "size", "", "12.64亿元"),
        (None, "ratio", "return", "", "--"),
        (float("nan"), "ratio", "return", "", "--"),
    ],
)
def test_each_unit_and_format_has_its_text(
    value: float | str | None, unit: str, measure: str, format: str, text: str
) -> None:
    assert number_format.text(value, unit, measure=measure, format=format) == text


def test_halves_round_up_in_the_decimals_that_are_written() -> None:
    assert number_format.text(1.00125, "nav") == "1.0013"
    assert number_format.percent(0.00125, places=1) == "+0.1%"
    assert number_format.percent(0.125, places=0) == "+13%"
    assert number_format.text(2.675, "price") == "2.68"  # binary fractions would make 2.67 of it


@settings(max_examples=60)
@given(st.floats(min_value=-10, max_value=10, allow_nan=False))
def test_a_percentage_is_the_value_rounded_and_signed(value: float) -> None:
    shown = number_format.percent(value)
    exact = (Decimal(repr(value)) * 100).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    assert Decimal(shown.rstrip("%").replace(",", "")) == exact
    assert shown.startswith("+") == (exact > 0)
    assert shown.startswith("-") == (exact < 0)


@given(
    st.one_of(
        st.floats(min_value=-12, max_value=12, allow_nan=False),
        st.integers(-120_000, 120_000).map(lambda number: number / 20_000),  # halves of the last place and their like
        st.integers(-240_000, 240_000).map(lambda number: number / 20_000 + 1e-12),
    ),
    st.booleans(),
)
def test_a_percentage_is_spelled_as_its_decimals_round(value: float, signed: bool) -> None:
    number = (Decimal(repr(value)) * 100).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    wanted = f"{abs(number)}%" if number.is_zero() else f"{number:+,}%" if signed else f"{number:,}%"
    assert number_format.percent(value, signed=signed) == wanted


def test_what_rounds_to_nothing_goes_nowhere() -> None:
    assert number_format.direction(0.00001, "0.00%") == "flat"
    assert number_format.direction(0.01, "+1.00%") == "up"
    assert number_format.direction(-0.01, "-1.00%") == "down"
    assert number_format.direction(None) == ""
