"""Numbers and claims in a line of text."""

from __future__ import annotations

import pytest

from tests.words.parsed_text import FRONT, page, problem, text_at


def test_a_claim_keeps_its_words_and_says_what_must_hold() -> None:
    (mark,) = page("英伟达[上涨**超 300%**]{NVDA return from 2022-11-30 to 2024-02-16 > 300%}").marks
    assert mark.params["words"] == "上涨超 300%"
    assert (mark.params["op"], mark.params["value"]) == (">", 3.0)
    assert mark.params["left"]["start"] == "2022-11-30"
    assert mark.column == 4


@pytest.mark.parametrize(
    "text",
    [
        "[词](https://a.com){: .x }",
        "[词]{: .x }",
        "[词]{#id}",
        "[词]{.x}",
        "[^1]{x}",
        r"\[词]{x}",
        r"\{{ x }}",
        "`{{ x }}`",
    ],
)
def test_attributes_footnotes_and_escapes_are_no_claims(text: str) -> None:
    assert page(text).marks == ()


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("一 {{ 012733 return 9x }}", "9x"),
        ("一 {{ 012733", "{{"),
        ("一 {{ }}", " "),
        ("一 [涨]{NVDA return 1y > much}", "much"),
        ("一 [涨]{}", "}"),
        ("一 [涨 {{ 012733 nav }}]{NVDA return 1y > 1}", "[涨 {{ 012733 nav }}]{NVDA return 1y > 1}"),
    ],
)
def test_a_bad_expression_is_named_at_its_column(text: str, wrong: str) -> None:
    reported = problem(text)
    assert reported.id == "bad-expression"
    assert text_at(FRONT + text, reported) == wrong
