"""The style sheets of a site's own, `extra_css` in mkdocs.yml: read, checked, and joined behind ours. Used by `frame_files`, and by
`site_build`, which tells what is wrong with them.

They load nothing: a page takes one style sheet, from its own site.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import tinycss2

from builder.problem import Failed, Problem
from builder.safe_path import UnsafePathError, path_below, read_regular
from builder.settings.settings import Settings
from builder.suggest import did_you_mean_file

_LARGEST = 512 * 1024  # bytes
_ENDED = ("import", "charset", "namespace")  # at-rules that count at the head of a sheet only, and load or rename


def site_rules(settings: Settings) -> str:
    """The rules of all these sheets. Raises Failed with all that is wrong with them; its paths are from the content folder."""
    problems: list[Problem] = []
    rules: list[str] = []
    for sheet in settings.theme.sheets:
        try:
            nodes = tinycss2.parse_stylesheet(_text(settings, sheet), skip_comments=True, skip_whitespace=True)
        except Failed as failed:
            problems += failed.problems
            continue
        faults = list(_faults(nodes, sheet))
        problems += faults
        rules += [] if faults else [tinycss2.serialize(nodes)]
    if problems:
        raise Failed(problems)
    return "".join(rules)


def _text(settings: Settings, sheet: str) -> str:
    def failed(id_: str, message: str, hint: str = "") -> Failed:
        return Failed([Problem(id=id_, path=sheet, message=message, hint=hint)])

    try:
        raw = read_regular(path_below(settings.content_dir, sheet), most=_LARGEST + 1)
        if len(raw) > _LARGEST:
            raise failed("too-large", f"more than {_LARGEST // 1024} KB", "write less into it")
        return raw.decode("utf-8-sig")
    except FileNotFoundError as error:
        there = (file.relative_to(settings.content_dir).as_posix() for file in settings.content_dir.rglob("*.css"))
        hint = did_you_mean_file(sheet, there, otherwise="extra_css in mkdocs.yml names files below docs_dir")
        raise failed("bad-style-sheet", "there is no such file", hint) from error
    except UnsafePathError as error:
        raise failed("symlink", f"this path {error}", "put the file itself there") from error
    except UnicodeDecodeError as error:
        raise failed("not-text", f"byte {raw[error.start]:#04x} is not UTF-8", "save the file as UTF-8") from error
    except OSError as error:
        raise failed("unreadable", f"the file cannot be read: {error.strerror}") from error


def _faults(nodes: Iterable[Any], sheet: str) -> Iterator[Problem]:
    for node in _all(nodes):
        message, hint = "", ""
        if node.type == "error":
            message = f"not a style sheet here: {node.message}"
        elif node.type == "at-rule" and node.lower_at_keyword in _ENDED:
            message, hint = f"@{node.at_keyword} does nothing behind other rules", "name each sheet in extra_css"
        elif node.type == "url" or (node.type == "function" and node.lower_name in ("url", "src", "image-set")):
            message, hint = (
                "a style sheet loads nothing",
                "draw with colours, gradients and borders; show pictures in pages",
            )
        if message:
            line, column = node.source_line, node.source_column
            yield Problem(id="bad-style-sheet", path=sheet, line=line, column=column, message=message, hint=hint)


def _all(nodes: Iterable[Any]) -> Iterator[Any]:
    """Every node, and those in them."""
    waiting = list(nodes)[::-1]
    while waiting:
        node = waiting.pop()
        yield node
        inside = [getattr(node, name, None) or [] for name in ("prelude", "content", "arguments")]
        waiting += [child for children in inside if isinstance(children, list) for child in children][::-1]
