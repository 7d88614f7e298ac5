"""The history file of a fund: what the scripts of charts read."""

from __future__ import annotations

import json

from builder.blocks.fund_page import history_json
from builder.model import Answer
from builder.slot_params.generated import HistoryParams
from tests.blocks.block_examples import tools

FUND = "fund:990101"


def test_a_history_file_is_json_with_the_code_and_whether_it_is_made_up() -> None:
    ask = history_json.ask(FUND)
    rows = '"start":"2024-01-02","steps":[0,1],"places":4,"values":[10000,10100]'
    made = history_json.render(
        HistoryParams(series=FUND), {ask: Answer(value=rows, unit="track", synthetic=True)}, tools()
    )
    assert json.loads(made.html) == {
        "code": "990101", "synthetic": True, "start": "2024-01-02", "steps": [0, 1], "places": 4, "values": [10000, 10100],
    }  # fmt: skip
    empty = history_json.render(HistoryParams(series=FUND), {ask: Answer(value=None, unit="track")}, tools())
    assert json.loads(empty.html)["values"] == []
