"""The parameters of blocks that generated pages and the build place: their ids, and what they show by default."""

from __future__ import annotations

from typing import Any

import pytest

from builder.model import Slot, canonical_json, digest
from builder.slot_params import from_json, generated

NAV = {"series": "fund:012733", "measure": "nav"}
ROW = {"ask": {**NAV, "as_of": "2024-02-19"}, "name": "甲", "label": "净值", "unit": "nav", "old": 1.0, "new": None}
DATES = {"late": False, "on": "", "start": "", "end": "2024-02-19", "synthetic": True}
STORED: list[tuple[str, dict[str, Any]]] = [
    (
        "fund-chart",
        {"series": "fund:012733", "mentions": [{"url": "briefings/a/", "title": "a", "date": "2024-02-20"}]},
    ),
    (
        "mentions",
        {
            "series": "fund:012733",
            "briefings": [
                {"url": "briefings/a/", "title": "a", "date": "2024-02-20", "since": "2024-02-19", "series": ""}
            ],
        },
    ),
    ("performance", {"series": "fund:012733"}),
    ("performance", {"series": "fund:012733", "years": []}),
    ("restated", {"slug": "sora", "corrected": False}),
    ("restated", {"slug": "sora", "corrected": True, "rows": [{**ROW, **DATES, "signed": True}]}),
]


@pytest.mark.parametrize(("block", "stored"), STORED)
def test_a_slots_id_is_the_digest_of_its_block_of_what_is_stored_and_of_its_language(
    block: str, stored: dict[str, Any]
) -> None:
    slot = Slot(params=from_json(block, stored))
    assert slot.params.to_json() == stored
    assert slot.id == digest(canonical_json([block, stored, "zh"]))


def test_a_list_of_funds_shows_returns_of_a_year_and_of_this_year() -> None:
    columns = generated.FundRowsParams(series=()).columns
    assert [(column.measure, column.window) for column in columns] == [("return", "1y"), ("return", "ytd")]
