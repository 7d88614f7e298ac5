"""JSON read with the place of every part."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from builder.blocks.charts.custom.json_positions import JsonReadError, nearest, read

VALUES = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False, allow_infinity=False) | some.text(),
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(some.text(), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES, some.sampled_from([None, 0, 2]), some.booleans())
def test_what_python_reads_is_read_alike(value: Any, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    found, places = read(f" {text}\n")
    assert found == json.loads(text)
    assert places[()] == (0, 1)


def test_every_part_has_the_place_of_its_key() -> None:
    _, places = read('{\n  "a": {"b": [1,\n    {"c": 2}]}\n}\n')
    assert places[("a",)] == (1, 2)
    assert places[("a", "b", 1, "c")] == (2, 5)
    assert nearest(places, ("a", "b", 1, "d", "e")) == (2, 4)


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("{", 0, 0, "not JSON"),
        ('{"a": 1,}', 0, 8, "not JSON"),
        ('{"a" 1}', 0, 5, "a colon is missing"),
        ("{\n'a': 1}", 1, 0, "not JSON"),
        ("{1: 2}", 0, 1, "a key must be a text"),
        ("[1 2]", 0, 3, "a comma or ]"),
        ('{"a": NaN}', 0, 6, "NaN is no JSON"),
        ("[1] 2", 0, 4, "something behind"),
        ("", 0, 0, "not JSON"),
        ('{"a": 1,\n"a": 2}', 1, 0, "stands here twice"),
    ],
)
def test_what_is_no_json_is_told_at_its_place(text: str, line: int, column: int, said: str) -> None:
    with pytest.raises(JsonReadError) as caught:
        read(text)
    assert (caught.value.line, caught.value.column) == (line, column) and said in caught.value.message
