"""What the data have come to tell otherwise than a briefing did in, the note that says so out: nothing where they agree.

Parameters {slug, corrected, rows?}; a row is a restated number as `ledger` found it.
"""

from __future__ import annotations

from typing import Any

from builder.blocks.block import Answers, Block, Params, RenderTools, each, no_asks
from builder.blocks.wording import chinese_terms, data_element, value_text
from builder.model import Answer, Ask, Fragment
from builder.number_format import decimal, number, percent


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
        return {**line, "old": _level(row["old"], row["unit"]), "new": _level(row["new"], row["unit"])}
    dates = {name: row[name] for name in ("start", "end", "synthetic", "signed")}
    now = Answer(value=row["new"], unit=row["unit"], **dates)
    old = value_text.text(row["old"], row["unit"], signed=row["signed"])
    return {**line, "old": old, "new": data_element.element(ask, now)}


def _level(value: float | None, unit: str) -> str:
    """A line is told by the day that moved most, its first value being 100; a line of ratios by the ratio."""
    if value is None:
        return value_text.NOTHING
    return percent(value, signed=False) if unit == "ratio" else number(decimal(value).scaleb(2), 2)


BLOCK = Block(asks=no_asks, render=each(render))
