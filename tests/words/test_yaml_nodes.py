"""YAML as authors write it: every value a text, with its line and column."""

from __future__ import annotations

import pytest

from builder.words.yaml_nodes import YamlReadError, read, to_json


def json_of(text: str) -> object:
    root = read(text, [])
    assert root is not None
    return to_json(root)


def test_every_scalar_stays_the_text_that_was_written() -> None:
    assert json_of("a: 012733\nb: no\nc: [2024-02-20, ~]\nd: {e: 1.0}") == {
        "a": "012733",
        "b": "no",
        "c": ["2024-02-20", "~"],
        "d": {"e": "1.0"},
    }


def test_an_empty_document_is_nothing() -> None:
    assert read("", []) is None


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("a: 1\nb: c: d", 1, 4, "a second"),
        ("a: &x 1\nb: *x", 0, 3, "an alias"),
        ("? [a]\n: b", 0, 2, "a key must be a word"),
        ("a: 1\nb: 2\na: 3", 2, 0, "is given twice"),
        ("[" * 600, 0, 0, "nested too deeply"),
        ("a" * 70_000, 0, 0, "longer than 64 KB"),
    ],
)
def test_what_cannot_be_read_is_an_error_at_its_position(text: str, line: int, column: int, said: str) -> None:
    with pytest.raises(YamlReadError) as error:
        json_of(text)
    assert (error.value.line, error.value.column) == (line, column)
    assert said in error.value.message
