"""Lists of definitions, and lines that begin with `~`."""

from __future__ import annotations

import pytest

from tests.words.parsed_text import FRONT, html, problem, text_at


def test_a_definition_stands_below_its_term() -> None:
    assert html("净值\n: 每份的价值\n: 每日公布") == (
        "<dl>\n<dt>净值</dt>\n<dd>每份的价值</dd>\n<dd>每日公布</dd>\n</dl>\n"
    )


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_about_ten_per_cent_is_no_definition(between: str) -> None:
    shown = html(f"涨幅{between}~ 10%")
    assert "~ 10%" in shown and "<dl>" not in shown


def test_a_sign_that_a_definition_would_take_is_told() -> None:
    text = "净值\n: 每份的价值\n~ 10%"
    wrong = problem(text)
    assert (wrong.id, text_at(FRONT + text, wrong)) == ("bad-markdown", "~")
