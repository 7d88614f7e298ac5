"""A claim's words stay, and readers can open what the data say; a claim that the data contradict is a problem."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.blocks.claim import holds
from builder.model import EVIDENCE, Answer, Ask
from builder.problem import Problem
from tests.blocks.block_examples import claim, html, problems, rendered, resolved, slot, tree

SINCE: dict[str, Any] = {"series": "NVDA", "measure": "return", "start": "2022-11-30", "end": "2024-02-16"}
ASK = Ask(series="stock:NVDA", measure="return", start="2022-11-30", end="2024-02-16", as_of="2024-02-19")
GROWN = Answer(value=3.2927, unit="ratio", start="2022-11-30", end="2024-02-16")


def test_a_true_claim_keeps_its_words_which_lead_to_its_evidence() -> None:
    found = resolved(claim("上涨超 <300%>", ">", 3.0, "300%", **SINCE))
    fragment = html(found["0"], {ASK: GROWN})
    assert fragment.startswith('<span class="claim" data-holds="true"><a class="claim-words" href="#e-')
    link = tree(fragment, "p").find(".//a")
    assert (link.text, link.get("aria-label")) == ("上涨超 <300%>", "查看依据：上涨超 <300%>")
    entry = tree(html(found[EVIDENCE], {ASK: GROWN})).find(".//li")
    assert link.get("href") == f"#{entry.get('id')}"


def test_a_false_claim_tells_the_computed_value() -> None:
    words = {**SINCE, "series": "AVGO.US", "measure": "price-return"}
    mark = claim("超过 130%", ">", 1.3, "130%", **{**words, "series": "NVDA"})
    ask = Ask(series="stock:NVDA", measure="price-return", start="2022-11-30", end="2024-02-16", as_of="2024-02-19")
    result = rendered(slot(mark), {ask: Answer(value=1.2603, unit="ratio", start="2022-11-30", end="2024-02-16")})
    assert isinstance(result, Problem)
    assert (result.id, result.path, result.line, result.column) == ("false-claim", "briefings/sora.md", 3, 4)
    expected = "the data say NVDA price-return from 2022-11-30 to 2024-02-16 is +126.03%, which is not > 130%"
    assert result.message == expected


def test_a_claim_that_misses_by_less_than_the_shown_digits_shows_them_all() -> None:
    result = rendered(slot(claim("超 300%", ">", 3.0, "300%", **SINCE)), {ASK: Answer(value=2.9999999, unit="ratio")})
    assert isinstance(result, Problem)
    assert "is +300.00% (2.9999999), which is not > 300%" in result.message


def test_a_claim_of_more_decimals_than_are_shown_shows_them_all() -> None:
    mark = claim("跌 13.697%", ">", -0.13697, "-13.697%", **SINCE)
    result = rendered(slot(mark), {ASK: Answer(value=-0.1369741, unit="ratio", signed=True)})
    assert isinstance(result, Problem)
    assert "is -13.70% (-0.1369741), which is not > -13.697%" in result.message


def test_a_claim_without_an_answer_is_a_problem() -> None:
    given = {ASK: Answer(value=None, unit="ratio", note="没有数据")}
    result = rendered(slot(claim("超 300%", ">", 3.0, "300%", **SINCE)), given)
    assert isinstance(result, Problem)
    assert result.id == "no-answer"


@pytest.mark.parametrize(
    ("found", "op", "value", "written", "true"),
    [
        (3.29, ">", 3.0, "300%", True),
        (3.0, ">", 3.0, "300%", False),
        (3.0, ">=", 3.0, "300%", True),
        (-0.0741, "<", 0.0, "0", True),
        (-0.0741, "<=", -0.08, "-8%", False),
        (-0.08, "<=", -0.08, "-8%", True),
        (-0.08, "<", -0.08, "-8%", False),
        (1.2135, "=", 1.2135, "1.2135", True),
        (0.05184, "~", 0.0518, "5.18%", True),
        (0.05186, "~", 0.0518, "5.18%", False),
        (0.05186, "~", 0.052, "5.2%", True),
        (-0.07405, "~", -0.0741, "-7.41%", True),
        # NAV 1.0000 -> 1.1000, as binary fractions make it.
        (1.1 / 1.0 - 1, ">", 0.1, "10%", False),
        (1.1 / 1.0 - 1, "=", 0.1, "10%", True),
        (1.1 / 1.0 - 1, ">=", 0.1, "10%", True),
        (1.1 / 1.0 - 1, "<=", 0.1, "10%", True),
        (1.1 / 1.0 - 1, "<", 0.1, "10%", False),
        # What readers see as -13.70%.
        (-0.1369733808425907, "=", -0.137, "-13.70%", True),
        (-0.1369733808425907, "<=", -0.137, "-13.70%", True),
        (-0.1369733808425907, ">", -0.137, "-13.70%", False),
        (-0.1369733808425907, ">", -0.137, "-13.700%", True),
        # Of the order of two numbers, the decimals that readers see decide, though the author wrote none.
        (0.1034, ">", 0.1, "10%", True),
        (0.1034, "=", 0.1, "10%", True),
        (0.0964, ">=", 0.1, "10%", False),
        (3.2927, "~", 3.0, "300%", False),
        (1399.17, "~", 1399.0, "1,399", True),
        ("2024-02-19", ">=", "2024-02-08", "2024-02-08", True),
        ("2024-02-19", "=", "2024-02-20", "2024-02-20", False),
        ("2024-02-19", "~", "2024-02-19", "2024-02-19", True),
    ],
)
def test_each_relation_holds_as_it_reads(
    found: float | str, op: str, value: float | str, written: str, true: bool
) -> None:
    assert holds(found, op, value, written) is true


def test_a_number_is_not_compared_with_a_date() -> None:
    mark = claim("到期", ">", "2024-02-19", "2024-02-19", series="012733", measure="nav")
    (problem,) = problems(mark)
    assert problem.id == "bad-expression"
    assert problem.column == 4 + mark.text.index("2024-02-19")


def test_a_mistake_in_a_claim_points_behind_its_words() -> None:
    mark = claim("nva 很高", ">", 1.0, "1", series="012733", measure="nva")
    (problem,) = problems(mark)
    assert (problem.id, problem.column) == ("unknown-measure", 4 + mark.text.rindex("nva"))


NAVS = st.integers(1, 99_999)  # ten-thousandths
ORDER = {">": lambda a, b: a > b, ">=": lambda a, b: a >= b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b}


def half_up(value: Fraction, places: int) -> Fraction:
    steps = abs(value) * 10**places
    return Fraction(floor(steps + Fraction(1, 2)) * (1 if value >= 0 else -1), 10**places)


@given(NAVS, NAVS, st.integers(-1000, 1000), st.integers(0, 4))
def test_a_return_is_compared_as_the_decimals_of_its_navs_say(first: int, last: int, off: int, places: int) -> None:
    """In exact fractions: `=` at the decimals that are written, the others at two at least, which readers see."""
    percentage = 100 * (Fraction(last, first) - 1)
    said = half_up(percentage, places) + Fraction(off // 100, 10**places)  # often the very number
    written = f"{Decimal(said.numerator) / said.denominator:.{places}f}%"
    computed = (last / 10_000) / (first / 10_000) - 1
    assert holds(computed, "=", float(said / 100), written, "ratio") == (half_up(percentage, places) == said)
    for op, compare in ORDER.items():
        expected = compare(half_up(percentage, max(places, 2)), said)
        assert holds(computed, op, float(said / 100), written, "ratio") == expected


@given(st.floats(-20, 20), st.integers(-300, 300), st.sampled_from(["ratio", "nav", "number"]))
def test_of_two_opposite_claims_one_holds(value: float, said: int, unit: str) -> None:
    written = f"{said / 10}%" if unit == "ratio" else f"{said / 10}"
    number = said / 1000 if unit == "ratio" else said / 10
    for op, opposite in ((">", "<="), ("<", ">=")):
        assert holds(value, op, number, written, unit) != holds(value, opposite, number, written, unit)


def test_a_yield_is_compared_as_the_percentage_that_it_is() -> None:
    assert holds(0.01456, "=", 0.01456, "1.456%", "yield")
    assert not holds(0.01456, ">=", 0.0146, "1.460%", "yield")
    assert not holds(0.01456, ">=", 0.0146, "0.0146", "yield")
