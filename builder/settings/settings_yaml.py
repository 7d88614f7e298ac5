"""Reads mkdocs.yml as YAML: its nodes, which know their lines, and its values. Used by `validation`.

What no setting needs is refused before anything is built of it: aliases, deep nesting, characters that no page can hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import yaml

from builder.forbidden_characters import forbidden_in_value
from builder.problem import Failed, Problem
from builder.yaml_syntax import ODD_LINE_ENDS, LoaderWithoutAliases, nodes, syntax_fault

_LONGEST = 256 * 1024  # characters
_MOST_BRACKETS = 500  # PyYAML looks at every open bracket again at each word


class SettingsFile(NamedTuple):
    """What mkdocs.yml holds: the nodes of its document in their order, the first of which is its root, and its value."""

    nodes: Sequence[yaml.Node]
    value: Any


def read_settings_file(file: str, raw: bytes) -> SettingsFile:
    """The content of mkdocs.yml; `file` is the path that problems name. Raises Failed with all that is wrong with it as YAML."""
    text = _decoded(file, raw).translate(ODD_LINE_ENDS)
    if len(text) > _LONGEST:
        raise Failed([Problem(id="too-large", path=file, message=f"more than {_LONGEST:,} characters")])
    if text.count("[") + text.count("{") > _MOST_BRACKETS:
        message = f"more than {_MOST_BRACKETS} brackets"
        raise Failed([Problem(id="bad-settings", path=file, message=message, hint="write lists in lines with hyphens")])
    try:
        loader = _Loader(text)
        root = loader.get_single_node()
        read = list(nodes(root))
        if problems := [*_repeated_keys(file, read), *_forbidden(file, read)]:
            raise Failed(sorted(problems))
        return SettingsFile(read, loader.construct_document(root) if root else None)
    except yaml.YAMLError as error:
        fault = syntax_fault(error, text)
        line, column, hint = fault.line + 1, fault.column + 1, fault.hint
        raise Failed(
            [Problem(id="bad-settings", path=file, line=line, column=column, message=fault.message, hint=hint)]
        ) from error
    except RecursionError as error:
        raise Failed([Problem(id="bad-settings", path=file, message="nested too deeply")]) from error


class _Loader(LoaderWithoutAliases):
    """Reads unknown tags (`!ENV`, `!!python/name:`) as text: only MkDocs uses them. A value that there is not knows its line."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except (ValueError, OverflowError) as error:
            raise yaml.MarkedYAMLError(problem="no such value", problem_mark=node.start_mark) from error


def _tag_as_text(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Any:
    return node.value if isinstance(node, yaml.ScalarNode) else suffix


_Loader.add_multi_constructor("!", _tag_as_text)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", _tag_as_text)


def _decoded(file: str, raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = f"byte {raw[error.start]:#04x} is not UTF-8"
        raise Failed(
            [Problem(id="not-text", path=file, line=line, message=message, hint="save the file as UTF-8")]
        ) from error


def _repeated_keys(file: str, read: Sequence[yaml.Node]) -> Iterator[Problem]:
    """A problem for each key that a map has twice: YAML would take the last without a word."""
    for node in read:
        keys: set[str] = set()
        for key, _ in node.value if isinstance(node, yaml.MappingNode) else ():
            if isinstance(key, yaml.ScalarNode) and key.value in keys:
                mark, message = key.start_mark, f"{key.value} is given twice"
                yield Problem(
                    id="duplicate-key",
                    path=file,
                    line=mark.line + 1,
                    column=mark.column + 1,
                    message=message,
                    hint="keep one",
                )
            keys.add(str(key.value))


def _forbidden(file: str, read: Sequence[yaml.Node]) -> Iterator[Problem]:
    for node in read:
        keys = [key for key, _ in node.value] if isinstance(node, yaml.MappingNode) else []
        for text in (node, *keys):
            mark = text.start_mark
            if isinstance(text, yaml.ScalarNode) and (
                problem := forbidden_in_value(text.value, path=file, line=mark.line + 1, column=mark.column + 1)
            ):
                yield problem
