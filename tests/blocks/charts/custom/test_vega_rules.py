"""What a Vega-Lite specification may not say on this site, and which data it draws."""

from __future__ import annotations

import pytest

from builder.blocks.charts.custom.vega_rules import faults, rows_of
from builder.problem import Problem
from tests.blocks.charts.custom.fence_faults import BAR, INLINE, Fault, assert_reported, problems_by_fault, vega

FAULTS: dict[str, Fault] = {
    "url": (
        vega("{", '"data": {"url": "https://example.org/x.csv"},', '"mark": "bar"}'),
        2,
        "named in the block's head",
    ),
    "href": (vega("{" + INLINE + ",", BAR[:-1] + ",", '"href": {"value": "x"}}}'), 3, "links stand in the text"),
    "line end": (vega("{" + INLINE + ",", '"title": "a\\u2029b",', BAR + "}"), 2, "U+2029 ends a line"),
    "line end in an expression": (
        vega("{" + INLINE + ",", '"transform": [', '{"calculate": "\'a\\\\nb\\u2028\'", "as": "b"}],', BAR + "}"),
        3,
        "U+2028 ends a line",
    ),
    "line end in a text of an expression": (
        vega("{" + INLINE + ",", '"transform": [', '{"filter": "\'a\\nb\' == 1"}],', BAR + "}"),
        3,
        "cannot stand in an expression",
    ),
    "image": (vega("{" + INLINE + ",", '"mark": "image"}'), 2, "shows no images"),
    "image mark": (vega("{" + INLINE + ",", '"mark": {', '"type": "image"}}'), 3, "shows no images"),
    "usermeta": (vega("{" + INLINE + ",", BAR + ",", '"usermeta": {"embedOptions": {}}}'), 3, "the site says"),
    "expression from data": (
        vega("{", '"data": {"values": [{"a": 1},', '{"a": {"signal": "now()"}}]},', BAR + "}"),
        3,
        "cannot come from data",
    ),
    "expression": (
        vega("{" + INLINE + ",", '"transform": [', '{"filter": "event.x"}],', BAR + "}"),
        3,
        "event is not known",
    ),
    "function": (vega("{" + INLINE + ",", '"params": [{"name": "p", "expr": "now()"}],', BAR + "}"), 2, "no function"),
    "chance": (vega("{" + INLINE + ",", '"transform": [{"sample": 3}],', BAR + "}"), 2, "aggregate instead"),
    "rows": (vega("{", '"data": {"values": [' + ",".join(["1"] * 1001) + "]},", '"mark": "tick"}'), 2, "at most 1,000"),
    "sequence": (
        vega("{", '"data": {"sequence": {"start": 0, "stop": 1e9}},', '"mark": "tick"}'),
        2,
        "give a few values",
    ),
    "column": (vega("{" + INLINE + ",", BAR.replace('"a"', '"aa"') + "}"), 2, "no column is called aa"),
    "table": (
        vega('{"data": {"name": "price"},', '"mark": "bar"}', head="series: 990101\n---\n"),
        3,
        "did you mean prices?",
    ),
    "no series": (vega('{"data": {"name": "990999"},', '"mark": "bar"}'), 1, "no data are called 990999"),
    "list": (vega("[]"), 1, "is an object"),
}


@pytest.fixture(scope="module")
def problems(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Problem]]:
    return problems_by_fault(tmp_path_factory.mktemp("faults"), FAULTS)


@pytest.mark.parametrize("label", FAULTS)
def test_what_the_site_does_not_allow_is_reported_at_its_line(problems: dict[str, list[Problem]], label: str) -> None:
    assert_reported(problems[label], FAULTS[label])


def test_each_set_of_data_is_drawn_once_in_order() -> None:
    inline = {"values": [{"a": 1}, 2]}
    spec = {"data": {"name": "prices"}, "layer": [{"data": inline}, {"data": {"name": "prices"}}, {"data": inline}]}
    assert list(rows_of(spec)) == [("prices", []), ("", [{"a": 1}, {"data": 2}])]


@pytest.mark.parametrize("name", [[], {}, None, 1])
def test_a_name_of_any_kind_is_held_to_the_rules(name: object) -> None:
    assert not faults({"mark": "bar", "transform": [{"fold": ["a"], "as": [name, "v"]}, {"groupby": [name]}]}, {})
