"""Every block has one class of parameters; a slot's id and what is stored are those of the blocks' JSON."""

from __future__ import annotations

from typing import Any

import pytest

from builder.model import Ask, Slot, canonical_json, digest
from builder.slot_params import PARAMS, authored, charts, from_json, generated

NAV = {"series": "fund:012733", "measure": "nav"}
ROW = {"ask": {**NAV, "as_of": "2024-02-19"}, "name": "甲", "label": "净值", "unit": "nav", "old": 1.0, "new": None}
DATES = {"late": False, "on": "", "start": "", "end": "2024-02-19", "synthetic": True}
# Every field of a chart is stored.
CHART = {
    **{"type": "line", "series": ["fund:012733"], "benchmark": "", "measure": "history", "label": "", "window": "1y"},
    **{
        "start": "",
        "end": "",
        "as_of": "2024-02-19",
        "rebase": "",
        "alt": "",
        "title": "",
        "height": 0,
        "caption": "图",
    },
    **{"annotate": [{"start": "2024-01-02", "end": "2024-01-05", "text": "甲"}], "columns": [], "sources": ["交易所"]},
}
STORED: list[tuple[str, dict[str, Any]]] = [
    ("card", {"series": ["fund:012733"]}),
    ("card", {"series": ["fund:012733"], "dated": True}),
    ("number", NAV),
    ("number", {**NAV, "as_of": "2024-02-19", "format": "percent1"}),
    ("sinces", {"lines": {"0/since": {"series": ["fund:012733"], "since": "2024-02-19"}}}),
    (
        "fund-chart",
        {"series": "fund:012733", "mentions": [{"url": "briefings/a/", "title": "a", "date": "2024-02-20"}]},
    ),
    ("mentions", {"briefings": [{"url": "briefings/a/", "title": "a", "date": "2024-02-20", "series": ""}]}),
    ("performance", {"series": "fund:012733"}),
    ("performance", {"series": "fund:012733", "years": []}),
    ("restated", {"slug": "sora", "corrected": False}),
    ("restated", {"slug": "sora", "corrected": True, "rows": [{**ROW, **DATES, "signed": True}]}),
    ("chart", CHART),
]


@pytest.mark.parametrize(("block", "stored"), STORED)
def test_a_slots_id_is_the_digest_of_its_block_and_of_what_is_stored(block: str, stored: dict[str, Any]) -> None:
    slot = Slot(params=from_json(block, stored))
    assert slot.params.to_json() == stored
    assert slot.id == digest(canonical_json([block, stored]))


def test_every_class_of_parameters_is_listed_under_its_block() -> None:
    classes = {
        kind.block: kind
        for module in (authored, charts, generated)
        for name, kind in vars(module).items()
        if name.endswith("Params") and name != "SlotParams" and "block" in vars(kind)
    }
    assert classes == PARAMS


def test_a_question_without_limits_is_stored_without_them() -> None:
    number = authored.NumberParams(series="fund:012733", measure="nav")
    assert number.ask == Ask(series="fund:012733", measure="nav")
    assert number.to_json() == NAV
