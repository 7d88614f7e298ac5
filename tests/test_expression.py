"""The small language of numbers and claims."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.expression import ExpressionError, claim, number

EMPTY = {"window": "", "start": "", "end": "", "as_of": "", "live": False, "format": ""}


@pytest.mark.parametrize(
    ("text", "params"),
    [
        ("index:930713 close", {"series": "index:930713", "measure": "close"}),
        ("012733 return 1y", {"series": "012733", "measure": "return", "window": "1y"}),
        (
            "NVDA price-return from 2022-11-30 to 2024-02-16",
            {"series": "NVDA", "measure": "price-return", "start": "2022-11-30", "end": "2024-02-16"},
        ),
        ("012733 calendar-year 2023", {"series": "012733", "measure": "calendar-year", "window": "2023"}),
        (
            "012733 tracking-error launch as of 2024-02-16 as percent",
            {
                "series": "012733",
                "measure": "tracking-error",
                "window": "launch",
                "as_of": "2024-02-16",
                "format": "percent",
            },
        ),
        ("012733 since-publication live", {"series": "012733", "measure": "since-publication", "live": True}),
        (
            "012733 return ytd to 2024-02-16",
            {"series": "012733", "measure": "return", "window": "ytd", "end": "2024-02-16"},
        ),
    ],
)
def test_an_expression_becomes_plain_parameters(text: str, params: dict[str, Any]) -> None:
    assert number(f"  {text} ") == {**EMPTY, **params, "expression": text}


@pytest.mark.parametrize(
    ("text", "wrong", "hint"),
    [
        ("", "", "write"),
        ("012733", "012733", "write"),
        ("012733 return 1Y", "1Y", "did you mean 1y?"),
        ("012733 return 2023", "2023", "a window is"),
        ("012733 calendar-year 1y2", "1y2", "takes a year"),
        ("012733 return from 2024-02-30", "2024-02-30", "2024-02-19"),
        ("012733 return from", "", "2024-02-19"),
        ("012733 nav 2024-02-19", "2024-02-19", "did you mean as of"),
        ("012733 nav as of", "", "2024-02-19"),
        ("012733 nav as", "as", "as of"),
        ("012733 nav live as of 2024-02-19", "as of 2024-02-19", "keep one"),
        ("012733 return 1y 1m", "1m", "keep one"),
        ("012733 return 1y from 2024-01-01", "1y", "keep one"),
        ("012733 return from 2024-02-02 to 2024-01-01", "from 2024-02-02 to 2024-01-01", "swap"),
        ("012733 Return", "Return", "write"),
    ],
)
def test_what_is_wrong_is_shown_at_its_place(text: str, wrong: str, hint: str) -> None:
    with pytest.raises(ExpressionError) as error:
        number(text)
    found = error.value
    assert text[found.start :][: found.length] == wrong
    assert hint in found.hint


@pytest.mark.parametrize(
    ("text", "op", "value"),
    [
        ("NVDA return 1y > 300%", ">", 3.0),
        ("ADBE change as of 2024-02-16 <= -7.41%", "<=", -0.0741),
        ("012733 nav~1.5", "~", 1.5),
        ("012733 date = 2024-02-19", "=", "2024-02-19"),
        ("012733 change >= +0.5%", ">=", 0.005),
    ],
)
def test_a_claim_compares_with_a_number_or_a_date(text: str, op: str, value: float | str) -> None:
    found = claim(text)
    assert (found["op"], found["value"]) == (op, value)
    assert found["left"]["measure"]


@pytest.mark.parametrize(
    ("text", "wrong", "hint"),
    [
        ("NVDA return 1y", "NVDA return 1y", "EXPRESSION"),
        ("NVDA return 1y >", "", "300%"),
        ("NVDA return 1y > much", "much", "300%"),
        ("NVDA return 1y > 1,300%", "1,300%", "300%"),
        ("NVDA return 1y ≥ 3%", "≥", "did you mean >=?"),
        ("NVDA return 1y > 3% > 2%", "3% > 2%", "300%"),
        ("NVDA return 9d > 3%", "9d", "window"),
    ],
)
def test_a_broken_claim_is_shown_at_its_place(text: str, wrong: str, hint: str) -> None:
    with pytest.raises(ExpressionError) as error:
        claim(text)
    assert text[error.value.start :][: error.value.length] == wrong
    assert hint in error.value.hint


WORDS = (
    "012733",
    "nav",
    "return",
    "1y",
    "from",
    "to",
    "as",
    "of",
    "live",
    "2024-02-19",
    ">",
    "=",
    "~",
    "300%",
    "×",
    "٣%",
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=9))
def test_no_expression_raises_anything_else(words: list[str]) -> None:
    for read in (number, claim):
        try:
            read(" ".join(words))
        except ExpressionError as error:
            assert 0 <= error.start <= len(" ".join(words))
