"""YAML with the line and column of each value. Used for front matter and for the fences of charts and tables.

Every scalar stays the text that the author wrote: `012733` keeps its zero, and `no` is not a boolean. Aliases and deep
nesting are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

_LONGEST = 64 * 1024  # characters
_DEEP = re.compile(r"(?:[-?][ \t]+){12}")
_MOST_BRACKETS = 500
_DEEPEST = 24  # levels


class YamlReadError(Exception):
    """YAML that cannot be read or is refused: 0-based line and column, and why."""

    def __init__(self, line: int, column: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.line, self.column, self.message, self.hint = line, column, message, hint


@dataclass(frozen=True, kw_only=True)
class YamlNode:
    """A scalar, a list or a mapping, with its 0-based line and column."""

    value: str | list[YamlNode] | list[YamlEntry]
    kind: str  # "text", "list" or "mapping"
    line: int
    column: int
    length: int  # of a scalar on one line, as written; otherwise 1


@dataclass(frozen=True, kw_only=True)
class YamlEntry:
    """A key of a mapping and its value."""

    key: str
    line: int
    column: int
    value: YamlNode


def read(text: str) -> YamlNode | None:
    """The YAML document as nodes; None where it is empty. Raises YamlReadError."""
    if len(text) > _LONGEST:
        raise YamlReadError(0, 0, f"longer than {_LONGEST // 1024} KB")
    if _DEEP.search(text) or text.count("[") + text.count("{") > _MOST_BRACKETS:
        raise YamlReadError(0, 0, "nested too deeply")
    # libyaml is seven times as fast; where PyYAML was built without it, its own parser reads the same.
    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        node = yaml.compose(text, loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        hint = "a text that holds `: ` or begins with a sign needs quotation marks"
        raise YamlReadError(line, column, f"not YAML: {error.problem}", hint) from error
    except (yaml.YAMLError, ValueError) as error:
        raise YamlReadError(0, 0, f"not YAML: {getattr(error, 'reason', 'a character that YAML forbids')}") from error
    return None if node is None else _node(node, set(), 0)


def duplicates(entries: list[YamlEntry]) -> Iterator[tuple[YamlEntry, YamlEntry]]:
    """Each entry that repeats a key, with the first entry of that key."""
    first: dict[str, YamlEntry] = {}
    for entry in entries:
        if entry.key in first:
            yield entry, first[entry.key]
        first.setdefault(entry.key, entry)


def _node(node: Any, seen: set[int], depth: int) -> YamlNode:
    line, column = node.start_mark.line, node.start_mark.column
    if id(node) in seen:
        raise YamlReadError(line, column, "an alias (*name) is not allowed here", "write the value out")
    seen.add(id(node))
    if depth > _DEEPEST:
        raise YamlReadError(line, column, "nested too deeply")
    if isinstance(node, yaml.ScalarNode):
        one_line = node.end_mark.line == line
        length = max(1, node.end_mark.column - column) if one_line else 1
        return YamlNode(value=node.value, kind="text", line=line, column=column, length=length)
    if isinstance(node, yaml.SequenceNode):
        items = [_node(item, seen, depth + 1) for item in node.value]
        return YamlNode(value=items, kind="list", line=line, column=column, length=1)
    entries = [_entry(key, value, seen, depth) for key, value in node.value]
    return YamlNode(value=entries, kind="mapping", line=line, column=column, length=1)


def _entry(key: Any, value: Any, seen: set[int], depth: int) -> YamlEntry:
    line, column = key.start_mark.line, key.start_mark.column
    if not isinstance(key, yaml.ScalarNode):
        raise YamlReadError(line, column, "a key must be a word")
    if id(key) in seen:
        raise YamlReadError(line, column, "an alias (*name) is not allowed here", "write the value out")
    seen.add(id(key))
    return YamlEntry(key=key.value, line=line, column=column, value=_node(value, seen, depth + 1))


def to_json(node: YamlNode) -> Any:
    """The node as text, lists and dictionaries. Raises YamlReadError where a mapping has a key twice."""
    if node.kind == "list":
        return [to_json(item) for item in node.value if isinstance(item, YamlNode)]
    if node.kind == "mapping":
        entries = [entry for entry in node.value if isinstance(entry, YamlEntry)]
        for again, first in duplicates(entries):
            message = f"{again.key} is given twice, first in line {first.line + 1} of the block"
            raise YamlReadError(again.line, again.column, message, "keep one of them")
        return {entry.key: to_json(entry.value) for entry in entries}
    return node.value
