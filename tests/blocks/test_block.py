"""A problem of a mark points at the word that it is about, and one slot's failure leaves the others of its batch alone."""

from __future__ import annotations

import pytest

from builder.blocks.block import one_by_one, token_location
from builder.model import Fragment, Mark
from builder.problem import Failed, Problem
from builder.slot_params.generated import TextParams
from tests.blocks.block_examples import tools

CLAIM = Mark(block="claim", params={}, line=3, column=5, length=24, text="[nva up]{012733 nva > 1}")


@pytest.mark.parametrize(
    ("text", "token", "after", "location"),
    [
        (CLAIM.text, "nva", "", (3, 5 + CLAIM.text.rindex("nva"), 3)),
        ("{{ 1y fund:1y }}", "1y", "fund:", (3, 16, 2)),
        (CLAIM.text, "drawdown", "", (3, 5, 24)),
        (CLAIM.text, "", "", (3, 5, 24)),
        ("[two\nlines]{nav > 1}", "nav", "", (4, 8, 3)),
    ],
)
def test_a_word_is_looked_for_in_the_braces(text: str, token: str, after: str, location: tuple[int, int, int]) -> None:
    mark = Mark(block="claim", params={}, line=3, column=5, length=24, text=text)
    assert token_location(mark, token, after) == location


def test_a_failed_slot_becomes_its_first_problem_and_the_others_are_rendered() -> None:
    problem = Problem(id="no-answer", message="there is none")

    def render(params: TextParams, answers: object, tools: object) -> Fragment:
        if not params.text:
            raise Failed([problem])
        return Fragment(html=params.text)

    requests = [(TextParams(text=text), {}) for text in ("a", "", "b")]
    assert one_by_one(render)(requests, tools()) == [Fragment(html="a"), problem, Fragment(html="b")]
