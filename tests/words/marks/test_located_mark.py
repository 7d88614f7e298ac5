"""Marks with their offsets, as every finder of marks adds them."""

from __future__ import annotations

import pytest

from builder.words.marks.find_marks import find_marks
from builder.words.marks.located_mark import FENCES
from builder.words.source_text import SourceText
from tests.words.parsed_text import PATH


def test_the_offsets_of_a_mark_cut_its_text_out() -> None:
    text = "前 {{ 012733 nav }} 后"
    (mark,) = find_marks(SourceText(path=PATH, text=text), 0).marks
    assert text[mark.start : mark.end] == "{{ 012733 nav }}" and mark.hole


@pytest.mark.parametrize("fence", FENCES)
def test_a_fence_is_a_block_of_the_same_name(fence: str) -> None:
    (mark,) = find_marks(SourceText(path=PATH, text=f"```{fence}\na: b\n```\n"), 0).marks
    assert mark.block == fence
