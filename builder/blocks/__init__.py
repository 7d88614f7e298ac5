"""Everything that fills a hole of a page: the registry of blocks, and how a page's marks become slots and slots fragments.

`build` resolves pages and renders slots by it. A block is one module of this folder.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from builder.blocks import (
    address,
    article,
    calendars,
    card,
    cashtag,
    claim,
    data_age,
    fund_link,
    funds_fence,
    funds_table,
    number,
    plain_text,
    resolve_instrument,
    restated,
)
from builder.blocks.block import Block, RenderTools, ResolveContext, lazy_block
from builder.blocks.end_matter import evidence, related
from builder.blocks.front_page import quotes, returns_since
from builder.blocks.fund_page import (
    fund_chart,
    fund_facts,
    fund_json,
    fund_quote,
    fund_rows,
    history_json,
    mentions,
    money_chart,
    performance,
)
from builder.language import speaking
from builder.link_target import Anchors
from builder.model import (
    EVIDENCE,
    SINCES,
    Answer,
    Ask,
    Directory,
    Fragment,
    Mark,
    Measure,
    Page,
    Slot,
    SlotParams,
)
from builder.problem import Failed, Problem
from builder.slot_params.authored import ClaimParams, EvidenceParams, NumberParams, SincesParams
from builder.slot_params.charts import ChartParams, ShareParams
from builder.slot_params.generated import IconsParams
from builder.vocabulary import FUND_MARKET

__all__ = ["BLOCKS", "MARKS", "TOGETHER", "Block", "RenderTools", "ResolveContext", "asks", "render", "resolve_page"]

# What may fill a hole, by its name.
BLOCKS: Mapping[str, Block[Any]] = {
    block.params.block: block
    for block in (
        address.BLOCK,
        article.BLOCK,
        calendars.BLOCK,
        card.BLOCK,
        card.GRID,
        lazy_block(ChartParams, "builder.blocks.charts.chart_block"),
        claim.BLOCK,
        evidence.BLOCK,
        fund_chart.BLOCK,
        fund_facts.BLOCK,
        fund_json.BLOCK,
        fund_quote.BLOCK,
        fund_rows.BLOCK,
        funds_table.BLOCK,
        history_json.BLOCK,
        plain_text.HTML,
        lazy_block(IconsParams, "builder.blocks.images.icon_images"),
        fund_link.BLOCK,
        mentions.BLOCK,
        money_chart.BLOCK,
        plain_text.NOTHING,
        number.BLOCK,
        performance.BLOCK,
        quotes.BLOCK,
        related.BLOCK,
        restated.BLOCK,
        article.ENTRY,
        returns_since.BLOCK,
        lazy_block(ShareParams, "builder.blocks.images.share_images"),
        card.SINCES_BLOCK,
        plain_text.BLOCK,
        data_age.BLOCK,
    )
}


def _resolve_chart(mark: Mark, context: ResolveContext) -> ChartParams:
    from builder.blocks.charts import chart_block  # large: see `lazy_block`

    return chart_block.resolve(mark, context)


# What turns a mark that an author left into the parameters of a block. Raises Failed with problems at their places.
MARKS: Mapping[str, Callable[[Mark, ResolveContext], SlotParams]] = {
    "address": address.resolve,
    "cashtag": cashtag.resolve,
    "chart": _resolve_chart,
    "claim": claim.resolve,
    "funds": funds_fence.resolve,
    "number": number.resolve,
}
# Marks that leave no hole.
WITHOUT_HOLE = frozenset({"image"})
# Blocks whose slots are rendered in one batch by one process: charts share their drawing processes.
TOGETHER = frozenset({"chart", "share"})


def resolve_page(
    page: Page,
    directory: Directory,
    measures: Mapping[str, Measure],
    addresses: Mapping[str, str],
    *,
    anchors: Mapping[str, Anchors] = MappingProxyType({}),
    trusted_code: bool = False,
) -> tuple[dict[str, Slot], list[Problem]]:
    """The slot of every hole on a page, and every mistake in its marks, each at its line and column.

    Slots go by their hole, which is the index of its mark. Under "sinces", which is no hole, is the slot that fills the
    holes in the page's cards, e.g. "3/since" in the card in hole 3; under "evidence" how numbers and claims are known. A mark
    with a mistake has no slot.
    """
    context = ResolveContext(
        page=page,
        directory=directory,
        measures=measures,
        addresses=addresses,
        anchors=anchors,
        trusted_code=trusted_code,
    )
    slots: dict[str, Slot] = {}
    problems = _unknown_funds(context)
    for index, mark in enumerate(page.marks):
        if mark.block in WITHOUT_HOLE:
            continue
        try:
            slots[str(index)] = _slot(MARKS[mark.block](mark, context), mark, page.path)
        except Failed as failed:
            problems += failed.problems
    lines = card.since_lines(slots, page.meta.as_of)
    if lines:
        first = page.marks[int(next(iter(lines)).partition("/")[0])]
        slots[SINCES] = _slot(SincesParams(lines=lines), first, page.path)
    if any(isinstance(slot.params, NumberParams | ClaimParams) for slot in slots.values()):
        entries = evidence.entries(slots.values(), directory, measures)
        slots[EVIDENCE] = Slot(params=EvidenceParams(entries=entries))
    return slots, problems


def _unknown_funds(context: ResolveContext) -> list[Problem]:
    """The problems of the codes that the front matter lists."""
    page, problems = context.page, list[Problem]()
    for code in page.meta.funds:
        try:
            resolve_instrument.find(code, context.directory, market=FUND_MARKET)
        except Failed as failed:
            line, column, length = page.entries[f"funds/{code}"]
            problems += [
                problem.at(path=page.path, line=line, column=column, length=length) for problem in failed.problems
            ]
    return problems


def _slot(params: SlotParams, mark: Mark, path: str) -> Slot:
    return Slot(params=params, path=path, line=mark.line, column=mark.column, length=mark.length)


def asks(slot: Slot) -> tuple[Ask, ...]:
    """The questions whose answers a slot shows."""
    return BLOCKS[slot.block].asks(slot.params)


def render(requests: Sequence[tuple[Slot, Mapping[Ask, Answer]]], tools: RenderTools) -> list[Fragment | Problem]:
    """The fragment of each slot, in order, or the problem that kept it from one, at the slot's place. Each block gets
    its slots of a language as one batch."""
    batches: dict[tuple[str, str], list[int]] = {}
    for index, (slot, _) in enumerate(requests):
        batches.setdefault((slot.block, slot.language), []).append(index)
    results: dict[int, Fragment | Problem] = {}
    for (block, language), indexes in batches.items():
        batch = [(requests[index][0].params, requests[index][1]) for index in indexes]
        with speaking(language):
            rendered = BLOCKS[block].render(batch, tools)
        for index, result in zip(indexes, rendered, strict=True):
            results[index] = _placed(result, requests[index][0])
    return [results[index] for index in range(len(requests))]


def _placed(result: Fragment | Problem, slot: Slot) -> Fragment | Problem:
    if isinstance(result, Fragment) or result.path or not slot.path:
        return result
    return result.within(path=slot.path, line=slot.line, column=slot.column, length=slot.length)
