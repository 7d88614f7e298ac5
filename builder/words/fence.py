"""Fenced blocks in, the charts and funds tables among them out, with the line of every key."""

from __future__ import annotations

from builder.words import yaml_text
from builder.words.found import Finds, Found
from builder.words.scan import Fence, Place

_OURS = ("chart", "funds")
_LATER = ("altair", "vega-lite")


def fences(place: Place, found: list[Fence], finds: Finds) -> list[tuple[int, int]]:
    """Adds every chart and funds block, and every fence that is unclosed or cannot be read; where the former stand."""
    blocks: list[tuple[int, int]] = []
    for fence in found:
        info = (fence.info.split() or [""])[0]
        if not fence.closed:
            message = "this fence is never closed; all that follows would be code"
            hint = f"end it with a line of {place.text[fence.start : fence.start + 3]}"
            finds.problems.append(place.problem("unclosed-fence", fence.start, fence.start + 3, message, hint))
        elif info in _LATER:
            message = f"{info} blocks are not supported yet"
            hint = "use a chart block: type line, area, bar or compare"
            finds.problems.append(place.problem("bad-fence", fence.start, fence.start + 3 + len(info), message, hint))
        elif info in _OURS:
            blocks.append((fence.start, fence.end))
            _block(place, fence, info, finds)
    return blocks


def _block(place: Place, fence: Fence, info: str, finds: Finds) -> None:
    first = place.of(fence.start)[0] + 1  # the line of the body's first line
    try:
        root = yaml_text.read(fence.body)
        if root is None or root.kind != "mapping":
            message = (
                f"the {info} block is empty" if root is None else f"the {info} block is not a list of `key: value`"
            )
            raise yaml_text.UnreadableError(-1, 0, message, "for example type: line, then series: [012733]")
        spec = yaml_text.plain(root)
    except yaml_text.UnreadableError as error:
        line = min(first + error.line, place.of(fence.end)[0])
        at = min(place.offset(line, 1 + fence.body_indent + error.column), fence.end)
        finds.problems.append(place.problem("bad-fence", at, at + 1, error.message, error.hint))
        return
    lines = {entry.key: first + entry.line for entry in root.value if isinstance(entry, yaml_text.Entry)}
    params = {"spec": spec, "lines": lines, "caption": "", "figure": 0, "tab": 0}
    finds.marks.append(Found(start=fence.start, end=fence.end, block=info, params=params))
