"""Finds the fences that are blocks, e.g. charts, and reads their YAML with the line of every key. Used by `find_marks`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from builder.suggest import nearest
from builder.words import yaml_nodes
from builder.words.marks.located_mark import FENCES, MARK, LocatedMark, MarksAndProblems
from builder.words.source_text import SourceText
from builder.words.syntax.code_reading import FencedCode

_CUSTOM = ("altair", "vega-lite")  # custom charts: a head of keys, a line of ---, then the code
BLOCK_FENCES = (*FENCES, *_CUSTOM)
_LANGUAGES = frozenset(("python", "json", "yaml", "markdown", "text", "bash", "html", "css", "sql", "csv", "r"))
_BEGINNINGS = {"chart": "chart", "fund": "funds", "vega": "vega-lite", "vega-lite": "vega-lite", "altair": "altair"}
_CHINESE_NAMES = {"图表": "chart", "图": "chart", "走势图": "chart", "基金": "funds", "基金表": "funds"}
_LONGEST_CODE = 64 * 1024  # characters
_RULE = re.compile(r"^---[ \t]*$", re.MULTILINE)


def add_fences(source: SourceText, fences: Sequence[FencedCode], collected: MarksAndProblems) -> list[tuple[int, int]]:
    """Adds every fence that is a block, and a problem for each that is bad; gives the spans of these blocks."""
    spans: list[tuple[int, int]] = []
    for fence in fences:
        info, *rest = fence.info.split() or [""]
        if not fence.closed:
            message = "this fence is never closed; all that follows would be code"
            hint = f"end it with a line of {source.text[fence.start : fence.start + 3]}"
            collected.problems.append(source.problem("unclosed-fence", fence.start, fence.start + 3, message, hint))
            continue
        meant = "" if info in (*FENCES, *_CUSTOM, "") else _meant(info)
        lost = rest if info.isascii() or meant else [info]  # no language has a Chinese name
        if lost:
            start = source.text.index(lost[0], fence.start + (len(info) if lost is rest else 0))
            message = "what stands behind the name of a fence would be lost"
            if lost is not rest:
                message = f"{info} is neither a block nor a language, and would be lost"
            hint = "write keys below, and words above the fence"
            end = max(source.text.find("\n", start), start + 1)
            collected.problems.append(source.problem("bad-fence", start, end, message, hint))
        if info in FENCES:
            spans.append((fence.start, fence.end))
            _add_block(source, fence, info, collected)
        elif info in _CUSTOM:
            spans.append((fence.start, fence.end))
            _add_custom_chart(source, fence, info, collected)
        elif meant:
            start = source.text.index(info, fence.start)
            message = f"{info} is neither a block nor a language: readers would see its keys as code"
            collected.problems.append(
                source.problem("bad-fence", start, start + len(info), message, f"did you mean {meant}?")
            )
    return spans


def _meant(info: str) -> str:
    """The block that the name behind a fence was meant as; "" where it is the name of a language, or of nothing near."""
    if info in _LANGUAGES:  # most fences
        return ""
    name = info.lower().strip("{.}")
    beginning = next((block for start, block in _BEGINNINGS.items() if name in (start, f"{start}s")), "")
    beginning = beginning or _CHINESE_NAMES.get(name, "")
    meant = beginning or nearest(name, BLOCK_FENCES, cutoff=75)
    if not meant or (not beginning and (abs(len(meant) - len(name)) > 2 or _is_language(info))):
        return ""
    return meant


def _is_language(name: str) -> bool:
    from pygments.lexers import find_lexer_class_by_name
    from pygments.util import ClassNotFound

    try:
        find_lexer_class_by_name(name)
    except ClassNotFound:
        return False
    return True


def _add_block(source: SourceText, fence: FencedCode, info: str, collected: MarksAndProblems) -> None:
    params = _params(source, fence, fence.body, info, collected)
    if params is not None:
        collected.marks.append(LocatedMark(start=fence.start, end=fence.end, block=info, params=params))


def _add_custom_chart(source: SourceText, fence: FencedCode, info: str, collected: MarksAndProblems) -> None:
    """Adds a chart that is written in Altair or Vega-Lite: a chart's mark with its code."""
    rule = _RULE.search(fence.body)
    head, code = (fence.body[: rule.start()], fence.body[rule.end() + 1 :]) if rule else ("", fence.body)
    if not code.strip():
        message = f"the {info} block is empty"
        hint = (
            "write its keys, a line of ---, then its JSON"
            if info == "vega-lite"
            else "write Python that leaves a chart in `chart`"
        )
        collected.problems.append(source.problem("bad-fence", fence.start, fence.start + 3, message, hint))
        return
    if len(code) > _LONGEST_CODE:
        message = f"the {info} block is longer than {_LONGEST_CODE // 1024} KB"
        hint = "name its data in its head instead of writing them into the code"
        collected.problems.append(source.problem("bad-fence", fence.start, fence.start + 3, message, hint))
        return
    params = _params(source, fence, head, info, collected) if head.strip() else _fence_params({}, {})
    if params is not None:
        params |= {"language": info, "code": code, "code_line": 1 + (head.count("\n") + 1 if rule else 0)}
        collected.marks.append(LocatedMark(start=fence.start, end=fence.end, block="chart", params=params))


