"""The `<data>` element holds a number's origin, and nothing in it can break out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.blocks.wording import data_element
from builder.model import Answer, Ask
from tests.blocks.block_examples import tree

ASK = Ask(series="fund:012733", measure="return", window="1y")


@settings(max_examples=50)
@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e6, max_value=1e6))
def test_the_value_is_unrounded(value: float) -> None:
    element = tree(data_element.element(ASK, Answer(value=value, unit="ratio"))).find(".//data")
    assert float(element.get("value")) == value


@pytest.mark.parametrize("unit", ["date", "text"])
def test_nothing_in_an_answer_or_an_ask_is_markup(unit: str) -> None:
    evil = '"><script>x</script><b a="'
    answer = Answer(value=evil, unit=unit, start=evil, end=evil)
    root = tree(data_element.element(Ask(series=evil, measure=evil), answer))
    assert root.find(".//script") is None
    assert root.find(".//b") is None
    assert evil in "".join(root.itertext())


@pytest.mark.parametrize(("value", "where"), [(0.01, "up"), (-0.01, "down"), (0.00001, "flat")])
def test_a_coloured_number_says_where_it_goes(value: float, where: str) -> None:
    assert (
        tree(data_element.element(ASK, Answer(value=value, unit="ratio"), coloured=True)).find(".//data").get("class")
        == where
    )


@pytest.mark.parametrize("value", [None, float("nan"), float("inf")])
def test_no_number_is_no_data(value: float | None) -> None:
    assert data_element.element(ASK, Answer(value=value, unit="ratio")) == '<span class="no-value">--</span>'
