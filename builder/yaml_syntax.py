"""What is wrong with YAML that cannot be read, in our words and at its place. Used wherever a person's YAML is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml

# YAML ends a line at these, and editors do not: each is read as a blank, so that both count the same lines.
ODD_LINE_ENDS = str.maketrans("\x85\u2028\u2029", "   ")
_QUOTES = "put a value that holds `: `, or begins with a sign, into quotation marks"
# A piece of what the parsers say (libyaml's and PyYAML's own), what it means, what would be right, and whether the place
# to name is where the faulty text begins.
_MEANINGS: tuple[tuple[str, str, str, bool], ...] = (
    ("values are not allowed", "a second `key: value` where only a value can stand", _QUOTES, False),
    ("entries are not allowed", "a list cannot begin behind its key", "begin it on the next line, or write [first, second]", False),
    ("could not find expected ':'", "this line is no `key: value`", "write a key, an ordinary colon, a blank and the value", True),
    ("expected ',' or", "the brackets are not closed, or a comma is missing", "write [first, second]", True),
    ("end of stream", "the quotation mark is not closed", "close it, or leave it out", True),
    ("cannot start any token", "a value cannot begin with this sign", _QUOTES, False),
    ("escape code", "no text can hold this character", "delete it", False),
    ("no such value", "a date or number that there is not", "put a text into quotation marks", False),
    ("escape character", "an unknown character behind \\", "write the text in single quotation marks", False),
    ("alias", "an alias (*name) is not read here", "write the value out, or put it into quotation marks", False),
    ("anchor", "an anchor (&name) that is given twice", "put the value into quotation marks", False),
    ("tag", "a value cannot begin with !", "put it into quotation marks", False),
    ("indentation indicators", "a value cannot begin with > or |", _QUOTES, True),
    ("comment or line break", "a value cannot begin with > or |", _QUOTES, True),
    ("another document", "a line of --- ends the keys here", "leave it out", False),
)  # fmt: skip
_OTHERWISE = (
    "",
    "this does not fit the lines before it",
    f"keys that belong together begin in the same column; {_QUOTES}",
    False,
)
_SIGN_FIRST = re.compile(r"\s*(?:-\s+)*(?:[^\s:]+:\s+)?(?=[*&!\"'\[{])")


class LoaderWithoutAliases(yaml.SafeLoader):
    """Refuses aliases, so that the nodes of a document are no more than its text."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            event: Any = self.peek_event()  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem="alias", problem_mark=event.start_mark)
        node: yaml.Node | None = super().compose_node(parent, index)
        return node


def nodes(root: yaml.Node | None) -> Iterator[yaml.Node]:
    """A node and all values below it, in their order."""
    pending = [root] if root else []
    while pending:
        node = pending.pop()
        yield node
        if isinstance(node, yaml.SequenceNode):
            pending += reversed(node.value)
        elif isinstance(node, yaml.MappingNode):
            pending += [value for _, value in reversed(node.value)]


class YamlSyntaxFault(NamedTuple):
    """Where YAML cannot be read (line and column from 0), why, and what would be right."""

    line: int
    column: int
    message: str
    hint: str


def syntax_fault(error: yaml.YAMLError, text: str) -> YamlSyntaxFault:
    """The fault of a text that the parser refused with this error."""
    if not isinstance(error, yaml.MarkedYAMLError):
        before = text[: getattr(error, "position", 0)]
        column = len(before) - before.rfind("\n") - 1
        return YamlSyntaxFault(before.count("\n"), column, "a character that YAML does not allow", "delete it")
    said = str(error.problem or "")
    _, message, hint, at_beginning = next((meaning for meaning in _MEANINGS if meaning[0] in said), _OTHERWISE)
    mark = (error.context_mark if at_beginning else None) or error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.split("\n")
    character = lines[line][column : column + 1] if line < len(lines) else ""
    begin = _SIGN_FIRST.match(lines[line]) if line < len(lines) else None
    if (message, hint) == _OTHERWISE[1:3] and begin and begin.end() <= column:  # such a value ends before its line does
        value = lines[line][begin.end() :].strip().replace("'", "''")
        message, hint = "a value cannot begin with this sign", f"put the whole value into quotation marks: '{value}'"
        column = begin.end()
    if character == "\t":
        message, hint = "a tab: YAML indents with blanks only", "write blanks"
    return YamlSyntaxFault(line, column, message, hint)
