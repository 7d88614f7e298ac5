"""Marks in, slots out; slots and answers in, fragments out: everything that an author or a generated page may place.

A block is one module. BLOCKS names them all; nothing is found by searching.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import import_module

from builder.blocks import (
    address,
    calendars,
    card,
    cards,
    claim,
    data_age,
    fact,
    fund_link,
    funds_table,
    nothing,
    number,
    plain_text,
    resolve_instrument,
    restated,
)
from builder.blocks.block import Block, Params, RenderTools, Request, ResolveContext
from builder.blocks.fund_page import fund_chart, fund_facts, fund_json, fund_rows, history_json, mentions, performance
from builder.model import SINCES, Answer, Ask, Directory, Fragment, Mark, Measure, Page, Slot
from builder.problem import Failed, Problem
from builder.vocabulary import FUND_MARKET

__all__ = ["BLOCKS", "MARKS", "TOGETHER", "Block", "RenderTools", "ResolveContext", "asks", "render", "understood"]


def _late(name: str, *, of_marks: bool = False) -> Block:
    """A block whose module is loaded when it is first used: what reads and checks charts is large, and the charts of a
    briefing are frozen, so that a refresh has none to draw."""

    def block() -> Block:
        found: Block = import_module(f"builder.blocks.{name}").BLOCK
        return found

    def asks(params: Params) -> tuple[Ask, ...]:
        return block().asks(params)

    def render(requests: Sequence[Request], tools: RenderTools) -> list[Fragment | Problem]:
        return block().render(requests, tools)

    def resolve(mark: Mark, context: ResolveContext) -> Slot:
        understood = block().resolve
        if understood is None:
            raise LookupError(f"the block {name} understands no marks")
        return understood(mark, context)

    return Block(asks=asks, render=render, resolve=resolve if of_marks else None)


# What may fill a hole, by the name that slots call it.
BLOCKS: Mapping[str, Block] = {
    "address": address.BLOCK,
    "calendars": calendars.BLOCK,
    "card": card.BLOCK,
    "cards": cards.BLOCK,
    "chart": _late("charts.chart_block", of_marks=True),
    "claim": claim.BLOCK,
    "fact": fact.BLOCK,
    "fund-chart": Block(asks=fund_chart.asks, render=fund_chart.render),
    "fund-facts": fund_facts.BLOCK,
    "fund-json": fund_json.BLOCK,
    "fund-rows": fund_rows.BLOCK,
    "funds": funds_table.BLOCK,
    "history": history_json.BLOCK,
    "link": fund_link.BLOCK,
    "mentions": mentions.BLOCK,
    "nothing": nothing.BLOCK,
    "number": number.BLOCK,
    "performance": performance.BLOCK,
    "restated": restated.BLOCK,
    "share": _late("images.share_images"),
    SINCES: card.SINCES,
    "text": plain_text.BLOCK,
    "through": data_age.BLOCK,
}
# Which block understands the marks that authors leave; an `image` leaves no hole.
MARKS: Mapping[str, str] = {
    "address": "address",
    "cashtag": "card",
    "chart": "chart",
    "claim": "claim",
    "funds": "funds",
    "number": "number",
}
HOLELESS = frozenset({"image"})
# Blocks whose slots are rendered in one batch by one process: charts share their drawing processes.
TOGETHER = frozenset({"chart", "share"})


def understood(
    page: Page,
    directory: Directory,
    measures: Mapping[str, Measure],
    addresses: Mapping[str, str],
    *,
    trusted_code: bool = False,
) -> tuple[dict[str, Slot], list[Problem]]:
    """The slot of every hole on a page, and every mistake in its marks, each at its line and column.

    A slot has the name of its hole, which is the index of its mark. Under "sinces", which no page has as a hole, is the
    slot that fills such as "3/since", which the card in hole 3 leaves. A mark with a mistake has no slot.
    """
    context = ResolveContext(
        page=page, directory=directory, measures=measures, addresses=addresses, trusted_code=trusted_code
    )
    slots: dict[str, Slot] = {}
    problems = _unknown_funds(context)
    for index, mark in enumerate(page.marks):
        if mark.block in HOLELESS:
            continue
        try:
            slots |= _resolved(str(index), mark, context)
        except Failed as failed:
            problems += failed.problems
    lines = {name: slot for name, slot in slots.items() if slot.block == "since"}
    if lines:
        slots = {name: slot for name, slot in slots.items() if name not in lines} | {SINCES: card.gathered(lines)}
    return slots, problems


def _unknown_funds(context: ResolveContext) -> list[Problem]:
    """What is wrong with the codes that front matter lists."""
    page, found = context.page, list[Problem]()
    for code in page.meta.funds:
        try:
            resolve_instrument.find(code, context.directory, market=FUND_MARKET)
        except Failed as failed:
            found += [
                one.at(path=page.path, line=page.keys.get("funds", 1), column=1, length=5) for one in failed.problems
            ]
    return found


def _resolved(name: str, mark: Mark, context: ResolveContext) -> dict[str, Slot]:
    understand = BLOCKS[MARKS[mark.block]].resolve
    if understand is None:
        raise LookupError(f"the block {MARKS[mark.block]} understands no marks")
    slot = understand(mark, context)
    found = {name: slot, **{f"{name}/{part}": inner for part, inner in slot.parts.items()}}
    return {each: _at(replace(one, parts={}), mark, context.page.path) for each, one in found.items()}


def _at(slot: Slot, mark: Mark, path: str) -> Slot:
    return replace(slot, path=path, line=mark.line, column=mark.column, length=mark.length)


def asks(slot: Slot) -> tuple[Ask, ...]:
    """All that a slot needs to know."""
    return BLOCKS[slot.block].asks(slot.params)


def render(requests: Sequence[tuple[Slot, Mapping[Ask, Answer]]], tools: RenderTools) -> list[Fragment | Problem]:
    """The fragment of every slot, in order, or the problem that kept it from one, at the slot's place. Each block gets
    its slots as one batch."""
    batches: dict[str, list[int]] = {}
    for place, (slot, _) in enumerate(requests):
        batches.setdefault(slot.block, []).append(place)
    results: dict[int, Fragment | Problem] = {}
    for name, places in batches.items():
        batch = [(requests[place][0].params, requests[place][1]) for place in places]
        for place, result in zip(places, BLOCKS[name].render(batch, tools), strict=True):
            results[place] = _placed(result, requests[place][0])
    return [results[place] for place in range(len(requests))]


def _placed(result: Fragment | Problem, slot: Slot) -> Fragment | Problem:
    if isinstance(result, Fragment) or result.path or not slot.path:
        return result
    return result.within(path=slot.path, line=slot.line, column=slot.column, length=slot.length)
