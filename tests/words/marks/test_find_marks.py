"""All marks of a text: in order, none inside another."""

from __future__ import annotations

import json

import pytest

from builder.model import canonical_json
from builder.words.marks.code_mask import CASHTAG, FENCE, IMAGE, NUMBER
from builder.words.marks.find_marks import find_marks
from builder.words.source_text import SourceText
from tests.words.parsed_text import PATH, page, problems


@pytest.mark.parametrize(
    "text",
    [
        "![甲 {{ 012733 nav }}](a.png)",
        "![[涨]{NVDA return 1y > 1%}](a.png)",
        "![$甲(SH600519)$ 乙](a.png)",
        '[x](https://a.com "{{ 012733 nav }}")',
        "[x](<https://a.com/{{ 012733 nav }}>)",
    ],
)
def test_a_number_where_only_an_attribute_would_hold_it_is_a_problem(text: str) -> None:
    (problem,) = problems(f"看 {text} 再看")
    assert (problem.id, problem.line) == ("slot-in-heading", 5)


def test_what_marks_ask_for_is_plain_json() -> None:
    parsed = page("{{ 012733 nav }}\n\n```chart\ntype: line\n```")
    assert [json.loads(canonical_json(mark.params)) for mark in parsed.marks] == [mark.params for mark in parsed.marks]


def test_the_mask_shows_where_each_mark_is() -> None:
    text = "$甲(SH600519)$ {{ 012733 nav }} ![一](a.png)\n\n```chart\na: b\n\nc: d\n```\n"
    found_marks = find_marks(SourceText(path=PATH, text=text), 0)
    assert [mark.block for mark in found_marks.marks] == ["cashtag", "number", "image", "chart"]
    shown = {"cashtag": CASHTAG, "number": NUMBER, "image": IMAGE, "chart": FENCE}
    for mark in found_marks.marks:
        assert set(found_marks.mask[mark.start : mark.end]) == {shown[mark.block]}
    assert len(found_marks.mask) == len(text)
