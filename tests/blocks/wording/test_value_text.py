"""Numbers become the text that readers know, rounded as they would round them."""

from __future__ import annotations

import pytest

from builder.blocks.wording import value_text
from builder.numbers import measures_by_name


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
        (3.2927, "ratio", "", "", "+329.27%"),
        (-0.0661, "ratio", "", "", "-6.61%"),
        (-0.00001, "ratio", "", "", "0.00%"),
        (0.00125, "ratio", "", "", "+0.13%"),
        (0.00035, "ratio", "return", "", "+0.04%"),
        (1.05324, "nav", "", "", "1.0532"),
        (3456.785, "points", "", "", "3,456.79"),
        (98.612, "index100", "", "", "98.6"),
        (1234567890.0, "money", "", "", "12.35亿元"),
        (56789.0, "money", "", "", "5.68万元"),
        (1234.5, "plain", "", "", "1,234.5"),
        (0.1234565, "plain", "", "", "0.123457"),
        (-0.001, "number", "sharpe", "", "0.00"),
    ],
)
def test_each_unit_and_format_has_its_text(
    value: float | str | None, unit: str, measure: str, format: str, text: str
) -> None:
    signed = not measure or measures_by_name()[measure].signed
    assert value_text.text(value, unit, signed=signed, format=format) == text


def test_what_rounds_to_nothing_goes_nowhere() -> None:
    assert value_text.direction(0.00001, "0.00%") == "flat"
    assert value_text.direction(0.01, "+1.00%") == "up"
    assert value_text.direction(-0.01, "-1.00%") == "down"
    assert value_text.direction(None) == ""
