"""Every block has one class of parameters; a chart's id is the digest of all its fields."""

from __future__ import annotations

from typing import Any

from builder.model import Slot, canonical_json, digest
from builder.slot_params import PARAMS, authored, charts, from_json, generated

# Every field of a chart is stored.
CHART: dict[str, Any] = {
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


def test_a_charts_id_is_the_digest_of_its_block_of_what_is_stored_and_of_its_language() -> None:
    slot = Slot(params=from_json("chart", CHART))
    assert slot.params.to_json() == CHART
    assert slot.id == digest(canonical_json(["chart", CHART, "zh"]))


def test_every_class_of_parameters_is_listed_under_its_block() -> None:
    classes = {
        kind.block: kind
        for module in (authored, charts, generated)
        for name, kind in vars(module).items()
        if name.endswith("Params") and name != "SlotParams" and "block" in vars(kind)
    }
    assert classes == PARAMS
