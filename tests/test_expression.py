"""The small language of numbers and claims."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.expression import Claim, Expression, ExpressionError, looks_meant, parse, parse_claim, parse_column


@pytest.mark.parametrize(
    ("text", "fields"),
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
def test_an_expression_says_what_is_asked(text: str, fields: dict[str, Any]) -> None:
    expression = parse(f"  {text} ")
    assert expression == Expression(**fields)
    assert Expression(**json.loads(json.dumps(expression.params))) == expression


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
        ("012733 nav as of 2024-02-30", "2024-02-30", "2024-02-19"),
        ("012733 nav as", "as", "as of"),
        ("012733 nav live as of 2024-02-19", "as of 2024-02-19", "keep one"),
        ("012733 return 1y 1m", "1m", "keep one"),
        ("012733 return 1y from 2024-01-01", "1y", "keep one"),
        ("012733 return from 2024-02-02 to 2024-01-01", "from 2024-02-02 to 2024-01-01", "swap"),
        ("012733 return from 2024-02-02 to 2024-02-02", "from 2024-02-02 to 2024-02-02", "change one"),
        ("012733 Return", "Return", "write"),
    ],
)
def test_what_is_wrong_is_shown_at_its_place(text: str, wrong: str, hint: str) -> None:
    with pytest.raises(ExpressionError) as error:
        parse(text)
    assert text[error.value.start :][: error.value.length] == wrong
    assert hint in error.value.hint


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("nav", {"measure": "nav"}),
        ("return 1y", {"measure": "return", "window": "1y"}),
        ("calendar-year 2023", {"measure": "calendar-year", "window": "2023"}),
        (
            "return from 2023-01-01 to 2023-12-31 as percent",
            {"measure": "return", "start": "2023-01-01", "end": "2023-12-31", "format": "percent"},
        ),
    ],
)
def test_a_column_asks_the_same_without_a_series(text: str, fields: dict[str, Any]) -> None:
    assert parse_column(text) == Expression(**fields)


@pytest.mark.parametrize(
    ("text", "wrong", "hint"),
    [
        ("", "", "return 1y"),
        ("return from", "", "2024-02-19"),
        ("return 1Y", "1Y", "did you mean 1y?"),
        ("return 1y 2y", "2y", "keep one"),
        ("return 1y from 2023-01-01", "1y", "keep one"),
        ("nav as of 2024-02-19", "as of 2024-02-19", "only window, from, to, as may follow"),
        ("nav live", "live", "only window"),
    ],
)
def test_a_column_that_cannot_be_parsed_is_shown_at_its_place(text: str, wrong: str, hint: str) -> None:
    with pytest.raises(ExpressionError) as error:
        parse_column(text)
    assert text[error.value.start :][: error.value.length] == wrong
    assert hint in error.value.hint


def test_a_column_may_be_held_to_a_window_alone() -> None:
    assert parse_column("return 1y", clauses=("window",)).window == "1y"
    with pytest.raises(ExpressionError, match="from has no meaning here"):
        parse_column("return from 2023-01-01", clauses=("window",))


@pytest.mark.parametrize(
    ("text", "operator", "value", "written"),
    [
        ("NVDA return 1y > 300%", ">", 3.0, "300%"),
        ("ADBE change as of 2024-02-16 <= -7.41%", "<=", -0.0741, "-7.41%"),
        ("012733 nav~1.5", "~", 1.5, "1.5"),
        ("012733 date = 2024-02-19 ", "=", "2024-02-19", "2024-02-19"),
        ("012733 change >= +0.5%", ">=", 0.005, "+0.5%"),
    ],
)
def test_a_claim_compares_with_a_number_or_a_date(text: str, operator: str, value: float | str, written: str) -> None:
    left = parse(text[: text.index(operator)])
    assert parse_claim(text) == Claim(left=left, operator=operator, value=value, written=written)


def test_full_width_signs_and_those_of_mathematics_are_read() -> None:
    assert parse_claim("ＮＶＤＡ　return １y ≥ ３００％") == parse_claim("NVDA return 1y >= 300%")
    assert parse_claim("NVDA return 1y ＝ －3%").written == "-3%"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("NVDA return 1y > 300%", True),
        ("英伟达 return > 1,300%", True),
        ("012733 retrun", True),
        ("return > 5%", True),
        ("nvda return ytd", True),
        ("x > 0", False),
        ("width=300", False),
        ("JSON object", False),
        ("", False),
    ],
)
def test_what_looks_like_an_expression_was_meant_as_one(text: str, meant: bool) -> None:
    assert looks_meant(text) is meant


@pytest.mark.parametrize(
    ("text", "wrong", "hint"),
    [
        ("NVDA return 1y", "NVDA return 1y", "EXPRESSION"),
        ("NVDA return 1y >", "", "300%"),
        ("NVDA return 1y > much", "much", "300%"),
        ("NVDA return 1y > 1,300%", "1,300%", "300%"),
        ("NVDA return 1y => 3%", "=>", "did you mean >=?"),
        ("NVDA return 1y != 3%", "!=", "the operators are"),
        ("NVDA return 1y > 3% > 2%", "3% > 2%", "300%"),
        ("NVDA return 9d > 3%", "9d", "window"),
    ],
)
def test_a_broken_claim_is_shown_at_its_place(text: str, wrong: str, hint: str) -> None:
    with pytest.raises(ExpressionError) as error:
        parse_claim(text)
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
    for read in (parse, parse_claim, parse_column):
        try:
            read(" ".join(words))
        except ExpressionError as error:
            assert 0 <= error.start <= len(" ".join(words))
