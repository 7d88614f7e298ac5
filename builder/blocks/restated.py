"""What the data have come to tell otherwise than a briefing did in, the note that says so out: nothing where they agree.

Parameters {slug, corrected, rows?}; a row is a restated number as `ledger` found it.
"""

from __future__ import annotations

from typing import Any

from builder.blocks.block import Answers, Block, Params, RenderTools, each, no_asks
from builder.blocks.wording import chinese_terms, data_element, number_format
from builder.model import Answer, Ask, Fragment


def render(params: Params, answers: Answers, tools: RenderTools) -> Fragment:
    """The note, with the old and the new value of each number."""
    rows = params.get("rows") or ()
    if not rows:
        return Fragment(html="")
    lines = [_line(row) for row in rows]
    late = [line for line, row in zip(lines, rows, strict=True) if row["late"]]
    moved = [line for line, row in zip(lines, rows, strict=True) if not row["late"]]
    return Fragment(html=tools.templates.render("blocks/restated.html", moved=moved, late=late).strip())


def _line(row: Params) -> dict[str, Any]:
    ask = Ask(**row["ask"])
    period = chinese_terms.window(ask.window) if ask.window else ""
    # Two returns of one index are told apart by their days.
    dated = f"{row['start']} 至 {row['end']}" if row["start"] and not row["on"] else f"截至 {ask.as_of}"
    line = {"name": row["name"], "what": f"{period}{row['label']}", "dated": dated, "on": row["on"]}
    line["based"] = row["unit"] != "ratio"
    if row["on"]:
        # A line is told by the day that moved most, its first value being 100; a line of ratios by the ratio.
        sign = "%" if row["unit"] == "ratio" else ""
        both = (row["old"], row["new"])
        old, new = (number_format.NOTHING if value is None else f"{value * 100:.2f}{sign}" for value in both)
        return {**line, "old": old, "new": new}
    dates = {name: row[name] for name in ("start", "end", "synthetic")}
    now = Answer(value=row["new"], unit=row["unit"], **dates)
    old = number_format.text(row["old"], row["unit"], measure=ask.measure)
    return {**line, "old": old, "new": data_element.element(ask, now)}


BLOCK = Block(asks=no_asks, render=each(render))
