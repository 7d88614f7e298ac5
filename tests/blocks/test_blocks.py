"""The dictionary of blocks: every hole gets its slot, every slot its fragment in order, every problem its place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from builder import blocks
from builder.model import EVIDENCE, ROOT, Answer, Ask, Fragment, Instrument, Mark, Slot
from builder.problem import Problem
from builder.slot_params import PARAMS, from_json
from tests.blocks.block_examples import AI_A, DIRECTORY, answer, cashtag, html, number, resolved, tools, tree

LINK = Mark(block="address", params={"target": "pages/about.md", "fragment": "risk"}, line=4, column=2)


def test_every_mark_that_leaves_a_hole_gets_a_slot_at_its_place() -> None:
    image = Mark(block="image", params={"target": "briefings/a.png"}, line=2, column=1)
    nav = number("{{ 012733 nav }}", series="012733", measure="nav")
    found = resolved(image, nav, LINK, addresses={"pages/about.md": "about/"})
    assert list(found) == ["1", "2", EVIDENCE]
    assert (found["1"].path, found["1"].line, found["1"].column) == ("briefings/sora.md", 7, 5)
    assert html(found["2"]) == f"{ROOT}about/#risk"


def test_results_come_in_the_order_of_the_requests_and_problems_at_their_slots() -> None:
    def request(block: str, line: int, **params: Any) -> tuple[Slot, Mapping[Ask, Answer]]:
        asked = Slot(params=from_json(block, params), path="a.md", line=line, column=2, length=3)
        given = {ask: answer(ask) if line != 2 else Answer(value=None, unit="nav") for ask in blocks.asks(asked)}
        return asked, given

    results = blocks.render(
        [
            request("text", 1, text="a<b"),
            request("number", 2, series="fund:012733", measure="nav"),
            request("card", 3, series=["fund:012733"]),
            request("text", 4, text='"'),
        ],
        tools(),
    )
    assert results[0] == Fragment(html="a&lt;b")
    assert isinstance(results[1], Problem)
    assert (results[1].path, results[1].line, results[1].column, results[1].length) == ("a.md", 2, 2, 3)
    assert isinstance(results[2], Fragment)
    assert "自本文发布以来" not in results[2].html
    assert results[3] == Fragment(html="&#34;")


FUND = {"series": "fund:012733"}
PLACED: list[tuple[str, dict[str, Any]]] = [
    ("fund-quote", FUND),
    ("money-chart", FUND),
    ("fund-facts", FUND),
    ("fund-rows", {"series": ["fund:012733", "fund:000001"]}),
    ("fund-rows", {"series": ["fund:012733"], "columns": [{"measure": "return", "window": "1m"}]}),
    ("fund-rows", {"series": ["fund:012733"], "columns": [{"measure": "drawdown", "window": "1y"}]}),
    (
        "mentions",
        {
            "series": "fund:012733",
            "briefings": [
                {"url": "briefings/a/", "title": "<b>", "date": "2024-02-20", "since": "2024-02-19", "series": ""}
            ],
        },
    ),
    ("mentions", {"series": "fund:012733", "briefings": []}),
    ("nothing", {}),
    ("quotes", {"series": ["index:930713", "fund:012733"]}),
    ("returns-since", {"series": ["index:930713", "fund:012733"], "since": "2024-02-19"}),
    ("performance", FUND),
    ("performance", {**FUND, "benchmark": "index:930713", "years": ["2023", "2022"]}),
    ("text", {"text": "<b>"}),
    ("through", {"of": "fund:012733"}),
    ("through", {"of": "set:nav"}),
    ("cards", {"groups": [["fund:012733", "fund:012734"], ["fund:018411"]], "since": "2024-02-19", "caption": ""}),
]


@pytest.mark.parametrize(("block", "params"), PLACED)
def test_what_generated_pages_place_is_valid_html_without_styles_or_scripts(block: str, params: dict[str, Any]) -> None:
    asked = Slot(params=from_json(block, params))
    fragment = html(asked)
    root = tree(fragment)
    assert root.find(".//b") is None
    assert root.find(".//script") is None
    assert not [one for one in root.iter() if one.get("style") or one.get("onclick")]
    empty = {
        ask: Answer(value=None, unit="text" if answer(ask).unit == "text" else "ratio") for ask in blocks.asks(asked)
    }
    tree(html(asked, empty))


def test_a_slot_means_the_same_after_it_was_stored_as_json() -> None:
    found = resolved(cashtag("012733", AI_A.name))
    stored = json.loads(json.dumps(found["0"].params.to_json()))
    assert Slot(params=from_json("card", stored)).params == found["0"].params


def test_all_blocks_are_named_once_and_every_mark_has_one() -> None:
    assert list(blocks.BLOCKS) == sorted(blocks.BLOCKS)
    assert set(blocks.BLOCKS) == set(PARAMS)
    assert all(PARAMS[name] is block.params for name, block in blocks.BLOCKS.items())
    assert isinstance(DIRECTORY.instruments["fund:012733"], Instrument)