def _params(
    source: SourceText, fence: FencedCode, text: str, info: str, collected: MarksAndProblems
) -> dict[str, Any] | None:
    """The parameters that a fence's YAML gives; None, and a problem, where it cannot be read."""
    first_line = source.line_and_column(fence.start)[0] + 1  # of the fence's body
    faults: list[yaml_nodes.YamlReadError] = []
    spec: Any = {}
    root = None
    try:
        root = yaml_nodes.read(text, faults)
        if root is None or root.kind != "mapping":
            message = (
                f"the {info} block is empty" if root is None else f"the {info} block is not a list of `key: value`"
            )
            raise yaml_nodes.YamlReadError(-1, 0, message, "for example type: line, then series: [012733]")
        spec = yaml_nodes.to_json(root)
    except yaml_nodes.YamlReadError as error:
        faults.append(error)
    for fault in faults:
        line = min(first_line + fault.line, source.line_and_column(fence.end)[0])
        offset = min(source.offset(line, 1 + fence.body_indent + fault.column), fence.end)
        end = offset + fault.length
        collected.problems.append(source.problem(fault.id or "bad-fence", offset, end, fault.message, fault.hint))
    if faults or root is None:
        return None
    for key, words in _words_of(spec):
        if match := MARK.search(words):
            message = f"{key} cannot contain {match[0]}: numbers, claims and cashtags stand in the text only"
            start = max(source.text.find(match[0], fence.start, fence.end), fence.start)
            hint = "write it in words; the caption below the chart may contain numbers"
            collected.problems.append(source.problem("slot-in-heading", start, start + len(match[0]), message, hint))
    lines = {entry.key: first_line + entry.line for entry in root.value if isinstance(entry, yaml_nodes.YamlEntry)}
    return _fence_params(spec, lines)


def _words_of(spec: Any) -> Iterator[tuple[str, str]]:
    """The texts that readers see of a fence's keys, with their keys."""
    notes = spec.get("annotate")
    for key, value in [
        *((key, spec.get(key)) for key in ("alt", "title")),
        *(
            ("annotate", note.get("text"))
            for note in (notes if isinstance(notes, list) else ())
            if isinstance(note, dict)
        ),
    ]:
        if isinstance(value, str):
            yield key, value


def _fence_params(spec: Any, lines: dict[str, int]) -> dict[str, Any]:
    """The parameters of a fence; its caption and numbers are filled in when the figures of the page are known."""
    return {"spec": spec, "lines": lines, "caption": "", "figure": 0, "tab": 0}
