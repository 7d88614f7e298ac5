"""Fenced blocks in, the charts and funds tables among them out, with the line of every key."""

from __future__ import annotations

import re
from typing import Any

from builder.words import yaml_nodes
from builder.words.marks.code_mask import FencedCode, TextPosition
from builder.words.marks.located_mark import LocatedMark, MarksAndProblems

_OURS = ("chart", "funds")
_WRITTEN = ("altair", "vega-lite")  # charts that are written out: a head of keys, a line of ---, then the code
_LARGEST = 64 * 1024  # characters of code
_RULE = re.compile(r"^---[ \t]*$", re.MULTILINE)


def fences(place: TextPosition, found: list[FencedCode], finds: MarksAndProblems) -> list[tuple[int, int]]:
    """Adds every chart and funds block, and every fence that is unclosed or cannot be read; where the former stand."""
    blocks: list[tuple[int, int]] = []
    for fence in found:
        info = (fence.info.split() or [""])[0]
        if not fence.closed:
            message = "this fence is never closed; all that follows would be code"
            hint = f"end it with a line of {place.text[fence.start : fence.start + 3]}"
            finds.problems.append(place.problem("unclosed-fence", fence.start, fence.start + 3, message, hint))
        elif info in _OURS:
            blocks.append((fence.start, fence.end))
            _block(place, fence, info, finds)
        elif info in _WRITTEN:
            blocks.append((fence.start, fence.end))
            _written(place, fence, info, finds)
    return blocks


def _block(place: TextPosition, fence: FencedCode, info: str, finds: MarksAndProblems) -> None:
    params = _keys(place, fence, fence.body, info, finds)
    if params is not None:
        finds.marks.append(LocatedMark(start=fence.start, end=fence.end, block=info, params=params))


def _written(place: TextPosition, fence: FencedCode, info: str, finds: MarksAndProblems) -> None:
    """A chart in a language of its own, whose mark is a chart's like any other, with its code."""
    rule = _RULE.search(fence.body)
    head, code = (fence.body[: rule.start()], fence.body[rule.end() + 1 :]) if rule else ("", fence.body)
    if not code.strip():
        message = f"the {info} block is empty"
        hint = (
            "what it says of itself, a line of ---, then its JSON"
            if info == "vega-lite"
            else "Python that leaves a chart in `chart`"
        )
        finds.problems.append(place.problem("bad-fence", fence.start, fence.start + 3, message, hint))
        return
    if len(code) > _LARGEST:
        message = f"the {info} block is longer than {_LARGEST // 1024} KB"
        finds.problems.append(
            place.problem(
                "bad-fence",
                fence.start,
                fence.start + 3,
                message,
                "name its data in its head, and let it be handed them",
            )
        )
        return
    empty = {"spec": {}, "lines": {}, "caption": "", "figure": 0, "tab": 0}
    params = _keys(place, fence, head, info, finds) if head.strip() else empty
    if params is not None:
        params |= {"language": info, "code": code, "code_line": 1 + (head.count("\n") + 1 if rule else 0)}
        finds.marks.append(LocatedMark(start=fence.start, end=fence.end, block="chart", params=params))


def _keys(
    place: TextPosition, fence: FencedCode, text: str, info: str, finds: MarksAndProblems
) -> dict[str, Any] | None:
    """The YAML of a fence with the line of each key; None, and a problem, where it cannot be read."""
    first = place.of(fence.start)[0] + 1  # the line of the body's first line
    try:
        root = yaml_nodes.read(text)
        if root is None or root.kind != "mapping":
            message = (
                f"the {info} block is empty" if root is None else f"the {info} block is not a list of `key: value`"
            )
            raise yaml_nodes.YamlReadError(-1, 0, message, "for example type: line, then series: [012733]")
        spec = yaml_nodes.plain(root)
    except yaml_nodes.YamlReadError as error:
        line = min(first + error.line, place.of(fence.end)[0])
        at = min(place.offset(line, 1 + fence.body_indent + error.column), fence.end)
        finds.problems.append(place.problem("bad-fence", at, at + 1, error.message, error.hint))
        return None
    lines = {entry.key: first + entry.line for entry in root.value if isinstance(entry, yaml_nodes.YamlEntry)}
    return {"spec": spec, "lines": lines, "caption": "", "figure": 0, "tab": 0}
