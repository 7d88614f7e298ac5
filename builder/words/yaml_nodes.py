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

from builder.forbidden_characters import forbidden_in_value
from builder.yaml_syntax import ODD_LINE_ENDS, syntax_fault

_LONGEST = 64 * 1024  # characters
_DEEP = re.compile(r"(?:[-?][ \t]+){12}")
_MOST_BRACKETS = 500
_DEEPEST = 24  # levels
_CONTINUED_ITEM = re.compile(r"[ \t]*-[ \t]")
_NO_COMMA = re.compile("[\uff0c\u3001]")
_ALIAS = re.compile(r"(?<=[\s\[,{])\*[^\s,\[\]{}]++")
_PROPERTY = re.compile(r"[!&]\S*")  # the name of a type, or of a place
_LOST = re.compile(r"[ \t]+#(?=[^\s#])")  # `#话题#`; a comment has a blank behind its sign


class YamlReadError(Exception):
    """YAML that cannot be read or is refused: 0-based line and column, and why."""

    def __init__(self, line: int, column: int, message: str, hint: str = "", *, length: int = 1, id: str = "") -> None:
        super().__init__(message)
        self.line, self.column, self.message, self.hint = line, column, message, hint
        self.length, self.id = length, id  # an id, where it is not that of what the YAML belongs to


@dataclass(frozen=True, kw_only=True)
class YamlNode:
    """A scalar, a list or a mapping, with its 0-based line and column."""

    value: str | list[YamlNode] | list[YamlEntry]
    kind: str  # "text", "list" or "mapping"
    line: int
    column: int
    length: int  # of a scalar on one line, as written; otherwise 1
    doubtful: bool = False  # whether it was told already that it is not read as its author means it


@dataclass(frozen=True, kw_only=True)
class YamlEntry:
    """A key of a mapping and its value."""

    key: str
    line: int
    column: int
    value: YamlNode


def read(text: str, doubts: list[YamlReadError]) -> YamlNode | None:
    """The YAML document as nodes; None where it is empty. Raises YamlReadError where it cannot be read.

    `doubts` gets each value that YAML reads, but not as its author means it, or that no text may hold.
    """
    text = text.translate(ODD_LINE_ENDS)
    if len(text) > _LONGEST:
        raise YamlReadError(0, 0, f"longer than {_LONGEST // 1024} KB")
    if _DEEP.search(text) or text.count("[") + text.count("{") > _MOST_BRACKETS:
        raise YamlReadError(0, 0, "nested too deeply")
    # libyaml is seven times as fast; where PyYAML was built without it, its own parser reads the same.
    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        node = yaml.compose(text, loader)
    except yaml.YAMLError as error:
        line, column, message, hint = syntax_fault(error, text)
        raise YamlReadError(line, column, message, hint) from error
    except ValueError as error:
        raise YamlReadError(0, 0, "a character that YAML does not allow") from error
    return None if node is None else _Reader(text, doubts).node(node, 0)


def duplicates(entries: list[YamlEntry]) -> Iterator[tuple[YamlEntry, YamlEntry]]:
    """Each entry that repeats a key, with the first entry of that key."""
    first: dict[str, YamlEntry] = {}
    for entry in entries:
        if entry.key in first:
            yield entry, first[entry.key]
        first.setdefault(entry.key, entry)


class _Reader:
    """Goes through the nodes once: makes ours of them, and collects doubts."""

    def __init__(self, text: str, doubts: list[YamlReadError]) -> None:
        self._lines, self._doubts = text.split("\n"), doubts
        self._seen: set[int] = set()
        self._aliases = frozenset(_ALIAS.findall(text))

    def node(self, node: Any, depth: int, *, in_list: bool = False, in_brackets: bool = False) -> YamlNode:
        line, column = node.start_mark.line, node.start_mark.column
        self._check_alias(node)
        self._check_property(node)
        if depth > _DEEPEST:
            raise YamlReadError(line, column, "nested too deeply")
        if isinstance(node, yaml.ScalarNode):
            one_line = node.end_mark.line == line
            length = max(1, node.end_mark.column - column) if one_line else 1
            doubts = len(self._doubts)
            self._check_text(node, length, in_list=in_list, in_brackets=in_brackets)
            doubtful = len(self._doubts) > doubts
            return YamlNode(value=node.value, kind="text", line=line, column=column, length=length, doubtful=doubtful)
        if isinstance(node, yaml.SequenceNode):
            in_brackets = bool(node.flow_style)
            items = [self.node(item, depth + 1, in_list=True, in_brackets=in_brackets) for item in node.value]
            return YamlNode(value=items, kind="list", line=line, column=column, length=1)
        entries = [self._entry(key, value, depth) for key, value in node.value]
        return YamlNode(value=entries, kind="mapping", line=line, column=column, length=1)

    def _entry(self, key: Any, value: Any, depth: int) -> YamlEntry:
        line, column = key.start_mark.line, key.start_mark.column
        if not isinstance(key, yaml.ScalarNode):
            raise YamlReadError(line, column, "a key must be a word")
        self._check_alias(key)
        self._check_property(key)
        self._check_text(key, len(key.value))
        return YamlEntry(key=key.value, line=line, column=column, value=self.node(value, depth + 1))

    def _check_alias(self, node: Any) -> None:
        if id(node) in self._seen:
            line, column = node.start_mark.line, node.start_mark.column
            raise YamlReadError(line, column, "an alias (*name) is not allowed here", "write the value out")
        self._seen.add(id(node))

    def _check_property(self, node: Any) -> None:
        """Doubts what begins with `!` or `&`: YAML takes the word for the name of a type or a place."""
        line, column = node.start_mark.line, node.start_mark.column
        name = _PROPERTY.match(self._lines[line], column) if line < len(self._lines) else None
        if name and f"*{name[0][1:]}" not in self._aliases:  # an alias of the place is told itself
            message, hint = (
                f"{name[0]} would be lost: nothing can begin with {name[0][0]}",
                "put the whole into quotation marks",
            )
            self._doubt(node.start_mark, message, hint, len(name[0]))

    def _check_text(self, node: Any, length: int, *, in_list: bool = False, in_brackets: bool = False) -> None:
        start, end = node.start_mark, node.end_mark
        if problem := forbidden_in_value(node.value):
            self._doubt(start, problem.message, problem.hint, length, id=problem.id)
        if node.style in ("'", '"', "|", ">"):
            return
        if in_brackets and (sign := _NO_COMMA.search(node.value)):
            message = f"{node.value} is one entry: {sign[0]} does not separate any"
            hint = f"separate entries by an ordinary comma; put one that holds {sign[0]} in quotes"
            self._doubt(start, message, hint, length)
        for number in range(start.line + 1, end.line + (end.column > 0)):
            if match := _CONTINUED_ITEM.match(self._lines[number]):
                message, hint = (
                    "this entry would be a part of the text before it",
                    "write [first, second], or each entry in a line below the key",
                )
                if in_list:
                    message = "this entry is indented deeper than the one before, so it would be a part of that"
                    hint = "indent both alike"
                self._doubts.append(YamlReadError(number, match.end() - 2, message, hint))
        if end.line < len(self._lines) and (match := _LOST.match(self._lines[end.line], end.column)):
            hint = "put the whole value into quotation marks; a comment has a blank behind its #"
            self._doubts.append(
                YamlReadError(end.line, match.end() - 1, "from this # on the value would be lost", hint)
            )

    def _doubt(self, mark: Any, message: str, hint: str, length: int, *, id: str = "") -> None:
        self._doubts.append(YamlReadError(mark.line, mark.column, message, hint, length=length, id=id))


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
