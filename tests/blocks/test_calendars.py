"""The script of the trading calendars holds the days that differ from Monday to Friday."""

from __future__ import annotations

import json

from builder import blocks
from builder.model import Answer, Slot
from builder.slot_params.generated import CalendarsParams
from builder.vocabulary import SETS
from tests.blocks.block_examples import html

SCRIPT = Slot(params=CalendarsParams(zone="Asia/Shanghai"))


def test_each_set_has_the_weekdays_that_are_closed_and_the_weekend_days_that_are_open() -> None:
    points = (("2024-02-09", 0.0), ("2024-02-04", 1.0))
    calendar = Answer(value="2024-03-01", unit="date", start="2023-01-26", end="2024-12-31", points=points)
    script = html(SCRIPT, dict.fromkeys(blocks.asks(SCRIPT), calendar))
    assert script.isascii()
    value = json.loads(script.removeprefix("globalThis.briefingsCalendars = ").removesuffix(";\n"))
    assert (value["zone"], set(value["sets"])) == ("Asia/Shanghai", set(SETS))
    assert value["sets"]["nav"] == {
        "through": "2024-03-01",
        "from": "2023-01-26",
        "to": "2024-12-31",
        "shut": ["2024-02-09"],
        "open": ["2024-02-04"],
    }
