"""A link to another page of the author's leads there, or is a problem."""

from __future__ import annotations

from builder.model import Mark
from tests.blocks.block_examples import (
    problems,
)


def test_a_link_to_no_page_is_a_problem_with_the_nearest() -> None:
    (problem,) = problems(Mark(block="address", params={"target": "pages/abuot.md", "fragment": ""}, line=4, column=2))
    assert (problem.id, problem.line, problem.column, problem.hint) == (
        "bad-link",
        4,
        2,
        "did you mean pages/about.md?",
    )
