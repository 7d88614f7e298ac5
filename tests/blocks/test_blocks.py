"""The dictionary of blocks: every hole gets its slot, every slot its fragment in order, every problem its place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from builder import blocks
from builder.model import ROOT, Answer, Ask, Fragment, Instrument, Mark, Slot
from builder.problem import Problem
from builder.slot_params import PARAMS, from_json
from builder.slot_params.generated import FactParams, FundJsonParams, PerformanceParams
from tests.blocks.block_examples import AI_A, DIRECTORY, answer, cashtag, html, number, problems, resolved, tools, tree

LINK = Mark(block="address", params={"target": "pages/about.md", "fragment": "risk"}, line=4, column=2)


def test_every_mark_that_leaves_a_hole_gets_a_slot_at_its_place() -> None:
    image = Mark(block="image", params={"target": "briefings/a.png"}, line=2, column=1)
    nav = number("{{ 012733 nav }}", series="012733", measure="nav")
    found = resolved(image, nav, LINK, addresses={"pages/about.md": "about/"})
    assert list(found) == ["1", "2"]
    assert (found["1"].path, found["1"].line, found["1"].column) == ("briefings/sora.md", 7, 5)
    assert html(found["2"]) == f"{ROOT}about/#risk"


def test_a_link_to_no_page_is_a_problem_with_the_nearest() -> None:
    (problem,) = problems(Mark(block="address", params={"target": "pages/abuot.md", "fragment": ""}, line=4, column=2))
    assert (problem.id, problem.line, problem.column, problem.hint) == (
        "bad-link",
        4,
        2,
        "did you mean pages/about.md?",
    )


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
    ("fact", {**FUND, "measure": "name"}),
    ("fact", {**FUND, "measure": "return", "window": "1y"}),
    ("fund-facts", FUND),
    ("fund-rows", {"series": ["fund:012733", "fund:000001"]}),
    ("fund-rows", {"series": ["fund:012733"], "columns": [{"measure": "return", "window": "1m"}]}),
    ("fund-rows", {"series": ["fund:012733"], "columns": [{"measure": "drawdown", "window": "1y"}]}),
    ("mentions", {"briefings": [{"url": "briefings/a/", "title": "<b>", "date": "2024-02-20", "series": ""}]}),
    ("mentions", {"briefings": []}),
    ("nothing", {}),
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


def test_a_fact_as_text_is_safe_in_an_attribute() -> None:
    ask = Ask(series="fund:012733", measure="name")
    given = {ask: Answer(value="\"><script>'", unit="text")}
    fragment = html(Slot(params=FactParams(series="fund:012733", measure="name")), given)
    assert not set("\"<>'") & set(fragment)


def test_the_benchmark_and_the_years_stand_beside_the_fund() -> None:
    params = PerformanceParams(series="fund:012733", benchmark="index:930713", years=("2023",))
    root = tree(html(Slot(params=params)))
    rows = [
        [cell.get("data-series") for cell in row.findall(".//data")] for row in root.findall(".//table[1]/tbody/tr")
    ]
    assert ["fund:012733", "index:930713"] in rows
    assert "2023年" in "".join(root.itertext())


def test_the_index_is_asked_for_the_funds_own_days() -> None:
    asked = Slot(params=PerformanceParams(series="fund:012733", benchmark="index:930713"))
    of_index = {
        ask.window for ask in blocks.asks(asked) if ask.measure == "index-return" and ask.series == "fund:012733"
    }
    assert of_index == {"1w", "1m", "3m", "6m", "1y", "2y", "3y", "5y", "ytd", "launch"}
    given = {ask: answer(ask) for ask in blocks.asks(asked)}
    given[Ask(series="fund:012733", measure="return", window="launch")] = Answer(value=0.0617, unit="ratio")
    given[Ask(series="fund:012733", measure="index-return", window="launch")] = Answer(value=-0.02, unit="ratio")
    given[Ask(series="fund:012733", measure="index-return", window="2y")] = Answer(value=None, unit="ratio")
    rows = tree(html(asked, given)).find(".//table").findall("./tbody/tr")
    shown = [[row[0].text, *("".join(cell.itertext()) for cell in row[1:3])] for row in rows]
    assert ["成立来", "+6.17%", "-2.00%"] in shown
    assert ["近2年", "+5.18%", "--"] in shown


def test_a_year_of_the_index_is_shown_only_over_the_funds_own_time() -> None:
    def shown(start: str, end: str) -> str:
        params = PerformanceParams(series="fund:012733", benchmark="index:930713", years=("2023",))
        asked = Slot(params=params)
        given = {ask: answer(ask) for ask in blocks.asks(asked)}
        for series, (first, last) in {
            "fund:012733": ("2022-12-30", "2023-12-29"),
            "index:930713": (start, end),
        }.items():
            year = Ask(series=series, measure="calendar-year", window="2023")
            given[year] = Answer(value=0.1, unit="ratio", start=first, end=last)
        return "".join(tree(html(asked, given)).find(".//*[@data-measure='calendar-year']/../..").itertext())

    assert shown("2022-12-31", "2023-12-31").count("+10.00%") == 2
    assert shown("2022-11-30", "2023-12-31").count("+10.00%") == 1


def test_the_json_of_a_fund_holds_unrounded_values_and_cannot_break_out() -> None:
    asked = Slot(params=FundJsonParams(series="fund:012733"))
    given = {ask: answer(ask) for ask in blocks.asks(asked)}
    given[Ask(series="fund:012733", measure="name")] = Answer(value="</script><b>", unit="text")
    given[Ask(series="fund:012733", measure="return", window="5y")] = Answer(value=None, unit="ratio")
    text = html(asked, given)
    assert text.isascii()
    assert "<" not in text
    value = json.loads(text)
    assert (value["code"], value["name"], value["nav"], value["date"]) == ("012733", "</script><b>", 0.7, "2024-03-01")
    assert value["facts"]["risk_level"] == AI_A.facts["risk_level"]
    assert value["windows"]["1y"] == {"value": 0.0518, "from": "2023-02-20", "to": "2024-03-01"}
    assert value["windows"]["5y"] == {"value": None, "from": None, "to": None}
    assert value["synthetic"] is False


def test_a_slot_means_the_same_after_it_was_stored_as_json() -> None:
    found = resolved(cashtag("012733", AI_A.name))
    stored = json.loads(json.dumps(found["0"].params.to_json()))
    assert Slot(params=from_json("card", stored)).params == found["0"].params


def test_all_blocks_are_named_once_and_every_mark_has_one() -> None:
    assert list(blocks.BLOCKS) == sorted(blocks.BLOCKS)
    assert set(blocks.BLOCKS) == set(PARAMS)
    assert all(PARAMS[name] is block.params for name, block in blocks.BLOCKS.items())
    assert isinstance(DIRECTORY.instruments["fund:012733"], Instrument)
