"""The entry of restated numbers in the feed of corrections. Full texts are tested in tests/site_build/test_article_files.py."""

from __future__ import annotations

from dataclasses import asdict, replace
from xml.etree import ElementTree

from builder.blocks import article
from builder.model import Ask, Slot, canonical_json
from builder.slot_params.authored import NumberParams
from builder.slot_params.generated import RestatedEntryParams, RestatedRow
from tests.blocks.block_examples import html

ROW = RestatedRow(
    ask=Ask(series="fund:990101", measure="nav", as_of="2024-02-19"),
    name="甲<A>",
    label="单位净值",
    unit="nav",
    old=1.1583,
    new=1.1618,
    late=False,
    on="",
    start="",
    end="2024-02-19",
    synthetic=False,
    signed=False,
)
PARAMS = RestatedEntryParams(
    slug="a",
    title="一篇 & 简报",
    date="2024-02-20T00:00:00+08:00",
    url="https://example.org/a/",
    authors=("甲",),
    marks={},
)


def entry(*rows: RestatedRow) -> dict[str, str]:
    """What a feed reader reads of the entry."""
    text = html(Slot(params=replace(PARAMS, rows=rows)))
    return {element.tag: element.text or "" for element in ElementTree.fromstring(text)}


def test_it_says_what_was_and_what_is() -> None:
    read = entry(ROW)
    assert read["title"] == "数据更正：一篇 & 简报"
    assert read["summary"] == "甲<A> 单位净值（截至 2024-02-19）：原为 1.1583，现为 1.1618"
    assert read["updated"] == "2024-02-20T00:00:00+08:00"


def test_its_id_is_that_of_its_numbers() -> None:
    assert entry(ROW)["id"] == entry(ROW)["id"] != entry(replace(ROW, new=1.17))["id"]


def test_without_restated_numbers_there_is_none() -> None:
    assert html(Slot(params=PARAMS)) == ""


def test_it_asks_what_the_ledger_may_answer_otherwise() -> None:
    frozen = NumberParams(series="fund:990101", measure="nav", as_of="2024-02-19")
    live = NumberParams(series="fund:990201", measure="nav")
    marks = {str(name): (mark.block, canonical_json(asdict(mark))) for name, mark in enumerate((frozen, live))}
    assert article.asks(replace(PARAMS, marks=marks)) == (frozen.ask,)
