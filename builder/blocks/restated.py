"""The note at a briefing's head that shows which of its numbers the data contradict now; nothing where there are none."""

from __future__ import annotations

from typing import Any

from builder.blocks.block import Answers, Block, RenderTools, no_asks, one_by_one
from builder.blocks.wording import chinese_terms, data_element, value_text
from builder.language import translate
from builder.model import Answer, Fragment
from builder.number_format import exact, number, percent
from builder.slot_params.generated import RestatedParams, RestatedRow
from builder.vocabulary import RATIOS


def render(params: RestatedParams, answers: Answers, tools: RenderTools) -> Fragment:
    """The note, with the old and the new value of each number."""
    if not params.rows:
        return Fragment(html="")
    late = [line(row) for row in params.rows if row.late]
    moved = [line(row) for row in params.rows if not row.late]
    return Fragment(html=tools.templates.render("blocks/restated.html", moved=moved, late=late).strip())


def text(row: RestatedRow) -> str:
    """What is said of a number, as text."""
    said = line(row)
    new = said["new"] if row.on else value_text.text(row.new, row.unit, signed=row.signed)
    dated = f"{said['dated']}{translate('，')}{row.on}" if row.on else said["dated"]
    return translate("{name} {what}（{dated}）：原为 {old}，现为 {new}", **{**said, "dated": dated, "new": new})


def line(row: RestatedRow) -> dict[str, Any]:
    """What is said of a number: of what it is, its old and its new value."""
    # Two returns of one index differ by their days alone.
    dated = (
        translate("{start} 至 {end}", start=row.start, end=row.end)
        if row.start and not row.on
        else translate("截至 {as_of}", as_of=row.ask.as_of)
    )
    shown: dict[str, Any] = {
        "name": row.name,
        "what": chinese_terms.of_window(row.ask.window, row.label),
        "dated": dated,
        "on": row.on,
    }
    shown["based"] = row.unit not in RATIOS
    if row.on:
        return {**shown, "old": _level(row.old, row.unit), "new": _level(row.new, row.unit)}
    now = Answer(value=row.new, unit=row.unit, start=row.start, end=row.end, synthetic=row.synthetic, signed=row.signed)
    old = value_text.text(row.old, row.unit, signed=row.signed)
    return {**shown, "old": old, "new": data_element.element(row.ask, now)}


def _level(value: float | str | None, unit: str) -> str:
    """A value of a line: a ratio as it is, a level with the line's first value as 100."""
    if not isinstance(value, int | float):
        return value_text.NOTHING
    return percent(value, signed=False) if unit in RATIOS else number(exact(value).scaleb(2), 2)


BLOCK = Block(params=RestatedParams, asks=no_asks, render=one_by_one(render))
