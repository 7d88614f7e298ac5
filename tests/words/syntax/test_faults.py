"""Faults are told in the line and column of the source file, whatever the marks before them became."""

from __future__ import annotations

import pytest

from tests.words.parsed_text import FRONT, problems, text_at

BEFORE = [
    "",
    "甲\n\n",
    "图:一\n\n![甲](a.png)\n\n",
    "![甲](a.png)\n图:一\n\n",
    "$示例(OTCFUND|990201)$\n\n$示例(OTCFUND|990202)$\n\n",
    "领:\n$示例(OTCFUND|990201)$\n",
    "```chart\ntype: line\nseries: [a]\n```\n图:一\n\n",
    "```chart\ntype: line\nseries: [a]\n```\n",
    "```python\nx\n```\n",
    "[涨\n了]{NVDA return 1y > 1%} ",
    "表:一\n\n|a|\n|-|\n|1|\n\n",
    "> 引\n\n1. 甲\n\n   乙\n\n",
    "{{ 012733 nav }} #话题# [甲](b.md) ",
]


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("wrong", ["</b>", "[^9]", "{.cls}"])
def test_a_fault_is_told_where_its_author_wrote_it(before: str, wrong: str) -> None:
    text = f"{before}丙\n`丁`{wrong} 戊"
    (reported,) = problems(text)
    assert text_at(FRONT + text, reported) == wrong
    assert reported.line == (FRONT + text)[: (FRONT + text).index(wrong)].count("\n") + 1
