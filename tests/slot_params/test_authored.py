"""The parameters of blocks that authors place: their ids, and the questions that they ask."""

from __future__ import annotations

from typing import Any

import pytest

from builder.model import Ask, Slot, canonical_json, digest
from builder.slot_params import authored, from_json

NAV = {"series": "fund:012733", "measure": "nav"}
STORED: list[tuple[str, dict[str, Any]]] = [
    ("card", {"series": ["fund:012733"]}),
    ("card", {"series": ["fund:012733"], "dated": True}),
    ("number", NAV),
    ("number", {**NAV, "as_of": "2024-02-19", "format": "percent1"}),
    ("sinces", {"lines": {"0/since": {"series": ["fund:012733"], "since": "2024-02-19"}}}),
]


@pytest.mark.parametrize(("block", "stored"), STORED)
def test_a_slots_id_is_the_digest_of_its_block_of_what_is_stored_and_of_its_language(
    block: str, stored: dict[str, Any]
) -> None:
    slot = Slot(params=from_json(block, stored))
    assert slot.params.to_json() == stored
    assert slot.id == digest(canonical_json([block, stored, "zh"]))


def test_a_question_without_limits_is_stored_without_them() -> None:
    number = authored.NumberParams(series="fund:012733", measure="nav")
    assert number.ask == Ask(series="fund:012733", measure="nav")
    assert number.to_json() == NAV


def test_a_column_of_funds_asks_the_same_of_each_fund() -> None:
    column = authored.FundsColumn(measure="return", window="1y", as_of="2024-02-19", name="收益率", formula="")
    assert column.ask("fund:012733") == Ask(series="fund:012733", measure="return", window="1y", as_of="2024-02-19")
