"""What looks like a number or a claim is one, or it is told; it is never published as it was typed."""

from __future__ import annotations

import pytest

from tests.words.parsed_text import FRONT, page, problem, text_at

CLAIM = "{NVDA return 1y > 300%}"


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("[上涨]｛NVDA return 1y > 300%｝", "claim"),
        ("［上涨］｛NVDA return 1y ＞ 300％｝", "claim"),
        ("[上涨]{ＮＶＤＡ\u3000return　１y ≥ 300%}", "claim"),
        ("｛｛ 930713 close ｝｝", "number"),
        ("{｛ ９３０７１３ close ｝}", "number"),
    ],
)
def test_full_width_signs_are_read(text: str, block: str) -> None:
    (mark,) = page(text).marks
    assert mark.block == block
    asked = mark.params["left"] if block == "claim" else mark.params
    assert asked["series"] in ("NVDA", "930713")


@pytest.mark.parametrize(
    ("text", "wrong", "says"),
    [
        (f"[上涨] {CLAIM}", CLAIM, "a blank"),
        (f"【上涨】{CLAIM}", CLAIM, "square brackets, not before 】"),
        (f"(上涨){CLAIM}", CLAIM, "square brackets, not before )"),
        (f"（上涨）{CLAIM}", CLAIM, "square brackets, not before ）"),
        (f"上涨]{CLAIM}", CLAIM, "follow no words"),
        (f"[上涨{CLAIM}", CLAIM, "words are missing"),
        (f"[[上涨]]{CLAIM}", CLAIM, "follow no words"),
        (f"![上涨]{CLAIM}", CLAIM, "follow no words"),
        (f"[上涨]\n{CLAIM}", CLAIM, "words are missing"),
        ("[上涨]{NVDA return 1y > 300%", "{NVDA return 1y > 300%", "not closed"),
        ("[上涨]{NVDA return 1y > 300%,后文", "{NVDA return 1y > 300%,后文", "not closed"),
        ("[上涨]NVDA return 1y > 300%}，后文", "NVDA return 1y > 300%}", "no brace opens"),
        ("[上涨](NVDA return 1y > 300%)", "(NVDA return 1y > 300%)", "round brackets"),
        ("点位 { 930713 close }", "{ 930713 close }", "two braces"),
        ("点位 {index:X close}", "{index:X close}", "two braces"),
        ("点位 { { 930713 close } }", "{ 930713 close }", "two braces"),
        ("点位 { 930713 close }}", "{ 930713 close }}", "two braces"),
        ("点位 {{{ 930713 close }}}", "{{{", "two braces"),
        ("点位 {{ 930713 close }", "{{", "not closed"),
        ("点位 {{ 930713 close } }", "{{", "not closed"),
        ("点位930713 close }}。", "930713 close }}", "no brace opens"),
    ],
)
def test_a_missing_or_wrong_bracket_is_told(text: str, wrong: str, says: str) -> None:
    reported = problem(text)
    assert reported.id == "bad-expression" and says in reported.message
    assert text_at(FRONT + text, reported) == wrong


@pytest.mark.parametrize(
    "text",
    [
        "{x > 0} 与 {a} 与 {JSON object} 与 {width=300}",
        "公式 $x_{i = 3}$ 与 {n, m}",
        r"\{ 930713 close \} 与 `{ 930713 close }`",
        "见(一年涨幅 > 300%)一节",
        "{",
        "}",
        "}}",
    ],
)
def test_other_braces_are_text(text: str) -> None:
    assert page(text).marks == ()
