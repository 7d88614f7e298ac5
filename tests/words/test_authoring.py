"""The guide for authors says what is so: each of its examples is read, and every key is explained."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder.words.front_matter import KEYS
from tests.words.parsed_text import FRONT, body, page

GUIDE = (Path(__file__).parents[2] / "docs" / "authoring.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^(`{3,})markdown\n(.*?)^\1$", GUIDE, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("example", [text for _, text in EXAMPLES])
def test_every_example_of_the_guide_is_read(example: str) -> None:
    front = "" if example.startswith("---\n") else FRONT
    assert body(example, front=front).html


def test_the_guide_explains_every_key() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", GUIDE, re.MULTILINE)
    assert sorted(rows) == sorted(KEYS)


def test_the_guide_shows_every_kind_of_mark() -> None:
    marks = [mark.block for _, text in EXAMPLES if not text.startswith("---\n") for mark in page(text).marks]
    assert set(marks) == {"number", "claim", "cashtag", "image", "chart", "funds"}
