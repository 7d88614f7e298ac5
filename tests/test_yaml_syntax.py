"""What YAML's parsers say, in our words and at the place to look at: alike for libyaml and for PyYAML's own parser."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from builder.yaml_syntax import syntax_fault


@pytest.mark.parametrize("loader", [yaml.CBaseLoader, yaml.BaseLoader], ids=["libyaml", "pyyaml"])
@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        ("a: b: c", 0, 4, "a second `key: value`"),
        ("a: - x", 0, 3, "a list cannot begin"),
        ("x: 1\na: [x, y", 1, 3, "brackets are not closed"),
        ("a: {x: 1", 0, 3, "brackets are not closed"),
        ('a: "x', 0, 3, "not closed"),
        ("a: @x", 0, 3, "cannot begin with this sign"),
        ('a: "x"y', 0, 3, "cannot begin with this sign"),
        ("a:\n- [x]y", 1, 2, "cannot begin with this sign"),
        ("a: **x**", 0, 3, "cannot begin with this sign"),
        ("a:\n\t- x", 1, 0, "a tab"),
        ("a: |\n x\nb", 2, 0, "no `key: value`"),
        ("a: *x", 0, 3, "an alias"),
        ("a:\n  - x\n - y", 2, 1, "does not fit"),
        ("a: x\n---\nb: y", 1, 0, "ends the keys"),
        ("a: >x", 0, 3, "cannot begin with >"),
        ("a: 1\nb: \x10", 1, 3, "does not allow"),
    ],
)
def test_a_fault_is_told_in_our_words(loader: Any, text: str, line: int, column: int, says: str) -> None:
    with pytest.raises(yaml.YAMLError) as error:
        yaml.compose(text, loader)
    fault = syntax_fault(error.value, text)
    assert says in fault.message
    assert says == "ends the keys" or (fault.line, fault.column) == (line, column)
    assert "expected" not in fault.message


def test_half_a_character_is_told_where_it_is_escaped() -> None:
    text = 'a: "x\\ud800y"'
    with pytest.raises(yaml.YAMLError) as error:
        yaml.compose(text, yaml.CBaseLoader)
    fault = syntax_fault(error.value, text)
    assert (fault.column, fault.message, fault.hint) == (7, "no text can hold this character", "delete it")
